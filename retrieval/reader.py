"""Question + windows -> Readings: the span of each that answers best, against there being none."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.script import fold
from embeddings.pieces import Pieces
from embeddings.session import Session, TokenRow, side_by_side
from retrieval.errors import ReaderError
from retrieval.pairing import Pair, pair

__all__ = ["OnnxReader", "Reader", "Reading", "Window", "load_reader"]

MAX_SPAN = 110  # tokens of an answer, about 170 characters
CROSSING = 1.0  # nats that a span loses for each sentence that ends inside it
SENTENCE_END = re.compile("[。！？]")
N_SPANS = 3  # of a window that are told, so that a kind of answer can be chosen among them
N_ENDS = 12  # places that are tried as the first and as the last token of an answer
MARKS = "，。；、：,;:"  # at the edge of a span they are the sentence's
CLOSED_BY = dict(zip("“‘《（(「『", "”’》）)」』", strict=True))
OPENED_BY = {closing: opening for opening, closing in CLOSED_BY.items()}


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences of one article, read together.

    Attributes:
        title: of the article, as printed; so is the text.
    """

    article_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A span that may answer.

    Attributes:
        window: its place among the windows that were read.
        start: half-open offsets into the window's text, in characters.
        score: in nats, how much likelier the span is than that the window holds no answer.
    """

    window: int
    start: int
    end: int
    score: float


class Reader(Protocol):
    """Reads windows for an answer; several threads may ask it at once."""

    @property
    def fingerprint(self) -> str:
        """Equal if and only if the weights are."""

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """The best spans of each window, at most three a window, the best of all first."""


class OnnxReader:
    """A `Reader` over ONNX Runtime."""

    def __init__(self, graph: Path, pieces: Pieces, fingerprint: str) -> None:
        self._session = Session(graph)
        self._pieces = pieces
        self.fingerprint = fingerprint

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        """The best spans of each window, at most three a window, the best of all first."""
        if not windows:
            return []
        asked = fold(question)

        def read(n: int) -> list[Reading]:
            """A window alone: nothing is padded, and the cores share the windows as they end."""
            text = fold(windows[n].text)
            each = pair(self._pieces, asked, fold(windows[n].title), text)
            (scores,) = self._session.run([TokenRow(each.ids, each.second)])
            return _best(n, scores, each, windows[n].text)

        readings = chain.from_iterable(side_by_side(read, range(len(windows))))
        return sorted(readings, key=lambda r: -r.score)


def load_reader(graph: Path, pieces: Pieces, fingerprint: str) -> OnnxReader:
    """The reader of a graph's folder, with the vocabulary of the model that it was learned from.

    Raises:
        ReaderError: the file is damaged.
    """
    try:
        return OnnxReader(graph, pieces, fingerprint)
    except Exception as exc:  # whatever the library makes of a damaged file
        raise ReaderError(
            f"the reader in {graph} cannot be loaded ({exc}); delete {graph}"
        ) from exc


def _best(window: int, scores: NDArray[np.float32], each: Pair, text: str) -> list[Reading]:
    """The best spans of a window, no two of which overlap."""
    none = float(scores[0].sum())
    starts, ends = scores[each.first : each.last].T
    stops = [m.end() for m in SENTENCE_END.finditer(text)]

    def n_crossed(a: int, b: int) -> int:
        """Sentences that end in a span, but for one that ends with it."""
        return bisect_left(stops, each.places[b][1]) - bisect_right(stops, each.places[a][0])

    spans = sorted(
        (
            (float(starts[a] + ends[b]) - CROSSING * n_crossed(a, b), a, b)
            for a in np.argsort(-starts)[:N_ENDS]
            for b in np.argsort(-ends)[:N_ENDS]
            if a <= b < a + MAX_SPAN
        ),
        reverse=True,
    )
    found: list[tuple[int, int]] = []
    readings = []
    for score, a, b in spans:
        if len(found) == N_SPANS:
            break
        if any(a <= d and c <= b for c, d in found):
            continue
        found.append((a, b))
        start, end = _trimmed(text, each.places[a][0], each.places[b][1])
        if start < end:
            readings.append(Reading(window, start, end, score - none))
    return readings


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without white space and marks that belong to the sentence, its quotes closed.

    Example:
        >>> text = "口号是“同心同行”。《"
        >>> [text[slice(*_trimmed(text, a, b))] for a, b in ((3, 8), (4, 9), (3, 9), (2, 11))]
        ['“同心同行”', '“同心同行”', '“同心同行”', '是“同心同行”']
    """
    while start < end and (
        text[start].isspace() or text[start] in MARKS or text[start] in OPENED_BY
    ):
        start += 1
    while end > start and (
        text[end - 1].isspace() or text[end - 1] in MARKS or text[end - 1] in CLOSED_BY
    ):
        end -= 1
    if start == end:
        return start, end
    inside = text[start:end]
    closing, opening = CLOSED_BY.get(text[start]), OPENED_BY.get(text[end - 1])
    if closing and closing not in inside:
        return (start, end + 1) if text[end : end + 1] == closing else (start + 1, end)
    if opening and opening not in inside:
        return (start - 1, end) if start and text[start - 1] == opening else (start, end - 1)
    return start, end
