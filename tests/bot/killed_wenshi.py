"""The program `wenshi` with counted vectors that is killed at its n-th step, or counts its steps.

    python killed_wenshi.py N index PAGES --index DIR

A step is a file opened, made, renamed or removed in the index folder, or a statement to SQLite;
the kill comes before it. With N = 0 the number of steps is printed at the end.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys

from counting_wenshi import load_counting_encoder

import embeddings.encoder
import retrieval.remembering
from bot.cli import main

EVENTS = ("open", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "tempfile.mkdtemp")


class Steps:
    """Counts, and kills the process at one of them."""

    def __init__(self, last: int, folder: str) -> None:
        self.n, self._last, self._folder = 0, last, folder

    def take(self, *_: object) -> None:
        self.n += 1
        if self.n == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def listen(self, event: str, args: tuple[object, ...]) -> None:
        if event in EVENTS and any(self._folder in str(arg) for arg in args):
            self.take()


def watch(last: int, folder: str) -> Steps:
    steps = Steps(last, folder)
    sys.addaudithook(steps.listen)
    connect = sqlite3.connect

    def connect_and_watch(*args: object, **how: object) -> sqlite3.Connection:
        opened = connect(*args, **how)  # type: ignore[arg-type]
        opened.set_trace_callback(steps.take)
        return opened

    sqlite3.connect = connect_and_watch  # type: ignore[assignment]
    return steps


if __name__ == "__main__":
    embeddings.encoder.load_encoder = load_counting_encoder
    retrieval.remembering.N_TEXTS = retrieval.remembering.N_ARTICLES = 2
    counted = watch(int(sys.argv.pop(1)), sys.argv[-1])
    try:
        main()
    finally:
        print(counted.n)
