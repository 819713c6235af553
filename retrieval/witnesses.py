"""What rules and reader found -> Proposals: each witness with what the others say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.script import fold
from retrieval.evidence import Evidence
from retrieval.read_spans import Read
from retrieval.scoring import f1_score
from retrieval.search import Hit
from retrieval.spans import Span

__all__ = ["CLIPPED", "NOTHING_READ", "Proposal", "Source", "proposals"]

CLIPPED = 12.0  # nats; a reading surer than this is not told from one of this much
NOTHING_READ = -CLIPPED

Source = Literal["rules", "reader"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A span that somebody proposes, and all that is known of it.

    Attributes:
        score: of the rules, 0..1 and a little over; for what the reader proposes, of the
            rules' span that agrees most in its sentence, 0 where there is none.
        reading: nats, of the reading that agrees most; NOTHING_READ where none was made here.
        agreement: 0..1, of its words with those of the other witness' best in its sentence.
        best: nats, of the best reading of all, also of one that is not of the kind asked for.
        rival: nats, of the best reading of the kind that says something else.
        hit: the passage in which it stands.
        place: of that passage among the hits, from 0.
    """

    source: Source
    evidence: Evidence
    span: Span
    score: float
    reading: float
    agreement: float
    best: float
    rival: float
    hit: Hit
    place: int


def proposals(
    ruled: Sequence[tuple[Evidence, Span, float]],
    read: Sequence[Read],
    hits: Sequence[Hit],
    best: float,
) -> list[Proposal]:
    """What the rules think best and what the reader read, each with what the other says of it.

    Among themselves the rules know better than the judge. `best` is of the reading of all.
    """
    found = []
    for evidence, span, score in sorted(ruled, key=lambda r: -r[2])[:1]:
        reading, agreement = _reading_at(evidence, span, read)
        place = _hit_of(evidence, hits)
        found.append(
            Proposal(
                "rules", evidence, span, score, reading, agreement, best, _rival(span, read),
                hits[place], place,
            )
        )  # fmt: skip
    for each in read:
        score, agreement = _rules_at(each, ruled)
        place = _hit_of(each.evidence, hits)
        found.append(
            Proposal(
                "reader", each.evidence, each.span, score, each.score, agreement, best,
                _rival(each.span, read), hits[place], place,
            )
        )  # fmt: skip
    return found


def _reading_at(evidence: Evidence, span: Span, read: Sequence[Read]) -> tuple[float, float]:
    """The reading in a sentence that agrees most with a span, and how far it does."""
    here = [r for r in read if _same_sentence(r.evidence, evidence)]
    rated = [(_alike(span.text, r.span.text), r.score) for r in here]
    agreement, score = max(rated, default=(0.0, NOTHING_READ))
    return score, agreement


def _rules_at(each: Read, ruled: Sequence[tuple[Evidence, Span, float]]) -> tuple[float, float]:
    """The score of the rules' span that agrees most with a reading, and how far it does."""
    rated = [
        (_alike(span.text, each.span.text), score)
        for evidence, span, score in ruled
        if _same_sentence(evidence, each.evidence)
    ]
    agreement, score = max(rated, default=(0.0, 0.0))
    return score, agreement


def _rival(span: Span, read: Sequence[Read]) -> float:
    """The best reading whose words are neither in a span nor hold it."""
    others = (r for r in read if r.span.text not in span.text and span.text not in r.span.text)
    return max((r.score for r in others), default=NOTHING_READ)


def _hit_of(evidence: Evidence, hits: Sequence[Hit]) -> int:
    """The place of the best hit that holds a sentence; the last of its article, or of all."""
    at = evidence.sentence.start
    own = [n for n, h in enumerate(hits) if h.passage.article_id == evidence.article.id]
    inside = [n for n in own if hits[n].passage.start <= at < hits[n].passage.end]
    return (inside or own or [len(hits) - 1])[0]


def _same_sentence(one: Evidence, other: Evidence) -> bool:
    return one.article.id == other.article.id and one.number == other.number


def _alike(one: str, other: str) -> float:
    return f1_score(fold(one), [fold(other)])
