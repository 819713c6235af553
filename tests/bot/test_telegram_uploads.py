"""Files that an admin sends and that cannot be taken in: one line each, and nothing kept."""

from __future__ import annotations

import pytest
from fake_bot_api import FakeBotApi
from operated import WAIT_S, audited, previewed

from bot.settings import Settings


@pytest.mark.parametrize(
    ("name", "content", "more", "said"),
    [
        ("a.txt", b"x", {"file_size": 20_000_001}, "这个文件超过 20 MB"),
        ("a.txt", b"x", {"file_size": None}, "Telegram 没有告诉我这个文件有多大"),
        ("a.pdf", b"x", {}, "我只收 .txt、.md、.jsonl 文件"),
        ("a.jsonl.gz", b"\x1f\x8b", {}, "我只收 .txt、.md、.jsonl 文件"),
        ("", b"x", {}, "我只收 .txt、.md、.jsonl 文件"),
    ],
)
async def test_what_cannot_be_taken_in_is_declined_before_the_download(
    run: FakeBotApi, name: str, content: bytes, more: dict[str, object], said: str
) -> None:
    await run.send_file(name, content, **more)
    (shown,) = await run.wait_shown(1)
    assert shown.text.startswith(said)
    assert run.called("getFile") == []


async def test_a_file_larger_than_it_was_said_to_be_is_not_kept(
    run: FakeBotApi, settings: Settings
) -> None:
    await run.send_file("a.txt", b"\xe5\xad\x97" * 7_000_000, file_size=9)
    (shown,) = await run.wait_shown(1, timeout_s=WAIT_S)
    assert shown.text.startswith("这个文件超过 20 MB")
    assert not settings.pages.exists()


async def test_an_empty_file_is_one_line_with_the_cure(run: FakeBotApi, settings: Settings) -> None:
    shown = await previewed(run, "空.txt", b" \n")
    assert shown.text == "《空.txt》没有读成，没有入库。文件是空的，请放进文字再发。"
    assert audited(settings) == [(7, "file refused")]


async def test_a_download_that_fails_is_one_line(run: FakeBotApi) -> None:
    run.fail("getFile", 400)
    shown = await previewed(run, "a.txt")
    assert shown.text == "文件没有下载成功，请稍后再发一次。"
