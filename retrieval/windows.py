"""Evidence -> the Windows that are read: the sentences that look best, with their neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.articles import Article
from corpus.passages import Sentence
from retrieval.evidence import Evidence
from retrieval.reader import Window

__all__ = ["Place", "choose_windows"]

N_WINDOWS = 5  # that are read in one batch
MAX_CHARS = 150  # of a window; a longer sentence is a window by itself


@dataclass(frozen=True, slots=True)
class Place:
    """A window and where it stands.

    Attributes:
        evidence: the sentence it was chosen for.
        start: half-open offsets into the article's text.
    """

    evidence: Evidence
    start: int
    end: int

    @property
    def window(self) -> Window:
        """Its text, as the reader takes it."""
        article: Article = self.evidence.article
        return Window(article.id, article.title, article.text[self.start : self.end])


def choose_windows(evidence: Sequence[Evidence], n: int = N_WINDOWS) -> list[Place]:
    """Windows around the first of some sentences, none of which is in two windows."""
    taken: set[tuple[str, int]] = set()
    places: list[Place] = []
    for each in evidence:
        if len(places) == n:
            break
        if (each.article.id, each.number) in taken:
            continue
        first, last = _grown(each, taken)
        taken |= {(each.article.id, number) for number in range(first, last + 1)}
        places.append(Place(each, each.sentences[first].start, each.sentences[last].end))
    return places


def _grown(each: Evidence, taken: set[tuple[str, int]]) -> tuple[int, int]:
    """The first and last sentence of a window: one behind, one before, in turn, while they fit."""
    first = last = each.number
    open_ends = {-1, 1}
    while open_ends:
        for step in (1, -1):
            if step not in open_ends:
                continue
            low, high = (first, last + 1) if step > 0 else (first - 1, last)
            number = high if step > 0 else low
            inside = 0 <= number < len(each.sentences)
            free = inside and (each.article.id, number) not in taken
            if free and _length(each.sentences, low, high) <= MAX_CHARS:
                first, last = low, high
            else:
                open_ends.discard(step)
    return first, last


def _length(sentences: Sequence[Sentence], first: int, last: int) -> int:
    return sentences[last].end - sentences[first].start
