"""`wenshi serve` as people start it: an index on disk, a token in the environment, a question."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

import pytest
from fake_bot_api import TOKEN, FakeBotApi

ROOT = Path(__file__).parents[2]
ARTICLE = """---
title: 社区图书馆开放
published: 2021-03-05
source: 测试报
---
3月5日上午，社区图书馆在虹桥路开放。馆长李明出席开放仪式并致辞。虹桥街道党工委书记王建国到会祝贺。
"""


def environ(index: Path, **more: str) -> Mapping[str, str]:
    """Loopback is reached without a proxy; no updates are remembered from another server."""
    own = {"NO_PROXY": "127.0.0.1", "WENSHI_INDEX": str(index), "WENSHI_STATE": mkdtemp()}
    return {**os.environ, **own, **more}


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("serve")
    (folder / "library.md").write_text(ARTICLE, encoding="utf-8")
    command = [sys.executable, "-m", "bot", "index", str(folder / "library.md")]
    built = subprocess.run(
        [*command, "--index", str(folder / "index")],
        cwd=ROOT,
        env=environ(folder / "index"),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    return folder / "index"


async def start(index: Path, base_url: str, token: str = TOKEN) -> Process:
    settings = {"WENSHI_TELEGRAM_TOKEN": token, "WENSHI_TELEGRAM_BASE_URL": base_url}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"),
        cwd=ROOT,
        env=environ(index, **settings),
        stdout=PIPE,
        stderr=PIPE,
    )


async def ended(process: Process) -> tuple[int | None, str]:
    out, err = await asyncio.wait_for(process.communicate(), 180)  # a busy machine loads slowly
    return process.returncode, (out + err).decode()


async def test_serve_answers_from_the_index_and_ends_at_a_signal(
    api: FakeBotApi, index: Path
) -> None:
    process = await start(index, api.url)
    try:
        await api.say("社区图书馆什么时候开放？")
        (shown,) = await api.wait_shown(1, timeout_s=240)
        answer = shown.raw
        await api.press(shown, "原文")
        passage = shown.raw
        await api.press(shown, "返回")
        await api.press(shown, "有用")
        await api.say("/who 李明")
        listed = (await api.wait_shown(2))[1]
        assert await api.press(listed, "1") == ""
        await api.say("/start")
        greeting = (await api.wait_shown(3, timeout_s=60))[2]
        results = await api.type("社区图书馆什么时候开放？")
    finally:
        process.send_signal(signal.SIGTERM)
    code, printed = await ended(process)
    assert "<b>2021年3月5日" in answer
    assert "3月5日上午，社区图书馆在虹桥路开放。" in answer
    assert "《社区图书馆开放》" in answer
    assert "<b>3月5日上午，社区图书馆在虹桥路开放。</b>馆长李明出席" in passage
    assert ["王建国是谁？"] in greeting.labels
    assert results[0]["title"].startswith("2021年3月5日")
    kept = subprocess.run(
        [sys.executable, "-m", "bot", "feedback", "--jsonl"],
        cwd=ROOT,
        env=environ(index),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "社区图书馆什么时候开放？" in kept.stdout
    assert "馆长李明出席开放仪式并致辞。" in listed.text
    assert code == 0
    assert TOKEN not in printed


async def test_serve_with_a_refused_token_is_one_line(api: FakeBotApi, index: Path) -> None:
    code, printed = await ended(await start(index, api.url, "99:refused-by-the-server"))
    assert code == 2
    assert "WENSHI_TELEGRAM_TOKEN" in printed
    assert "Traceback" not in printed
    assert "99:refused-by-the-server" not in printed


async def test_serve_without_a_token_is_one_line(api: FakeBotApi, index: Path) -> None:
    code, printed = await ended(await start(index, api.url, ""))
    assert code == 2
    assert "WENSHI_TELEGRAM_TOKEN" in printed
    assert "Traceback" not in printed
