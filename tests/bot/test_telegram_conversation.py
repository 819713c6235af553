"""What a person sees in a chat, with the bot on a fake Bot API server over HTTP."""

from __future__ import annotations

import asyncio
import logging
import threading

import pytest
from fake_bot_api import TOKEN, FakeBotApi
from fake_engine import Engine, cite, found, nothing_found

FILE = {"file_id": "f", "file_unique_id": "u"}
SIZE = {**FILE, "width": 9, "height": 9}
STICKER = {**SIZE, "type": "regular", "is_animated": False, "is_video": False}
ENGLISH = {"from": {"id": 7, "is_bot": False, "first_name": "R", "language_code": "en-GB"}}


async def test_start_greets_in_chinese(bot: FakeBotApi) -> None:
    await bot.say("/start")
    (shown,) = await bot.wait_shown(1)
    assert shown.text.startswith("您好，我是问事。")


async def test_start_greets_an_english_client_in_english(bot: FakeBotApi) -> None:
    await bot.say("/start", **ENGLISH)
    (shown,) = await bot.wait_shown(1)
    assert shown.text.startswith("Hello, I am Wenshi")


async def test_help_names_the_ask_command(bot: FakeBotApi) -> None:
    await bot.say("/help")
    (shown,) = await bot.wait_shown(1)
    assert "/ask" in shown.text


async def test_commands_are_offered_in_chinese_and_in_english(bot: FakeBotApi) -> None:
    menus = {(call.get("language_code"), call["scope"]) for call in bot.called("setMyCommands")}
    assert len(menus) == 6
    assert {language for language, _ in menus} == {None, "zh", "en"}


async def test_a_question_is_answered_with_the_quote_as_a_reply(
    bot: FakeBotApi, engine: Engine
) -> None:
    asked = await bot.say("何时成立？")
    (shown,) = await bot.wait_shown(1)
    assert shown.raw == (
        "<b>答：何时成立？</b>\n\n"
        "<blockquote expandable>今年5月，党建联席会议成立。</blockquote>\n"
        "《党建联席会议成立》 · 2018年7月（据正文“今年5月”推断） · 001.txt"
    )
    assert shown.reply_to == asked
    assert engine.asked == ["何时成立？"]


async def test_the_typing_sign_is_shown_once(bot: FakeBotApi) -> None:
    await bot.say("何时成立？")
    await bot.wait_shown(1)
    assert [call["action"] for call in bot.called("sendChatAction")] == ["typing"]


@pytest.mark.parametrize(
    "text",
    ["/ask 何时？", "/ASK@Wenshi_Test_Bot 何时？", "/提问 何时？", "/问：何时？", "／问事 何时？"],
)
async def test_the_question_is_what_follows_the_command(
    bot: FakeBotApi, engine: Engine, text: str
) -> None:
    await bot.say(text)
    await bot.wait_shown(1)
    assert engine.asked == ["何时？"]


@pytest.mark.parametrize(
    ("text", "more", "said"),
    [
        ("/ask", {}, "请把问题写在命令后面"),
        ("/提问", {}, "请把问题写在命令后面"),
        ("问" * 501, {}, "这个问题有些长"),
        ("/settings", {}, "这个命令我还不会"),
        (None, {"dice": {"emoji": "🎲", "value": 3}}, "我只读得懂文字"),
        (None, {"voice": {**FILE, "duration": 3}}, "我还听不懂语音"),
        (None, {"photo": [{**FILE, "width": 9, "height": 9}], "caption": "何时？"}, "我看不懂图片"),
        (None, {"sticker": STICKER}, "表情收到"),
        (None, {"document": FILE}, "我读不了您发来的文件"),
        (None, {"document": FILE, "animation": {**SIZE, "duration": 3}}, "我看不懂图片"),
        (None, {"contact": {"phone_number": "1", "first_name": "王"}}, "我只读得懂文字"),
    ],
)
async def test_what_is_no_question_gets_one_friendly_line(
    bot: FakeBotApi, engine: Engine, text: str | None, more: dict[str, object], said: str
) -> None:
    await bot.say(text, **more)
    (shown,) = await bot.wait_shown(1)
    assert shown.text.startswith(said)
    assert "\n" not in shown.text
    assert text not in engine.asked


async def test_an_album_gets_one_line(bot: FakeBotApi) -> None:
    picture = {"dice": {"emoji": "🎲", "value": 1}, "media_group_id": "album-1"}
    for _ in range(3):
        await bot.say(None, **picture)
    await bot.say("何时？")
    shown = await bot.wait_shown(2)
    assert [message.text[:4] for message in shown] == ["我只读得", "答：何时"]


async def test_without_an_answer_the_nearest_article_is_shown(
    bot: FakeBotApi, engine: Engine
) -> None:
    engine.replies["王五？"] = lambda: nothing_found("报上没有提到<王五>。", cite("李四出席。"))
    await bot.say("王五？")
    (shown,) = await bot.wait_shown(1)
    assert shown.raw.startswith(
        "报上没有提到&lt;王五&gt;。\n\n<b>相关报道</b>\n"
        "<blockquote expandable>李四出席。</blockquote>\n《党建联席会议成立》"
    )


async def test_a_long_answer_comes_in_parts_and_only_the_first_is_a_reply(
    bot: FakeBotApi, engine: Engine
) -> None:
    """9600 units, at most 4096 a message; the buttons stand under the last one."""
    quote = "长句子。" * 2400
    engine.replies["长？"] = lambda: found("一篇", cite(quote))
    asked = await bot.say("长？")
    shown = await bot.wait_shown(3)
    assert [message.reply_to for message in shown] == [asked, None, None]
    assert sum(message.text.count("长句子。") for message in shown) == 2400
    assert [message.labels for message in shown] == [[], [], [["有用", "不对"]]]


async def test_plain_text_is_sent_where_telegram_cannot_read_the_tags(bot: FakeBotApi) -> None:
    bot.fail("sendMessage", 400, description="Bad Request: can't parse entities: byte offset 0")
    await bot.say("何时成立？")
    (shown,) = await bot.wait_shown(1)
    assert shown.parse_mode is None
    assert shown.text.startswith("答：何时成立？\n\n今年5月，党建联席会议成立。\n《党建")


@pytest.mark.parametrize("code", [429, 500])
async def test_a_server_in_trouble_does_not_lose_the_answer(bot: FakeBotApi, code: int) -> None:
    bot.fail("sendMessage", code)
    await bot.say("何时成立？")
    (shown,) = await bot.wait_shown(1)
    assert shown.text.startswith("答：何时成立？")


async def test_a_typing_sign_that_fails_is_no_error(bot: FakeBotApi) -> None:
    bot.fail("sendChatAction", 429)
    bot.fail("sendChatAction", 400)
    await bot.say("何时成立？")
    (shown,) = await bot.wait_shown(1, timeout_s=3)
    assert shown.text.startswith("答：")


async def test_a_person_who_blocked_the_bot_does_not_stop_it(bot: FakeBotApi) -> None:
    bot.fail("sendMessage", 403)
    await bot.say("甲？", chat_id=8)
    await bot.wait(lambda: bot.called("sendMessage"))
    await bot.say("乙？")
    (shown,) = await bot.wait_shown(1)
    assert shown.text.startswith("答：乙？")
    assert bot.shown[8] == []


async def test_an_unexpected_error_is_one_calm_sentence(
    bot: FakeBotApi, engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError(f"bot{TOKEN} at line 3")

    engine.replies["坏？"] = broken
    with caplog.at_level(logging.ERROR):
        await bot.say("坏？")
        (shown,) = await bot.wait_shown(1)
    assert shown.text.startswith("抱歉，这个问题我没能处理好，请稍后再试一次。（编号 ")
    assert "RuntimeError" not in shown.text
    assert TOKEN not in shown.text
    assert shown.text[-8:-2] in caplog.text


async def test_chats_do_not_wait_for_each_other(bot: FakeBotApi, engine: Engine) -> None:
    """The slow answer ends only after the other chat has got its own."""
    released = threading.Event()

    def slow() -> object:
        assert released.wait(10)
        return found("慢", cite("慢。"))

    engine.replies["慢？"] = slow
    await bot.say("慢？", chat_id=8)
    await bot.say("快？", chat_id=9)
    await bot.wait_shown(1, chat_id=9)
    assert bot.shown[8] == []
    released.set()
    await bot.wait_shown(1, chat_id=8)


async def test_within_a_chat_the_order_is_kept(bot: FakeBotApi, engine: Engine) -> None:
    released = threading.Event()

    def slow() -> object:
        assert released.wait(10)
        return found("一", cite("慢。"))

    engine.replies["一？"] = slow
    for question in ("一？", "二？", "三？"):
        await bot.say(question)
    await asyncio.sleep(0.2)
    released.set()
    shown = await bot.wait_shown(3)
    assert [message.text.split("\n")[0] for message in shown] == ["一", "答：二？", "答：三？"]


@pytest.mark.parametrize(
    "update",
    [
        {},
        {"message": {"message_id": 1}},
        {"message": {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}}},
        {
            "message": {
                "message_id": 1,
                "date": 0,
                "chat": {"id": 7, "type": "channel"},
                "text": "?",
            }
        },
        {"message": "not an object"},
        {"poll": {"id": "1"}},
        {"channel_post": {"message_id": 1, "date": 0, "chat": {"id": -5, "type": "channel"}}},
    ],
)
async def test_an_odd_update_is_passed_over(bot: FakeBotApi, update: dict[str, object]) -> None:
    await bot.inject(update)
    await bot.say("何时？", **{"from": None})
    (shown,) = await bot.wait_shown(1)
    assert shown.text.startswith("答：何时？")


async def test_fetching_goes_on_after_the_network_was_lost(bot: FakeBotApi) -> None:
    bot.fail("getUpdates", 500)
    await bot.say("甲？")  # ends the poll under way; the next one fails
    await bot.say("乙？")
    shown = await bot.wait_shown(2)
    assert [message.text[:4] for message in shown] == ["答：甲？", "答：乙？"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("？", "您好，想查什么事"),
        ("……", "您好，想查什么事"),
        ("👍", "表情收到。"),
        ("❤️", "表情收到。"),
        ("好的", "不客气"),
        ("谢谢你的回答！", "不客气"),
        ("哈哈哈", "不客气"),
    ],
)
async def test_what_asks_nothing_is_no_question(
    bot: FakeBotApi, engine: Engine, text: str, said: str
) -> None:
    await bot.say(text)
    (shown,) = await bot.wait_shown(1)
    assert shown.text.startswith(said)
    assert text not in engine.asked


async def test_a_smile_at_an_answer_in_a_group_is_left_alone(bot: FakeBotApi) -> None:
    await bot.say("/ask 何时？", -100)
    (answer,) = await bot.wait_shown(1, -100)
    await bot.reply(answer, "👍")
    await bot.say("/ask 何地？", -100)
    shown = await bot.wait_shown(2, -100)
    assert [message.text[:5] for message in shown] == ["答：何时？", "答：何地？"]
