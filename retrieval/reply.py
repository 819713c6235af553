"""Answer and NoAnswer: what a question comes back as, every quote exact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Answer", "AnswerType", "Citation", "NoAnswer", "Reply"]

AnswerType = Literal[
    "date", "person", "role", "place", "organisation", "number", "list", "initiative", "other"
]


@dataclass(frozen=True, slots=True)
class Citation:
    """The sentence an answer was read in: `article.text[start:end] == quote`.

    Attributes:
        published: ISO date, month or year of the article, "" where unknown.
        published_basis: how that date is known, in Chinese; "" where the file states it.
        start: half-open offsets into the article's text, in characters.
    """

    article_id: str
    title: str
    published: str
    published_basis: str
    source: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that stands in an article.

    Attributes:
        question: as asked.
        resolved_question: as understood.
        short: the short answer: a date, a name, a number, a list.
        basis: what of it is not on the page, and what that was inferred from; "" for nothing.
        text: the whole reply as a person reads it, without markup.
        score: 0..1, the probability that it is right, as fitted; of what the record tells 1, and
            where the rules answer alone only a rank.
        citations: at least one, the best first.
    """

    question: str
    resolved_question: str
    type: AnswerType
    short: str
    text: str
    score: float
    citations: tuple[Citation, ...]
    basis: str = ""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The articles hold no answer.

    Attributes:
        text: the refusal as a person reads it; says what was missing.
        missing: what the articles lack: names, years, or the kind of fact asked for.
        nearest: the nearest sentences, best first; may be empty.
    """

    question: str
    resolved_question: str
    type: AnswerType
    text: str
    missing: tuple[str, ...]
    nearest: tuple[Citation, ...]


Reply = Answer | NoAnswer
