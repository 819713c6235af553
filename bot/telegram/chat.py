"""Telegram update -> an answer or a list in the same chat, or silence."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from telegram import CallbackQuery, Message, Update
from telegram.error import Forbidden, TelegramError
from telegram.ext import CallbackContext

from bot.talk import Engine
from bot.telegram.buttons import Mistake, decode
from bot.telegram.delivery import Delivery, put_in_place, show_typing
from bot.telegram.incoming import Incoming, Look, Question, Request, read
from bot.telegram.lists import Lists
from bot.telegram.message import Part, render, say
from bot.telegram.talks import Talks
from bot.telegram.texts import MAX_QUESTION_CHARS, Words, words_for

__all__ = ["Chat"]

N_WORKERS = 2  # answering is bound to the CPU; more threads than cores only make all of them late
N_ALBUMS = 64  # an album arrives as one message a picture; it deserves one line, not ten

Context = CallbackContext[Any, Any, Any, Any]

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Chat:
    """Holds the engine, the lists, their workers, and what was replied so far."""

    def __init__(self, answer: Engine, lists: Lists) -> None:
        self._answer = answer
        self._talks = Talks()
        self._lists = lists
        self._workers = ThreadPoolExecutor(N_WORKERS, thread_name_prefix="answer")
        self._delivery = Delivery()
        self._albums: deque[str] = deque(maxlen=N_ALBUMS)

    async def receive(self, update: Update, context: Context) -> None:
        """Answer a new or edited message if it is meant for the bot; do what a button says."""
        if update.callback_query:
            said = await self._press(update.callback_query)
            await _release(update.callback_query, said)
            return
        message = update.message or update.edited_message
        if not message or not message.chat:
            return
        incoming = read(message, context.bot.bot)
        if incoming is None or self._passes_over(update, message, incoming):
            return
        parts = await self._parts(message, incoming)
        await self._delivery.deliver(message, parts)
        self._talks.show(message, self._delivery.replies_to(message))

    async def fail(self, update: object, context: Context) -> None:
        """Apologise in one sentence; the rest goes to the log, under the same number."""
        if not isinstance(update, Update):
            _log.error("no update was to be dealt with", exc_info=context.error)
            return
        pressed, message = update.callback_query, update.effective_message
        if isinstance(context.error, Forbidden):
            _log.info("a chat does not let the bot write: %s", context.error)
            if pressed:
                await _release(pressed, "")
            return
        incident = secrets.token_hex(3)
        _log.error("incident %s", incident, exc_info=context.error)
        if pressed:
            await _release(pressed, _words(pressed).trouble.format(incident=incident))
        elif message:
            await self._apologise(message, incident)

    async def _apologise(self, message: Message, incident: str) -> None:
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
                turns = self._talks.before(message)
                reply = await self._work(message, lambda: self._answer(text, turns))
                self._talks.add(message, reply)
                return render(reply, words)
            case Question(text):
                said = words.too_long if text else words.how_to_ask
            case Look():
                return (await self._work(message, lambda: self._lists.look(incoming, words)),)
            case Request.START:
                said = words.start
            case Request.HELP:
                said = words.help
            case Request.NEW:
                self._talks.forget(message)
                said = words.forgotten
            case Request.WORDLESS:
                said = words.wordless
            case Request.UNKNOWN_COMMAND:
                said = words.unknown_command
        return say(said)

    async def _work(self, message: Message, work: Callable[[], T]) -> T:
        """The work's result, found off the event loop while the typing sign shows."""
        result = asyncio.get_running_loop().run_in_executor(self._workers, work)
        await show_typing(message)
        return await result

    async def _press(self, query: CallbackQuery) -> str:
        """Show in place what the button opens; else the line that says why nothing changed.

        The button itself shows that something is under way, so there is no typing sign, which in
        a group would count as a message.
        """
        words, view = _words(query), decode(query.data or "", self._lists.mark)
        if view is Mistake.STALE:
            return words.stale
        if isinstance(view, Mistake) or not isinstance(query.message, Message):
            return words.gone
        loop = asyncio.get_running_loop()
        part = await loop.run_in_executor(self._workers, self._lists.show, view, words)
        if part is None or not await put_in_place(query.message, part):
            return words.gone
        return ""


async def _release(query: CallbackQuery, said: str) -> None:
    """End the wait on the button, with a line or without; Telegram forgets a press in seconds."""
    try:
        await query.answer(said or None)
    except TelegramError as exc:
        _log.info("a button was not released: %s", exc)


def _words(said: Message | CallbackQuery) -> Words:
    return words_for(said.from_user.language_code if said.from_user else None)
