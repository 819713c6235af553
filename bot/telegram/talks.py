"""Message -> the turns it may lean on: who said what where, in memory, for half an hour."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from telegram import Message

from retrieval.reply import Reply
from retrieval.turns import N_TURNS, Turn, turn_of

__all__ = ["Talks"]

FORGOTTEN_AFTER_S = 30 * 60  # a question after a longer pause begins anew
MAX_TURNS = 3000  # of all talks; some 5 KB each, quotes and all

Place = tuple[int, int, int]  # ids of chat, user and topic; 0 where there is none


@dataclass(frozen=True, slots=True)
class _Said:
    """A turn, where it was asked, by which message, when, and what it leaned on in its turn."""

    place: Place
    message_id: int
    at_s: float
    turns: tuple[Turn, ...]


class Talks:
    """Remembers turns by the question's message, and the bot's messages that show their answers.

    Nothing is written to disk, and nobody is known but by number. The oldest turns go first.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._said: OrderedDict[tuple[int, int], _Said] = OrderedDict()
        self._shown: dict[tuple[int, int], tuple[int, int]] = {}  # answer -> its question
        self._answers: dict[tuple[int, int], tuple[tuple[int, int], ...]] = {}  # and back

    def __len__(self) -> int:
        return len(self._said)

    def before(self, message: Message) -> tuple[Turn, ...]:
        """The turns that a message may lean on, oldest first.

        A reply to one of the bot's answers leans on that one, whoever asked; anything else on the
        last turns of its sender there. An edited message leans on what was said before it.
        """
        self._fade()
        replied = message.reply_to_message
        key = self._shown.get((message.chat.id, replied.message_id)) if replied else None
        if key is not None:
            return self._said[key].turns
        return self._last(_place(message), message.message_id)

    def _last(self, place: Place, message_id: int) -> tuple[Turn, ...]:
        """The turns of a place before a message."""
        earlier = (
            said
            for said in reversed(self._said.values())
            if said.place == place and said.message_id < message_id
        )
        return next((said.turns for said in earlier), ())

    def add(self, message: Message, reply: Reply) -> None:
        """The turn that the reply to a message ends; in place of an earlier one of the message."""
        self._add(
            _place(message), message, message.message_id, (*self.before(message), turn_of(reply))
        )

    def add_pressed(
        self, message: Message, user_id: int, reply: Reply, shown: tuple[int, ...]
    ) -> None:
        """The turn of a question that a user pressed a button of a message for."""
        self._fade()
        _, _, topic = _place(message)
        place = (message.chat.id, user_id, topic)
        turns = (*self._last(place, shown[0]), turn_of(reply))
        self._add(place, message, shown[0], turns)
        self._show((message.chat.id, shown[0]), shown)

    def _add(
        self, place: Place, message: Message, message_id: int, turns: tuple[Turn, ...]
    ) -> None:
        key = (message.chat.id, message_id)
        self._said[key] = _Said(place, message_id, self._clock(), turns[-N_TURNS:])
        self._said.move_to_end(key)
        while len(self._said) > MAX_TURNS:
            self._drop(next(iter(self._said)))

    def show(self, message: Message, shown: tuple[int, ...]) -> None:
        """The bot's messages that hold the answer, so that a reply to one of them finds it."""
        self._show((message.chat.id, message.message_id), shown)

    def _show(self, key: tuple[int, int], shown: tuple[int, ...]) -> None:
        if key in self._said:
            self._answers[key] = tuple((key[0], number) for number in shown)
            self._shown.update(dict.fromkeys(self._answers[key], key))

    def forget(self, message: Message) -> None:
        """All that the sender said there."""
        place = _place(message)
        for key in [key for key, said in self._said.items() if said.place == place]:
            self._drop(key)

    def _fade(self) -> None:
        """Forgets what is older than half an hour; the order is that of time."""
        oldest_s = self._clock() - FORGOTTEN_AFTER_S
        while self._said and next(iter(self._said.values())).at_s < oldest_s:
            self._drop(next(iter(self._said)))

    def _drop(self, key: tuple[int, int]) -> None:
        del self._said[key]
        for shown in self._answers.pop(key, ()):
            self._shown.pop(shown, None)


def _place(message: Message) -> Place:
    user = message.from_user.id if message.from_user else 0
    topic = message.message_thread_id if message.is_topic_message else None
    return (message.chat.id, user, topic or 0)
