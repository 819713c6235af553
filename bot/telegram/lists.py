"""Look or View -> a Part: a page of a list with its buttons, or an item with its sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.looking import Entry
from bot.telegram.basis import in_brackets
from bot.telegram.buttons import Kind, View, encode
from bot.telegram.incoming import Look, What
from bot.telegram.message import Block, Part, Span, cited, pack, say
from bot.telegram.reader import Reading, reading_data
from bot.telegram.shelves import Row, Shelf, shelf_of
from bot.telegram.texts import Words
from corpus.script import fold
from retrieval.record import Record
from retrieval.support import near_names

__all__ = ["Lists"]

N_ROWS = 8  # items a page: a phone shows them and their two rows of buttons without scrolling
N_ABREAST = 4  # buttons in a row; a number of four digits still fits on a narrow phone
MAX_LINE = 60  # characters of an item in a list: three lines of a phone
MAX_NAME = 100  # characters of a heading; a longer name is damage, and the sentence holds it whole
N_NEAR = 3  # names that are nearly the one asked for
YEAR = re.compile(r"([1-9][0-9]{3})\s*年?")

Keys = list[list[InlineKeyboardButton]]


@dataclass(frozen=True, slots=True)
class Lists:
    """The record of the open index.

    Attributes:
        mark: 8 hexadecimal digits that another index would not have.
    """

    record: Record
    mark: str

    def look(self, look: Look, words: Words) -> Part:
        """What a command shows: the first page of a list, or one line that says why there is none.

        The first look at an index may take seconds.
        """
        match look.what:
            case What.PEOPLE if look.about:
                return self._who(look.about, words)
            case What.PEOPLE:
                return self.show(View(Kind.PEOPLE), words) or _say(words.no_people)
            case What.EVENTS:
                return self._timeline(look.about, words)
            case What.INITIATIVES:
                return self.show(View(Kind.INITIATIVES), words) or _say(words.no_initiatives)
            case What.SOURCES:
                return self.show(View(Kind.SOURCES), words) or _say(words.chat.no_sources)

    def show(self, view: View, words: Words) -> Part | None:
        """A page of a list, or an opened item; None where there is none."""
        shelf = shelf_of(view, self.record, words)
        if not shelf:
            return None
        return self._item(shelf, view, words) if view.item else self._page(shelf, view, words)

    def _who(self, name: str, words: Words) -> Part:
        folded, names = fold(name), self.record.names
        known = names.index(folded) if folded in names else None
        part = None if known is None else self.show(View(Kind.NAMESAKES, known), words)
        if part:
            return part
        near = [words.quoted.format(name=n) for n in near_names(folded, names)[:N_NEAR]]
        hint = words.near.format(names=words.comma.join(near)) if near else ""
        return _say(words.unknown_name.format(name=_clip(name, MAX_LINE), hint=hint))

    def _timeline(self, about: str, words: Words) -> Part:
        written = YEAR.fullmatch(fold(about)) if about else None
        if about and not written:
            return _say(words.how_to_timeline)
        year = int(written[1]) if written else 0
        part = self.show(View(Kind.EVENTS, year), words)
        if part:
            return part
        years = sorted({event.year for event in self.record.events if event.year})
        if not years:
            return _say(words.no_events)
        listed = words.comma.join(map(str, years))
        return _say(words.no_events_in.format(year=year, years=listed))

    def _page(self, shelf: Shelf, view: View, words: Words) -> Part | None:
        """Title, numbered lines, a button for each, and the way to the pages around."""
        n_pages = -(-len(shelf.items) // N_ROWS)
        if view.page >= n_pages:
            return None
        first = view.page * N_ROWS
        places = range(first, min(first + N_ROWS, len(shelf.items)))
        rows = {place: shelf.row(place, shelf.items[place]) for place in places}
        keys = [self._row_key(view, place, row) for place, row in rows.items()]
        abreast: Keys = [keys[i : i + N_ABREAST] for i in range(0, len(keys), N_ABREAST)]
        title = (Span(_titled(shelf.title, view.page, n_pages, words), "b"),)
        return Part(
            (title, *_grouped(rows)),
            InlineKeyboardMarkup(abreast + self._around(view, n_pages, words)),
        )

    def _item(self, shelf: Shelf, view: View, words: Words) -> Part | None:
        """The item in full with every sentence it was read in; in pages where it is long."""
        if view.item > len(shelf.items):
            return None
        opens = shelf.row(view.item - 1, shelf.items[view.item - 1]).opens
        if not isinstance(opens, Entry):
            return None
        parts = pack(_entry(opens, words))
        if view.page >= len(parts):
            return None
        keys = self._around(view, len(parts), words)
        return replace(parts[view.page], keyboard=InlineKeyboardMarkup(keys))

    def _around(self, view: View, n_pages: int, words: Words) -> Keys:
        """The buttons below: to the pages before and after, and back to where it was opened."""
        turns = []
        if view.page > 0:
            turns.append(self._key(words.previous, replace(view, page=view.page - 1)))
        if view.page + 1 < n_pages:
            turns.append(self._key(words.next, replace(view, page=view.page + 1)))
        back = _back(view)
        return [keys for keys in (turns, [self._key(words.back, back)] if back else []) if keys]

    def _row_key(self, view: View, place: int, row: Row) -> InlineKeyboardButton:
        """The button with an item's number."""
        label, opens = str(place + 1), row.opens
        if isinstance(opens, Reading):
            data = reading_data(replace(opens, back=encode(view, self.mark)))
            return InlineKeyboardButton(label, callback_data=data)
        return self._key(
            label, opens if isinstance(opens, View) else replace(view, page=0, item=place + 1)
        )

    def _key(self, label: str, view: View) -> InlineKeyboardButton:
        return InlineKeyboardButton(label, callback_data=encode(view, self.mark))


def _back(view: View) -> View | None:
    """Where a view was opened from: the page of the list that its number stands on."""
    if view.item:
        return replace(view, page=(view.item - 1) // N_ROWS, item=0)
    return View(Kind.PEOPLE, page=view.query // N_ROWS) if view.kind is Kind.PERSON else None


def _grouped(rows: dict[int, Row]) -> list[Block]:
    """Numbered lines; each group of rows under its heading, if it has one."""
    groups: dict[str, list[str]] = {}
    for place, row in rows.items():
        groups.setdefault(row.over, []).append(f"{place + 1}. {_clip(row.line, MAX_LINE)}")
    return [
        (*((Span(over, "b"),) if over else ()), Span("\n".join(lines)))
        for over, lines in groups.items()
    ]


def _entry(entry: Entry, words: Words) -> list[Block]:
    """Heading and facts, then each sentence they stand in, once, with its source."""
    head = [entry.about + in_brackets(entry.basis, words)]
    head += [
        f"{words.labels.get(line.label, line.label)} {line.text}"
        for line in entry.lines
        if line.text != line.citation.quote
    ]
    facts = "\n".join(filter(None, head))
    blocks: list[Block] = [
        (Span(_clip(entry.name, MAX_NAME), "b"), *((Span(facts),) if facts else ()))
    ]
    told: set[str] = set()  # articles whose date has been explained
    for number, citation in enumerate(dict.fromkeys(line.citation for line in entry.lines)):
        known = citation.article_id in told or citation.published_basis in entry.basis
        blocks.append(cited(citation, words, is_open=number == 0, with_basis=not known))
        told.add(citation.article_id)
    return blocks


def _titled(title: str, page: int, n_pages: int, words: Words) -> str:
    if n_pages == 1:
        return title
    return f"{title} · {words.page.format(page=page + 1, pages=n_pages)}"


def _say(text: str) -> Part:
    return say(text)[0]


def _clip(text: str, max_chars: int) -> str:
    """One line, cut where it is too long."""
    line = " ".join(text.split())
    return line if len(line) <= max_chars else line[: max_chars - 1] + "…"
