"""The running bot -> /healthz and /metrics on a local port, for whoever watches over it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from bot.meter import Meter
from bot.setting_values import Address
from bot.settings import Settings
from bot.telegram.status import generation
from bot.telegram.webhook import listening

__all__ = ["monitored"]

MAX_SILENCE_S = 300.0  # of Telegram while polling; a long poll ends after 20 s
EXPOSITION = "text/plain; version=0.0.4; charset=utf-8"


@contextlib.asynccontextmanager
async def monitored(settings: Settings, address: Address, meter: Meter) -> AsyncIterator[None]:
    """Serves inside.

    Raises:
        BotError: the address cannot be listened on.
    """

    async def health(_: web.Request) -> web.Response:
        name = generation(settings)
        silence = 0.0 if settings.webhook_url else meter.silence_s
        ill = "no index" if not name else "no Telegram" if silence > MAX_SILENCE_S else ""
        row = {"status": ill or "ok", "index": name, "telegram_silence_s": round(silence, 1)}
        return web.json_response(row, status=503 if ill else 200)

    async def metrics(_: web.Request) -> web.Response:
        body = meter.exposition(generation(settings))
        return web.Response(body=body, headers={"Content-Type": EXPOSITION})

    web_app = web.Application()
    web_app.router.add_get("/healthz", health)
    web_app.router.add_get("/metrics", metrics)
    async with listening(web_app, address, "WENSHI_MONITOR"):
        yield
