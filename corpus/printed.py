"""Text that remembers where each of its characters stands in the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.articles import Run

__all__ = ["NOWHERE", "Printed", "join", "runs"]

NOWHERE = -1  # the place of a character that the repair put in


@dataclass(frozen=True, slots=True)
class Printed:
    """Characters and their offsets into `Document.text`; both of one length."""

    text: str
    places: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.text)

    def __getitem__(self, part: slice) -> Printed:
        return Printed(self.text[part], self.places[part])

    def replace(self, pattern: re.Pattern[str], keep: Callable[[re.Match[str]], slice]) -> Printed:
        """Each match cut down to the slice of it that `keep` gives; nothing is ever put in."""
        parts: list[Printed] = []
        done = 0
        for match in pattern.finditer(self.text):
            start, stop, _ = keep(match).indices(len(match[0]))
            begin = match.start()
            parts += [self[done:begin], self[begin + start : begin + stop]]
            done = match.end()
        return join([*parts, self[done:]]) if done else self


def join(parts: Iterable[Printed], glue: str = "") -> Printed:
    """The parts one behind the other; the glue stands nowhere in the file."""
    chars: list[str] = []
    places: list[int] = []
    for n, part in enumerate(parts):
        if n and glue:
            chars.append(glue)
            places.extend([NOWHERE] * len(glue))
        chars.append(part.text)
        places.extend(part.places)
    return Printed("".join(chars), tuple(places))


def runs(printed: Printed) -> tuple[Run, ...]:
    """The map of a text in as few runs as hold it."""
    found: list[Run] = []
    start = 0
    places = printed.places
    for end in range(1, len(places) + 1):
        if end < len(places) and places[end] == places[end - 1] + 1 and places[start] != NOWHERE:
            continue
        if places[start] != NOWHERE:
            found.append(Run(start, places[start], end - start))
        start = end
    return tuple(found)
