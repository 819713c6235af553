"""Updates that Telegram delivers: the secret, the order, what a stranger can send; the monitor."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from fake_bot_api import DATE, TOKEN, FakeBotApi
from fake_engine import Engine, nothing_found
from served import chosen, serving

from bot.errors import BotError
from bot.setting_values import Address
from bot.telegram.webhook import MAX_BYTES, SECRET_HEADER, secret_of

URL = "https://bot.example/hook"
SECRET = {SECRET_HEADER: secret_of(TOKEN)}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Nginx:
    """What stands between Telegram and the bot: it passes a request on."""

    def __init__(self, address: Address) -> None:
        connector = aiohttp.UnixConnector(address.unix) if address.unix else None
        self._session = aiohttp.ClientSession(connector=connector)
        self._base = "http://bot" if address.unix else f"http://{address}"

    async def post(
        self, body: bytes | dict[str, object], path: str = "/hook", **headers: str
    ) -> int:
        data = io.BytesIO(body if isinstance(body, bytes) else json.dumps(body).encode())
        headers = headers or SECRET
        async with self._session.post(self._base + path, data=data, headers=headers) as response:
            return response.status

    async def get(self, path: str) -> tuple[int, str]:
        async with self._session.get(self._base + path) as response:
            return response.status, await response.text()

    async def close(self) -> None:
        await self._session.close()


def update(number: int, text: str) -> dict[str, object]:
    person = {"id": 7, "is_bot": False, "first_name": "读者"}
    chat = {"id": 7, "type": "private"}
    message = {"message_id": number, "date": DATE, "chat": chat, "from": person, "text": text}
    return {"update_id": number, "message": message}


@pytest.fixture(params=["port", "socket"])
async def hook(
    request: pytest.FixtureRequest, api: FakeBotApi, engine: Engine, tmp_path: Path
) -> AsyncIterator[Nginx]:
    """A bot that is delivered to, on a port and on a socket."""
    path = tmp_path / "bot.sock"
    unix = request.param == "socket"
    if unix:  # a killed process leaves its socket behind
        left = socket.socket(socket.AF_UNIX)
        left.bind(str(path))
        left.close()
    address = Address(unix=str(path)) if unix else Address("127.0.0.1", free_port())
    settings = chosen(api, webhook_url=URL, webhook_listen=address)
    async with serving(settings, api, engine):
        nginx = Nginx(address)
        yield nginx
        await nginx.close()


async def test_what_is_delivered_is_answered_in_order_and_once(
    hook: Nginx, api: FakeBotApi
) -> None:
    for number in (1, 2, 2, 1, 3):  # Telegram repeats what it believes was not taken
        assert await hook.post(update(number, f"{number}？")) == 200
    shown = await api.wait_shown(3)
    assert [message.text[:4] for message in shown] == ["答：1？", "答：2？", "答：3？"]
    (call,) = api.called("setWebhook")
    assert call["url"] == URL
    assert call["secret_token"] == secret_of(TOKEN)
    assert call["max_connections"] == "1"
    assert api.called("getUpdates") == []


async def test_without_the_secret_nothing_comes_in(hook: Nginx, engine: Engine) -> None:
    assert await hook.post(update(1, "何时？"), **{SECRET_HEADER: "guessed"}) == 403
    assert await hook.post(update(1, "何时？"), **{"X-Other": "none"}) == 403
    assert await hook.post(update(1, "何时？"), path=f"/{TOKEN}") == 404
    assert engine.asked == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"not json", 400),
        (b"[]", 400),
        (b'{"message": {}}', 400),
        (b"[" * 500, 400),
        (b" " * (MAX_BYTES + 1), 413),
        (b'{"update_id": 5, "message": "odd"}', 200),
    ],
)
async def test_a_giant_or_malformed_body_stops_nothing(
    hook: Nginx, api: FakeBotApi, body: bytes, status: int
) -> None:
    assert await hook.post(body) == status
    assert await hook.post(update(9, "何时？")) == 200
    (shown,) = await api.wait_shown(1)
    assert shown.text.startswith("答：何时？")


async def test_an_address_that_is_taken_is_one_line_with_the_cure(
    api: FakeBotApi, engine: Engine
) -> None:
    address = Address("127.0.0.1", api.port)
    with pytest.raises(BotError, match="WENSHI_WEBHOOK_LISTEN"):
        async with serving(chosen(api, webhook_url=URL, webhook_listen=address), api, engine):
            pytest.fail("it listens")


async def test_the_monitor_tells_health_and_figures(
    api: FakeBotApi, engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A question, a refusal and an error; and never the token or what was asked."""
    caplog.set_level(logging.INFO, logger="bot")
    generation = "20261128T000000000000-0123abcd"
    (tmp_path / "CURRENT").write_text(generation)
    engine.replies["王五？"] = lambda: nothing_found("没有提到王五。")
    engine.replies["坏？"] = lambda: 1 / 0
    address = Address("127.0.0.1", free_port())
    async with serving(chosen(api, monitor=address, index=tmp_path), api, engine):
        for question in ("何时？", "王五？", "坏？"):
            await api.say(question)
        await api.wait_shown(3)
        await asyncio.sleep(0.1)  # the last journey is booked after its message was sent
        nginx = Nginx(address)
        health = await nginx.get("/healthz")
        status, metrics = await nginx.get("/metrics")
        (tmp_path / "CURRENT").unlink()
        ill = await nginx.get("/healthz")
        await nginx.close()
    assert health[0] == 200
    assert json.loads(health[1])["index"] == generation
    assert ill[0] == 503
    assert json.loads(ill[1])["status"] == "no index"
    assert status == 200
    assert "wenshi_questions_total 3.0" in metrics
    assert "wenshi_refusals_total 1.0" in metrics
    assert "wenshi_errors_total 1.0" in metrics
    assert f'wenshi_index_generation{{generation="{generation}"}} 1.0' in metrics
    assert 'wenshi_stage_seconds_count{stage="answer"} 3.0' in metrics
    assert re.search(r'wenshi_stage_seconds_bucket\{le="30.0",stage="send"\} [23]\.0', metrics)
    assert "何时" not in metrics + caplog.text
    assert TOKEN not in metrics + caplog.text
