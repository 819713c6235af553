"""Record -> what the bot says of itself and of its corpus: /start, /help, /about, how to ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.ledger import KEPT_DAYS
from bot.telegram.message import Part, Span, say, written_date
from bot.telegram.suggestions import Suggestion
from bot.telegram.texts import Words
from retrieval.record import Record

__all__ = ["about", "explain", "greet"]

QUESTION, NAME, YEAR = (
    "运动会是哪天举办的？",
    "张三",
    "2020",
)  # where a corpus gives none of its own


def greet(said: str, suggestions: Sequence[Suggestion], words: Words) -> Part:
    """A greeting, with questions that this corpus answers as buttons."""
    if not suggestions:
        return say(said)[0]
    keys = [[InlineKeyboardButton(s.question, callback_data=s.data)] for s in suggestions]
    blocks = ((Span(said),), (Span(words.chat.for_example),))
    return Part(blocks, InlineKeyboardMarkup(keys))


def explain(text: str, record: Record, suggestions: Sequence[Suggestion], bot: str) -> Part:
    """A text that shows how to ask, its places filled with what this corpus has."""
    years = Counter(event.year for event in record.events if event.year)
    filled = text.format(
        question=suggestions[0].question if suggestions else QUESTION,
        name=record.people[0].name if record.people else NAME,
        year=years.most_common(1)[0][0] if years else YEAR,
        bot=bot,
    )
    return say(filled)[0]


def about(record: Record, words: Words) -> Part:
    """How many articles, from when to when, what was read out of them, how answers are made."""
    printed = sorted(a.published.iso for a in record.articles.values() if a.published.iso)
    span = ""
    if printed:
        first, last = printed[0], printed[-1]
        first, last = written_date(first, words), written_date(last, words)
        span = (words.chat.dated if first == last else words.chat.span).format(
            first=first, last=last
        )
    text = words.chat.corpus.format(
        n=len(record.articles),
        span=span,
        people=len(record.people),
        events=len(record.events),
        initiatives=len(record.initiatives),
        days=KEPT_DAYS,
    )
    return say(text)[0]
