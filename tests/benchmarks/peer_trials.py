"""A question -> the rank of its article, and 问事's own way there.

What all systems that `peers.py` compares have in common, and 问事 as one of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.answer import Answerer

__all__ = [
    "Attempt",
    "K",
    "Row",
    "Trial",
    "build_wenshi",
    "open_wenshi",
    "open_wenshi_answer",
    "rank_of",
    "timed",
]

K = 10  # results a question; an article that is not among them has not been found


@dataclass(frozen=True, slots=True)
class Row:
    """An article as all of them are given it."""

    id: str
    title: str
    text: str

    @property
    def content(self) -> str:
        """What is indexed of it."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Trial:
    """A question asked once.

    Attributes:
        rank: of the right article, from 1; 0 where it was not among the first ten.
    """

    rank: int
    ms: float


Attempt = Callable[[str, str], Trial]  # a question and the id of its article


def rank_of(right: str, found: Sequence[str]) -> int:
    """The rank of an article among others, each counted once; 0 where it is not of the first ten.

    Example:
        >>> rank_of("b", ["a", "a", "b"]), rank_of("c", ["a", "b"])
        (2, 0)
    """
    first = list(dict.fromkeys(found))[:K]
    return first.index(right) + 1 if right in first else 0


def timed(find: Callable[[str], Sequence[str]]) -> Attempt:
    """Asks with a clock beside it."""

    def attempt(question: str, right: str) -> Trial:
        begin = perf_counter()
        found = find(question)
        return Trial(ms=1000 * (perf_counter() - begin), rank=rank_of(right, found))

    return attempt


def build_wenshi(rows: Sequence[Row], folder: Path, model: Path) -> None:
    """As `wenshi index` does."""
    from bot.settings import read_settings
    from bot.wiring import build

    del model  # it finds its own, which is the same
    folder.mkdir()
    file = folder / "articles.jsonl"
    lines = (json.dumps({"id": r.id, "title": r.title, "text": r.text}) for r in rows)
    file.write_text("\n".join(lines), encoding="utf-8")
    build([file], folder / "index", read_settings())


def open_wenshi(folder: Path, model: Path) -> Attempt:
    """The search alone, which is what the others do."""
    from retrieval.question import understand
    from retrieval.search import search

    del model
    answerer = _answerer(folder, reader=False)

    def find(text: str) -> list[str]:
        folded = understand(text, answerer.index.lexicon, answerer.tagger).folded
        vector = answerer.encoder.encode_queries([folded])[0]
        return [h.passage.article_id for h in search(answerer.index, folded, vector, K)]

    return timed(find)


def open_wenshi_answer(folder: Path, model: Path) -> Attempt:
    """The whole way to an answer or a refusal; articles in the order that reading gives them."""
    from retrieval.evaluation import evaluate
    from retrieval.question_file import Expected

    del model
    answerer = _answerer(folder, reader=True)

    def attempt(question: str, right: str) -> Trial:
        expected = Expected("1", question, ("any",), right, ())  # which answer is not looked at
        outcome = next(evaluate(answerer, [expected]))
        rank = outcome.rank or 0
        return Trial(rank if rank <= K else 0, 1000 * outcome.timing.total)

    return attempt


def _answerer(folder: Path, *, reader: bool) -> Answerer:
    from bot.settings import read_settings
    from bot.wiring import make_answerer

    return make_answerer(folder / "index", replace(read_settings(), reader=reader))
