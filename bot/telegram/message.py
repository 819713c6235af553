"""Answer or NoAnswer -> the parts of a Telegram message, each as HTML and as plain text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from telegram import InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.telegram.basis import in_brackets
from bot.telegram.texts import Words
from corpus.articles import PublicationDate
from retrieval.reply import Answer, Citation, NoAnswer, Reply

__all__ = [
    "Block",
    "Part",
    "Span",
    "answered",
    "cited",
    "cut",
    "explains",
    "pack",
    "render",
    "say",
    "shortened",
    "source_of",
    "understood",
    "units",
    "written_date",
]

MAX_UNITS = int(MessageLimit.MAX_TEXT_LENGTH)  # 4096 UTF-16 units, counted without the tags
MAX_SOURCE_CHARS = 400  # a headline or path longer than this is damage; keeps quote room in a part
OPEN_QUOTE_UNITS = 300  # about ten lines of a phone: read at a glance, so it need not be folded

Tag = Literal["", "b", "blockquote", "blockquote expandable"]
SENTENCE_END = re.compile(r"[。！？!?；;…]+[”’」』）)]*|\n+")
SOFT_END = re.compile(r"[，、：,:\s]+")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text under one tag.

    Attributes:
        marked: half-open offsets into the text of what stands bold in it; equal for nothing.
    """

    text: str
    tag: Tag = ""
    marked: tuple[int, int] = (0, 0)

    @property
    def html(self) -> str:
        """The text escaped, between its tags."""
        start, end = self.marked
        pieces = (self.text[:start], self.text[start:end], self.text[end:])
        before, bold, after = (escape(piece, quote=False) for piece in pieces)
        text = f"{before}<b>{bold}</b>{after}" if bold else before + after
        return f"<{self.tag}>{text}</{self.tag.split()[0]}>" if self.tag else text


Block = tuple[Span, ...]  # lines that belong together: a quote and its source


@dataclass(frozen=True, slots=True)
class Part:
    """One message: blocks with an empty line between them, at most `MAX_UNITS` long."""

    blocks: tuple[Block, ...]
    keyboard: InlineKeyboardMarkup | None = None

    @property
    def html(self) -> str:
        """As Telegram's HTML mode wants it."""
        return "\n\n".join("\n".join(span.html for span in block) for block in self.blocks)

    @property
    def plain(self) -> str:
        """The same characters without tags, for when Telegram cannot read them."""
        return "\n\n".join("\n".join(span.text for span in block) for block in self.blocks)


def units(text: str) -> int:
    """Length as Telegram counts it, in UTF-16 units: an emoji or a rare character counts two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def say(text: str) -> tuple[Part, ...]:
    """The bot's own words as the one part of a message."""
    return pack([(Span(text),)])


def render(reply: Reply, words: Words) -> tuple[Part, ...]:
    """A reply as the messages to be sent, in order; at least one."""
    blocks = _answer(reply, words) if isinstance(reply, Answer) else _refusal(reply, words)
    return pack([*understood(reply, words), *blocks])


def understood(reply: Reply, words: Words) -> list[Block]:
    """How a question was read that leaned on the talk; nothing over any other."""
    if reply.resolved_question == reply.question:
        return []
    return [(Span(words.chat.understood.format(question=reply.resolved_question)),)]


def cut(text: str, max_units: int) -> list[str]:
    """Pieces of at most `max_units`, cut at sentence ends, else commas, else anywhere.

    Nothing is lost: `"".join(cut(text, n)) == text`.

    Example:
        >>> cut("春天。夏天，很热。", 6)
        ['春天。', '夏天，很热。']
    """
    pieces = []
    while units(text) > max_units:
        head = _prefix(text, max_units)
        ends = [*SENTENCE_END.finditer(head)] or [*SOFT_END.finditer(head)]
        end = ends[-1].end() if ends else len(head)
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]


def _prefix(text: str, max_units: int) -> str:
    """The longest beginning of at most `max_units`; never half a character."""
    raw = text.encode("utf-16-le", "surrogatepass")[: max_units * 2]
    return raw.decode("utf-16-le", "ignore")


def _answer(answer: Answer, words: Words) -> list[Block]:
    several = len(answer.citations) > 1
    told: set[str] = set()  # articles whose date has been explained
    blocks: list[Block] = [answered(answer, words)]
    for i, citation in enumerate(answer.citations):
        with_basis = citation.article_id not in told and not explains(answer, citation)
        blocks.append(cited(citation, words, is_open=several and i == 0, with_basis=with_basis))
        told.add(citation.article_id)
    return blocks


def answered(answer: Answer, words: Words) -> Block:
    """The short answer, and below it what its date rests on."""
    short = Span(answer.short or answer.text, "b")
    return (short, Span(in_brackets(answer.basis, words).strip())) if answer.basis else (short,)


def explains(answer: Answer, citation: Citation) -> bool:
    """Whether the answer tells already what the date of a citation's article rests on."""
    return bool(citation.published_basis) and citation.published_basis in answer.basis


def _refusal(refusal: NoAnswer, words: Words) -> list[Block]:
    blocks: list[Block] = [(Span(refusal.text.partition("\n")[0]),)]
    if refusal.nearest:
        quote, source = cited(refusal.nearest[0], words, is_open=False, with_basis=True)
        blocks.append((Span(words.related, "b"), quote, source))
    return blocks


def cited(citation: Citation, words: Words, *, is_open: bool, with_basis: bool) -> Block:
    """Quote and source line. The first of several quotes stands open, the others are folded."""
    is_open = is_open and units(citation.quote) <= OPEN_QUOTE_UNITS
    tag: Tag = "blockquote" if is_open else "blockquote expandable"
    return (Span(citation.quote, tag), Span(source_of(citation, words, with_basis=with_basis)))


def shortened(citation: Citation, max_units: int) -> Citation:
    """The citation, its quote cut at a sentence end, and said to be cut, where it is too long."""
    if units(citation.quote) <= max_units:
        return citation
    return replace(citation, quote=cut(citation.quote, max_units - 1)[0] + "…")


def source_of(citation: Citation, words: Words, *, with_basis: bool) -> str:
    """《title》 · date, with what it was inferred from · source."""
    date = written_date(citation.published, words)
    if with_basis:
        date += in_brackets(citation.published_basis, words)
    named = [f"《{citation.title}》" if citation.title else "", date, citation.source]
    line = " · ".join(piece for piece in named if piece)
    return line if len(line) <= MAX_SOURCE_CHARS else line[: MAX_SOURCE_CHARS - 1] + "…"


def written_date(iso: str, words: Words) -> str:
    """A day, month or year in the reader's way of writing: "2020-10" -> "2020年10月"."""
    if not iso:
        return words.undated
    return iso if words.chat.language == "en" else PublicationDate(iso).written


def pack(blocks: list[Block]) -> tuple[Part, ...]:
    """Blocks into as few parts as their order allows; a block is broken only if it must be."""
    parts: list[Part] = []
    for block in blocks:
        for piece in _fit(block):
            longer = Part((*parts[-1].blocks, piece)) if parts else Part((piece,))
            if parts and units(longer.plain) <= MAX_UNITS:
                parts[-1] = longer
            else:
                parts.append(Part((piece,)))
    return tuple(parts)


def _fit(block: Block) -> list[Block]:
    """The block if a part can hold it, else pieces of it; the source stays with the last piece."""
    if units(Part((block,)).plain) <= MAX_UNITS:
        return [block]
    longest = max(block, key=lambda span: units(span.text))
    at = block.index(longest)
    before, after = block[:at], block[at + 1 :]
    room = MAX_UNITS - sum(units(span.text) + 1 for span in (*before, *after))
    spans = [Span(text, longest.tag) for text in cut(longest.text, room)]
    if len(spans) == 1:
        return [(*before, *spans, *after)]
    return [(*before, spans[0]), *((span,) for span in spans[1:-1]), (spans[-1], *after)]
