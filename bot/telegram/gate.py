"""Telegram update -> whether it may come in: from which chat, and how often from one person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import Message, Update, User
from telegram.constants import ChatType

from bot.settings import Settings
from bot.telegram.gate_texts import GateWords
from bot.telegram.incoming import Request, read
from bot.telegram.texts import Words
from bot.telegram.windows import Verdict, Windows

__all__ = ["OPEN", "Gate", "Verdict", "Way"]

WINDOW_S = 60.0
PRESSES_FOR_ONE = 3  # turning pages is cheap, and done in quick succession
STRANGE_S = 600.0  # between two lines that tell a strange chat that it is one


@dataclass(frozen=True, slots=True)
class Way:
    """Whether an update comes in; else what is said instead, and why.

    Attributes:
        is_open: whether it comes in.
        said: the line for its writer; "" for silence.
        why: "chat" or "rate", for the counters.
    """

    is_open: bool
    said: str = ""
    why: str = ""


OPEN = Way(True)


@dataclass
class Gate:
    """Holds the windows of everybody who wrote of late.

    Attributes:
        words: those of a user.
    """

    settings: Settings
    words: Callable[[User | None], Words]
    _asked: Windows = field(init=False)
    _pressed: Windows = field(init=False)
    _strange: Windows = field(init=False)

    def __post_init__(self) -> None:
        limit = self.settings.rate_limit
        self._asked = Windows(limit, WINDOW_S)
        self._pressed = Windows(limit * PRESSES_FOR_ONE, WINDOW_S)
        self._strange = Windows(1, STRANGE_S)

    def way(self, update: Update, me: User) -> Way:
        """Counts the update, if it is meant for the bot; what is not passes and finds silence."""
        if update.callback_query or update.inline_query:
            return self._way_of_a_press(update)
        message = update.message or update.edited_message
        if message is None or message.chat is None:
            return OPEN
        incoming = read(message, me)
        if incoming is None or (incoming is Request.WORDLESS and message.media_group_id):
            return OPEN  # of an album, only the first picture is spoken of
        return self._way_of_words(message)

    def _way_of_words(self, message: Message) -> Way:
        """The way of a message that the bot would reply to."""
        if not self._is_allowed(message):
            if self._strange.admit(message.chat.id) is not Verdict.ADMITTED:
                return Way(False, why="chat")
            words, is_private = (
                self._words(message.from_user),
                message.chat.type == ChatType.PRIVATE,
            )
            return Way(False, words.strange if is_private else words.strange_group, "chat")
        if self._is_admin(message.from_user):
            return OPEN
        verdict = self._asked.admit(_who(message))
        if verdict is Verdict.ADMITTED:
            return OPEN
        if verdict is Verdict.TOO_MANY:
            return Way(False, why="rate")
        said = self._words(message.from_user).too_fast
        return Way(False, said.format(limit=self.settings.rate_limit), "rate")

    def _way_of_a_press(self, update: Update) -> Way:
        """A press always gets a line: it waits for one. A line typed to @bot gets none."""
        user, chat = update.effective_user, update.effective_chat
        allowed = self.settings.allowed_chats
        place = chat.id if chat else (user.id if user else 0)
        if allowed and place not in allowed and not self._is_admin(user):
            return Way(False, self._words(user).strange, "chat")
        if self._is_admin(user) or self._pressed.admit(user.id if user else 0) is Verdict.ADMITTED:
            return OPEN
        return Way(False, self._words(user).too_fast_pressed, "rate")

    def _words(self, user: User | None) -> GateWords:
        """Asked for only where something is said: most updates come in, and it is a look-up."""
        return self.words(user).gate

    def _is_allowed(self, message: Message) -> bool:
        allowed = self.settings.allowed_chats
        if not allowed or message.chat.id in allowed:
            return True
        return message.chat.type == ChatType.PRIVATE and self._is_admin(message.from_user)

    def _is_admin(self, user: User | None) -> bool:
        return user is not None and user.id in self.settings.admins


def _who(message: Message) -> int:
    """The person; an admin of a group who stays anonymous speaks as the group."""
    return message.from_user.id if message.from_user else message.chat.id
