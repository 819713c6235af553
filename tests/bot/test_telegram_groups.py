"""When the bot speaks in a group, and when it keeps silent."""

from __future__ import annotations

import pytest
from fake_bot_api import ME, PERSON, FakeBotApi
from fake_engine import Engine, nothing_found
from fake_record import cited_in

from retrieval.record import Record

GROUP = -100


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("/ask 何时？", {}),
        ("/提问 何时？", {}),
        ("@Wenshi_Test_Bot 何时？", {}),
        ("🎲🎲 @wenshi_test_bot 何时？", {}),
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
    assert [asked.strip("🎲 ") for asked in engine.asked] == ["何时？"]


OTHER_BOT = {"id": 9, "is_bot": True, "first_name": "B", "username": "other_bot"}
PICTURE = {"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}
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
        ("/ask 何时？", {"forward_origin": {"type": "user", "date": 0, "sender_user": PERSON}}),
        (
            "/ask 何时？",
            {"forward_origin": {"type": "channel", "date": 0, "message_id": 1, "chat": CHANNEL}},
        ),
        ("@wenshi_test_bot 何时？", {"entities": [{"type": "code", "offset": 0, "length": 16}]}),
        ("@wenshi_test_bot_2 何时？", {}),
        ("/about", {}),
        ("/lang en", {}),
        (None, {"photo": [PICTURE], "caption": "@wenshi_test_bot 何时？"}),
        (None, {"dice": {"emoji": "🎲", "value": 3}}),
        (None, {"migrate_to_chat_id": -1009}),
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


async def test_a_person_without_a_name_in_telegram_can_mention_the_bot(
    bot: FakeBotApi, engine: Engine
) -> None:
    """A mention by number; three dice before it are six UTF-16 units, the name is two."""
    mention = {"type": "text_mention", "offset": 7, "length": 2, "user": ME}
    await bot.say("🎲🎲🎲 问事 何时？", GROUP, entities=[mention])
    await bot.wait_shown(1, GROUP)
    assert engine.asked == ["🎲🎲🎲  何时？"]


async def test_a_channel_post_is_left_alone(bot: FakeBotApi, engine: Engine) -> None:
    post = {"message_id": 1, "date": 0, "chat": CHANNEL, "text": "/ask 何时？"}
    await bot.inject({"channel_post": post})
    await bot.inject({"edited_channel_post": post})
    await bot.say("/ask 末了？", GROUP)
    await bot.wait_shown(1, GROUP)
    assert engine.asked == ["末了？"]


@pytest.mark.parametrize("text", ["@wenshi_test_bot 真棒", "真棒 @Wenshi_Test_Bot"])
async def test_a_mention_that_finds_nothing_gets_one_short_line(
    bot: FakeBotApi, engine: Engine, record: Record, text: str
) -> None:
    near = cited_in(record, "a-1", "何青禾")
    said = "文章里没有找到答案：没有写到这件事。\n最接近的报道：《题1》"
    engine.replies["真棒"] = lambda: nothing_found(said, near)
    await bot.say(text, GROUP)
    (shown,) = await bot.wait_shown(1, GROUP)
    assert shown.text == "文章里没有找到答案：没有写到这件事。"
    assert shown.keys == []


async def test_a_question_in_a_group_that_finds_nothing_gets_the_nearest_article(
    bot: FakeBotApi, engine: Engine, record: Record
) -> None:
    near = cited_in(record, "a-1", "何青禾")
    engine.replies["王五？"] = lambda: nothing_found("文章里没有找到答案。", near)
    await bot.say("/ask 王五？", GROUP)
    (shown,) = await bot.wait_shown(1, GROUP)
    assert shown.labels == [["相近的报道", "不对"]]


async def test_a_forwarded_text_in_a_private_chat_is_a_question(
    bot: FakeBotApi, engine: Engine
) -> None:
    origin = {"type": "hidden_user", "date": 0, "sender_user_name": "某人"}
    await bot.say("何时？", forward_origin=origin)
    await bot.wait_shown(1)
    assert engine.asked == ["何时？"]


async def test_the_bots_own_inline_results_are_no_questions(
    bot: FakeBotApi, engine: Engine
) -> None:
    await bot.say("问：何时？", via_bot=ME)
    await bot.say("末了？")
    await bot.wait_shown(1)
    assert engine.asked == ["末了？"]


async def test_a_button_pressed_in_a_topic_answers_in_the_topic(
    bot: FakeBotApi, engine: Engine
) -> None:
    await bot.say("/ask 何时？", GROUP, message_thread_id=42, is_topic_message=True)
    (shown,) = await bot.wait_shown(1, GROUP)
    await bot.press(shown, "不对")
    _, prompt = await bot.wait_shown(2, GROUP)
    assert prompt.thread_id == 42
    assert len(bot.called("sendChatAction")) == 1
