"""Where parts of the chat meet: the gate and inline queries, admins' menus, buttons and talk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fake_bot_api import FakeBotApi
from fake_engine import Engine, cite, found, nothing_found
from fake_record import cited_in
from served import chosen, serving
from telegram import Chat, Message, User

from bot.telegram.talks import Talks
from retrieval.record import Record

GROUP, ADMIN = -100, 7
STATUS = '"status"'
WHEN = "第1场音乐会是哪天举办的？"


def inline(user_id: int) -> dict[str, object]:
    return {"from": {"id": user_id, "is_bot": False, "first_name": "客"}}


async def test_an_inline_query_of_a_stranger_reaches_no_engine(
    api: FakeBotApi, engine: Engine
) -> None:
    async with serving(chosen(api, allowed_chats=frozenset({7})), api, engine):
        query = {"id": "1", "query": "何时？", "offset": "", **inline(8)}
        await api.inject({"inline_query": query})
        await api.say("何地？")
        await api.wait_shown(1)
    assert engine.asked == ["何地？"]
    assert not api.called("answerInlineQuery")


async def test_what_is_typed_inline_is_no_question_of_the_day(
    api: FakeBotApi, engine: Engine, tmp_path: Path
) -> None:
    settings = chosen(api, admins=frozenset({ADMIN}), state=tmp_path)
    async with serving(settings, api, engine):
        assert await api.type("何时？")
        await api.say("何地？")
        await api.wait_shown(1)
        await api.say("/status")
        status = (await api.wait_shown(2))[1]
    assert engine.asked == ["何时？", "何地？"]
    assert "今天 1 个问题" in status.text


async def test_an_admin_keeps_the_operators_commands_in_every_language(
    api: FakeBotApi, engine: Engine
) -> None:
    async with serving(chosen(api, admins=frozenset({ADMIN})), api, engine):
        first = api.called("setMyCommands")[-1]
        await api.say("/lang en")
        await api.wait_shown(1)
        chosen_menu = api.called("setMyCommands")[-1]
    assert STATUS in first["commands"]
    assert STATUS in chosen_menu["commands"]
    assert "Ask a question" in chosen_menu["commands"]
    assert sum(STATUS in call["commands"] for call in api.called("setMyCommands")) == 2


async def test_how_a_leaning_question_was_read_comes_back_with_the_card(
    bot: FakeBotApi, engine: Engine
) -> None:
    cited = (cite("开幕。"), cite("闭幕。"))
    full = replace(found("2020年", *cited), resolved_question="秋收节是哪天的事？")
    engine.replies["那是哪天的事？"] = lambda: full
    await bot.say("那是哪天的事？")
    (shown,) = await bot.wait_shown(1)
    before = shown.text
    assert before.startswith("理解为：秋收节是哪天的事？\n\n2020年")
    await bot.press(shown, "还有1条")
    assert not shown.text.startswith("理解为")
    await bot.press(shown, "返回")
    assert shown.text == before


async def test_a_refusal_says_how_the_question_was_read(bot: FakeBotApi, engine: Engine) -> None:
    refused = replace(nothing_found("报上没有。"), resolved_question="秋收节在哪里？")
    engine.replies["在哪里？"] = lambda: refused
    await bot.say("在哪里？")
    (shown,) = await bot.wait_shown(1)
    assert shown.text.startswith("理解为：秋收节在哪里？\n\n报上没有。")


def message(number: int, user: int, replied: int | None = None) -> Message:
    chat, sender = Chat(GROUP, Chat.SUPERGROUP), User(user, "读者", is_bot=False)
    to = message(replied, 1) if replied else None
    return Message(number, None, chat, from_user=sender, text="问", reply_to_message=to)  # type: ignore[arg-type]  # no date


@pytest.mark.parametrize(
    ("user", "replied", "leans_on"),
    [(8, None, ["甲", "乙"]), (9, None, []), (9, 5, ["甲", "乙"])],
    ids=["who pressed", "another", "another who replies to it"],
)
def test_a_pressed_question_is_a_turn_of_whoever_pressed(
    user: int, replied: int | None, leans_on: list[str]
) -> None:
    talks = Talks()
    talks.add(message(2, 8), found("甲"))
    talks.add_pressed(message(3, 1), 8, found("乙"), (4, 5))
    turns = talks.before(message(6, user, replied))
    assert [turn.short for turn in turns] == leans_on


async def test_a_question_may_lean_on_one_that_a_button_asked(
    bot: FakeBotApi, engine: Engine, record: Record
) -> None:
    engine.replies[WHEN] = lambda: found("2021年6月1日", cited_in(record, "a-5", "1日，第1场"))
    await bot.say("/start")
    (greeting,) = await bot.wait_shown(1)
    await bot.press(greeting, WHEN)
    await bot.wait_shown(2)
    await bot.say("在哪里举办的？")
    await bot.wait_shown(3)
    assert engine.before[-2:] == [(), ("2021年6月1日",)]
