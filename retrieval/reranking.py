"""Hits + what was read in them -> the hits in the order of what search and reader say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from retrieval.reader import Reading, Window
from retrieval.search import Hit

__all__ = ["rerank"]

SHARE = 0.8  # of a fused score, for a nat of the best reading; tests/benchmarks/ranking.py
SUREST = 8.0  # nats; what is read more surely counts as this
UNREAD = -2.0  # nats, of an article that was not read


def rerank(
    hits: Sequence[Hit], windows: Sequence[Window], readings: Sequence[Reading]
) -> list[Hit]:
    """The hits, best first, an article that holds a likely answer before one that does not."""
    best: dict[str, float] = {}
    for reading in readings:
        article_id = windows[reading.window].article_id
        best[article_id] = max(best.get(article_id, -SUREST), reading.score)
    weighed = (
        replace(
            hit,
            score=hit.score
            + SHARE * max(-SUREST, min(SUREST, best.get(hit.passage.article_id, UNREAD))),
        )
        for hit in hits
    )
    return sorted(weighed, key=lambda h: -h.score)
