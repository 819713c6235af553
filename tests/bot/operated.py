"""A bot that an admin runs: its settings, its server, and what it did on disk."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fake_bot_api import FakeBotApi, Shown
from fake_engine import Engine
from served import chosen, serving

from bot.settings import Settings
from bot.sources import FILE

PROGRAM = (sys.executable, str(Path(__file__).with_name("fake_program.py")))
PAGE = """图书馆<开放>
今天上午，图书馆开放。馆长致辞。
［图］开放现场

第二篇
第二篇的正文。""".encode()
STRANGER = 8
GENERATION = "20201021T090000000000-0123abcd"
WAIT_S = 60.0  # a process is started, and a busy machine takes its time


@pytest.fixture(name="settings")
def admin_settings(api: FakeBotApi, tmp_path: Path) -> Settings:
    """An index that was built from a folder with one page, and an admin."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "first.txt").write_text("旧闻\n旧闻的正文。", encoding="utf-8")
    generation = tmp_path / "index" / GENERATION
    generation.mkdir(parents=True)
    (tmp_path / "index" / "CURRENT").write_text(GENERATION, encoding="utf-8")
    row = {"paths": [str(tmp_path / "old")], "left_out": [], "with_starter": False}
    (generation / FILE).write_text(json.dumps(row), encoding="utf-8")
    folders = {name: tmp_path / name for name in ("index", "pages", "state")}
    return chosen(api, admins=frozenset({7}), **folders)


@pytest.fixture
async def run(settings: Settings, api: FakeBotApi, engine: Engine) -> AsyncIterator[FakeBotApi]:
    async with serving(settings, api, engine, PROGRAM):
        yield api


def titles(settings: Settings) -> list[str]:
    """Of the articles in the index that stands."""
    rows = json.loads((settings.index / "built.json").read_text(encoding="utf-8"))
    return [row["title"] for row in rows]


def audited(settings: Settings) -> list[tuple[int, str]]:
    lines = (settings.state / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    return [(row["admin"], row["did"]) for row in map(json.loads, lines)]


async def previewed(api: FakeBotApi, name: str, content: bytes = PAGE) -> Shown:
    n = len(api.shown[7])
    await api.send_file(name, content)
    return (await api.wait_shown(n + 1, timeout_s=WAIT_S))[n]


async def last_word(api: FakeBotApi, beginning: str) -> Shown:
    """The message that begins like this, once it is there."""

    def found() -> list[Shown]:
        return [shown for shown in api.shown[7] if shown.text.startswith(beginning)]

    await api.wait(found, WAIT_S)
    return found()[-1]
