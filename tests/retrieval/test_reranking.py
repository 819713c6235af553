"""An article in which an answer was read goes before one in which none was."""

from __future__ import annotations

from corpus.passages import Passage
from retrieval.reader import Reading, Window
from retrieval.reranking import SHARE, UNREAD, rerank
from retrieval.search import Hit


def hit(article_id: str, score: float) -> Hit:
    return Hit(Passage(article_id, 0, 1, "文"), score, 0.8)


HITS = [hit("a", 3.0), hit("b", 2.5), hit("c", 1.0)]
WINDOWS = [Window("a", "", "文"), Window("b", "", "文"), Window("b", "", "字")]


def order(*readings: Reading) -> str:
    return "".join(h.passage.article_id for h in rerank(HITS, WINDOWS, readings))


def test_without_readings_the_order_stays() -> None:
    assert order() == "abc"


def test_a_likely_answer_brings_its_article_to_the_front() -> None:
    assert order(Reading(0, 0, 1, -4.0), Reading(2, 0, 1, 4.0)) == "bac"


def test_the_best_reading_of_an_article_counts() -> None:
    """B gains its best reading, 1 nat; the others count as unread."""
    found = rerank(HITS, WINDOWS, [Reading(1, 0, 1, -3.0), Reading(2, 0, 1, 1.0)])
    scores = {h.passage.article_id: h.score for h in found}
    assert scores["b"] == 2.5 + SHARE * 1.0
    assert scores["c"] == 1.0 + SHARE * UNREAD
