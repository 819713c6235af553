"""Answerer + Expected -> Outcomes: every question asked once, scored, ranked and timed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from embeddings.encoder import Encoder
from retrieval.answer import Answerer
from retrieval.question import understand
from retrieval.question_file import Expected
from retrieval.reader import Reader, Reading, Window
from retrieval.reply import Answer, Reply
from retrieval.reranking import rerank
from retrieval.scoring import f1_score, is_exact
from retrieval.search import search

__all__ = ["Outcome", "Timing", "evaluate", "unknown_articles"]

N_RANKED = 100  # passages that are looked through for the right article; beyond, it is not found


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of one question.

    Attributes:
        total: of the whole answer.
        encode: in the encoder; None where the record answered and nothing was encoded.
        search: likewise; measured by searching again, so that the search itself stays untouched;
            on a busy machine that may be slower, so it is never told as more than was left for it.
    """

    total: float
    encode: float | None = None
    search: float | None = None

    @classmethod
    def of(cls, total: float, encode: float | None, search: float | None) -> Timing:
        """What was measured, the search as far as it fits into the whole."""
        if encode is None or search is None:
            return cls(total)
        return cls(total, encode, min(search, total - encode))

    @property
    def read(self) -> float | None:
        """What is left: understanding the question and reading the passages."""
        if self.encode is None or self.search is None:
            return None
        return self.total - self.encode - self.search


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question and how it went.

    Attributes:
        exact, f1: against the best of the answers; False and 0 for a refusal, and where there is
            nothing to be right about.
        rank: of the article among the articles found, from 1; 0 where it was not found, None where
            the file does not name it or the pages hold no answer.
    """

    expected: Expected
    reply: Reply
    exact: bool
    f1: float
    rank: int | None
    timing: Timing

    @property
    def answerable(self) -> bool:
        """Whether the pages hold an answer, as the file has it."""
        return bool(self.expected.answers)

    @property
    def answered(self) -> bool:
        """Whether anything was said but no."""
        return isinstance(self.reply, Answer)

    @property
    def types(self) -> tuple[str, ...]:
        """As the file has them; where it has none, what the question was understood to want."""
        return self.expected.types or (self.reply.type,)


def evaluate(answerer: Answerer, questions: Iterable[Expected]) -> Iterator[Outcome]:
    """An outcome for each question, in their order; no question is encoded twice."""
    listening = _Listening(answerer.encoder)
    watched = None if answerer.reader is None else _Watched(answerer.reader)
    listened = replace(answerer, encoder=listening, reader=watched)
    for expected in questions:
        listening.forget()
        if watched is not None:
            watched.forget()
        begin = perf_counter()
        reply = listened.answer(expected.question)
        total = perf_counter() - begin
        yield _outcome(expected, reply, listened, listening, total)


def unknown_articles(answerer: Answerer, questions: Iterable[Expected]) -> int:
    """How many answerable questions name an article that the index does not have."""
    articles = answerer.index.articles
    return sum(_is_ranked(q) and q.article_id not in articles for q in questions)


@dataclass
class _Listening:
    """An encoder that remembers what the last question had encoded, and how long it took."""

    encoder: Encoder
    seconds: float = 0.0
    heard: list[tuple[str, NDArray[np.float32]]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.encoder.name

    @property
    def fingerprint(self) -> str:
        return self.encoder.fingerprint

    @property
    def dimension(self) -> int:
        return self.encoder.dimension

    def forget(self) -> None:
        self.seconds = 0.0
        self.heard.clear()

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        begin = perf_counter()
        vectors = self.encoder.encode_queries(texts)
        self.seconds += perf_counter() - begin
        self.heard += zip(texts, vectors, strict=True)
        return vectors

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        begin = perf_counter()
        vectors = self.encoder.encode_passages(texts, on_progress)
        self.seconds += perf_counter() - begin
        return vectors


@dataclass
class _Watched:
    """A reader that remembers what it read for the last question."""

    reader: Reader
    windows: Sequence[Window] = ()
    readings: Sequence[Reading] = ()

    @property
    def fingerprint(self) -> str:
        return self.reader.fingerprint

    def forget(self) -> None:
        self.windows, self.readings = (), ()

    def read(self, question: str, windows: Sequence[Window]) -> list[Reading]:
        self.windows, self.readings = windows, self.reader.read(question, windows)
        return list(self.readings)


def _outcome(
    expected: Expected, reply: Reply, answerer: Answerer, listening: _Listening, total: float
) -> Outcome:
    encode = listening.seconds if listening.heard else None
    ranked, searched, found = _is_ranked(expected), None, list[str]()
    if ranked or encode is not None:
        found, searched = _search(expected.question, answerer, listening)
    said = reply.short if isinstance(reply, Answer) else ""
    return Outcome(
        expected,
        reply,
        exact=is_exact(said, expected.answers),
        f1=f1_score(said, expected.answers),
        rank=_rank(expected.article_id, found) if ranked else None,
        timing=Timing.of(total, encode, searched),
    )


def _search(text: str, answerer: Answerer, listening: _Listening) -> tuple[list[str], float]:
    """The articles found, best first, each once; and the seconds of the search alone."""
    index = answerer.index
    if not listening.heard:  # the record answered
        listening.encode_queries([understand(text, index.lexicon, answerer.tagger).folded])
    folded, vector = listening.heard[0]
    begin = perf_counter()
    hits = search(index, folded, vector, N_RANKED)
    searched = perf_counter() - begin
    if isinstance(answerer.reader, _Watched):
        hits = rerank(hits, answerer.reader.windows, answerer.reader.readings)
    return list(dict.fromkeys(h.passage.article_id for h in hits)), searched


def _is_ranked(expected: Expected) -> bool:
    return bool(expected.answers and expected.article_id)


def _rank(article_id: str, found: Sequence[str]) -> int:
    return found.index(article_id) + 1 if article_id in found else 0
