"""Telegram update -> who deals with it: nobody again, the gate, the operator, or the chat."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from bot.journey import Journey, current
from bot.meter import Meter
from bot.settings import Settings
from bot.telegram.chat import Chat
from bot.telegram.delivery import Delivery
from bot.telegram.gate import Gate, Way
from bot.telegram.message import say
from bot.telegram.operator import Operator
from bot.telegram.seen import Seen

__all__ = ["Reception"]

Context = CallbackContext[Any, Any, Any, Any]

_log = logging.getLogger(__name__)


class Reception:
    """Every update passes here, and every one that fails comes back here."""

    def __init__(
        self, settings: Settings, chat: Chat, meter: Meter, program: Sequence[str]
    ) -> None:
        self.settings, self.meter = settings, meter
        self.chat = chat
        self._gate = Gate(settings, chat.words)
        self._seen = Seen(settings.state / "seen" if settings.state else None)
        self._operator = Operator(settings, meter, program, chat.words)

    async def receive(self, update: Update, context: Context) -> None:
        """Deal with an update that is news; book its journey."""
        journey = current()
        try:
            await self._receive(update, context)
        finally:
            if journey is not None:
                self.meter.arrived(journey)
                self._log(journey)

    async def fail(self, update: object, context: Context) -> None:
        """Count the error, and let the chat apologise."""
        self.meter.failed()
        await self.chat.fail(update, context)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """While updates come in; at the end a rebuild under way is given up."""
        try:
            yield
        finally:
            await self._operator.close()

    async def _receive(self, update: Update, context: Context) -> None:
        if not self._seen.is_news(update):
            self.meter.declined("seen")
            return
        way = self._gate.way(update, context.bot.bot)
        if not way.is_open:
            self.meter.declined(way.why)
            if way.why == "chat" and update.effective_chat:
                _log.info("chat %d is not allowed to ask", update.effective_chat.id)
            await _turn_away(update, way)
        elif not await self._operator.take(update, context.bot):
            await self.chat.receive(update, context)

    def _log(self, journey: Journey) -> None:
        """One line a question: what became of it and where its time went."""
        if not journey.outcome:
            return
        stages = " ".join(f"{stage}={s * 1000:.0f}" for stage, s in journey.seconds.items())
        text = f" {journey.question!r}" if self.settings.log_questions else ""
        _log.info("%s in %.0f ms: %s%s", journey.outcome, journey.total * 1000, stages, text)


async def _turn_away(update: Update, way: Way) -> None:
    """Say the kind line, if there is one; a button is released in any case."""
    message = update.message or update.edited_message
    if update.callback_query:
        with contextlib.suppress(TelegramError):
            await update.callback_query.answer(way.said or None)
    elif message and way.said:
        await Delivery().deliver(message, say(way.said))
