"""Telegram's POST -> the application's queue: for those who cannot or do not want to poll."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Update

from bot.errors import BotError
from bot.meter import Meter
from bot.setting_values import Address
from bot.settings import Settings
from bot.telegram.polling import ALLOWED_UPDATES, AnyApplication, readable

__all__ = ["listening", "receive_updates", "secret_of"]

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_BYTES = 1 << 20  # of a request; Telegram's updates have some thousands
ONE_AT_A_TIME = 1  # connection: more of them would put a chat's messages out of order
GRACE_S = 2.0  # for a request under way when the bot stops

_log = logging.getLogger(__name__)


def secret_of(token: str) -> str:
    """What Telegram shows with every update; whoever does not know the token cannot make it up."""
    return hashlib.sha256(f"webhook of {token}".encode()).hexdigest()


async def receive_updates(application: AnyApplication, settings: Settings, meter: Meter) -> None:
    """Listen until cancelled; what arrives after that, Telegram keeps and delivers again.

    Raises:
        BotError: the address cannot be listened on.
        telegram.error.TelegramError: Telegram does not accept the webhook.
    """
    secret = secret_of(settings.telegram_token)

    async def take(request: web.Request) -> web.Response:
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode(), secret.encode()):
            raise web.HTTPForbidden
        try:
            row = json.loads(await request.read())
            update_id = row["update_id"]
        except (ValueError, TypeError, KeyError, RecursionError) as exc:
            raise web.HTTPBadRequest from exc
        meter.touched()
        update = Update.de_json(readable(row), application.bot)
        application.update_queue.put_nowait(update)
        _log.debug("update %s", update_id)
        return web.Response()

    web_app = web.Application(client_max_size=MAX_BYTES)
    web_app.router.add_post(urlsplit(settings.webhook_url).path, take)
    if settings.webhook_listen is None:
        raise BotError("there is no address for the webhook; set WENSHI_WEBHOOK_LISTEN")
    async with listening(web_app, settings.webhook_listen, "WENSHI_WEBHOOK_LISTEN"):
        await application.bot.set_webhook(
            settings.webhook_url,
            secret_token=secret,
            allowed_updates=ALLOWED_UPDATES,
            max_connections=ONE_AT_A_TIME,
        )
        await asyncio.Event().wait()


@contextlib.asynccontextmanager
async def listening(
    web_app: web.Application, address: Address, setting: str
) -> AsyncIterator[None]:
    """A server that answers inside.

    Raises:
        BotError: somebody else listens there, or the address is not this machine's.
    """
    runner = web.AppRunner(web_app, access_log=None, shutdown_timeout=GRACE_S)
    await runner.setup()
    try:
        try:
            if address.unix:
                _clear_socket(Path(address.unix))
                await web.UnixSite(runner, address.unix).start()
                Path(address.unix).chmod(0o660)  # nginx is in the bot's group
            else:
                await web.TCPSite(runner, address.host, address.port).start()
        except OSError as exc:
            raise BotError(
                f"{address} cannot be listened on ({exc.strerror or exc}); stop whoever does, or "
                f"change {setting}"
            ) from exc
        yield
    finally:
        await runner.cleanup()


def _clear_socket(path: Path) -> None:
    """The socket that a killed process left behind; nothing but a socket is removed."""
    if path.is_socket():
        path.unlink()
