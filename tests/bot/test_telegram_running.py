"""The bot as a service: stopped and started again, waited for, its log read by a machine."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from fake_bot_api import DATE, TOKEN, FakeBotApi

ROOT = Path(__file__).parents[2]
WAIT_S = 120.0  # a busy machine starts a process slowly
PROGRAM = """
import sys, time
from bot.settings import read_settings
from bot.telegram.app import run
from bot.telegram.lists import Lists
from retrieval.record import Record
from retrieval.reply import NoAnswer

def answer(question, turns=()):
    time.sleep(0.3)
    return NoAnswer(question, question, "other", f"没有{question}", (), ())

run(read_settings(), answer, Lists(Record.build({}, ()), "00000000"), wait="--wait" in sys.argv)
"""


async def start(api: FakeBotApi, folder: Path, *words: str, **settings: str) -> Process:
    environ = {
        **os.environ,
        "NO_PROXY": "127.0.0.1",
        "WENSHI_TELEGRAM_TOKEN": TOKEN,
        "WENSHI_TELEGRAM_BASE_URL": f"http://127.0.0.1:{api.port}",
        "WENSHI_STATE": str(folder / "state"),
        **settings,
    }
    command = (sys.executable, "-c", PROGRAM, *words)
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environ, stderr=PIPE)


async def stopped(process: Process) -> str:
    """What it printed, once a signal has ended it."""
    process.send_signal(signal.SIGTERM)
    _, err = await asyncio.wait_for(process.communicate(), WAIT_S)
    assert process.returncode == 0, err.decode()
    return err.decode()


def texts(api: FakeBotApi) -> list[str]:
    return [shown.text for shown in api.shown[7]]


async def test_a_restart_loses_nothing_and_repeats_nothing(api: FakeBotApi, tmp_path: Path) -> None:
    """Though the server did not hear that the first three were fetched, and sends them again."""
    process = await start(api, tmp_path, WENSHI_LOG="json")
    for question in ("甲？", "乙？", "丙？"):
        await api.say(question)
    await api.wait(lambda: api.called("sendChatAction"), WAIT_S)
    log = await stopped(process)
    assert texts(api) == ["没有甲？", "没有乙？", "没有丙？"]
    person = {"id": 7, "is_bot": False, "first_name": "读者"}
    for n, text in enumerate(("甲？", "乙？", "丙？")):
        chat = {"id": 7, "type": "private"}
        message = {"message_id": 101 + n, "date": DATE, "chat": chat, "from": person, "text": text}
        api._updates.append({"update_id": 1 + n, "message": message})
    await api.say("丁？")
    process = await start(api, tmp_path, WENSHI_LOG_QUESTIONS="1")
    await api.wait_shown(4, timeout_s=WAIT_S)
    plain = await stopped(process)
    assert texts(api) == ["没有甲？", "没有乙？", "没有丙？", "没有丁？"]
    rows = [json.loads(line) for line in log.splitlines()]
    told = [row for row in rows if row["message"].startswith("refused in ")]
    assert len({row["question"] for row in told}) == 3
    assert all(row["level"] == "INFO" and row["time"].endswith("+00:00") for row in rows)
    assert "甲？" not in log
    assert "refused in " in plain
    assert plain.count("丁？") == 1
    assert TOKEN not in log + plain


async def test_a_service_waits_for_the_network_at_the_start(
    api: FakeBotApi, tmp_path: Path
) -> None:
    await api.__aexit__()
    process = await start(api, tmp_path, "--wait")
    line = await asyncio.wait_for(process.stderr.readline(), WAIT_S)
    assert b"cannot reach the Bot API server" in line
    assert b"trying again in 1 s" in line
    await api.__aenter__()
    await api.say("甲？")
    await api.wait_shown(1, timeout_s=WAIT_S)
    await stopped(process)
    assert texts(api) == ["没有甲？"]
