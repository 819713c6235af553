"""Press on a button -> what it opens, in place or as a new message, and a line on the button."""

from __future__ import annotations

import time
from collections import OrderedDict

from telegram import CallbackQuery, Message

from bot.ledger import Verdict
from bot.telegram.buttons import Mistake, decode
from bot.telegram.cards import Action, Card, Scene, others, read_card
from bot.telegram.delivery import ask_back, put_in_place, send
from bot.telegram.desk import Desk
from bot.telegram.languages import pressed_language
from bot.telegram.message import Part, say
from bot.telegram.reader import Reading, read_data, show_page
from bot.telegram.suggestions import question_of
from bot.telegram.texts import Words
from retrieval.reply import Answer, Reply

__all__ = ["Presses"]

TWICE_S = 3.0  # in which a second press on a question is a slip of the finger
N_QUESTIONS = 256  # pressed questions that are remembered for it


class Presses:
    """Does what a button says; never believes what its data says."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked: OrderedDict[tuple[int, int, str], float] = OrderedDict()

    async def receive(self, query: CallbackQuery) -> str:
        """Show what the button opens; the line that says why nothing changed, or what was kept.

        The button itself shows that something is under way, so there is no typing sign, which in
        a group would count as a message.
        """
        data, words = query.data or "", self._desk.words(query)
        message = query.message if isinstance(query.message, Message) else None
        card, reading, language = read_card(data), read_data(data), pressed_language(data)
        if message and card:
            return await self._card(query, message, card, words)
        if message and reading:
            return await self._page(message, reading, words)
        if message and language:
            return await self._language(query, message, language)
        question = question_of(data, self._desk.record)
        if message and question is not None:
            return await self._question(query, message, question, words)
        return await self._list(message, data, words)

    async def _list(self, message: Message | None, data: str, words: Words) -> str:
        lists = self._desk.lists
        view = decode(data, lists.mark)
        if view is Mistake.STALE:
            return words.stale
        if isinstance(view, Mistake) or message is None:
            return words.gone
        part = await self._desk.work(lambda: lists.show(view, words))
        return await _show(message, part, words.gone)

    async def _page(self, message: Message, reading: Reading, words: Words) -> str:
        record = self._desk.record
        part = await self._desk.work(lambda: show_page(reading, record, words))
        return await _show(message, part, words.chat.moved)

    async def _card(self, query: CallbackQuery, message: Message, card: Card, words: Words) -> str:
        """Numbers of replies can be guessed: one given in another chat is not there."""
        match card.action:
            case Action.USEFUL:
                return await self._judge(query, message, card.reply_id, "useful", words)
            case Action.WRONG:
                return await self._judge(query, message, card.reply_id, "wrong", words)
        desk = self._desk

        def find() -> Part | None:
            kept = desk.ledger.kept(card.reply_id, message.chat.id)
            if kept is None:
                return None
            if card.action is Action.BACK:
                with_question = kept.with_question
                return desk.card_again(
                    kept.reply, card.reply_id, words, with_question=with_question
                )[-1]
            if not isinstance(kept.reply, Answer):
                return None
            return others(kept.reply, card.reply_id, card.page, Scene(desk.record, words))

        return await _show(message, await desk.work(find), words.chat.expired)

    async def _judge(
        self, query: CallbackQuery, message: Message, reply_id: int, verdict: Verdict, words: Words
    ) -> str:
        """Keep the verdict; ask once what is right."""
        ledger, user = self._desk.ledger, query.from_user
        known = await self._desk.work(
            lambda: ledger.judge(reply_id, message.chat.id, user.id, verdict)
        )
        if not known:
            return words.chat.expired
        if verdict == "wrong" and not ledger.has_prompt(reply_id, user.id):
            prompt = await ask_back(message, user, words.chat.what_is_right, words.chat.right_hint)
            ledger.prompted(reply_id, user.id, prompt)
        return words.chat.noted

    async def _language(self, query: CallbackQuery, message: Message, language: str) -> str:
        words = self._desk.languages.choose(query.from_user, language)
        await self._desk.menus.offer_in_chat(message, words)
        await put_in_place(message, say(words.chat.language_set)[0])
        return ""

    async def _question(
        self, query: CallbackQuery, message: Message, question: str, words: Words
    ) -> str:
        """Answer it in a new message, under the one with the button."""
        if not question:
            return words.chat.moved
        desk, user_id = self._desk, query.from_user.id
        key = (message.chat.id, message.message_id, query.data or "")
        if time.monotonic() - self._asked.get(key, -TWICE_S) < TWICE_S:
            return ""

        def answer() -> tuple[Reply, tuple[Part, ...]]:
            reply = desk.answer(question)
            return reply, desk.card(reply, message.chat.id, user_id, words, with_question=True)

        reply, parts = await desk.work(answer)
        desk.talks.add_pressed(message, user_id, reply, await send(message, parts))
        self._asked[key] = time.monotonic()
        if len(self._asked) > N_QUESTIONS:
            self._asked.popitem(last=False)
        return ""


async def _show(message: Message, part: Part | None, otherwise: str) -> str:
    """The part in place of the message; the line where there is none, or the message has gone."""
    return "" if part and await put_in_place(message, part) else otherwise
