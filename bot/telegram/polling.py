"""Bot API server -> the application's queue: one getUpdates after another.

The library's own Updater is not used, because it cannot tell its caller that the token was
withdrawn (it stops fetching and says nothing) and because one unreadable update makes it fetch the
same batch for ever.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application
from telegram.request import HTTPXRequest

__all__ = ["ALLOWED_UPDATES", "AnyApplication", "PollingRequest", "poll", "readable"]

AnyApplication = Application[Any, Any, Any, Any, Any, Any]

ALLOWED_UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
)
LONG_POLL_S = 20  # below the 30 s after which many proxies close a silent connection
MAX_PAUSE_S = 30.0  # between attempts while the network is down

_log = logging.getLogger(__name__)


class PollingRequest(HTTPXRequest):
    """Puts an empty update in place of one that cannot be read, so that its number is passed."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The server's response, every update in it readable."""
        response = HTTPXRequest.parse_json_payload(payload)
        if isinstance(updates := response.get("result"), list):
            response["result"] = [readable(update) for update in updates if "update_id" in update]
        return response


def readable(update: dict[str, Any]) -> dict[str, Any]:
    """The update, or an empty one of its number where it cannot be read."""
    try:
        Update.de_json(update, None)
    except Exception as exc:  # a missing field shows as whatever the library stumbled over
        _log.warning("update %s cannot be read: %r", update.get("update_id"), exc)
        return {"update_id": update["update_id"]}
    return update


async def poll(application: AnyApplication, on_contact: Callable[[], None] = lambda: None) -> None:
    """Fetch until cancelled; goes on by itself when the network is lost.

    `on_contact` is called whenever the server has answered.

    Raises:
        InvalidToken: the token was withdrawn.
        Conflict: a second instance fetches the same bot's messages.
    """
    offset = None
    pause_s = 0.0
    try:
        while True:
            try:
                offset = await _fetch(application, offset, LONG_POLL_S)
            except TelegramError as exc:
                pause_s = _next_pause(exc, pause_s)
                await asyncio.sleep(pause_s)
            else:
                on_contact()
                if pause_s:
                    _log.info("connected again")
                pause_s = 0.0
    finally:
        await _confirm(application, offset)


async def _fetch(application: AnyApplication, offset: int | None, timeout_s: int) -> int | None:
    """Queue what has arrived; the offset that confirms it to the server with the next call."""
    updates = await application.bot.get_updates(
        offset=offset, timeout=timeout_s, allowed_updates=ALLOWED_UPDATES
    )
    for update in updates:
        application.update_queue.put_nowait(update)
    return updates[-1].update_id + 1 if updates else offset


def _next_pause(exc: TelegramError, pause_s: float) -> float:
    """Seconds until the next attempt: as told by the server, else 1, 2, 4 ... up to the longest."""
    if isinstance(exc, InvalidToken | Conflict):
        raise exc
    if not pause_s:
        kind = "network" if isinstance(exc, NetworkError) else "server"
        _log.warning("%s trouble, trying again by itself: %s", kind, exc)
    if isinstance(exc, RetryAfter):
        told = exc.retry_after  # seconds; the library is on its way to timedelta
        return told.total_seconds() if isinstance(told, timedelta) else told
    return min(MAX_PAUSE_S, pause_s * 2 or 1.0)


async def _confirm(application: AnyApplication, offset: int | None) -> None:
    """Tell the server what was fetched, or it would come, and be answered, once more."""
    if offset is not None:
        with contextlib.suppress(TelegramError):
            await application.bot.get_updates(
                offset=offset, limit=1, timeout=0, allowed_updates=ALLOWED_UPDATES
            )
