"""Reply -> its messages with their buttons: 原文, 还有 N 条, 有用, 不对, what to ask instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.message import (
    Block,
    Part,
    Span,
    answered,
    cited,
    explains,
    pack,
    render,
    shortened,
    understood,
)
from bot.telegram.reader import locate, reading_data
from bot.telegram.suggestions import Suggestion
from bot.telegram.texts import Words
from bot.telegram.traditional import outside_quotes
from retrieval.record import Record
from retrieval.reply import Answer, NoAnswer, Reply

__all__ = [
    "Action",
    "Card",
    "Scene",
    "card_data",
    "others",
    "read_card",
    "refusal_line",
    "show_card",
]

N_OTHERS = 3  # other citations a page; with their sources they fill at most a message
QUOTE_UNITS = 400  # of each of them; the whole sentence stands in the original
MAX_SHORT = 120  # characters of the answer over the other citations
DATA = re.compile(r"a:([0-9]{1,12}):([bmuw]):([0-9]{1,3})")

Keys = list[list[InlineKeyboardButton]]


class Action(StrEnum):
    """What a button under a reply does; the letter stands in the callback data."""

    BACK = "b"
    MORE = "m"
    USEFUL = "u"
    WRONG = "w"


@dataclass(frozen=True, slots=True)
class Card:
    """A button under a reply.

    Attributes:
        reply_id: as kept in the ledger.
        page: MORE: which page of the other citations, from 0.
    """

    reply_id: int
    action: Action
    page: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a reply is shown.

    Attributes:
        record: of the open index.
        words: of the reader.
        bot: the bot's name, for links into it.
    """

    record: Record
    words: Words
    bot: str = ""


def card_data(card: Card) -> str:
    """The callback data of a button, at most 64 bytes.

    Example:
        >>> card_data(Card(7, Action.MORE, page=1))
        'a:7:m:1'
    """
    return f"a:{card.reply_id}:{card.action}:{card.page}"


def read_card(data: str) -> Card | None:
    """The inverse of `card_data`; None for anything else."""
    match = DATA.fullmatch(data)
    return Card(int(match[1]), Action(match[2]), int(match[3])) if match else None


def show_card(
    reply: Reply,
    reply_id: int | None,
    scene: Scene,
    instead: Sequence[Suggestion] = (),
    asked: str = "",
) -> tuple[Part, ...]:
    """The messages of a reply, the last one with the buttons.

    Args:
        reply: an answer or a refusal.
        reply_id: as kept; None where it could not be kept: then there is nothing to go back to,
            and everything is shown at once.
        scene: where it is shown.
        instead: what can be asked after a refusal.
        asked: the question, where the reader did not write it himself.
    """
    words = scene.words
    head: list[Block] = [(Span(words.chat.asked.format(question=asked)),)] if asked else []
    if reply_id is None:
        return (*pack(head), *render(reply, words)) if head else render(reply, words)
    if isinstance(reply, Answer):
        blocks, keys = _answer(reply, reply_id, scene)
    else:
        blocks, keys = _refusal(reply, reply_id, scene, instead)
    parts = pack([*head, *understood(reply, words), *blocks])
    return (*parts[:-1], replace(parts[-1], keyboard=InlineKeyboardMarkup(keys)))


def others(answer: Answer, reply_id: int, page: int, scene: Scene) -> Part | None:
    """A page of the citations behind the first one; None where there is none."""
    words = scene.words
    rest = answer.citations[1:]
    n_pages = -(-len(rest) // N_OTHERS)
    if page >= n_pages:
        return None
    heading = words.chat.others.format(n=len(rest))
    if n_pages > 1:
        heading += f" · {words.page.format(page=page + 1, pages=n_pages)}"
    short = answer.short if len(answer.short) <= MAX_SHORT else answer.short[:MAX_SHORT] + "…"
    blocks: list[Block] = [(Span(short, "b"), Span(heading))]
    here = Card(reply_id, Action.MORE, page)
    numbers: list[InlineKeyboardButton] = []
    for number in range(page * N_OTHERS, min((page + 1) * N_OTHERS, len(rest))):
        citation, label = rest[number], str(number + 2)
        quote, source = cited(
            shortened(citation, QUOTE_UNITS), words, is_open=True, with_basis=True
        )
        blocks.append((quote, Span(f"{label}. {source.text}")))
        reading = locate(citation, scene.record, back=card_data(here))
        if reading:
            label = f"{words.chat.original} {label}"
            numbers.append(InlineKeyboardButton(label, callback_data=reading_data(reading)))
    turns = []
    if page > 0:
        turns.append(_key(words.previous, replace(here, page=page - 1)))
    if page + 1 < n_pages:
        turns.append(_key(words.next, replace(here, page=page + 1)))
    back = [_key(words.back, Card(reply_id, Action.BACK))]
    return Part(tuple(blocks), InlineKeyboardMarkup([k for k in (numbers, turns, back) if k]))


def refusal_line(refusal: NoAnswer, words: Words) -> str:
    """What is missing, in the reader's language; names and what is quoted stay as they are."""
    line = refusal.text.partition("\n")[0]
    if words.chat.language == "zh-hant":
        return outside_quotes(line)
    if not words.chat.missing or not refusal.missing:
        return line
    return f"{words.chat.no_answer}: {'; '.join(_missing(m, words) for m in refusal.missing)}."


def _missing(missing: str, words: Words) -> str:
    for pattern, said in words.chat.missing:
        if re.fullmatch(pattern, missing):
            return re.sub(pattern, said, missing)
    return missing


def _answer(answer: Answer, reply_id: int, scene: Scene) -> tuple[list[Block], Keys]:
    """The short answer and the best citation; the others behind a button."""
    words = scene.words
    first, n_more = answer.citations[0], len(answer.citations) - 1
    with_basis = not explains(answer, first)
    quoted = cited(first, words, is_open=False, with_basis=with_basis)
    blocks: list[Block] = [answered(answer, words), quoted]
    look = []
    reading = locate(first, scene.record, back=card_data(Card(reply_id, Action.BACK)))
    if reading:
        data = reading_data(reading)
        look.append(InlineKeyboardButton(words.chat.original, callback_data=data))
    if n_more:
        look.append(_key(words.chat.more.format(n=n_more), Card(reply_id, Action.MORE)))
    judge = [
        _key(words.chat.useful, Card(reply_id, Action.USEFUL)),
        _key(words.chat.wrong, Card(reply_id, Action.WRONG)),
    ]
    return blocks, [row for row in (look, judge) if row]


def _refusal(
    refusal: NoAnswer, reply_id: int, scene: Scene, instead: Sequence[Suggestion]
) -> tuple[list[Block], Keys]:
    """One line; the nearest article on a button, and questions that can be answered."""
    words = scene.words
    blocks: list[Block] = [(Span(refusal_line(refusal, words)),)]
    first = []
    for citation in refusal.nearest[:1]:
        reading = locate(citation, scene.record, back=card_data(Card(reply_id, Action.BACK)))
        if reading:
            data = reading_data(reading)
            first.append(InlineKeyboardButton(words.chat.nearest, callback_data=data))
        else:
            quote, source = cited(citation, words, is_open=False, with_basis=True)
            blocks.append((Span(words.related, "b"), quote, source))
    first.append(_key(words.chat.wrong, Card(reply_id, Action.WRONG)))
    if instead:
        blocks.append((Span(words.chat.instead),))
    asking = [[InlineKeyboardButton(s.question, callback_data=s.data)] for s in instead]
    return blocks, [*asking, first]


def _key(label: str, card: Card) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=card_data(card))
