"""Updates -> one after another within a chat, side by side across chats."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.journey import set_out, timed

__all__ = ["ChatOrder"]

# Bounds memory, not work: a chat occupies one worker at a time, so that one chat with hundreds of
# questions keeps nobody waiting; with a small number it would fill every place.
MAX_WAITING_UPDATES = 4096


class ChatOrder(BaseUpdateProcessor):
    """Holds a lock for every chat with something under way. The library asks for a subclass."""

    def __init__(self) -> None:
        super().__init__(MAX_WAITING_UPDATES)
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for the chat's earlier updates; asyncio's lock is first come, first served.

        What comes from no chat, such as an inline query, waits for nothing.
        """
        chat = update.effective_chat if isinstance(update, Update) else None
        with set_out():
            if chat is None:
                await coroutine
                return
            lock = self._locks.setdefault(chat.id, asyncio.Lock())
            with timed("turn"):
                await lock.acquire()
            try:
                await coroutine
            finally:
                lock.release()

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""
