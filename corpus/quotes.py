"""Quote: a stretch of an article, exact to the character."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Quote", "quote"]


@dataclass(frozen=True, slots=True)
class Quote:
    """`article.text[start:end] == text`; half-open offsets in characters."""

    start: int
    end: int
    text: str


def quote(text: str, start: int, end: int) -> Quote:
    """The quote of an article's text between two offsets."""
    return Quote(start, end, text[start:end])
