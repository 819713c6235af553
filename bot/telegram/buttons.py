"""View <-> callback data: what a button opens, all of it within Telegram's 64 bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

__all__ = ["Kind", "Mistake", "View", "decode", "encode"]

DATA = re.compile(r"([0-9a-f]{8}):([a-z]):([0-9]{1,9}):([0-9]{1,9}):([0-9]{1,9})")


class Kind(StrEnum):
    """Which list; the letter stands in the callback data."""

    PEOPLE = "p"
    PERSON = "q"  # one of the list of people, and so with a way back to it
    NAMESAKES = "n"
    EVENTS = "e"
    INITIATIVES = "i"
    SOURCES = "s"


@dataclass(frozen=True, slots=True)
class View:
    """A page of a list, or an item of it, opened.

    Attributes:
        query: PERSON: place in `Record.people`; NAMESAKES: place in `Record.names`; EVENTS: the
            year, 0 for all.
        page: from 0; of the list, or of an item too long for one message.
        item: as numbered in the list, from 1; 0 for the list itself.
    """

    kind: Kind
    query: int = 0
    page: int = 0
    item: int = 0


class Mistake(Enum):
    """Why callback data opens nothing."""

    MALFORMED = auto()
    STALE = auto()


def encode(view: View, mark: str) -> str:
    """The callback data of a view of the index with this mark, 8 hexadecimal digits.

    Example:
        >>> encode(View(Kind.EVENTS, 2020, page=1), "0123abcd")
        '0123abcd:e:2020:1:0'
    """
    return f"{mark}:{view.kind}:{view.query}:{view.page}:{view.item}"


def decode(data: str, mark: str) -> View | Mistake:
    """The inverse of `encode`; numbers mean nothing in another index, so they are not read there.

    A client of one's own can send anything; whether the view exists is for the lists to say.
    """
    match = DATA.fullmatch(data)
    if not match or match[2] not in {kind.value for kind in Kind}:
        return Mistake.MALFORMED
    if match[1] != mark:
        return Mistake.STALE
    return View(Kind(match[2]), *map(int, match.groups()[2:]))
