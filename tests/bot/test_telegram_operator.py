"""What an admin can do in the chat: look at the state, take a file in, remove an article."""

from __future__ import annotations

import asyncio
import logging

import pytest
from fake_bot_api import FakeBotApi
from fake_engine import Engine
from operated import (
    GENERATION,
    PAGE,
    PROGRAM,
    STRANGER,
    WAIT_S,
    audited,
    last_word,
    previewed,
    titles,
)
from served import serving

from bot.settings import Settings
from bot.sources import FILE


async def test_status_tells_an_admin_how_the_bot_is(run: FakeBotApi, settings: Settings) -> None:
    await run.say("何时？", chat_id=STRANGER)
    await run.wait_shown(1, chat_id=STRANGER)
    await run.say("/status")
    (shown,) = await run.wait_shown(1)
    lines = shown.text.splitlines()
    assert lines[0] == "已运行 0 分钟（轮询）"
    assert lines[1] == "索引读不出来；请在命令行运行：wenshi index PAGES"
    assert lines[2] == "今天 1 个问题，其中 0 个没有找到答案"
    assert lines[3].startswith("最慢的一步：")
    assert lines[3].endswith("毫秒")
    assert lines[4].startswith("内存 ")
    assert int(lines[4].split()[1]) > 10
    assert audited(settings) == [(7, "status")]


@pytest.mark.parametrize("command", ["/status", "/remove", "/remove 图书馆"])
async def test_to_others_the_commands_are_unknown(
    run: FakeBotApi, settings: Settings, command: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The log tells whoever sets the bot up how to become an admin."""
    caplog.set_level(logging.INFO, logger="bot")
    stranger = {"id": STRANGER, "is_bot": False, "first_name": "客"}
    await run.say(command, chat_id=STRANGER, **{"from": stranger})
    (shown,) = await run.wait_shown(1, chat_id=STRANGER)
    assert shown.text == "这个命令我还不会。直接发来问题就好，用法见 /help。"
    assert not settings.state.joinpath("audit.jsonl").exists()
    assert "set WENSHI_ADMINS=8" in caplog.text


async def test_a_file_of_a_stranger_is_not_even_downloaded(run: FakeBotApi) -> None:
    stranger = {"id": STRANGER, "is_bot": False, "first_name": "客"}
    await run.send_file("a.txt", PAGE, STRANGER, sender=stranger)
    (shown,) = await run.wait_shown(1, chat_id=STRANGER)
    assert shown.text == "我读不了您发来的文件，请把问题打成一句话发给我。"
    assert run.n_downloads == 0


async def test_the_repaired_articles_are_shown_before_anything_is_kept(
    run: FakeBotApi, settings: Settings
) -> None:
    shown = await previewed(run, "第3版.txt")
    assert shown.text.split("\n\n") == [
        "第3版.txt\n修复后是 2 篇文章，图片说明 1 条。",
        "1. 图书馆<开放>\n2020年10月（据正文“今年10月”推断）\n今天上午，图书馆开放。\n"
        "图片说明 1 条",
        "2. 第二篇\n2020年10月（据正文“今年10月”推断）\n第二篇的正文。",
    ]
    assert [key["text"] for row in shown.keys for key in row] == ["入库", "取消"]
    assert not settings.pages.exists()
    assert audited(settings) == [(7, "preview")]


async def test_a_file_taken_in_stands_in_the_index_beside_what_was_there(
    run: FakeBotApi, settings: Settings
) -> None:
    shown = await previewed(run, "第3版.txt")
    assert await run.press(shown, "入库") == ""
    done = await last_word(run, "已入库：")
    assert done.text.splitlines() == [
        "已入库：第3版.txt",
        "现在共 3 篇文章，6 段；新的索引马上启用。",
    ]
    assert titles(settings) == ["旧闻", "图书馆<开放>", "第二篇"]
    assert (settings.pages / "第3版.txt").read_bytes() == PAGE
    assert shown.keys == []
    assert audited(settings) == [(7, "preview"), (7, "add"), (7, "add done")]


async def test_cancelled_is_cancelled(run: FakeBotApi, settings: Settings) -> None:
    shown = await previewed(run, "第3版.txt")
    button = shown.data("入库")
    assert await run.press(shown, "取消") == ""
    assert shown.text == "已取消，什么都没有改动。"
    assert await run.press(shown, button) == "这个按钮已经失效，请重新发送文件或命令"
    assert not settings.pages.exists()


async def test_the_bot_answers_while_the_index_is_rebuilt(
    run: FakeBotApi, settings: Settings
) -> None:
    """And a second rebuild waits for its turn."""
    slow = await previewed(run, "慢.txt", "慢\n慢的正文。".encode())
    other = await previewed(run, "b.txt")
    await run.press(slow, "入库")
    await last_word(run, "正在重建索引")
    await run.say("何时？", chat_id=STRANGER)
    (answer,) = await run.wait_shown(1, chat_id=STRANGER)
    assert answer.text.startswith("答：何时？")
    assert await run.press(other, "入库") == "上一次重建索引还没有完成，完成后再点一次就好。"
    assert not (settings.index / "built.json").exists()
    (settings.index / "go").touch()
    await last_word(run, "已入库：慢.txt")
    assert await run.press(other, "入库") == ""
    await last_word(run, "已入库：b.txt")
    assert titles(settings) == ["旧闻", "图书馆<开放>", "第二篇", "慢"]


async def test_a_build_that_fails_leaves_all_as_it_was(run: FakeBotApi, settings: Settings) -> None:
    """The page that the failed one was to replace is back in its place."""
    first = await previewed(run, "a.txt")
    await run.press(first, "入库")
    await last_word(run, "已入库：")
    before = titles(settings)
    bad = await previewed(run, "a.txt", "坏\n坏的正文。".encode())
    assert "库里已有同名的文件，入库后由这一份替换。" in bad.text
    await run.press(bad, "入库")
    failed = await last_word(run, "没有成功，一切照旧。")
    assert failed.text.splitlines()[1] == "这样一来库里就没有文章了。请先入库别的文章。"
    assert titles(settings) == before
    assert (settings.pages / "a.txt").read_bytes() == PAGE
    assert audited(settings)[-1] == (7, "add failed")


async def test_a_page_that_is_sent_again_replaces_the_one_before(
    run: FakeBotApi, settings: Settings
) -> None:
    for content in (PAGE, "改正\n改正后的正文。".encode()):
        shown = await previewed(run, "a.txt", content)
        await run.press(shown, "入库")
        n = 1 if content is PAGE else 2
        await run.wait(
            lambda n=n: sum(s.text.startswith("已入库") for s in run.shown[7]) == n, WAIT_S
        )
    assert titles(settings) == ["旧闻", "改正"]
    (aside,) = (settings.pages / ".aside").iterdir()
    assert aside.read_bytes() == PAGE


async def test_a_file_is_removed_after_it_was_confirmed(
    run: FakeBotApi, settings: Settings
) -> None:
    shown = await previewed(run, "a.txt")
    await run.press(shown, "入库")
    await last_word(run, "已入库：")
    await run.say("/remove")
    choice = await last_word(run, "要移出哪一个？")
    assert "1. 文件 a.txt" in choice.text
    await run.press(choice, "1")
    assert choice.text.startswith("文件 a.txt\n\n要把这个文件移出吗？")
    assert titles(settings) == ["旧闻", "图书馆<开放>", "第二篇"]
    await run.press(choice, "移出")
    await last_word(run, "已移出：文件 a.txt")
    assert titles(settings) == ["旧闻"]
    assert not (settings.pages / "a.txt").exists()
    assert len(list((settings.pages / ".aside").iterdir())) == 1


async def test_with_nothing_sent_remove_says_how_an_article_is_named(run: FakeBotApi) -> None:
    await run.say("/remove")
    (shown,) = await run.wait_shown(1)
    assert shown.text.splitlines() == [
        "还没有从这里发来过文件。",
        "要移出一篇文章，请写上题目里的几个字，例如：/remove 图书馆",
    ]


async def test_an_index_of_unknown_origin_is_left_alone(
    run: FakeBotApi, settings: Settings
) -> None:
    (settings.index / GENERATION / FILE).unlink()
    shown = await previewed(run, "a.txt")
    await run.press(shown, "入库")
    assert shown.text.splitlines()[1].endswith("请先在命令行运行一次：wenshi index PAGES")
    assert not settings.pages.exists()
    assert audited(settings) == [(7, "preview"), (7, "add failed")]


async def test_pages_that_are_gone_stop_the_rebuild(run: FakeBotApi, settings: Settings) -> None:
    """Else a disk that is not mounted would empty the index."""
    (settings.index.parent / "old").rename(settings.index.parent / "elsewhere")
    shown = await previewed(run, "a.txt")
    await run.press(shown, "入库")
    assert "现在找不到了。请放回原处" in shown.text
    assert not settings.pages.exists()


async def test_a_stop_in_the_middle_of_a_rebuild_takes_it_back_and_says_so(
    settings: Settings, api: FakeBotApi, engine: Engine
) -> None:
    async with serving(settings, api, engine, PROGRAM):
        shown = await previewed(api, "慢.txt", "慢\n慢的正文。".encode())
        await api.press(shown, "入库")
        await last_word(api, "正在重建索引")
    assert api.shown[7][-1].text.startswith("机器人要关闭了，重建索引停在中途，一切照旧。")
    assert not (settings.pages / "慢.txt").exists()
    assert audited(settings)[-1] == (7, "add failed")
    (settings.index / "go").touch()
    await asyncio.sleep(0.2)
    assert not (settings.index / "built.json").exists()  # the process is gone, too


ENGLISH = {"id": 7, "is_bot": False, "first_name": "Op", "language_code": "en"}


async def test_everything_an_admin_is_told_is_in_his_language(
    run: FakeBotApi, settings: Settings
) -> None:
    """From the preview to the last word; a client set to Chinese need only choose."""
    await run.say("/lang en")
    await run.wait_shown(1)
    shown = await previewed(run, "a.txt")
    assert shown.text.startswith("a.txt\nArticles after the repair: 2; captions: 1.")
    assert shown.labels == [["Take in", "Cancel"]]
    await run.press(shown, "Take in")
    done = await last_word(run, "Taken in: a.txt\nArticles now: 3, passages: 6.")
    assert done.reply_to == shown.message_id
    await run.say("/remove")
    choice = await last_word(run, "Which one? Press its number;")
    await run.press(choice, "1")
    assert choice.text.startswith("File a.txt\n\nRemove this file?")
    await run.press(choice, "Cancel")
    assert choice.text == "Cancelled; nothing was changed."
    assert await run.press(choice, "op:0") == (
        "This button does nothing any more; please send the file or command again"
    )
    (settings.index / GENERATION / FILE).unlink()
    shown = await previewed(run, "b.pdf")
    assert shown.text == (
        "I take .txt, .md and .jsonl files only. Please convert it, then send it again."
    )
    await run.say("/status")
    status = await last_word(run, "Up for 0 min (polling)")
    assert "Questions today: 0, without an answer: 0" in status.text
    said = "".join(s.text for s in run.shown[7]) + "".join(run.notices.values())
    assert not [c for c in said.replace("图书馆<开放>", "") if c in "请已重建索引移出"]


async def test_an_admin_of_a_client_in_traditional_script_reads_it(run: FakeBotApi) -> None:
    hant = {**ENGLISH, "language_code": "zh-hant"}
    await run.send_file("a.txt", PAGE, sender=hant)
    (shown,) = await run.wait_shown(1, timeout_s=WAIT_S)
    assert "修復後是 2 篇文章，圖片說明 1 條。" in shown.text
    assert shown.labels == [["入庫", "取消"]]
    assert "今天上午，图书馆开放。" in shown.text  # as printed
