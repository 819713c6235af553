"""Outcomes -> the figures: shares, milliseconds, and accuracy against coverage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from retrieval.evaluation import Outcome
from retrieval.reply import Answer

__all__ = ["RIGHT_F1", "Point", "Shares", "Stage", "curve", "measure", "measure_types", "stages"]

RIGHT_F1 = 0.5  # from here an answer is right on the curve: more of it agrees than does not


@dataclass(frozen=True, slots=True)
class Shares:
    """How a set of questions went: shares in 0..1, None where there is nothing to measure.

    Attributes:
        n: questions, the unanswerable among them.
        recall_at_1: of the answerable questions whose article the file names: the article comes
            first among those found; likewise among the first 5 and 10.
        mrr: of the same, the mean of 1 / place of the article.
        em, f1: over the answerable questions, a refusal counting 0.
    """

    n: int
    recall_at_1: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    mrr: float | None
    em: float | None
    f1: float | None
    refused_unanswerable: float | None
    refused_answerable: float | None


@dataclass(frozen=True, slots=True)
class Stage:
    """Milliseconds that a part of the answer took, over the n questions that had it."""

    name: str
    n: int
    p50_ms: float | None
    p95_ms: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """What would be, were nothing said below a score.

    Attributes:
        coverage: share of all questions that would be answered.
        accuracy: share of those answers that are right; one to an unanswerable question is not.
    """

    score: float
    coverage: float
    accuracy: float


def measure(outcomes: Sequence[Outcome]) -> Shares:
    """The figures over all of them."""
    ranks = [o.rank for o in outcomes if o.rank is not None]
    answerable = [o for o in outcomes if o.answerable]
    return Shares(
        n=len(outcomes),
        recall_at_1=_recall(ranks, 1),
        recall_at_5=_recall(ranks, 5),
        recall_at_10=_recall(ranks, 10),
        mrr=_mean(1 / rank if rank else 0.0 for rank in ranks),
        em=_mean(o.exact for o in answerable),
        f1=_mean(o.f1 for o in answerable),
        refused_unanswerable=_mean(not o.answered for o in outcomes if not o.answerable),
        refused_answerable=_mean(not o.answered for o in answerable),
    )


def measure_types(outcomes: Sequence[Outcome]) -> dict[str, Shares]:
    """The same for each type, in order of their names; a question of two types counts in both."""
    names = sorted({name for o in outcomes for name in o.types})
    return {name: measure([o for o in outcomes if name in o.types]) for name in names}


def stages(outcomes: Sequence[Outcome]) -> tuple[Stage, ...]:
    """The whole; the parts of what was searched for; the whole of what the record answered."""
    timings = [o.timing for o in outcomes]
    return (
        _stage("total", (t.total for t in timings)),
        _stage("encode", (t.encode for t in timings)),
        _stage("search", (t.search for t in timings)),
        _stage("read", (t.read for t in timings)),
        _stage("record", (t.total for t in timings if t.encode is None)),
    )


def curve(outcomes: Sequence[Outcome]) -> list[Point]:
    """A point for each score that an answer has, the surest first; none without an answer."""
    scored = sorted(
        ((o.reply.score, o.f1 >= RIGHT_F1) for o in outcomes if isinstance(o.reply, Answer)),
        reverse=True,
    )
    points, n_said, n_right = [], 0, 0
    # Answers of one score come and go together: no threshold parts them.
    for score, group in groupby(scored, key=lambda pair: pair[0]):
        rights = [right for _, right in group]
        n_said, n_right = n_said + len(rights), n_right + sum(rights)
        points.append(Point(score, n_said / len(outcomes), n_right / n_said))
    return points


def _recall(ranks: Sequence[int], k: int) -> float | None:
    return _mean(0 < rank <= k for rank in ranks)


def _stage(name: str, seconds: Iterable[float | None]) -> Stage:
    values = [1000 * s for s in seconds if s is not None]
    if not values:
        return Stage(name, 0, None, None)
    p50, p95 = np.percentile(values, (50, 95))
    return Stage(name, len(values), float(p50), float(p95))


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None
