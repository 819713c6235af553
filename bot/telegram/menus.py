"""Words -> the command menus that Telegram shows, by kind of chat and by language."""

from __future__ import annotations

import logging

from telegram import (
    Bot,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    Message,
)
from telegram.error import TelegramError

from bot.telegram.texts import CHINESE, ENGLISH, Words

__all__ = ["offer_commands", "offer_in_chat"]

# Telegram knows no script in a menu's language; who chose 繁體 gets a menu of his own.
LANGUAGES = ((CHINESE, None), (CHINESE, "zh"), (ENGLISH, "en"))

_log = logging.getLogger(__name__)


async def offer_commands(bot: Bot) -> None:
    """Fill the command menus; a bot without one still answers, so failing stops nothing."""
    private, group = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
    try:
        for words, language in LANGUAGES:
            await bot.set_my_commands(words.private_commands, private, language_code=language)
            await bot.set_my_commands(words.group_commands, group, language_code=language)
    except TelegramError as exc:
        _log.warning("the command menu was not set: %s", exc)


async def offer_in_chat(message: Message, words: Words) -> None:
    """The menu of a private chat in the language that was chosen there."""
    if message.chat.type != message.chat.PRIVATE:
        return
    try:
        scope = BotCommandScopeChat(message.chat.id)
        await message.get_bot().set_my_commands(words.private_commands, scope)
    except TelegramError as exc:
        _log.warning("the command menu of a chat was not set: %s", exc)
