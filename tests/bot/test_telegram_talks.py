"""What a question in a chat may lean on, and when it is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fake_bot_api import ME, FakeBotApi, Shown
from fake_engine import Engine, cite, found
from telegram import Chat, Message, User

from bot.telegram.talks import FORGOTTEN_AFTER_S, MAX_TURNS, Talks

GROUP = -100
OTHER = {"id": 8, "is_bot": False, "first_name": "邻居"}


def reply_to(shown: Shown) -> dict[str, object]:
    chat = {"id": shown.chat_id, "type": "supergroup" if shown.chat_id < 0 else "private"}
    return {"message_id": shown.message_id, "date": 0, "from": ME, "chat": chat}


async def test_a_question_leans_on_the_turns_before_it(bot: FakeBotApi, engine: Engine) -> None:
    for n, question in enumerate(("甲？", "乙？", "丙？"), start=1):
        await bot.say(question)
        await bot.wait_shown(n)
    assert engine.before == [(), ("答：甲？",), ("答：甲？", "答：乙？")]


async def test_new_begins_a_new_talk(bot: FakeBotApi, engine: Engine) -> None:
    for n, question in enumerate(("甲？", "/new", "乙？"), start=1):
        await bot.say(question)
        await bot.wait_shown(n)
    assert engine.before == [(), ()]
    assert bot.shown[7][1].text == "好的，换个话题。您想问什么？"


async def test_new_is_in_every_menu(bot: FakeBotApi) -> None:
    assert all('"new"' in call["commands"] for call in bot.called("setMyCommands"))


async def test_new_in_a_group_is_heard_by_name_only(bot: FakeBotApi, engine: Engine) -> None:
    await bot.say("/ask 甲？", GROUP)
    await bot.wait_shown(1, GROUP)
    await bot.say("/new", GROUP)
    await bot.say("/ask 乙？", GROUP)
    await bot.wait_shown(2, GROUP)
    await bot.say("/new@wenshi_test_bot", GROUP)
    await bot.say("/ask 丙？", GROUP)
    await bot.wait_shown(4, GROUP)
    assert engine.before == [(), ("答：甲？",), ()]


async def test_people_and_topics_of_a_group_are_kept_apart(bot: FakeBotApi, engine: Engine) -> None:
    await bot.say("/ask 甲？", GROUP)
    await bot.wait_shown(1, GROUP)
    await bot.say("/ask 乙？", GROUP, **{"from": OTHER})
    await bot.wait_shown(2, GROUP)
    await bot.say("/ask 丙？", GROUP, message_thread_id=42, is_topic_message=True)
    await bot.wait_shown(3, GROUP)
    await bot.say("丁？", chat_id=7)
    await bot.wait_shown(1)
    assert engine.before == [(), (), (), ()]


async def test_a_reply_leans_on_the_answer_it_replies_to(bot: FakeBotApi, engine: Engine) -> None:
    """Whoever asked for it, and however many came after it."""
    for n, question in enumerate(("/ask 甲？", "/ask 乙？"), start=1):
        await bot.say(question, GROUP)
        await bot.wait_shown(n, GROUP)
    first = bot.shown[GROUP][0]
    await bot.say("丙？", GROUP, reply_to_message=reply_to(first), **{"from": OTHER})
    await bot.wait_shown(3, GROUP)
    assert engine.before[-1] == ("答：甲？",)


async def test_a_reply_to_an_unknown_answer_leans_on_the_last_turns(
    bot: FakeBotApi, engine: Engine
) -> None:
    await bot.say("/ask 甲？", GROUP)
    (shown,) = await bot.wait_shown(1, GROUP)
    unknown = replace(shown, message_id=5)
    await bot.say("乙？", GROUP, reply_to_message=reply_to(unknown))
    await bot.wait_shown(2, GROUP)
    assert engine.before == [(), ("答：甲？",)]


async def test_an_edited_question_leans_on_what_was_said_before_it(
    bot: FakeBotApi, engine: Engine
) -> None:
    await bot.say("甲？")
    await bot.wait_shown(1)
    asked = await bot.say("乙？")
    await bot.wait_shown(2)
    await bot.say("丙？", edits=asked)
    await bot.wait(lambda: bot.called("editMessageText"))
    await bot.say("丁？")
    await bot.wait_shown(3)
    assert engine.before[2:] == [("答：甲？",), ("答：甲？", "答：丙？")]


async def test_how_a_leaning_question_was_read_stands_over_the_answer(
    bot: FakeBotApi, engine: Engine
) -> None:
    full = replace(found("2020年", cite("开幕。")), resolved_question="<秋收节>是哪天的事？")
    engine.replies["那是哪天的事？"] = lambda: full
    await bot.say("那是哪天的事？")
    (shown,) = await bot.wait_shown(1)
    assert shown.raw.startswith("理解为：&lt;秋收节&gt;是哪天的事？\n\n<b>2020年</b>\n\n")


def message(number: int, user: int = 7) -> Message:
    chat, sender = Chat(7, Chat.PRIVATE), User(user, "读者", is_bot=False)
    return Message(number, datetime.now(UTC), chat, from_user=sender, text="问")


@pytest.mark.parametrize(("passed_s", "n"), [(FORGOTTEN_AFTER_S, 1), (FORGOTTEN_AFTER_S + 1, 0)])
def test_after_half_an_hour_a_talk_is_forgotten(passed_s: int, n: int) -> None:
    """Not only left aside: nothing of it stays in memory."""
    now = [0.0]
    talks = Talks(lambda: now[0])
    talks.add(message(1), found("甲"))
    talks.show(message(1), (2,))
    now[0] += passed_s
    assert len(talks.before(message(3))) == n
    assert len(talks) == n


def test_the_number_of_turns_is_bounded_and_the_oldest_go_first() -> None:
    talks = Talks(lambda: 0.0)
    for number in range(MAX_TURNS + 5):
        talks.add(message(number, user=number), found("甲"))
    assert len(talks) == MAX_TURNS
    assert talks.before(message(MAX_TURNS + 9, user=4)) == ()
    assert len(talks.before(message(MAX_TURNS + 9, user=5))) == 1


def test_new_forgets_the_senders_turns_alone() -> None:
    talks = Talks()
    talks.add(message(1), found("甲"))
    talks.add(message(2, user=8), found("乙"))
    talks.forget(message(3))
    assert [len(talks.before(message(4, user))) for user in (7, 8)] == [0, 1]
