"""An edited question gets its answer edited."""

from __future__ import annotations

import pytest
from fake_bot_api import FakeBotApi
from fake_engine import Engine, cite, found


async def test_an_edited_question_gets_its_answer_edited(bot: FakeBotApi) -> None:
    asked = await bot.say("何地？")
    await bot.wait_shown(1)
    await bot.say("何时？", edits=asked)
    await bot.wait(lambda: bot.called("editMessageText"))
    (shown,) = bot.shown[7]
    assert shown.text.startswith("答：何时？")
    assert shown.n_edits == 1


async def test_an_edit_that_changes_nothing_is_quiet(
    bot: FakeBotApi, caplog: pytest.LogCaptureFixture
) -> None:
    asked = await bot.say("何时？")
    await bot.wait_shown(1)
    await bot.say("何时？", edits=asked)
    await bot.say("/start")
    shown = await bot.wait_shown(2)
    assert [message.text[:2] for message in shown] == ["答：", "您好"]
    assert caplog.text == ""


async def test_an_edit_takes_back_parts_and_adds_them(bot: FakeBotApi, engine: Engine) -> None:
    engine.replies["长？"] = lambda: found("长", cite("甲" * 3000 + "。" + "乙" * 3000))
    asked = await bot.say("长？")
    await bot.wait_shown(2)
    await bot.say("短？", edits=asked)
    await bot.wait(lambda: len(bot.shown[7]) == 1)
    await bot.say("长？", edits=asked)
    first, second = await bot.wait_shown(2)
    assert "甲甲" in first.text
    assert "乙乙" in second.text
    assert (first.n_edits, second.n_edits) == (2, 0)


async def test_an_edit_of_an_unanswered_message_is_a_new_question(bot: FakeBotApi) -> None:
    await bot.say("何时？", edits=55)
    (shown,) = await bot.wait_shown(1)
    assert shown.reply_to == 55


async def test_an_answer_that_was_deleted_is_sent_anew(bot: FakeBotApi) -> None:
    asked = await bot.say("何地？")
    await bot.wait_shown(1)
    bot.shown[7].clear()
    await bot.say("何时？", edits=asked)
    (shown,) = await bot.wait_shown(1)
    assert shown.text.startswith("答：何时？")
