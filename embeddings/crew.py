"""Slices of texts -> their vectors, by several processes of this machine; one may be killed."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from embeddings.errors import CrewError

__all__ = ["N_AHEAD", "Crew", "Encoded", "Load", "Processes", "Slices", "checked", "encode_slice"]

N_AHEAD = 2  # slices a worker: the one it encodes, and one so that it never waits
N_DEATHS = 3  # of workers without one slice done between them: it will not get better

Slices = Sequence[Sequence[str]]
Encoded = tuple[str, NDArray[np.float32]]  # with which model, and the vectors
Load = Callable[[], Encoder]


class Crew(Protocol):
    """Whoever encodes in place of this process."""

    def encode(self, slices: Slices, fingerprint: str) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """The place of each slice and the vectors of its passages, in the order they are done.

        A slice is one call of the encoder, so that its vectors are those that one process gives.
        A worker that dies costs what it was at: its slices are encoded by another one.

        Args:
            slices: of texts; nothing is started for none.
            fingerprint: of the model that the vectors must be of.

        Raises:
            CrewError: the workers cannot be had, die again and again, or have another model.
        """


@dataclass(frozen=True, slots=True)
class Processes:
    """A `Crew` of n processes.

    Attributes:
        load: opens the encoder in each; can be pickled.
    """

    n: int
    load: Load

    def encode(self, slices: Slices, fingerprint: str) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """As `Crew` says; a death begins all processes anew, which costs N_AHEAD slices each."""
        waiting = dict(enumerate(slices))
        n_deaths = 0
        while waiting:
            try:
                for place, encoded in self._encode(dict(waiting)):
                    yield place, checked(encoded, fingerprint)
                    del waiting[place]
                    n_deaths = 0
            except BrokenProcessPool as exc:
                n_deaths += 1
                if n_deaths == N_DEATHS:
                    raise CrewError(
                        f"the workers were killed {N_DEATHS} times before one had encoded "
                        "anything, mostly for want of memory; run with fewer: wenshi index "
                        f"--workers {max(1, self.n // 2)} PAGES"
                    ) from exc

    def _encode(self, waiting: dict[int, Sequence[str]]) -> Iterator[tuple[int, Encoded]]:
        # spawn: a forked copy of a process with threads may stand still for ever
        context = multiprocessing.get_context("spawn")
        n = min(self.n, len(waiting))
        pool = ProcessPoolExecutor(n, context, _settle, (context.Value("i"), n))
        load = pickle.dumps(self.load)
        pending: dict[Future[Encoded], int] = {}
        try:
            while waiting or pending:
                for place in list(waiting)[: N_AHEAD * n - len(pending)]:
                    texts = list(waiting.pop(place))
                    pending[pool.submit(encode_slice, load, texts)] = place
                for done in wait(pending, return_when=FIRST_COMPLETED).done:
                    yield pending.pop(done), done.result()
        finally:
            pool.shutdown(cancel_futures=True)


def _settle(n_settled: Any, n: int) -> None:
    """A worker takes its place: on CPUs of its own, and no longer than whoever started it.

    A model that computes in as many threads as there are CPUs, in each worker, is slower than one.
    """
    with n_settled.get_lock():
        place, n_settled.value = n_settled.value, n_settled.value + 1
    if hasattr(os, "sched_setaffinity"):  # Linux
        cpus = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, cpus[place % n :: n] or cpus)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever hands out the slices
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # whoever was killed will not ask for what is being encoded


def encode_slice(load: bytes, texts: list[str]) -> Encoded:
    """On a worker: the vectors, and of which model they are; `load` is pickled."""
    encoder = _opened(load)
    return encoder.fingerprint, encoder.encode_passages(texts)


@cache
def _opened(load: bytes) -> Encoder:
    """Once in each process: a model takes seconds to open."""
    encoder: Encoder = pickle.loads(load)()
    return encoder


def checked(encoded: Encoded, fingerprint: str) -> NDArray[np.float32]:
    """The vectors, if they are of the model that is wanted.

    Raises:
        CrewError: they are of another one.
    """
    given, vectors = encoded
    if given != fingerprint:
        raise CrewError(
            "a worker has another model than this program; install the same version of 问事 and "
            "set the same WENSHI_MODEL on all machines, then run: wenshi index PAGES"
        )
    return vectors
