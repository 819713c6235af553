"""A bot on the fake Bot API server, for as long as a block of a test lasts."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from fake_bot_api import TOKEN, FakeBotApi

from bot.rebuild import PROGRAM
from bot.settings import Settings
from bot.talk import Engine
from bot.telegram.app import build_application, serve
from bot.telegram.lists import Lists
from retrieval.record import Record


def chosen(api: FakeBotApi, **more: object) -> Settings:
    """The settings of a bot on this server; nothing is written anywhere."""
    return replace(Settings(Path("index"), "model", Path("cache"), TOKEN, api.url), **more)


@contextlib.asynccontextmanager
async def serving(
    settings: Settings,
    api: FakeBotApi,
    engine: Engine,
    program: tuple[str, ...] = PROGRAM,
) -> AsyncIterator[FakeBotApi]:
    """Inside, the bot is ready to be asked."""
    lists = Lists(Record.build({}, ()), "0123abcd")
    task = asyncio.create_task(serve(build_application(settings, engine, lists, program=program)))
    method = "setWebhook" if settings.webhook_url else "getUpdates"
    ready = asyncio.create_task(api.wait(lambda: api.called(method)))
    try:
        await asyncio.wait({task, ready}, return_when=asyncio.FIRST_COMPLETED)
        await (task if task.done() else ready)  # a start that failed fails here
        yield api
    finally:
        ready.cancel()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
