"""Who may ask, how often, and what is no news: before anything else is done."""

from __future__ import annotations

import contextlib
import logging
from pathlib import Path

import pytest
from fake_bot_api import DATE, FakeBotApi
from fake_engine import Engine
from served import chosen, serving
from telegram import Update

from bot.telegram.seen import N_UPDATES, Seen
from bot.telegram.windows import MAX_KEYS, Verdict, Windows

ADMIN = {"id": 1, "is_bot": False, "first_name": "管"}
STRANGE = "抱歉，这个机器人只在约定的聊天里回答问题。想用的话，请联系管理它的人。"


def asking(
    api: FakeBotApi, engine: Engine, **more: object
) -> contextlib.AbstractAsyncContextManager[FakeBotApi]:
    return serving(chosen(api, **more), api, engine)


async def test_who_asks_too_fast_is_told_once_and_kindly(api: FakeBotApi, engine: Engine) -> None:
    """The others are not concerned, and an admin never is."""
    async with asking(api, engine, rate_limit=2, admins=frozenset({1})):
        for n in range(5):
            await api.say(f"{n}？")
        for n in range(5):
            await api.say(f"{n}？", chat_id=1, **{"from": ADMIN})
        await api.say("别人？", chat_id=9, **{"from": {**ADMIN, "id": 9}})
        await api.wait_shown(5, chat_id=1)
        await api.wait_shown(1, chat_id=9)
        shown = await api.wait_shown(3)
    assert [message.text[:4] for message in shown] == ["答：0？", "答：1？", "问得有些"]
    assert "每分钟最多回答 2 个问题" in shown[2].text
    assert len(engine.asked) == 8


async def test_who_is_turned_away_reads_it_in_the_language_that_was_chosen(
    api: FakeBotApi, engine: Engine
) -> None:
    async with asking(api, engine, rate_limit=2):
        await api.say("/lang zh-hant")
        await api.say("何时？")
        await api.say("何时？")
        shown = await api.wait_shown(3)
        said = [await api.press(shown[1], "forged") for _ in range(7)][-1]
    assert shown[2].text.startswith("問得有些快了：每分鐘最多回答 2 個問題。")
    assert said == "點得有些快了，請過一分鐘再試"


async def test_talk_in_a_group_that_is_not_for_the_bot_counts_for_nothing(
    api: FakeBotApi, engine: Engine
) -> None:
    async with asking(api, engine, rate_limit=1):
        for n in range(9):
            await api.say(f"闲聊{n}", chat_id=-5)
        await api.say("/ask 何时？", chat_id=-5)
        (shown,) = await api.wait_shown(1, chat_id=-5)
    assert shown.text.startswith("答：何时？")


async def test_a_button_pressed_too_often_is_released_with_a_line(
    api: FakeBotApi, engine: Engine
) -> None:
    async with asking(api, engine, rate_limit=1):
        await api.say("何时？")
        (shown,) = await api.wait_shown(1)
        said = [await api.press(shown, f"forged-{n}") for n in range(4)]
    assert said == ["这个按钮打不开了，请重新发送命令"] * 3 + ["点得有些快了，请过一分钟再试"]


async def test_a_strange_chat_is_told_once_and_its_id_is_in_the_log(
    api: FakeBotApi, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    async with asking(api, engine, allowed_chats=frozenset({9, -5}), admins=frozenset({1})):
        await api.say("甲？")
        await api.say("乙？")
        await api.say("/ask 丙？", chat_id=-6)
        await api.say("闲聊", chat_id=-7)
        await api.say("/ask 丁？", chat_id=-5)
        await api.say("戊？", chat_id=9)
        await api.say("己？", chat_id=1, **{"from": ADMIN})
        for chat_id in (1, 9, -5):
            await api.wait_shown(1, chat_id=chat_id)
        await api.wait_shown(1, chat_id=-6)
    assert [message.text for message in api.shown[7]] == [STRANGE]
    assert api.shown[-6][0].text.startswith("抱歉，我还不能在这个群里回答问题。")
    assert api.shown[-7] == []
    assert sorted(engine.asked) == ["丁？", "己？", "戊？"]
    assert "chat -6 is not allowed to ask" in caplog.text


async def test_an_update_that_comes_twice_is_answered_once(bot: FakeBotApi, engine: Engine) -> None:
    await bot.say("甲？")
    await bot.wait_shown(1)
    message = {
        "message_id": 101,
        "date": DATE,
        "chat": {"id": 7, "type": "private"},
        "text": "甲？",
    }
    bot._updates.append({"update_id": 1, "message": message})
    await bot.say("乙？")
    await bot.wait_shown(2)
    assert engine.asked == ["甲？", "乙？"]


async def test_the_question_that_comes_after_its_edit_is_passed_over(
    bot: FakeBotApi, engine: Engine
) -> None:
    """Else the answer to the slip of the pen would stand in the chat."""
    await bot.say("改好？", edits=500)
    await bot.wait_shown(1)
    await bot.say("写错？", message_id=500)
    await bot.say("然后？")
    shown = await bot.wait_shown(2)
    assert [message.text[:5] for message in shown] == ["答：改好？", "答：然后？"]
    assert engine.asked == ["改好？", "然后？"]


async def test_an_older_edit_that_comes_late_is_passed_over(
    bot: FakeBotApi, engine: Engine
) -> None:
    asked = await bot.say("一？")
    await bot.wait_shown(1)
    await bot.say("三？", edits=asked, edit_date=DATE + 9)
    await bot.say("二？", edits=asked, edit_date=DATE + 5)
    await bot.say("完？")
    shown = await bot.wait_shown(2)
    assert [message.text[:4] for message in shown] == ["答：三？", "答：完？"]


def test_numbers_outlive_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state" / "seen"
    first = Seen(file)
    assert [first.is_news(Update(number)) for number in (5, 6, 5)] == [True, True, False]
    file.write_text(file.read_text() + "7\n8", encoding="ascii")  # a crash may cut a line: 80?
    second = Seen(file)
    assert [second.is_news(Update(number)) for number in (5, 6, 7, 9)] == [
        False,
        False,
        False,
        True,
    ]


def test_the_file_of_numbers_does_not_grow_for_ever(tmp_path: Path) -> None:
    seen = Seen(tmp_path / "seen")
    for number in range(3 * N_UPDATES):
        seen.is_news(Update(number))
    assert len((tmp_path / "seen").read_text().splitlines()) <= 2 * N_UPDATES + 1
    assert not Seen(tmp_path / "seen").is_news(Update(3 * N_UPDATES - 1))


def test_a_folder_that_cannot_be_written_is_said_once_with_the_cure(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "state").write_text("a file, no folder")
    seen = Seen(tmp_path / "state" / "seen")
    assert [seen.is_news(Update(number)) for number in (1, 2, 1)] == [True, True, False]
    (record,) = caplog.records
    assert "WENSHI_STATE" in record.getMessage()


def test_a_window_closes_after_its_time() -> None:
    now = [0.0]
    windows = Windows(1, 60, lambda: now[0])
    verdicts = []
    for now[0] in (0.0, 59.9, 59.95, 60.0, 61.0):
        verdicts.append(windows.admit("a"))
    admitted, first = Verdict.ADMITTED, Verdict.FIRST_TOO_MANY
    assert verdicts == [admitted, first, Verdict.TOO_MANY, admitted, first]


def test_a_flood_of_strangers_does_not_fill_the_memory() -> None:
    windows = Windows(1, 60)
    for stranger in range(3 * MAX_KEYS):
        assert windows.admit(stranger) is Verdict.ADMITTED
    assert len(windows) == MAX_KEYS
