"""`run` as a process of its own: how it starts, how it stops, what it prints."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from fake_bot_api import TOKEN, FakeBotApi

ROOT = Path(__file__).parents[2]
PROGRAM = """
import logging, sys, time
from pathlib import Path
from tempfile import TemporaryDirectory
from bot.settings import Settings
from bot.telegram.app import run
from bot.telegram.errors import TelegramError
from bot.telegram.lists import Lists
from retrieval.record import Record
from retrieval.reply import NoAnswer

def answer(question, turns=()):
    time.sleep(0.5)
    logging.error("the engine saw https://api.telegram.org/bot%s/getMe", token)
    return NoAnswer(question, question, "other", "报上没有。", (), ())

base_url, token = sys.argv[1:]
try:
    with TemporaryDirectory() as data:
        settings = Settings(Path("index"), "model", Path("cache"), token, base_url, Path(data))
        run(settings, answer, Lists(Record.build({}, ()), "00000000"))
except TelegramError as exc:
    print(exc, file=sys.stderr)
    sys.exit(2)
"""


async def start(base_url: str, token: str = TOKEN) -> Process:
    command = [sys.executable, "-c", PROGRAM, base_url, token]
    environ = {**os.environ, "NO_PROXY": "127.0.0.1"}
    return await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environ, stdout=PIPE, stderr=PIPE
    )


async def ended(process: Process) -> tuple[int, str]:
    """Exit code and everything printed."""
    out, err = await asyncio.wait_for(process.communicate(), 20)
    return process.returncode, (out + err).decode()


async def test_a_refused_token_is_one_line_and_exit_code_2(api: FakeBotApi) -> None:
    code, printed = await ended(await start(api.url, "99:refused"))
    assert code == 2
    assert printed.strip() == (
        "Telegram refuses the bot's token; copy it again from @BotFather into WENSHI_TELEGRAM_TOKEN"
    )


async def test_no_network_at_the_start_is_one_line_and_exit_code_2() -> None:
    code, printed = await ended(await start("http://127.0.0.1:1"))
    assert code == 2
    assert printed.strip() == (
        "cannot reach the Bot API server http://127.0.0.1:1; "
        "check the network, HTTPS_PROXY and WENSHI_TELEGRAM_BASE_URL"
    )


async def test_a_second_instance_ends_with_exit_code_2(api: FakeBotApi) -> None:
    api.fail("getUpdates", 409, times=9)
    code, printed = await ended(await start(api.url))
    assert code == 2
    assert printed.splitlines()[-1].startswith("another program is fetching this bot's messages;")
    assert "Traceback" not in printed


async def test_a_second_instance_that_comes_later_costs_no_answer(api: FakeBotApi) -> None:
    """What this one has fetched the other never sees, so this one answers it and then ends."""
    process = await start(api.url)
    await api.say("何时？")
    await api.wait(lambda: api.called("sendChatAction"))
    api.fail("getUpdates", 409, times=9)
    await api.say("何地？")  # ends the long poll that is under way
    code, printed = await ended(process)
    assert code == 2
    assert printed.splitlines()[-1].startswith("another program is fetching this bot's messages;")
    assert "报上没有。" in [shown.text for shown in api.shown[7]]


async def test_a_token_withdrawn_later_ends_with_exit_code_2(api: FakeBotApi) -> None:
    api.fail("getUpdates", 401, times=9)
    code, printed = await ended(await start(api.url))
    assert code == 2
    assert printed.splitlines()[-1].startswith("Telegram refuses the bot's token;")
    assert "Traceback" not in printed


async def test_a_signal_lets_the_answer_under_way_finish(api: FakeBotApi) -> None:
    """The question is confirmed to the server: the next start does not answer it again."""
    process = await start(api.url)
    await api.say("何时？")
    await api.wait(lambda: api.called("sendChatAction"))
    process.send_signal(signal.SIGTERM)
    code, printed = await ended(process)
    assert code == 0
    assert [shown.text for shown in api.shown[7]] == ["报上没有。"]
    assert api.called("getUpdates")[-1]["offset"] == "2"
    assert "the engine saw https://api.telegram.org/bot[token hidden]/getMe" in printed
    assert TOKEN not in printed


async def test_waiting_messages_are_answered_after_a_start(api: FakeBotApi) -> None:
    """Nothing that was asked while the bot was down is dropped."""
    await api.say("何时？")
    process = await start(api.url)
    await api.wait_shown(1)
    process.send_signal(signal.SIGINT)
    assert (await ended(process))[0] == 0
    assert "drop_pending_updates" not in api.called("deleteWebhook")[0]
    assert (
        api.called("getUpdates")[0]["allowed_updates"]
        == '["message", "edited_message", "callback_query", "inline_query"]'
    )
