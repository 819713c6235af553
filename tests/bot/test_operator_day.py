"""A day of an admin with the whole program behind the chat: real repair, real index, no torch."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from fake_bot_api import FakeBotApi, Shown
from fake_engine import Engine
from served import chosen, serving

from bot.sources import sources_of
from bot.wiring import open_record
from retrieval.generations import current

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, str(ROOT / "tests" / "bot" / "counting_wenshi.py"))
WAIT_S = 240.0  # models are loaded in other processes, perhaps on a busy machine
PAGE = """社区图书馆开放

10 月 21 日上午，社区图书馆在虹桥路开放。馆
长李明出席开放仪式
图为开放仪式现场
并致辞，向第一批读者赠送了借书证。
"""


@pytest.fixture(autouse=True)
def own_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other processes use the code that stands beside this test."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


async def newest(api: FakeBotApi, n: int) -> Shown:
    return (await api.wait_shown(n, timeout_s=WAIT_S))[n - 1]


async def test_a_page_comes_in_is_answered_from_and_leaves(
    api: FakeBotApi, engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "mine").mkdir()
    opening = "---\ntitle: 老年食堂开张\npublished: 2021-03-05\n---\n3月5日，老年食堂在北街开张。"
    (tmp_path / "mine" / "canteen.md").write_text(opening, encoding="utf-8")
    index, pages = tmp_path / "index", tmp_path / "pages"
    words = ("index", str(tmp_path / "mine"), "--index", str(index))
    subprocess.run([*PROGRAM, *words], check=True, timeout=WAIT_S, capture_output=True)
    first = current(index).name
    settings = chosen(api, admins=frozenset({7}), index=index, pages=pages, state=tmp_path / "s")
    async with serving(settings, api, engine, PROGRAM):
        await api.send_file("../第3版.txt", PAGE.encode("gb18030"))
        preview = await newest(api, 1)
        assert preview.text.startswith("第3版.txt\n修复后是 1 篇文章，")
        assert "1. 社区图书馆开放" in preview.text
        await api.press(preview, "入库")
        done = await newest(api, 3)
        assert done.text.startswith("已入库：第3版.txt\n现在共 2 篇文章，")
        second = current(index).name
        await api.say("/status")
        status = await newest(api, 4)
        await api.say("/remove 食堂")
        choice = await newest(api, 5)
        await api.press(choice, "1")
        confirm = choice.text
        await api.press(choice, "移出")
        gone = await newest(api, 7)
        await api.say("/remove 食堂")
        nothing = await newest(api, 8)
    for shown in api.shown[7]:
        print(f"--- {shown.text}")  # pytest -s shows the day as the admin saw it
    assert first < second < current(index).name
    assert "文章 2 篇" in status.text
    assert f"索引 {second}" in status.text
    assert confirm.startswith("《老年食堂开张》 canteen.md\n\n要把这篇文章移出吗？")
    assert gone.text.startswith("已移出：《老年食堂开张》 canteen.md\n现在共 1 篇文章，")
    assert nothing.text.startswith("没有题目或文件名里含有“食堂”的文章。")
    assert [a.title for a in open_record(index).articles.values()] == ["社区图书馆开放"]
    assert (tmp_path / "mine" / "canteen.md").exists()
    assert sources_of(index).left_out == {"canteen"}
