"""Telegram message -> what it asks of the bot: a question, a list, help, or nothing at all.

Commands and mentions are read from the text itself, not from its entities: Telegram marks no
command with Chinese letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from telegram import Message, User
from telegram.constants import ChatType

__all__ = ["Incoming", "Look", "Question", "Request", "What", "read"]

COMMAND = re.compile(r"[/／](?P<name>[A-Za-z0-9_]+)(?:@(?P<bot>\w+))?(?:\s+|$)", re.ASCII)
CHINESE = re.compile(
    r"[/／](?P<name>提问|问事|问|人物|大事记|行动(?![^@\s:：]))"  # /行动方案… is another word
    r"(?:@(?P<bot>[A-Za-z0-9_]+))?[\s:：]*"
)
IN_ENGLISH = {
    **dict.fromkeys(("提问", "问事", "问"), "ask"),
    **{"人物": "who", "大事记": "timeline", "行动": "initiatives"},
}


class Request(Enum):
    """What is answered with the bot's own words."""

    START = auto()
    HELP = auto()
    NEW = auto()
    UNKNOWN_COMMAND = auto()
    WORDLESS = auto()


@dataclass(frozen=True, slots=True)
class Question:
    """The question without command and mention; "" where somebody wrote only /ask."""

    text: str


class What(Enum):
    """The lists that can be looked at, by their commands."""

    PEOPLE = "who"
    EVENTS = "timeline"
    INITIATIVES = "initiatives"


@dataclass(frozen=True, slots=True)
class Look:
    """A list, and what of it: a name, a year; "" for all."""

    what: What
    about: str


Incoming = Question | Look | Request
REQUESTS = {"start": Request.START, "help": Request.HELP, "new": Request.NEW}
LOOKS = {what.value: what for what in What}


def read(message: Message, me: User) -> Incoming | None:
    """What the message asks of the bot `me`; None where it is not meant for it."""
    if not _from_a_person(message):
        return None
    if message.chat.type == ChatType.PRIVATE:
        return _read_private(message, me)
    if message.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        return _read_group(message, me)
    return None


def _from_a_person(message: Message) -> bool:
    """False for bots, inline results, channels and their posts forwarded into a group."""
    if message.via_bot or message.is_automatic_forward:
        return False
    if message.sender_chat:  # somebody hidden; an admin who stays anonymous speaks as the group
        return message.sender_chat.id == message.chat.id
    return not (message.from_user and message.from_user.is_bot)


def _read_private(message: Message, me: User) -> Incoming | None:
    text = (message.text or "").strip()
    if not text:  # a sticker or photo has an attachment; "pinned a message" and its like have none
        return Request.WORDLESS if message.effective_attachment else None
    if command := _command(text, me):
        return command
    addressed_elsewhere = COMMAND.match(text) or CHINESE.match(text)
    return None if addressed_elsewhere else Question(text)


def _read_group(message: Message, me: User) -> Incoming | None:
    text = (message.text or "").strip()
    if not text:
        return None
    if match := CHINESE.match(text) or COMMAND.match(text):
        command = _command(text, me)
        by_name = match["bot"] is not None or _mention(me).search(text) is not None
        return command if by_name or isinstance(command, Question | Look) else None
    rest, n_mentions = _mention(me).subn("", text)
    if n_mentions or _replies_to(message, me):
        return Question(rest.strip())
    return None


def _command(text: str, me: User) -> Incoming | None:
    """The command at the start of the text; None where there is none or it names another bot."""
    match = CHINESE.match(text) or COMMAND.match(text)
    if not match or (match["bot"] or me.username or "").lower() != (me.username or "").lower():
        return None
    rest = text[match.end() :].strip()
    name = IN_ENGLISH.get(match["name"], match["name"].lower())
    if name in LOOKS:
        return Look(LOOKS[name], rest)
    return Question(rest) if name == "ask" else REQUESTS.get(name, Request.UNKNOWN_COMMAND)


def _mention(me: User) -> re.Pattern[str]:
    """@name, in any case, that is no part of a longer name or of a mail address."""
    return re.compile(rf"(?<![a-z0-9_])@{re.escape(me.username or '')}(?![a-z0-9_])", re.IGNORECASE)


def _replies_to(message: Message, me: User) -> bool:
    """Whether it answers a message of the bot; in a topic the "reply" may be the topic's own."""
    replied = message.reply_to_message
    if not replied or not replied.from_user or replied.forum_topic_created:
        return False
    return replied.from_user.id == me.id
