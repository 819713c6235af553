"""Request -> the bot's own words, some of them about this corpus."""

from __future__ import annotations

from telegram import Message

from bot.telegram.desk import Desk
from bot.telegram.incoming import Request
from bot.telegram.introducing import about, explain, greet
from bot.telegram.message import Part
from bot.telegram.texts import Words
from bot.telegram.wordless import wordless

__all__ = ["how_to_ask", "ready_words", "words_of_corpus"]


def ready_words(request: Request, message: Message, words: Words) -> str | None:
    """What is said whatever the corpus holds; None where it must be looked into first."""
    match request:
        case Request.THANKS:
            return words.chat.welcome
        case Request.NEW:
            return words.chat.forgotten
        case Request.WORDLESS:
            return wordless(message, words)
        case Request.UNKNOWN_COMMAND:
            return words.unknown_command
    return None


def words_of_corpus(request: Request, desk: Desk, bot: str, words: Words) -> Part:
    """What the corpus has a part in; the first time, finding questions takes seconds."""
    if request is Request.ABOUT:
        return about(desk.record, words)
    if request is Request.HELP:
        return _explained(words.help, desk, bot)
    said = words.chat.hello if request is Request.HELLO else words.start
    return greet(said, desk.suggestions.of_corpus(desk.record), words)


def how_to_ask(desk: Desk, bot: str, words: Words) -> Part:
    """Said to a command that lacks its question."""
    return _explained(words.how_to_ask, desk, bot)


def _explained(text: str, desk: Desk, bot: str) -> Part:
    record = desk.record
    return explain(text, record, desk.suggestions.of_corpus(record), bot)
