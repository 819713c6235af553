"""Message without text -> the one friendly line for its kind."""

from __future__ import annotations

from telegram import Message

from bot.telegram.texts import Words

__all__ = ["wordless"]


def wordless(message: Message, words: Words) -> str:
    """What is said to a voice message, a picture, a sticker, a file, or anything else.

    A moving picture comes as a document too, so documents are looked for last.
    """
    if message.voice or message.audio or message.video_note:
        return words.chat.voice
    if message.photo or message.video or message.animation:
        return words.chat.picture
    if message.sticker or message.text:  # a text of smiles and hearts alone
        return words.chat.sticker
    return words.chat.file if message.document else words.wordless
