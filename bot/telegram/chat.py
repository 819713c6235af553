"""Telegram update -> an answer or a list in the same chat, or silence."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import Callable
from typing import Any, TypeVar

from telegram import Bot, CallbackQuery, Message, Update, User
from telegram.error import Forbidden, TelegramError
from telegram.ext import CallbackContext

from bot.ledger import Ledger, LedgerError
from bot.meter import Meter
from bot.talk import Engine
from bot.telegram.cards import Scene, refusal_line
from bot.telegram.comments import read_comment
from bot.telegram.delivery import Delivery, show_typing
from bot.telegram.desk import Desk
from bot.telegram.incoming import Choice, Incoming, Look, Opened, Question, Request, read
from bot.telegram.inline import Find, Inline
from bot.telegram.languages import Languages, ask_language, read_language
from bot.telegram.lists import Lists
from bot.telegram.menus import Menus
from bot.telegram.message import Part, say
from bot.telegram.own_words import how_to_ask, ready_words, words_of_corpus
from bot.telegram.presses import Presses
from bot.telegram.reader import show_page
from bot.telegram.suggestions import Suggestions
from bot.telegram.talks import Talks
from bot.telegram.texts import MAX_QUESTION_CHARS, Words
from bot.telegram.workers import Workers
from retrieval.reply import NoAnswer, Reply
from retrieval.turns import Turn

__all__ = ["Chat"]

N_WORKERS = 2  # answering is bound to the CPU; more threads than cores only make all of them late
N_ALBUMS = 64  # an album arrives as one message a picture; it deserves one line, not ten

Context = CallbackContext[Any, Any, Any, Any]

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Chat:
    """Holds the desk with the engine, and what was replied so far."""

    def __init__(  # noqa: PLR0913, PLR0917  # each is a part that the application has put together
        self,
        answer: Engine,
        lists: Lists,
        ledger: Ledger,
        find: Find,
        meter: Meter,
        admins: frozenset[int],
    ) -> None:
        """Opens for questions; those that the bot tries by itself are not counted as asked."""
        languages = Languages(ledger)
        self._desk = Desk(
            answer=meter.counting(answer),
            find=find,
            lists=lists,
            ledger=ledger,
            languages=languages,
            menus=Menus(languages, admins),
            suggestions=Suggestions(answer),
            talks=Talks(),
            delivery=Delivery(),
            workers=Workers(N_WORKERS, thread_name_prefix="answer"),
        )
        self._presses = Presses(self._desk)
        # A worker of its own: whoever types letter by letter keeps no question waiting.
        self._inline = Inline(answer, find, Workers(1, thread_name_prefix="inline"))
        self._albums: deque[str] = deque(maxlen=N_ALBUMS)

    def put_up(self, lists: Lists) -> None:
        """From now on the lists of a newer index; whoever is being shown one sees it to its end."""
        self._desk.lists = lists
        self._desk.suggestions.of_corpus(lists.record)  # or the first refusal would wait for them

    def words(self, user: User | None) -> Words:
        """Those that a user chose."""
        return self._desk.languages.of(user)

    async def offer_menus(self, bot: Bot) -> None:
        """The commands of everybody, and those of the admins."""
        await self._desk.menus.offer(bot)

    async def prepare(self) -> None:
        """Find the questions that /start shows, before anybody waits for them."""
        await self._desk.work(lambda: self._desk.suggestions.of_corpus(self._desk.record))

    def close(self) -> None:
        """Let the ledger go."""
        self._desk.ledger.close()

    async def receive(self, update: Update, context: Context) -> None:
        """Answer a new or edited message if it is meant for the bot; do what a button says."""
        desk = self._desk
        if query := update.callback_query:
            await _release(query, await self._presses.receive(query))
            return
        if inline := update.inline_query:
            scene = Scene(desk.record, desk.words(inline), context.bot.username)
            await self._inline.receive(
                inline, scene, lambda: desk.suggestions.of_corpus(scene.record)
            )
            return
        message = update.message or update.edited_message
        if not message or not message.chat:
            return
        me, words = context.bot.bot, desk.words(message)
        if parts := self._kept(message, me, words):
            await desk.delivery.deliver(message, parts)
            return
        incoming = read(message, me)
        if incoming is None or self._passes_over(update, message, incoming):
            return
        parts = await self._parts(message, incoming, words)
        await desk.delivery.deliver(message, parts)
        desk.talks.show(message, desk.delivery.replies_to(message))

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
            await _release(pressed, self._desk.words(pressed).trouble.format(incident=incident))
        elif message:
            await self._apologise(message, incident)

    async def _apologise(self, message: Message, incident: str) -> None:
        try:
            text = self._desk.words(message).trouble.format(incident=incident)
            await self._desk.delivery.deliver(message, say(text))
        except TelegramError as exc:
            _log.warning("incident %s: the apology was not delivered either: %s", incident, exc)

    def _kept(self, message: Message, me: User, words: Words) -> tuple[Part, ...]:
        """What is said to a comment; the ledger learns of it, and of a group's new number.

        A group that became a supergroup tells so twice, in the old chat and in the new one.
        Without the ledger the bot still answers.
        """
        ledger = self._desk.ledger
        try:
            if message.migrate_to_chat_id:
                ledger.migrate(message.chat.id, message.migrate_to_chat_id)
            if message.migrate_from_chat_id:
                ledger.migrate(message.migrate_from_chat_id, message.chat.id)
            return read_comment(message, me, ledger, words)
        except LedgerError as exc:
            _log.warning("a comment or a new number of a group is lost: %s", exc)
            return ()

    def _passes_over(self, update: Update, message: Message, incoming: Incoming) -> bool:
        """Whether this is no news: an edit in a group nobody answered, or one more of an album."""
        if update.edited_message and not self._desk.delivery.has_answered(message):
            return message.chat.type != message.chat.PRIVATE
        if incoming is not Request.WORDLESS:
            return False
        album = message.media_group_id
        is_known = bool(update.edited_message) or album in self._albums
        if album:
            self._albums.append(album)
        return is_known

    async def _parts(self, message: Message, incoming: Incoming, words: Words) -> tuple[Part, ...]:
        desk = self._desk
        match incoming:
            case Question(text) if 0 < len(text) <= MAX_QUESTION_CHARS:
                turns = desk.talks.before(message)
                reply, parts = await self._work(
                    message, lambda: self._answer(message, incoming, turns, words)
                )
                desk.talks.add(message, reply)
                return parts
            case Question(text) if text:
                part = say(words.too_long)[0]
            case Question():
                part = await self._work(
                    message, lambda: how_to_ask(desk, message.get_bot().username, words)
                )
            case Look():
                part = await self._work(message, lambda: desk.lists.look(incoming, words))
            case Choice(language):
                part = await self._choose(message, language, words)
            case Opened(reading):
                part = show_page(reading, desk.record, words) or say(words.chat.moved)[0]
            case Request():
                part = await self._said(message, incoming, words)
        return (part,)

    async def _said(self, message: Message, request: Request, words: Words) -> Part:
        """The bot's own words; those about this corpus are found while the typing sign shows."""
        desk = self._desk
        if request is Request.NEW:
            desk.talks.forget(message)
        if (ready := ready_words(request, message, words)) is not None:
            return say(ready)[0]
        bot = message.get_bot().username
        return await self._work(message, lambda: words_of_corpus(request, desk, bot, words))

    def _answer(
        self, message: Message, question: Question, turns: tuple[Turn, ...], words: Words
    ) -> tuple[Reply, tuple[Part, ...]]:
        """The reply and its card; one line for a mention that was perhaps no question."""
        reply = self._desk.answer(question.text, turns)
        if question.is_mention and isinstance(reply, NoAnswer):
            return reply, say(refusal_line(reply, words))
        user_id = message.from_user.id if message.from_user else message.chat.id
        return reply, self._desk.card(reply, message.chat.id, user_id, words)

    async def _choose(self, message: Message, written: str, words: Words) -> Part:
        """The language that was written, kept; else the question which one."""
        language = read_language(written)
        if language is None or message.from_user is None:
            return ask_language(words)
        chosen = self._desk.languages.choose(message.from_user, language)
        await self._desk.menus.offer_in_chat(message, chosen)
        return say(chosen.chat.language_set)[0]

    async def _work(self, message: Message, work: Callable[[], T]) -> T:
        """The work's result, found off the event loop while the typing sign shows."""
        result = self._desk.workers.submit(work)
        await show_typing(message)
        return await asyncio.wrap_future(result)


async def _release(query: CallbackQuery, said: str) -> None:
    """End the wait on the button, with a line or without; Telegram forgets a press in seconds."""
    try:
        await query.answer(said or None)
    except TelegramError as exc:
        _log.info("a button was not released: %s", exc)
