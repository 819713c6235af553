"""The best Candidate -> those to be told together: what articles of other years say otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from corpus.chronicle import alike
from retrieval.people import WHO_HOLDS
from retrieval.question import Question
from retrieval.wording import Candidate

__all__ = ["together"]

MAX_TOLD = 3  # answers of other articles that are shown beside each other
NEAR = 0.15  # how much worse than the best the account of another article may score


def together(
    question: Question, best: Candidate, candidates: Iterable[Candidate]
) -> list[Candidate]:
    """The best, and what other articles tell otherwise of the same post or event, newest first.

    A question that names a year or an edition asks for one answer.
    """
    if question.years or question.editions or question.n_wanted:
        return [best]
    told = [best]
    for other in sorted(candidates, key=lambda c: -c.score):
        if other.score < best.score - NEAR or len(told) == MAX_TOLD:
            break
        known = {c.evidence.article.id for c in told}
        texts = {c.span.text for c in told}
        if other.evidence.article.id in known or any(_is_one(other.span.text, t) for t in texts):
            continue
        if _tells_of_the_same(question, best, other):
            told.append(other)
    return sorted(told, key=lambda c: c.evidence.article.published.iso, reverse=True)


def _is_one(one: str, other: str) -> bool:
    """Whether two texts say the same, a foreign name whole or by its last part: 埃·马克龙."""
    short, full = sorted((one, other), key=len)
    return short == full or full.endswith(f"·{short}")


def _tells_of_the_same(question: Question, best: Candidate, other: Candidate) -> bool:
    years = {c.evidence.article.published.year for c in (best, other)}
    if question.type == "person" and WHO_HOLDS.search(question.folded):
        return len(years) > 1
    same_event = best.span.about and other.span.about
    return bool(same_event) and alike(best.span.about, other.span.about, share=1.0)
