"""A choice that an admin was given <-> the buttons under it, until one of them is pressed."""

from __future__ import annotations

import re
import secrets
import shutil
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.message import Part

__all__ = ["PREFIX", "Choice", "Offer", "Offers", "Removal", "Upload", "discard"]

PREFIX = "op:"
DATA = re.compile(r"op:([0-9a-f]{16}):([a-z]+|[0-9]{1,2})")
MAX_OFFERS = 10  # at a time; a file of 20 MB may hang on each
N_ABREAST = 4


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that waits for 入库; `ids` of its articles."""

    file: Path
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Removal:
    """An article, by its id, or a file of the folder of pages, by its name."""

    label: str
    article: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Several things of which one may be removed."""

    removals: tuple[Removal, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What the buttons of one message are about; only the admin who was asked may press them.

    Attributes:
        part: the message without them.
    """

    admin: int
    about: Upload | Removal | Choice
    part: Part


@dataclass
class Offers:
    """The open offers; the oldest goes when there are too many."""

    _open: OrderedDict[str, Offer] = field(default_factory=OrderedDict)

    def make(
        self, admin: int, about: Upload | Removal | Choice, part: Part, *labels: tuple[str, str]
    ) -> Part:
        """The part with a button for each label and action."""
        token = secrets.token_hex(8)
        self._open[token] = Offer(admin, about, Part(part.blocks))
        while len(self._open) > MAX_OFFERS:
            discard(self._open.popitem(last=False)[1])
        keys = [
            InlineKeyboardButton(label, callback_data=f"{PREFIX}{token}:{action}")
            for label, action in labels
        ]
        rows = [keys[i : i + N_ABREAST] for i in range(0, len(keys), N_ABREAST)]
        return Part(part.blocks, InlineKeyboardMarkup(rows))

    def find(self, data: str, admin: int) -> tuple[Offer, str] | None:
        """The offer of a button and what the button does; None for a forged or an old one."""
        match = DATA.fullmatch(data)
        offer = self._open.get(match[1]) if match else None
        if match is None or offer is None or offer.admin != admin:
            return None
        return offer, match[2]

    def close(self, data: str) -> None:
        """Its buttons do nothing any more."""
        if match := DATA.fullmatch(data):
            self._open.pop(match[1], None)


def discard(offer: Offer) -> None:
    """Delete the file that nobody wanted, with the folder it lies alone in."""
    if isinstance(offer.about, Upload):
        shutil.rmtree(offer.about.file.parent, ignore_errors=True)
