"""Chats at once -> milliseconds from update to message, by stage; memory over many updates.

    python tests/benchmarks/chat_load.py                 1, 20 and 200 chats, the starter corpus
    python tests/benchmarks/chat_load.py --fake          the same with an engine that takes no time
    python tests/benchmarks/chat_load.py --soak 20000    memory at the start and at the end
    python tests/benchmarks/chat_load.py --inline        from an inline query to its results
    ... --index DIR --chats 1,20                         of an index that is there; fewer chats

The bot is a process of its own; the fake Bot API server is this one. A wait runs from the moment
the server has the update to the moment it has the answer. Telegram's limits apply, 30 messages a
second; the soak lifts them. `implied` is the mean wait that the single answer implies on two cores
that never rest: each chat waits until the seconds of work that one answer costs the process have
been spent for all before it, and no less than what the 30 a second ask for. Seconds of work, since
one answer alone has both cores for most of its time.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from asyncio.subprocess import Process
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "bot")]

from fake_bot_api import TOKEN, FakeBotApi  # noqa: E402  # the repository is on the path only now

PORT = 19_473  # of the bot's monitor
N_CORES, PER_SECOND = 2, 30
QUESTIONS = ("谁为突击队总队授旗？", "双百先锋行动是什么？", "业委会交流会是哪天举办的？")
LEADS = ("请问", "我想知道，", "麻烦问一下，", "想了解：", "查一下，")
N_ASKED = 15  # answers that a mean is taken of, or one of each chat where they are more
PAUSE_S = 0.1  # between two inline queries, as between two words that are typed
WAIT_S = 1800.0
N_WARM = 200  # updates before the memory is read for the first time
N_USERS = 500  # of the soak; their windows, locks and messages are what could grow
AT_ONCE = 50
N_LOOKS = 20  # at the memory of the soak
FAKE = """
import sys
from dataclasses import replace
from bot.settings import read_settings
from bot.telegram import app, limiter
from bot.telegram.lists import Lists
from retrieval.record import Record
from retrieval.reply import Answer, Citation, NoAnswer

if "--unlimited" in sys.argv:
    app.Limiter = lambda max_retries: limiter.Limiter(overall_max_rate=0, max_retries=max_retries)
cited = Citation("a", "题", "2020-10-21", "据版头推定", "一.txt", "今年10月21日，开幕。", 0, 13)
answer = Answer("", "", "date", "2020年10月21日", "2020年10月21日", 0.9, (cited,))
refusal = NoAnswer("", "", "other", "没有找到。", (), ())

def reply(question, turns=()):
    told = refusal if question.endswith("？？") else answer
    return replace(told, question=question, resolved_question=question)

lists = Lists(Record.build({}, ()), "00000000")
app.run(read_settings(), reply, lists, lambda text, k: (cited,))
"""


async def start(api: FakeBotApi, folder: Path, command: Sequence[str]) -> Process:
    """The bot, ready to be asked."""
    environ = {
        **os.environ,
        "NO_PROXY": "127.0.0.1",
        "WENSHI_TELEGRAM_TOKEN": TOKEN,
        "WENSHI_TELEGRAM_BASE_URL": api.url,
        "WENSHI_STATE": str(folder / "state"),
        "WENSHI_INDEX": str(folder / "index"),
        "WENSHI_RATE_LIMIT": "0",
        "WENSHI_MONITOR": f"127.0.0.1:{PORT}",
    }
    log = (folder / "log").open("wb")
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, cwd=ROOT, env=environ, stderr=log
    )
    ready = asyncio.create_task(api.wait(lambda: api.called("getUpdates"), WAIT_S))
    ended = asyncio.create_task(process.wait())
    await asyncio.wait({ready, ended}, return_when=asyncio.FIRST_COMPLETED)
    if ended.done():
        ready.cancel()
        sys.exit((folder / "log").read_text())
    return process


async def ask_at_once(api: FakeBotApi, chats: range, round_: int) -> list[float]:
    """Milliseconds until each chat has its answer."""
    begun: dict[int, float] = {}
    waits: dict[int, float] = {}
    before = {chat_id: len(api.shown[chat_id]) for chat_id in chats}

    def look() -> bool:
        now = time.perf_counter()
        for chat_id in chats:
            if chat_id not in waits and len(api.shown[chat_id]) > before[chat_id]:
                waits[chat_id] = (now - begun[chat_id]) * 1000
        return len(waits) == len(chats)

    waiting = asyncio.create_task(api.wait(look, WAIT_S))
    for n, chat_id in enumerate(chats):
        person = {"id": chat_id, "is_bot": False, "first_name": "读者"}
        begun[chat_id] = time.perf_counter()
        await api.say(QUESTIONS[(n + round_) % len(QUESTIONS)], chat_id, **{"from": person})
    await waiting
    return list(waits.values())


def stages() -> dict[str, tuple[float, float]]:
    """Seconds in all and times passed, by stage, since the start of the bot."""
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/metrics", timeout=60) as response:
        text = response.read().decode()
    sums = dict(re.findall(r'wenshi_stage_seconds_sum\{stage="(\w+)"\} (\S+)', text))
    counts = dict(re.findall(r'wenshi_stage_seconds_count\{stage="(\w+)"\} (\S+)', text))
    return {stage: (float(sums[stage]), float(counts[stage])) for stage in sums}


async def load(api: FakeBotApi, process: Process, chats: Sequence[int]) -> None:
    """One line of figures for each number of chats."""
    await settle(api)
    single = work = 0.0
    for n_chats in chats:
        n_rounds = max(1, N_ASKED // n_chats)
        before, begun = await asyncio.to_thread(stages), seconds_of_work(process.pid)
        waits: list[float] = []
        for round_ in range(n_rounds):
            waits += await ask_at_once(api, range(1000, 1000 + n_chats), round_)
        await asyncio.sleep(0.5)  # the last one is booked after its message was sent
        after = await asyncio.to_thread(stages)
        mean = statistics.fmean(waits)
        each = (seconds_of_work(process.pid) - begun) / len(waits) * 1000
        single, work = single or mean, work or each
        implied = max(work * (n_chats + 1) / 2 / N_CORES, n_chats / 2 / PER_SECOND * 1000, single)
        worst = sorted(waits)[int(len(waits) * 0.95)]
        told = " ".join(f"{stage} {ms:.0f}" for stage, ms in each_stage(before, after))
        print(
            f"{n_chats:4} chats: mean {mean:.0f} ms, 95th percentile {worst:.0f} ms, "
            f"implied {implied:.0f} ms, {each:.0f} ms of work an answer; by stage: {told}",
            flush=True,
        )
        lost = [c for c in range(1000, 1000 + n_chats) if not api.shown[c]]
        doubled = [c for c in range(1000, 1000 + n_chats) if has_doubled(api, c)]
        print(f"            lost {len(lost)}, doubled {len(doubled)}", flush=True)


async def settle(api: FakeBotApi) -> None:
    """Until the first questions are answered, and those found that /start shows."""
    await ask_at_once(api, range(1, 4), 0)
    await api.say("/start", 4)
    await api.wait_shown(1, 4, WAIT_S)


async def inline(api: FakeBotApi) -> None:
    """Milliseconds from an inline query to its results, no question asked twice."""
    await settle(api)
    await api.type(QUESTIONS[0])
    waits, numbers = [], []
    for lead in LEADS:
        for question in QUESTIONS:
            begin = time.perf_counter()
            numbers.append(len(await api.type(f"{lead}{question}")))
            waits.append((time.perf_counter() - begin) * 1000)
            await asyncio.sleep(PAUSE_S)
    begin = time.perf_counter()
    await api.type(QUESTIONS[0])
    again = (time.perf_counter() - begin) * 1000
    worst = sorted(waits)[int(len(waits) * 0.95)]
    print(
        f"{len(waits)} inline queries: mean {statistics.fmean(waits):.0f} ms, 95th percentile "
        f"{worst:.0f} ms, {statistics.fmean(numbers):.1f} results; asked again {again:.0f} ms"
    )


def seconds_of_work(pid: int) -> float:
    """Of all threads of a process since its start."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def each_stage(
    before: dict[str, tuple[float, float]], after: dict[str, tuple[float, float]]
) -> list[tuple[str, float]]:
    """Mean milliseconds of each stage between two looks."""
    told = []
    for stage, (seconds, n) in after.items():
        old_seconds, old_n = before.get(stage, (0.0, 0.0))
        if n > old_n:
            told.append((stage, (seconds - old_seconds) / (n - old_n) * 1000))
    return told


def has_doubled(api: FakeBotApi, chat_id: int) -> bool:
    replied = [shown.reply_to for shown in api.shown[chat_id]]
    return len(replied) != len(set(replied))


async def soak(api: FakeBotApi, process: Process, n_updates: int) -> None:
    """Resident memory of the bot after the first updates, on the way, and after all of them."""
    begin = time.perf_counter()
    told = sorted({N_WARM, *range(n_updates // N_LOOKS, n_updates + 1, n_updates // N_LOOKS)})
    for done in range(AT_ONCE, n_updates + 1, AT_ONCE):
        users = range(2000 + done % N_USERS, 2000 + done % N_USERS + AT_ONCE // 2)
        await ask_and_go_on(api, users, done)
        while told and done >= told[0]:
            took = time.perf_counter() - begin
            print(
                f"{told.pop(0):6} updates, {took:4.0f} s: {megabytes(process.pid):.1f} MB",
                flush=True,
            )
        api.calls.clear()
        api.said.clear()
        for chat_id in users:
            api.shown[chat_id].clear()


async def ask_and_go_on(api: FakeBotApi, users: range, round_: int) -> None:
    """A question of each user; then half of them press, edit their question, or ask inline."""
    await ask_at_once(api, users, round_)
    for number, chat_id in enumerate(users):
        (shown,) = api.shown[chat_id]
        person = {"id": chat_id, "is_bot": False, "first_name": "读者"}
        match number % 5:
            case 0:
                await api.say(f"{round_}？？", chat_id, edits=shown.reply_to, **{"from": person})
                await api.wait(lambda shown=shown: shown.n_edits, WAIT_S)
            case 1 | 2:
                await api.press(shown, "有用", **{"from": person})
            case 3:
                await api.type(f"{round_}？", **{"from": person})
            case 4:
                await api.say(f"/who 某{round_}", chat_id, **{"from": person})
                await api.wait_shown(2, chat_id, WAIT_S)


def megabytes(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--fake", action="store_true")
    parser.add_argument("--soak", type=int, default=0, metavar="N")
    parser.add_argument("--inline", action="store_true")
    parser.add_argument("--index", type=Path)
    parser.add_argument("--chats", default="1,20,200")
    chosen = parser.parse_args()
    chats = [int(n) for n in chosen.chats.split(",")]
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # of the poll that the end cuts off
    command = ["-c", FAKE] if chosen.fake or chosen.soak else ["-m", "bot", "serve"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if chosen.index:
            command += ["--index", str(chosen.index)]
        elif command[0] == "-m":
            index = [sys.executable, "-m", "bot", "index", "--index", str(folder / "index")]
            subprocess.run(index, cwd=ROOT, check=True)
        async with FakeBotApi() as api:
            process = await start(api, folder, [*command, *["--unlimited"] * bool(chosen.soak)])
            try:
                if chosen.soak:
                    await soak(api, process, chosen.soak)
                elif chosen.inline:
                    await inline(api)
                else:
                    await load(api, process, chats)
            finally:
                process.terminate()
                await process.wait()


if __name__ == "__main__":
    asyncio.run(main())
