"""The memory of this process: how much it holds, and giving back what it no longer needs."""

from __future__ import annotations

import ctypes
from pathlib import Path

__all__ = ["give_back", "resident_bytes"]

PAGE = 4096  # bytes of a memory page where Linux does not say otherwise


def resident_bytes() -> int:
    """The memory that this process occupies now; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE
    except (OSError, ValueError, IndexError):
        return 0


def give_back() -> None:
    """Memory that was freed goes back to the system, where that is glibc's to give."""
    try:
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    except (OSError, AttributeError):  # another system, another library
        return
