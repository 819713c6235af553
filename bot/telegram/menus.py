"""Words -> the command menus that Telegram shows, by kind of chat and by language."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    Message,
    User,
)
from telegram.error import TelegramError

from bot.telegram.languages import Languages
from bot.telegram.texts import CHINESE, ENGLISH, Words

__all__ = ["Menus"]

# Telegram knows no script in a menu's language; who chose 繁體 gets a menu of his own.
LANGUAGES = ((CHINESE, None), (CHINESE, "zh"), (ENGLISH, "en"))

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Menus:
    """Every command of the bot is offered here; a bot without menus still answers.

    Attributes:
        languages: whose words are whose.
        admins: whose menus have the operator's commands, too.
    """

    languages: Languages
    admins: frozenset[int]

    async def offer(self, bot: Bot) -> None:
        """Fill the menus of all chats, and those of the admins."""
        private, group = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
        try:
            for words, language in LANGUAGES:
                await bot.set_my_commands(words.private_commands, private, language_code=language)
                await bot.set_my_commands(words.group_commands, group, language_code=language)
        except TelegramError as exc:
            _log.warning("the command menu was not set: %s", exc)
        for admin in sorted(self.admins):
            words = self.languages.of(User(admin, "", is_bot=False))
            await self._offer_in_chat(bot, admin, words)

    async def offer_in_chat(self, message: Message, words: Words) -> None:
        """The menu of a private chat in the language that was chosen there."""
        if message.chat.type == message.chat.PRIVATE:
            await self._offer_in_chat(message.get_bot(), message.chat.id, words)

    async def _offer_in_chat(self, bot: Bot, chat_id: int, words: Words) -> None:
        """A private chat has the number of its user."""
        try:
            scope = BotCommandScopeChat(chat_id)
            await bot.set_my_commands(self._private(chat_id, words), scope)
        except TelegramError as exc:
            _log.warning("the command menu of a chat was not set: %s", exc)

    def _private(self, user_id: int, words: Words) -> tuple[BotCommand, ...]:
        more = words.operator.commands if user_id in self.admins else ()
        return (*words.private_commands, *more)
