"""Parts -> messages in the chat: sent, or put in place of the ones sent before."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from itertools import zip_longest
from typing import TypeVar

from telegram import Bot, ForceReply, Message, ReplyParameters, User
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, NetworkError, TelegramError

from bot.telegram.message import Part

__all__ = ["Delivery", "ask_back", "put_in_place", "send", "show_typing"]

MAX_REMEMBERED = 2000  # messages whose replies can be edited; some 200 bytes each
TYPING_TIMEOUT_S = 1.0  # the limiter may hold the sign back; it must never hold the answer back
PAUSES_S = (1.0, 3.0)  # between attempts to show what a button opens; its presser waits
# Between attempts to send an answer: it outlives a network that is gone for an hour. A lost answer
# is worse than one sent twice, as happens where the connection breaks after Telegram took it.
PATIENT_S = (1.0, 3.0, 10.0, 30.0, *[60.0] * 60)

T = TypeVar("T")

_log = logging.getLogger(__name__)


class Delivery:
    """Remembers which messages answer which, so that an edited question gets its answer edited."""

    def __init__(self) -> None:
        self._replies: OrderedDict[tuple[int, int], tuple[int, ...]] = OrderedDict()

    def has_answered(self, message: Message) -> bool:
        """Whether replies to this message are remembered."""
        return (message.chat.id, message.message_id) in self._replies

    def replies_to(self, message: Message) -> tuple[int, ...]:
        """The numbers of the messages that answer this one."""
        return self._replies.get((message.chat.id, message.message_id), ())

    async def deliver(self, message: Message, parts: tuple[Part, ...]) -> None:
        """Reply to the message, in place of what was replied to it before."""
        key = (message.chat.id, message.message_id)
        shown: list[int] = []
        try:
            for part, earlier in zip_longest(parts, self._replies.get(key, ())):
                if part is None:
                    await _delete(message, earlier)
                elif earlier is None or not await _edit(message, earlier, part, PATIENT_S):
                    shown.append(await _send(message, part, PATIENT_S, is_first=part is parts[0]))
                else:
                    shown.append(earlier)
        finally:  # also when the third of four parts failed: the first two stand in the chat
            self._remember(key, tuple(shown))

    def _remember(self, key: tuple[int, int], shown: tuple[int, ...]) -> None:
        self._replies[key] = shown
        self._replies.move_to_end(key)
        if len(self._replies) > MAX_REMEMBERED:
            self._replies.popitem(last=False)


async def put_in_place(message: Message, part: Part) -> bool:
    """Show the part where a message of the bot stands; False where that one is gone."""
    return await _edit(message, message.message_id, part, PAUSES_S)


async def send(message: Message, parts: tuple[Part, ...]) -> tuple[int, ...]:
    """Reply to a message of the bot; such replies stay as they are. The numbers of the replies."""
    shown = [await _send(message, part, PAUSES_S, is_first=part is parts[0]) for part in parts]
    return tuple(shown)


async def ask_back(message: Message, user: User, text: str, hint: str) -> int:
    """Ask whoever pressed a button of a message to reply in words; the number of the question.

    The input field opens for this person only: in a group Telegram finds him by the message that
    is replied to, so where it is not his the field stays closed.
    """
    asked, is_private = message.reply_to_message, message.chat.type == message.chat.PRIVATE
    is_his = asked is not None and asked.from_user is not None and asked.from_user.id == user.id
    markup = ForceReply(selective=True, input_field_placeholder=hint)
    number = asked.message_id if asked and is_his and not is_private else message.message_id
    sent = await _persist(
        lambda: _bot(message).send_message(
            message.chat.id,
            text,
            message_thread_id=_topic(message),
            reply_parameters=ReplyParameters(number, allow_sending_without_reply=True),
            reply_markup=markup if is_private or is_his else None,
        ),
        PAUSES_S,
    )
    return sent.message_id


async def show_typing(message: Message) -> None:
    """The typing sign, once; a sign that cannot be shown is no error."""
    with contextlib.suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(TYPING_TIMEOUT_S):
            await _bot(message).send_chat_action(
                message.chat.id, ChatAction.TYPING, message_thread_id=_topic(message)
            )


async def _send(message: Message, part: Part, pauses_s: Sequence[float], *, is_first: bool) -> int:
    """Send the part into the message's chat and topic; the id of the new message."""
    reply = ReplyParameters(message.message_id, allow_sending_without_reply=True)

    chat_id = message.chat.id

    async def put(text: str, parse_mode: ParseMode | None) -> Message:
        return await _bot(message).send_message(
            chat_id,
            text,
            parse_mode=parse_mode,
            message_thread_id=_topic(message),
            reply_parameters=reply if is_first else None,
            reply_markup=part.keyboard,
        )

    try:
        sent = await _html_else_plain(part, put, pauses_s)
    except ChatMigrated as exc:  # the group became a supergroup while its question was answered
        chat_id = exc.new_chat_id
        sent = await _html_else_plain(part, put, pauses_s)
    return sent.message_id


async def _edit(message: Message, earlier: int, part: Part, pauses_s: Sequence[float]) -> bool:
    """Put the part in place of an earlier reply; False where that one is gone."""

    async def edit(text: str, parse_mode: ParseMode | None) -> Message | bool:
        return await _bot(message).edit_message_text(
            text, message.chat.id, earlier, parse_mode=parse_mode, reply_markup=part.keyboard
        )

    try:
        await _html_else_plain(part, edit, pauses_s)
    except BadRequest as exc:
        return "message is not modified" in str(exc).lower()
    return True


async def _delete(message: Message, earlier: int) -> None:
    """Take back a part too many; in a group an old one may no longer be deletable."""
    with contextlib.suppress(BadRequest):
        await _bot(message).delete_message(message.chat.id, earlier)


async def _html_else_plain(
    part: Part, call: Callable[[str, ParseMode | None], Awaitable[T]], pauses_s: Sequence[float]
) -> T:
    """The call's result with the part as HTML, or as plain text if the tags cannot be read."""
    try:
        return await _persist(lambda: call(part.html, ParseMode.HTML), pauses_s)
    except BadRequest as exc:
        if "can't parse entities" not in str(exc).lower():
            raise
        _log.warning("sent as plain text: %s", exc)
        return await _persist(lambda: call(part.plain, None), pauses_s)


async def _persist(call: Callable[[], Awaitable[T]], pauses_s: Sequence[float]) -> T:
    """The call's result; tries again while the network or the server fails."""
    for pause_s in pauses_s:
        try:
            return await call()
        except BadRequest:  # the library's idea of a network error; it will not get better
            raise
        except NetworkError as exc:
            _log.warning("not delivered, trying again in %g s: %s", pause_s, exc)
            await asyncio.sleep(pause_s)
    return await call()


def _bot(message: Message) -> Bot:
    return message.get_bot()


def _topic(message: Message) -> int | None:
    """The forum topic; outside forums the same field names a chain of replies, and is refused."""
    return message.message_thread_id if message.is_topic_message else None
