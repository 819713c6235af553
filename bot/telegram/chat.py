"""Telegram update -> an answer in the same chat, or silence."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from telegram import Message, Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import CallbackContext

from bot.telegram.delivery import Delivery, show_typing
from bot.telegram.incoming import Incoming, Question, Request, read
from bot.telegram.message import Part, render, say
from bot.telegram.texts import MAX_QUESTION_CHARS, Words, words_for
from retrieval.reply import Reply

__all__ = ["Chat"]

N_WORKERS = 2  # answering is bound to the CPU; more threads than cores only make all of them late
N_ALBUMS = 64  # an album arrives as one message a picture; it deserves one line, not ten

Context = CallbackContext[Any, Any, Any, Any]

_log = logging.getLogger(__name__)


class Chat:
    """Holds the engine, its workers, and what was replied so far."""

    def __init__(self, answer: Callable[[str], Reply]) -> None:
        self._answer = answer
        self._workers = ThreadPoolExecutor(N_WORKERS, thread_name_prefix="answer")
        self._delivery = Delivery()
        self._albums: deque[str] = deque(maxlen=N_ALBUMS)

    async def receive(self, update: Update, context: Context) -> None:
        """Answer a new or edited message if it is meant for the bot."""
        message = update.message or update.edited_message
        if not message or not message.chat:
            return
        incoming = read(message, context.bot.bot)
        if incoming is None or self._passes_over(update, message, incoming):
            return
        parts = await self._parts(message, incoming)
        await self._delivery.deliver(message, parts)

    async def fail(self, update: object, context: Context) -> None:
        """Apologise in one sentence; the rest goes to the log, under the same number."""
        message = update.effective_message if isinstance(update, Update) else None
        if isinstance(context.error, Forbidden):
            _log.info("a chat does not let the bot write: %s", context.error)
            return
        incident = secrets.token_hex(3)
        _log.error("incident %s", incident, exc_info=context.error)
        if not message:
            return
        try:
            text = _words(message).trouble.format(incident=incident)
            await self._delivery.deliver(message, say(text))
        except TelegramError as exc:
            _log.warning("incident %s: the apology was not delivered either: %s", incident, exc)

    def _passes_over(self, update: Update, message: Message, incoming: Incoming) -> bool:
        """Whether this is no news: an edit in a group nobody answered, or one more of an album."""
        if update.edited_message and not self._delivery.has_answered(message):
            return message.chat.type != message.chat.PRIVATE
        if incoming is not Request.WORDLESS:
            return False
        album = message.media_group_id
        is_known = bool(update.edited_message) or album in self._albums
        if album:
            self._albums.append(album)
        return is_known

    async def _parts(self, message: Message, incoming: Incoming) -> tuple[Part, ...]:
        words = _words(message)
        match incoming:
            case Question(text) if 0 < len(text) <= MAX_QUESTION_CHARS:
                return render(await self._ask(message, text), words)
            case Question(text):
                said = words.too_long if text else words.how_to_ask
            case Request.START:
                said = words.start
            case Request.HELP:
                said = words.help
            case Request.WORDLESS:
                said = words.wordless
            case Request.UNKNOWN_COMMAND:
                said = words.unknown_command
        return say(said)

    async def _ask(self, message: Message, text: str) -> Reply:
        """The engine's reply, worked out off the event loop while the typing sign shows."""
        loop = asyncio.get_running_loop()
        reply = loop.run_in_executor(self._workers, self._answer, text)
        await show_typing(message)
        return await reply


def _words(message: Message) -> Words:
    return words_for(message.from_user.language_code if message.from_user else None)
