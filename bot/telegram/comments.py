"""Reply to the question what is right -> a comment in the ledger, and a word of thanks."""

from __future__ import annotations

from telegram import Message, User

from bot.ledger import Ledger
from bot.telegram.incoming import is_command, is_from_a_person
from bot.telegram.message import Part, say
from bot.telegram.texts import Words

__all__ = ["read_comment"]

MAX_CHARS = 500  # of a comment; what is right about one question is shorter


def read_comment(message: Message, me: User, ledger: Ledger, words: Words) -> tuple[Part, ...]:
    """What is said to a comment, once it is kept; () where the message is none.

    A command, or a message without text, goes its own way although it is sent as a reply.
    """
    asked, text = message.reply_to_message, (message.text or "").strip()
    if not asked or not text or not message.from_user or not is_from_a_person(message):
        return ()
    is_mine = asked.from_user is not None and asked.from_user.id == me.id
    if not is_mine or is_command(text) or not ledger.is_prompt(message.chat.id, asked.message_id):
        return ()
    if len(text) > MAX_CHARS:
        return say(words.chat.comment_too_long.format(n=MAX_CHARS))
    ledger.comment(message.chat.id, asked.message_id, message.from_user.id, text)
    return say(words.chat.thanks)
