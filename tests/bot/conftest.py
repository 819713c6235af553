"""The fake Bot API server, and a bot that serves on it inside the test."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fake_bot_api import TOKEN, FakeBotApi
from fake_engine import Engine
from fake_record import toy_record
from operated import admin_settings, run  # noqa: F401  # fixtures of all tests about admins

from bot.settings import Settings
from bot.telegram.app import build_application, serve
from bot.telegram.lists import Lists
from retrieval.record import Record


@pytest.fixture(autouse=True)
def quiet_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy to loopback; no warning from the library about the type in its own 429."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def api() -> AsyncIterator[FakeBotApi]:
    async with FakeBotApi() as server:
        yield server


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def record() -> Record:
    return toy_record()


@pytest.fixture
def kept_in(tmp_path: Path) -> Path:
    """The folder of what the chat must not forget."""
    return tmp_path / "wenshi-data"


@pytest.fixture
async def bot(
    api: FakeBotApi, engine: Engine, record: Record, kept_in: Path
) -> AsyncIterator[FakeBotApi]:
    """The server with the bot on it, ready to be asked."""
    settings = Settings(Path("index"), "model", Path("cache"), TOKEN, api.url, kept_in)
    lists = Lists(record, "0123abcd")
    application = build_application(settings, engine, lists, engine.find)
    serving = asyncio.create_task(serve(application))
    await api.wait(lambda: api.called("getUpdates") or serving.done())
    yield api
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
