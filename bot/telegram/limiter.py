"""A call of the Bot API -> the same call within Telegram's limits, its time booked."""

from __future__ import annotations

from typing import Any

from telegram.ext import AIORateLimiter

from bot.journey import timed

__all__ = ["Limiter"]

SENDING = ("sendMessage", "editMessageText", "answerInlineQuery")


class Limiter(AIORateLimiter):
    """The library's limiter; what it holds back counts as part of the sending."""

    async def process_request(self, *args: Any, **named: Any) -> Any:
        """The call's result, once Telegram's limits allow for it."""
        if named.get("endpoint") not in SENDING:
            return await super().process_request(*args, **named)
        with timed("send"):
            return await super().process_request(*args, **named)
