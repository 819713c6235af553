"""A change of the pages -> a rebuilt index and word of it; or everything as it was, and why."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from telegram import Message
from telegram.error import TelegramError

from bot.audit import Audit
from bot.errors import BotError
from bot.pages import Kept
from bot.rebuild import Stage, rebuild
from bot.sources import Sources
from bot.telegram.delivery import Delivery
from bot.telegram.message import say
from bot.telegram.operator_texts import OperatorWords

__all__ = ["Change", "Renewal"]

TELL_EVERY_S = (
    5.0  # an edit of the progress; Telegram dislikes a message that is edited all the time
)
LAST_WORD_S = 5.0  # to tell that a rebuild was stopped, while the bot is being stopped itself

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """What an admin wants of the corpus.

    Attributes:
        sources: what is to be read from now on.
        kept: what was done to the folder of pages already; taken back where the build fails.
        done: the line for the end, with places `{what}`, `{n}` and `{passages}`.
        words: of the admin.
    """

    admin: int
    did: str
    what: str
    sources: Sources
    kept: Kept | None
    done: str
    words: OperatorWords


@dataclass
class Renewal:
    """Rebuilds the index, one change at a time."""

    index: Path
    audit: Audit
    program: Sequence[str]
    _task: asyncio.Task[None] | None = field(default=None, init=False)
    _last_word: Callable[[], Coroutine[Any, Any, None]] | None = field(default=None, init=False)

    @property
    def is_busy(self) -> bool:
        """Whether a rebuild is under way."""
        return self._task is not None and not self._task.done()

    def begin(self, change: Change, message: Message) -> None:
        """Rebuild in the background; progress and result are replies to the message."""
        self.audit.note(change.admin, change.did, what=change.what)
        self._last_word = lambda: _tell(Delivery(), message, change.words.stopped)
        self._task = asyncio.create_task(self._carry_out(change, message))

    async def stop(self) -> None:
        """Give up a rebuild that is under way, and say so."""
        if self._task is None or self._last_word is None or self._task.done():
            return
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORD_S):
                await self._last_word()

    async def _carry_out(self, change: Change, message: Message) -> None:
        progress, words = Delivery(), change.words  # it keeps one reply, and edits it
        await _tell(progress, message, words.started)
        last = time.monotonic()
        telling: set[asyncio.Task[None]] = set()

        def on_progress(stage: Stage, done: int, total: int) -> None:
            nonlocal last
            if time.monotonic() - last >= TELL_EVERY_S and not telling:
                last = time.monotonic()
                text = words.stages[stage].format(done=done, total=total)
                telling.add(task := asyncio.create_task(_tell(progress, message, text)))
                task.add_done_callback(telling.discard)

        try:
            built = await rebuild(change.sources, self.index, on_progress, self.program)
        except BaseException as exc:
            if change.kept is not None:
                change.kept.take_back()
            self.audit.note(change.admin, f"{change.did} failed", what=change.what, why=_why(exc))
            if isinstance(exc, asyncio.CancelledError):
                raise
            _log.warning("the index was not rebuilt: %s", _why(exc))
            reason = words.why(_why(exc))
            await _tell(progress, message, words.unfinished)
            await _tell(Delivery(), message, words.failed.format(reason=reason))
            return
        counts = {"n": built.n_articles, "passages": built.n_passages}
        self.audit.note(change.admin, f"{change.did} done", what=change.what, **counts)
        await asyncio.gather(*telling)
        await _tell(progress, message, words.finished)
        await _tell(Delivery(), message, change.done.format(what=change.what, **counts))


def _why(exc: BaseException) -> str:
    if isinstance(exc, BotError):
        return str(exc)
    return "stopped" if isinstance(exc, asyncio.CancelledError) else f"{type(exc).__name__}: {exc}"


async def _tell(delivery: Delivery, message: Message, text: str) -> None:
    """A reply, or an edit of it; an admin who cannot be reached still gets the index rebuilt."""
    try:
        await delivery.deliver(message, say(text))
    except TelegramError as exc:
        _log.warning("an admin was not told: %s", exc)
