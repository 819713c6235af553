"""User -> the bot's words for this user: as chosen with /lang, else as the client is set."""

from __future__ import annotations

import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, User

from bot.ledger import Ledger, LedgerError
from bot.telegram.message import Part, Span
from bot.telegram.texts import Words, words_for

__all__ = ["LANGUAGES", "Languages", "ask_language", "pressed_language", "read_language"]

LANGUAGES = ("zh", "zh-hant", "en")
MARK = "l:"  # before the language in callback data
NAMES = {
    **dict.fromkeys(("zh", "zh-hans", "zh-cn", "cn", "简体", "简体中文", "简", "中文"), "zh"),
    **dict.fromkeys(("zh-hant", "zh-tw", "zh-hk", "tw", "hk"), "zh-hant"),
    **dict.fromkeys(("繁体", "繁体中文", "繁體", "繁體中文", "繁", "正體"), "zh-hant"),
    **dict.fromkeys(("en", "english", "英文", "英语", "英語"), "en"),
}

_log = logging.getLogger(__name__)


class Languages:
    """Asks the ledger each time: what another process forgets is forgotten here at once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def of(self, user: User | None) -> Words:
        """The words for a user; for nobody, Chinese ones."""
        if user is None:
            return words_for(None)
        try:
            chosen = self._ledger.language(user.id)
        except LedgerError as exc:
            _log.warning("the language of a user is not known: %s", exc)
            chosen = None
        return words_for(chosen or user.language_code)

    def choose(self, user: User, language: str) -> Words:
        """Keep a choice; the words in it.

        Raises:
            LedgerError: it cannot be kept.
        """
        self._ledger.choose(user.id, language)
        return words_for(language)


def read_language(text: str) -> str | None:
    """The language that somebody wrote behind /lang; None for anything else."""
    return NAMES.get(text.strip().lower())


def pressed_language(data: str) -> str | None:
    """The language of a button; None for other data."""
    language = data.removeprefix(MARK)
    return language if data != language and language in LANGUAGES else None


def ask_language(words: Words) -> Part:
    """The question with a button for each language, in its own words."""
    keys = [
        InlineKeyboardButton(words_for(name).chat.own_language, callback_data=MARK + name)
        for name in LANGUAGES
    ]
    text = (Span(words.chat.which_language),)
    return Part((text,), InlineKeyboardMarkup([keys]))
