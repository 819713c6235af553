"""A call of the Bot API -> the same call within Telegram's limits, its time booked."""

from __future__ import annotations

from typing import Any

from telegram.constants import FloodLimit
from telegram.ext import AIORateLimiter

from bot.journey import timed

__all__ = ["Limiter"]

TYPING = "sendChatAction"
ROOM = FloodLimit.MESSAGES_PER_SECOND / 2
SENDING = ("sendMessage", "editMessageText", "answerInlineQuery")


class Limiter(AIORateLimiter):
    """The library's limiter; what it holds back counts as part of the sending.

    Telegram counts a typing sign like a message. Many chats at once get answers instead: a sign is
    only shown while half of the second's calls are free.
    """

    async def process_request(self, *args: Any, **named: Any) -> Any:
        """The call's result, once Telegram's limits allow for it."""
        if named.get("endpoint") == TYPING and not self._has_room():
            return True
        if named.get("endpoint") not in SENDING:
            return await super().process_request(*args, **named)
        with timed("send"):
            return await super().process_request(*args, **named)

    def _has_room(self) -> bool:
        return self._base_limiter is None or self._base_limiter.has_capacity(ROOM)
