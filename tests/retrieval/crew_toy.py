"""Encoders for workers: they tell which process encodes what, and stop where a test wants it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from counting_wenshi import CountingEncoder
from numpy.typing import NDArray

SLICES = [[f"第{n}号楼的第{m}个窗户" for m in range(4)] for n in range(24)]


@dataclass(frozen=True)
class Telling(CountingEncoder):
    """Takes a while over each slice, and writes down the process before it begins."""

    folder: Path
    takes_s: float = 0.05

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        (self.folder / f"{os.getpid()}-{time.monotonic_ns()}").touch()
        time.sleep(self.takes_s)
        return super().encode_passages(texts, on_progress)


def dying() -> CountingEncoder:
    """A model that takes more memory than there is."""
    os.kill(os.getpid(), signal.SIGKILL)
    return CountingEncoder()


def broken() -> CountingEncoder:
    raise ValueError("the model is broken; install it again")


def pids(folder: Path) -> list[int]:
    """Of the processes that have begun a slice, in order of time; one that began two is twice."""
    names = sorted((p.name for p in folder.iterdir()), key=lambda n: int(n.partition("-")[2]))
    return [int(name.partition("-")[0]) for name in names]


def expected() -> list[NDArray[np.float32]]:
    return [CountingEncoder().encode_passages(texts) for texts in SLICES]
