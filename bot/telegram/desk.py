"""What every handler of the chat works with: the engine, the record, the ledger, the workers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TypeVar

from telegram import CallbackQuery, InlineQuery, Message

from bot.ledger import Ledger, LedgerError
from bot.talk import Engine
from bot.telegram.cards import Scene, show_card
from bot.telegram.delivery import Delivery
from bot.telegram.inline import Find
from bot.telegram.languages import Languages
from bot.telegram.lists import Lists
from bot.telegram.menus import Menus
from bot.telegram.message import Part
from bot.telegram.suggestions import Suggestion, Suggestions
from bot.telegram.talks import Talks
from bot.telegram.texts import Words
from retrieval.record import Record
from retrieval.reply import NoAnswer, Reply

__all__ = ["Desk", "Said"]

Said = Message | CallbackQuery | InlineQuery

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Desk:
    """Shared by the handlers.

    Attributes:
        answer: the one door to the engine.
        lists: of the open index; those of a newer one are put in their place.
        find: the nearest sentences to a text, at most so many.
        workers: the threads on which `answer`, `find` and the record are asked.
    """

    answer: Engine
    find: Find
    lists: Lists
    ledger: Ledger
    languages: Languages
    menus: Menus
    suggestions: Suggestions
    talks: Talks
    delivery: Delivery
    workers: Executor

    @property
    def record(self) -> Record:
        """Of the open index."""
        return self.lists.record

    def words(self, said: Said) -> Words:
        """The words for whoever said something."""
        return self.languages.of(said.from_user)

    async def work(self, work: Callable[[], T]) -> T:
        """The work's result, found off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self.workers, work)

    def card(
        self, reply: Reply, chat_id: int, user_id: int, words: Words, *, with_question: bool = False
    ) -> tuple[Part, ...]:
        """A new reply with its buttons; without most of them where it cannot be kept."""
        number: int | None = None
        try:
            number = self.ledger.keep(chat_id, user_id, reply, with_question=with_question)
        except LedgerError as exc:
            _log.warning("a reply goes without buttons: %s", exc)
        return self.card_again(reply, number, words, with_question=with_question)

    def card_again(
        self, reply: Reply, number: int | None, words: Words, *, with_question: bool
    ) -> tuple[Part, ...]:
        """A reply that was kept, with its buttons."""
        instead = self._instead(reply)
        asked = reply.question if with_question else ""
        return show_card(reply, number, Scene(self.record, words), instead, asked)

    def _instead(self, reply: Reply) -> tuple[Suggestion, ...]:
        if not isinstance(reply, NoAnswer):
            return ()
        near = reply.nearest[0].article_id if reply.nearest else None
        found = self.suggestions.instead(self.record, near)
        return tuple(s for s in found if s.question != reply.question)
