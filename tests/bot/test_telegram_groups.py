"""When the bot speaks in a group, and when it keeps silent."""

from __future__ import annotations

import pytest
from fake_bot_api import ME, FakeBotApi
from fake_engine import Engine

GROUP = -100


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("/ask 何时？", {}),
        ("/提问 何时？", {}),
        ("@Wenshi_Test_Bot 何时？", {}),
        ("何时？", {"reply_to_message": {"message_id": 5, "date": 0, "from": ME}}),
    ],
)
async def test_a_group_is_answered_when_it_speaks_to_the_bot(
    bot: FakeBotApi, engine: Engine, text: str, more: dict[str, dict[str, object]]
) -> None:
    if more:
        more["reply_to_message"]["chat"] = {"id": GROUP, "type": "supergroup"}
    await bot.say(text, GROUP, **more)
    await bot.wait_shown(1, GROUP)
    assert engine.asked == ["何时？"]


OTHER_BOT = {"id": 9, "is_bot": True, "first_name": "B", "username": "other_bot"}
CHANNEL = {"id": -200, "type": "channel", "title": "C"}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("大家好", {}),
        ("/help", {}),
        ("/ask@other_bot 何时？", {}),
        ("写信到 me@wenshi_test_bot 吧", {}),
        ("/ask 何时？", {"from": OTHER_BOT}),
        ("/ask 何时？", {"via_bot": OTHER_BOT}),
        ("/ask 何时？", {"sender_chat": CHANNEL, "is_automatic_forward": True}),
        ("/ask 何时？", {"sender_chat": CHANNEL}),
        (None, {"dice": {"emoji": "🎲", "value": 3}}),
        ("/ask 何时？", {"edits": 55}),
    ],
)
async def test_a_group_is_left_in_peace_otherwise(
    bot: FakeBotApi, engine: Engine, text: str | None, more: dict[str, object]
) -> None:
    await bot.say(text, GROUP, **more)
    await bot.say("/ask 末了？", GROUP)
    await bot.wait_shown(1, GROUP)
    assert engine.asked == ["末了？"]
    assert len(bot.called("sendChatAction")) == 1


async def test_the_answer_stays_in_its_topic(bot: FakeBotApi) -> None:
    await bot.say("/ask 何时？", GROUP, message_thread_id=42, is_topic_message=True)
    (shown,) = await bot.wait_shown(1, GROUP)
    assert shown.thread_id == 42
    assert bot.called("sendChatAction")[0]["message_thread_id"] == "42"


async def test_a_chain_of_replies_is_no_topic(bot: FakeBotApi) -> None:
    await bot.say("/ask 何时？", GROUP, message_thread_id=42)
    (shown,) = await bot.wait_shown(1, GROUP)
    assert shown.thread_id is None
