"""A graph's folder -> Session: rows of tokens in batches, each on a core of its own; no torch."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from embeddings.graph import GRAPH

__all__ = ["PAD", "Session", "TokenRow", "n_cores", "padded", "side_by_side"]

PAD = 1  # the token of the embedded vocabulary

S = TypeVar("S")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TokenRow:
    """Tokens of one text or of two.

    Attributes:
        second: where the second text begins; as long as `ids` where there is none.
    """

    ids: Sequence[int]
    second: int


class Session:
    """An open graph; several threads may run it at once, each in its own.

    One thread a batch, and as many batches at once as there are cores: nobody waits for anybody
    within a layer, which beside another busy process costs more than the second core gives.
    """

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors; a warning is nothing for a reader of newspapers
        options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False  # it keeps what the longest batch took, for ever
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )

    def run(self, batch: Sequence[TokenRow]) -> NDArray[np.float32]:
        """What the graph gives for a batch, a row each."""
        ids, types, mask = padded(batch)
        (given,) = self._session.run(None, {"ids": ids, "types": types, "mask": mask})
        return np.asarray(given, np.float32)


def padded(
    batch: Sequence[TokenRow], multiple: int = 1
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Tokens, types and mask, each (n, length) of one length, a multiple of a number.

    Example:
        >>> padded([TokenRow([0, 9, 2, 8, 2], 3), TokenRow([0, 7, 2], 3)])[0].tolist()
        [[0, 9, 2, 8, 2], [0, 7, 2, 1, 1]]
    """
    length = -(-max(len(row.ids) for row in batch) // multiple) * multiple
    ids = np.full((len(batch), length), PAD, np.int64)
    types, mask = np.zeros_like(ids), np.zeros_like(ids)
    for n, row in enumerate(batch):
        ids[n, : len(row.ids)] = row.ids
        mask[n, : len(row.ids)] = 1
        types[n, row.second : len(row.ids)] = 1
    return ids, types, mask


def side_by_side(work: Callable[[S], T], tasks: Iterable[S]) -> Iterator[T]:
    """What a function gives for each task, in their order; as many at once as there are cores."""
    listed = list(tasks)
    if len(listed) == 1 or n_cores() == 1:
        yield from map(work, listed)
        return
    with ThreadPoolExecutor(n_cores()) as pool:
        running: deque[Future[T]] = deque()
        for task in listed:
            running.append(pool.submit(work, task))
            if len(running) > n_cores():  # one waits, so that no core does
                yield running.popleft().result()
        while running:
            yield running.popleft().result()


def n_cores() -> int:
    """Cores that this process may use, which in a container are fewer than there are."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    return len(affinity(0)) if affinity else os.cpu_count() or 1
