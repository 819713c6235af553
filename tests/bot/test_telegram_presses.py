"""Presses that should change nothing, or that come at a bad time."""

from __future__ import annotations

import asyncio
import threading

import pytest
from fake_bot_api import ME, FakeBotApi, Shown
from fake_engine import Engine, cite, found

GONE = "这个按钮打不开了，请重新发送命令"
GROUP = -100


@pytest.fixture
async def shown(bot: FakeBotApi) -> Shown:
    """A list of two pages."""
    await bot.say("/timeline 2021")
    (shown,) = await bot.wait_shown(1)
    return shown


@pytest.mark.parametrize(
    "data",
    [
        "hello",
        "0123abcd:z:0:0:0",
        "0123abcd:e:2021:2:0",  # pages 0 and 1
        "0123abcd:e:2021:0:11",  # items 1 to 10
        "0123abcd:e:2021:1:1",  # the item has one page
        "0123abcd:e:1999:0:0",
        "0123abcd:p:0:0:1",  # a person is a list of its own
        "0123abcd:q:4:0:0",  # people 0 to 3
        "0123abcd:n:999999999:0:0",
        "0123abcd:i:0:999999999:1",
    ],
)
async def test_forged_data_gets_a_line_and_changes_nothing(
    bot: FakeBotApi, shown: Shown, data: str
) -> None:
    assert await bot.press(shown, data) == GONE
    assert shown.n_edits == 0
    assert bot.called("editMessageText") == []


async def test_a_button_without_data_gets_a_line(bot: FakeBotApi, shown: Shown) -> None:
    assert await bot.press(shown, "1", data=None, game_short_name="chess") == GONE


async def test_a_button_of_an_older_index_says_so(bot: FakeBotApi, shown: Shown) -> None:
    data = shown.data("下一页 ›").replace("0123abcd", "89abcdef")
    assert await bot.press(shown, data) == "索引已更新，请重新发送命令"
    assert shown.n_edits == 0


async def test_a_press_that_changes_nothing_is_quiet(
    bot: FakeBotApi, shown: Shown, caplog: pytest.LogCaptureFixture
) -> None:
    assert await bot.press(shown, "0123abcd:e:2021:0:0") == ""
    assert len(bot.called("editMessageText")) == 1
    assert shown.n_edits == 0
    assert caplog.text == ""


@pytest.mark.parametrize("message", [{"message_id": 1, "date": 0}, None])
async def test_a_list_out_of_reach_gets_a_line(
    bot: FakeBotApi, shown: Shown, message: dict[str, object] | None
) -> None:
    if message:
        message["chat"] = {"id": 7, "type": "private"}
    assert await bot.press(shown, "1", message=message) == GONE


async def test_a_list_that_was_deleted_gets_a_line(bot: FakeBotApi, shown: Shown) -> None:
    bot.shown[7].clear()
    assert await bot.press(shown, "1") == GONE


async def test_a_press_that_telegram_forgot_is_no_error(
    bot: FakeBotApi, shown: Shown, caplog: pytest.LogCaptureFixture
) -> None:
    bot.fail("answerCallbackQuery", 400, description="Bad Request: query is too old")
    await bot.inject(bot.pressed(shown, "1"))
    await bot.wait(lambda: shown.n_edits)
    await bot.say("何时？")
    await bot.wait_shown(2)
    assert caplog.text == ""


async def test_a_fault_is_told_on_the_button(
    bot: FakeBotApi, shown: Shown, caplog: pytest.LogCaptureFixture
) -> None:
    bot.fail("editMessageText", 403)
    assert await bot.press(shown, "1") == ""
    bot.fail("editMessageText", 500, times=9)
    said = await bot.press(shown, "2")
    assert said.startswith("抱歉")
    assert said[-8:-2] in caplog.text
    assert len(bot.shown[7]) == 1


async def test_any_member_of_a_group_may_page(bot: FakeBotApi) -> None:
    await bot.say(
        "/timeline@wenshi_test_bot 2021", GROUP, message_thread_id=4, is_topic_message=True
    )
    (shown,) = await bot.wait_shown(1, GROUP)
    member = {"id": 8, "is_bot": False, "first_name": "邻居"}
    assert await bot.press(shown, "下一页 ›", **{"from": member}) == ""
    assert "第2/2页" in shown.text
    assert shown.thread_id == 4
    assert len(bot.called("sendChatAction")) == 1


async def test_the_lists_of_other_bots_are_left_to_them(bot: FakeBotApi, engine: Engine) -> None:
    await bot.say("/who@other_bot", GROUP)
    await bot.say("/人物@other_bot", GROUP)
    await bot.say("/who", GROUP, **{"from": {**ME, "id": 9}})
    await bot.say("/ask 末了？", GROUP)
    (shown,) = await bot.wait_shown(1, GROUP)
    assert shown.text.startswith("答：末了？")


async def test_a_press_waits_for_the_question_before_it(
    bot: FakeBotApi, engine: Engine, shown: Shown
) -> None:
    released = threading.Event()

    def slow() -> object:
        assert released.wait(10)
        return found("慢", cite("慢。"))

    engine.replies["慢？"] = slow
    await bot.say("慢？")
    pressing = asyncio.create_task(bot.press(shown, "1"))
    await asyncio.sleep(0.2)
    assert shown.n_edits == 0
    released.set()
    await pressing
    assert shown.n_edits == 1
    assert len(bot.shown[7]) == 2
