"""A serving bot -> the memory it occupies: at the start, after a question, after a hundred.

    python tests/benchmarks/resident.py [--index DIR] [--questions FILE]

The bot is `python -m bot serve`, a process of its own, with the reader; the fake Bot API server is
this one. Without an index it is that of the starter corpus. The questions are those of a question
file, each from another person. `resident` is what Linux counts as the process's own (RSS), `no
file` the part of it that stands nowhere on the disk, `files` the pages of mapped files, which the
system may take back, `share` what is left when a page that several processes map is divided among
them (PSS).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import re
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from chat_load import WAIT_S, start

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "bot")]

from fake_bot_api import FakeBotApi  # noqa: E402  # the repository is on the path only now

QUESTIONS = ROOT / "tests" / "data" / "news_questions.jsonl"
N_QUESTIONS = 100
COLUMNS = {"resident": "Rss", "no file": "Anonymous", "share": "Pss"}


def memory(pid: int) -> dict[str, float]:
    """Megabytes, by column."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    held = {name: int(kb) * 1024 / 1e6 for name, kb in re.findall(r"(\w+): +(\d+) kB", text)}
    told = {column: held[name] for column, name in COLUMNS.items()}
    return told | {"files": told["resident"] - told["no file"]}


def tell(after: str, pid: int) -> None:
    told = memory(pid)
    row = (told[name] for name in ("resident", "no file", "files", "share"))
    print(f"| {after} | " + " | ".join(f"{megabytes:.0f}" for megabytes in row) + " |", flush=True)


async def ask(api: FakeBotApi, chat_id: int, question: str) -> None:
    """Asks, and waits for the answer."""
    person = {"id": chat_id, "is_bot": False, "first_name": "读者"}
    await api.say(question, chat_id, **{"from": person})
    await api.wait_shown(1, chat_id, WAIT_S)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--index", type=Path)
    parser.add_argument("--questions", type=Path, default=QUESTIONS)
    chosen = parser.parse_args()
    with chosen.questions.open(encoding="utf-8") as file:
        questions = [json.loads(line)["question"] for line in islice(file, N_QUESTIONS)]
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)  # of the poll that the end cuts off
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index = chosen.index or folder / "index"
        if not chosen.index:
            build = [sys.executable, "-m", "bot", "index", "--index", str(index)]
            subprocess.run(build, cwd=ROOT, check=True)
        async with FakeBotApi() as api:
            serve = ["-m", "bot", "serve", "--index", str(index)]
            process = await start(api, folder, serve)
            try:
                print("| MB | resident | no file | files | share |\n|---|---|---|---|---|")
                tell("the start", process.pid)
                for n, question in enumerate(questions):
                    await ask(api, 1000 + n, question)
                    if n in {0, len(questions) - 1}:
                        tell(f"{n + 1} question{'s' * bool(n)}", process.pid)
            finally:
                process.terminate()
                await process.wait()


if __name__ == "__main__":
    asyncio.run(main())
