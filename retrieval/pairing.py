"""Question + window -> tokens of the reader, each knowing which characters it stands for."""

from __future__ import annotations

from dataclasses import dataclass

from embeddings.pieces import CLOSING, OPENING, Pieces

__all__ = ["MAX_TOKENS", "Pair", "pair"]

MAX_TOKENS = 320  # of a pair; a longer window is cut off at its end
MAX_TITLE = 16  # characters of a headline that go with a window


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a window in one row of tokens.

    Attributes:
        ids: <s> question </s> headline and window </s>.
        first: the token with which the window begins; half-open with `last`.
        places: of each token of the window, half-open offsets into its text.
    """

    ids: list[int]
    first: int
    places: list[tuple[int, int]]

    @property
    def last(self) -> int:
        """Behind the last token of the window."""
        return self.first + len(self.places)

    @property
    def second(self) -> int:
        """The first token of the second side: behind the </s> of the question."""
        return self.ids.index(CLOSING) + 1


def pair(pieces: Pieces, question: str, title: str, window: str) -> Pair:
    """The tokens of a question and a window; all texts folded, the headline may be ""."""
    head = f"{title[:MAX_TITLE]}\n" if title else ""
    asked, read = pieces.cut(question), pieces.cut(head + window)
    ids = [OPENING, *asked.ids, CLOSING, *read.ids, CLOSING]
    if len(ids) > MAX_TOKENS:
        ids = [*ids[: MAX_TOKENS - 1], ids[-1]]
    first, places = 0, []
    for at, (start, end) in enumerate(read.places, len(asked.ids) + 2):
        if end > len(head) and at < len(ids) - 1:
            first = first or at
            places.append((max(0, start - len(head)), end - len(head)))
    return Pair(ids, first or len(ids) - 1, places)
