"""有用 and 不对: what is kept, what is asked back, and what is not taken for a comment."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_bot_api import PERSON, FakeBotApi, Shown
from fake_engine import Engine

from bot.ledger import FILE, Feedback, Ledger

GROUP = -100
PROMPT = "已记下。对的是什么？请回复这条消息告诉我，不回也可以。"
NOTED = "谢谢，已记下"
NEIGHBOUR = {"id": 8, "is_bot": False, "first_name": "邻居"}


@pytest.fixture
async def shown(bot: FakeBotApi) -> Shown:
    await bot.say("何时成立？")
    (shown,) = await bot.wait_shown(1)
    return shown


def told(folder: Path) -> list[Feedback]:
    ledger = Ledger.open(folder)
    try:
        return ledger.feedback()
    finally:
        ledger.close()


async def test_a_useful_answer_is_kept_with_its_citation(
    bot: FakeBotApi, shown: Shown, kept_in: Path
) -> None:
    assert await bot.press(shown, "有用") == NOTED
    (one,) = told(kept_in)
    assert (one.verdict, one.user_id, one.chat_id, one.comment) == ("useful", 7, 7, "")
    assert one.reply.short == "答：何时成立？"
    assert one.reply.citations[0].quote == "今年5月，党建联席会议成立。"
    assert len(bot.shown[7]) == 1


async def test_a_wrong_answer_is_asked_about_once_and_the_reply_is_kept(
    bot: FakeBotApi, shown: Shown, kept_in: Path
) -> None:
    for _ in range(2):
        assert await bot.press(shown, "不对") == NOTED
    _, prompt = await bot.wait_shown(2)
    assert prompt.text == PROMPT
    assert prompt.force_reply["input_field_placeholder"] == "对的是……"
    assert prompt.reply_to == shown.message_id
    await bot.reply(prompt, " 2018年<5月> ")
    *_, thanks = await bot.wait_shown(3)
    assert thanks.text == "谢谢，记下了。"
    (one,) = told(kept_in)
    assert (one.verdict, one.comment) == ("wrong", "2018年<5月>")


async def test_an_edited_comment_is_kept_as_edited(
    bot: FakeBotApi, shown: Shown, kept_in: Path
) -> None:
    await bot.press(shown, "不对")
    _, prompt = await bot.wait_shown(2)
    said = await bot.reply(prompt, "五月")
    await bot.wait_shown(3)
    n_calls = len(bot.calls)
    await bot.reply(prompt, "2018年5月", edits=said)
    await bot.wait(lambda: any(name == "editMessageText" for name, _ in bot.calls[n_calls:]))
    assert [one.comment for one in told(kept_in)] == ["2018年5月"]
    assert len(bot.shown[7]) == 3


async def test_the_verdict_can_be_changed(bot: FakeBotApi, shown: Shown, kept_in: Path) -> None:
    await bot.press(shown, "不对")
    await bot.press(shown, "有用")
    assert [one.verdict for one in told(kept_in)] == ["useful"]


async def test_the_next_question_is_no_comment(
    bot: FakeBotApi, shown: Shown, engine: Engine, kept_in: Path
) -> None:
    """Whoever does not want to say what is right just goes on."""
    await bot.press(shown, "不对")
    _, prompt = await bot.wait_shown(2)
    await bot.say("何地？")
    await bot.reply(prompt, "/ask 何人？")
    await bot.reply(shown, "何事？")
    await bot.wait_shown(5)
    assert engine.asked == ["何时成立？", "何地？", "何人？", "何事？"]
    assert [one.comment for one in told(kept_in)] == [""]


async def test_a_comment_that_is_a_text_is_declined(
    bot: FakeBotApi, shown: Shown, kept_in: Path
) -> None:
    await bot.press(shown, "不对")
    _, prompt = await bot.wait_shown(2)
    await bot.reply(prompt, "长" * 501)
    *_, said = await bot.wait_shown(3)
    assert said.text == "有些长，请缩短到500字以内，再回复一次。"
    await bot.reply(prompt, None, voice={"file_id": "f", "file_unique_id": "u", "duration": 1})
    *_, said = await bot.wait_shown(4)
    assert said.text.startswith("我还听不懂语音")
    assert [one.comment for one in told(kept_in)] == [""]


async def test_in_a_group_the_input_field_opens_for_the_asker_alone(
    bot: FakeBotApi, kept_in: Path
) -> None:
    asked = await bot.say("/ask 何时？", GROUP, message_thread_id=4, is_topic_message=True)
    (shown,) = await bot.wait_shown(1, GROUP)
    await bot.press(shown, "不对")
    _, own = await bot.wait_shown(2, GROUP)
    assert own.force_reply["selective"] is True
    assert (own.reply_to, own.thread_id) == (asked, 4)
    await bot.press(shown, "不对", **{"from": NEIGHBOUR})
    *_, others = await bot.wait_shown(3, GROUP)
    assert others.force_reply is None
    assert others.reply_to == shown.message_id
    assert [one.user_id for one in told(kept_in)] == [7, 8]


async def test_each_member_of_a_group_comments_under_his_own_number(
    bot: FakeBotApi, engine: Engine, kept_in: Path
) -> None:
    await bot.say("/ask 何时？", GROUP)
    (shown,) = await bot.wait_shown(1, GROUP)
    await bot.press(shown, "不对")
    _, prompt = await bot.wait_shown(2, GROUP)
    await bot.reply(prompt, "五月", **{"from": NEIGHBOUR})
    *_, thanks = await bot.wait_shown(3, GROUP)
    assert thanks.text == "谢谢，记下了。"
    assert {(one.user_id, one.comment) for one in told(kept_in)} == {(7, ""), (8, "五月")}
    assert engine.asked == ["何时？"]


async def test_a_prompt_that_cannot_be_sent_keeps_the_verdict(
    bot: FakeBotApi, shown: Shown, kept_in: Path
) -> None:
    bot.fail("sendMessage", 403)
    assert await bot.press(shown, "不对") == ""
    assert [one.verdict for one in told(kept_in)] == ["wrong"]
    assert await bot.press(shown, "不对") == NOTED
    assert (await bot.wait_shown(2))[1].text == PROMPT


async def test_a_group_that_became_a_supergroup_keeps_its_buttons(
    bot: FakeBotApi, kept_in: Path
) -> None:
    await bot.say("/ask 何时？", GROUP)
    (shown,) = await bot.wait_shown(1, GROUP)
    await bot.say(None, GROUP, migrate_to_chat_id=-1009)
    await bot.say(None, -1009, migrate_from_chat_id=GROUP)
    await bot.say("/ask 何地？", -1009)
    await bot.wait_shown(1, -1009)
    shown.chat_id = -1009
    assert await bot.press(shown, "有用") == NOTED
    assert [one.chat_id for one in told(kept_in)] == [-1009]


async def test_an_answer_follows_its_group_to_the_new_number(bot: FakeBotApi) -> None:
    bot.migrate(GROUP, -1009)
    await bot.say("/ask 何时？", GROUP)
    (shown,) = await bot.wait_shown(1, -1009)
    assert shown.text.startswith("答：何时？")


async def test_no_name_is_written_anywhere(bot: FakeBotApi, shown: Shown, kept_in: Path) -> None:
    await bot.say("/lang en")
    await bot.press(shown, "不对")
    await bot.wait_shown(3)
    written = b"".join(file.read_bytes() for file in kept_in.iterdir())
    assert "何时成立".encode() in written
    assert PERSON["first_name"].encode() not in written
    assert FILE in {file.name for file in kept_in.iterdir()}
