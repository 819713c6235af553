"""Telegram message -> what it asks of the bot: a question, a list, help, or nothing at all.

Commands are read from the text itself, not from its entities: Telegram marks no command with
Chinese letters. Mentions are read from the entities: what looks like one in a mail address or in
a piece of code is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from telegram import Message, MessageEntity, User
from telegram.constants import ChatType

from bot.telegram.reader import Reading, read_link
from corpus.script import fold

__all__ = [
    "Choice",
    "Incoming",
    "Look",
    "Opened",
    "Question",
    "Request",
    "What",
    "is_command",
    "is_from_a_person",
    "read",
]

COMMAND = re.compile(r"[/／](?P<name>[A-Za-z0-9_]+)(?:@(?P<bot>\w+))?(?:\s+|$)", re.ASCII)
CHINESE = re.compile(
    r"[/／](?P<name>提问|问事|问|人物|大事记"
    r"|(?:行动|报道|关于|语言)(?![^@\s:：]))"  # /行动方案… is another word
    r"(?:@(?P<bot>[A-Za-z0-9_]+))?[\s:：]*"
)
HELLO = re.compile(
    r"(?:你好|您好|大家好|哈[喽啰]|嗨|早上好|下午好|晚上好|在[吗么]|hi|hello|hey)[\s!！。.~～呀啊]*"
)
THANKS = re.compile(
    r"(?:(?:谢谢|多谢|感谢|谢了|辛苦)[你您了]*(?:的?(?:回答|解答|帮助))?"
    r"|好的?|收到|知道了|明白了|嗯+|哈+|ok|okay|thanks?|thank you|thx)[\s!！。.~～啦啊]*"
)
IN_ENGLISH = {
    **dict.fromkeys(("提问", "问事", "问"), "ask"),
    **{"人物": "who", "大事记": "timeline", "行动": "initiatives"},
    **{"报道": "sources", "关于": "about", "语言": "lang"},
}


class Request(Enum):
    """What is answered with the bot's own words."""

    START = auto()
    HELP = auto()
    ABOUT = auto()
    HELLO = auto()
    THANKS = auto()
    NEW = auto()
    UNKNOWN_COMMAND = auto()
    WORDLESS = auto()


@dataclass(frozen=True, slots=True)
class Question:
    """A question.

    Attributes:
        text: without command and mention; "" where somebody wrote only /ask.
        is_mention: whether the bot was only mentioned in a group, perhaps not to be asked.
    """

    text: str
    is_mention: bool = False


class What(Enum):
    """The lists that can be looked at, by their commands."""

    PEOPLE = "who"
    EVENTS = "timeline"
    INITIATIVES = "initiatives"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Look:
    """A list, and what of it: a name, a year; "" for all."""

    what: What
    about: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A language, as written behind /lang; "" where it is to be asked for."""

    language: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A link into the bot was followed to a page of an article."""

    reading: Reading


Incoming = Question | Look | Choice | Opened | Request
LOOKS = {what.value: what for what in What}
REQUESTS = {
    "start": Request.START,
    "help": Request.HELP,
    "about": Request.ABOUT,
    "new": Request.NEW,
}


def read(message: Message, me: User) -> Incoming | None:
    """What the message asks of the bot `me`; None where it is not meant for it."""
    if not is_from_a_person(message):
        return None
    if message.chat.type == ChatType.PRIVATE:
        return _read_private(message, me)
    if message.chat.type in (ChatType.GROUP, ChatType.SUPERGROUP):
        return _read_group(message, me)
    return None


def is_from_a_person(message: Message) -> bool:
    """False for bots, inline results, channels, and what is forwarded into a group."""
    if message.via_bot or message.is_automatic_forward:
        return False
    if message.forward_origin and message.chat.type != ChatType.PRIVATE:
        return False  # what somebody said elsewhere was not said to the bot
    if message.sender_chat:  # somebody hidden; an admin who stays anonymous speaks as the group
        return message.sender_chat.id == message.chat.id
    return not (message.from_user and message.from_user.is_bot)


def _read_private(message: Message, me: User) -> Incoming | None:
    text = (message.text or "").strip()
    if not text:  # a sticker or photo has an attachment; "pinned a message" and its like have none
        return Request.WORDLESS if message.effective_attachment else None
    if command := _command(text, me):
        return command
    addressed_elsewhere = is_command(text)
    return None if addressed_elsewhere else _asked(_without_mentions(message, me)[0])


def _read_group(message: Message, me: User) -> Incoming | None:
    text = (message.text or "").strip()
    if not text:
        return None
    if is_command(text):
        command = _command(text, me)
        return command if _by_name(text, me) or isinstance(command, Question | Look) else None
    rest, is_mentioned = _without_mentions(message, me)
    is_reply = _replies_to(message, me)
    if not is_mentioned and not is_reply:
        return None
    asked = _asked(rest, is_mention=not is_reply)
    return None if asked is Request.WORDLESS else asked  # a smile at an answer is no question


def _asked(text: str, *, is_mention: bool = False) -> Incoming:
    """A question, unless it is a word of politeness, to which no article has an answer."""
    folded = fold(text)
    if HELLO.fullmatch(folded):
        return Request.HELLO
    if THANKS.fullmatch(folded):
        return Request.THANKS
    if text and not re.search(r"\w", text):  # ？ of somebody at a loss, or a smile
        asks = text.strip("?？!！。.… ") == ""
        return Request.HELLO if asks else Request.WORDLESS
    return Question(text, is_mention)


def _command(text: str, me: User) -> Incoming | None:
    """The command at the start of the text; None where there is none or it names another bot."""
    match = CHINESE.match(text) or COMMAND.match(text)
    if not match or (match["bot"] or me.username or "").lower() != (me.username or "").lower():
        return None
    rest = text[match.end() :].strip()
    name = IN_ENGLISH.get(match["name"], match["name"].lower())
    if name in LOOKS:
        return Look(LOOKS[name], rest)
    match name:
        case "ask":
            return Question(rest)
        case "lang":
            return Choice(rest)
        case "start" if reading := read_link(rest):
            return Opened(reading)
    return REQUESTS.get(name, Request.UNKNOWN_COMMAND)


def is_command(text: str) -> bool:
    """Whether the text begins with a command, of whatever bot."""
    return bool(COMMAND.match(text) or CHINESE.match(text))


def _by_name(text: str, me: User) -> bool:
    """Whether a command names the bot: /help@bot."""
    match = CHINESE.match(text) or COMMAND.match(text)
    return match is not None and match["bot"] is not None


def _without_mentions(message: Message, me: User) -> tuple[str, bool]:
    """The text without the bot's name, and whether it was there.

    Telegram counts offsets in UTF-16 units, two bytes each.
    """
    text, own = (message.text or "").encode("utf-16-le", "surrogatepass"), f"@{me.username}".lower()
    is_mentioned = False
    for entity in sorted(message.entities, key=lambda e: e.offset, reverse=True):
        is_mention = entity.type == MessageEntity.MENTION
        is_name = is_mention and message.parse_entity(entity).lower() == own
        if is_name or (entity.user is not None and entity.user.id == me.id):
            end = entity.offset + entity.length
            text = text[: entity.offset * 2] + text[end * 2 :]
            is_mentioned = True
    return text.decode("utf-16-le", "replace").strip(), is_mentioned


def _replies_to(message: Message, me: User) -> bool:
    """Whether it answers a message of the bot; in a topic the "reply" may be the topic's own."""
    replied = message.reply_to_message
    if not replied or not replied.from_user or replied.forum_topic_created:
        return False
    return replied.from_user.id == me.id
