"""@bot 问题 in any chat: results with the exact sentence, few keystrokes answered in vain."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable

import pytest
from fake_bot_api import PERSON, FakeBotApi
from fake_engine import Engine, cite, found, nothing_found
from fake_record import cited_in, toy_record

from bot.telegram.cards import Scene
from bot.telegram.inline import N_KNOWN, Inline
from bot.telegram.texts import words_for
from bot.telegram.workers import Workers
from retrieval.record import Record
from retrieval.reply import Answer

ENGLISH = {"from": {**PERSON, "language_code": "en"}}


@pytest.fixture
def visits(record: Record) -> list[object]:
    return [cited_in(record, "a-4", f"第{n}户") for n in range(1, 16)]


async def test_the_answer_comes_first_then_the_nearest_sentences(
    bot: FakeBotApi, engine: Engine, record: Record, visits: list[object]
) -> None:
    engine.replies["谁？"] = lambda: found("白云溪", visits[0])
    engine.near = [visits[0], visits[1], cited_in(record, "a-3", "罗")]
    first, *others = await bot.type("谁？")
    assert first["title"] == "白云溪"
    assert first["description"].startswith("白云溪走访第1户人家")
    assert first["text"].startswith("问：谁？\n\n白云溪\n\n白云溪走访第1户人家")
    assert first["text"].endswith("《题4》 · 2021年2月3日 · 4.txt")
    assert [one["title"] for one in others] == ["《题4》", "《题3》"]
    assert others[1]["text"] == (
        "问：谁？\n\n相关报道\n村医罗<娜>&走访。\n《题3》 · 日期不详 · 3.txt"
    )
    assert "罗&lt;娜&gt;&amp;" in others[1]["input_message_content"]["message_text"]


async def test_there_are_at_most_ten_results(
    bot: FakeBotApi, engine: Engine, visits: list[object]
) -> None:
    engine.replies["谁？"] = lambda: found("白云溪", *visits)
    assert len(await bot.type("谁？")) == 10


async def test_a_result_leads_into_the_bot_to_its_page(
    bot: FakeBotApi, engine: Engine, visits: list[object]
) -> None:
    engine.replies["谁？"] = lambda: found("白云溪", visits[8])
    (result,) = await bot.type("谁？")
    ((key,),) = result["reply_markup"]["inline_keyboard"]
    name, _, payload = key["url"].partition("?start=")
    assert (key["text"], name) == ("原文", "https://t.me/wenshi_test_bot")
    await bot.say(f"/start {payload}")
    (shown,) = await bot.wait_shown(1)
    assert shown.raw.startswith("<b>题4</b>\n2021年2月3日")
    assert "<b>白云溪走访第9户人家" in shown.raw
    assert shown.labels == [["‹ 上一段", "下一段 ›"]]


async def test_results_are_kept_by_telegram_for_one_person(bot: FakeBotApi) -> None:
    await bot.type("何时？")
    (sent,) = bot.called("answerInlineQuery")
    assert (sent["cache_time"], sent["is_personal"]) == ("300", "true")
    assert json.loads(sent["button"]) == {"text": "去问事里提问", "start_parameter": "inline"}


async def test_a_refusal_says_so_in_what_is_sent(
    bot: FakeBotApi, engine: Engine, record: Record
) -> None:
    near = cited_in(record, "a-1", "何青禾")
    engine.replies["王五？"] = lambda: nothing_found("文章里没有找到答案：没有提到“王五”。", near)
    engine.near = [cited_in(record, "a-3", "罗"), near]
    result, _ = await bot.type("王五？")
    assert result["title"] == "《题1》"
    assert result["text"].startswith(
        "问：王五？\n\n文章里没有找到答案：没有提到“王五”。\n\n相关报道\n红山县教育局局长何青禾"
    )


async def test_nothing_at_all_leads_into_the_bot(bot: FakeBotApi, engine: Engine) -> None:
    engine.replies["王五？"] = lambda: nothing_found("文章里没有找到答案。")
    assert await bot.type("王五？") == []
    (sent,) = bot.called("answerInlineQuery")
    assert json.loads(sent["button"])["text"] == "没有找到，去问事里问"
    await bot.say("/start inline")
    assert (await bot.wait_shown(1))[0].text.startswith("您好")


async def test_an_empty_query_shows_what_can_be_asked(
    bot: FakeBotApi, engine: Engine, record: Record
) -> None:
    near = cited_in(record, "a-1", "何青禾")
    engine.replies["何青禾是谁？"] = lambda: found("红山县教育局局长", near)
    (result,) = await bot.type(" ")
    assert (result["title"], result["description"]) == ("何青禾是谁？", "红山县教育局局长")
    assert result["text"].startswith("问：何青禾是谁？\n\n红山县教育局局长\n\n红山县教育局局长何")


async def test_a_question_in_english_is_searched_for_and_not_read(
    bot: FakeBotApi, engine: Engine, visits: list[object]
) -> None:
    engine.near = visits[:1]
    (result,) = await bot.type("who visited?", **ENGLISH)
    assert engine.asked == []
    assert result["text"].startswith("Question: who visited?\n\nRelated article\n")


def test_what_was_typed_before_is_not_looked_for_again_until_the_index_is_another(
    engine: Engine, visits: list[object]
) -> None:
    """Also where another person types it, in another language; a newer index answers anew."""
    engine.near = visits[:2]
    inline = Inline(engine, engine.find, Workers(1))
    for record in (toy_record(), toy_record()):
        for words in (words_for("zh"), words_for("en")):
            results = inline._search("谁？", Scene(record, words, "wenshi_test_bot"))
            assert len(results) == 3
    assert results[0].input_message_content.message_text.startswith("Question: 谁？")
    assert engine.asked == ["谁？", "谁？"]


def test_what_is_known_is_bounded(engine: Engine) -> None:
    inline, scene = Inline(engine, engine.find, Workers(1)), Scene(toy_record(), words_for("zh"))
    for number in range(N_KNOWN + 10):
        inline._search(f"{number}？", scene)
    assert len(inline._known) == N_KNOWN


async def test_results_of_any_length_fit_into_a_message(bot: FakeBotApi, engine: Engine) -> None:
    """The longest query Telegram lets through, and two units a character."""
    query = "问" * 255 + "？"
    long = cite("🎲" * 5000, "🎲" * 900, "s" * 900)
    engine.replies[query] = lambda: found("🎲" * 2000, long)
    engine.near = [cite("句。" * 3000, "<b>题")]
    answer, other = await bot.type(query)
    assert len(answer["title"]) == 64
    assert "《<b>题》" in other["text"]


def wait_for(released: threading.Event) -> Callable[[], Answer]:
    """An answer that comes when it is let go."""

    def slow() -> Answer:
        assert released.wait(10)
        return found("慢", cite("慢。"))

    return slow


async def test_only_the_newest_words_of_a_person_are_answered(
    bot: FakeBotApi, engine: Engine
) -> None:
    """谁 is under way while 谁为 and 谁为何 are typed: the one in the middle is never asked."""
    released = threading.Event()
    engine.replies["谁"] = wait_for(released)
    typing = [asyncio.create_task(bot.type("谁"))]
    await bot.wait(lambda: engine.asked)
    for text in ("谁为", "谁为何"):
        typing.append(asyncio.create_task(bot.type(text)))
        await asyncio.sleep(0.2)
    released.set()
    await asyncio.wait_for(typing[2], 10)
    await asyncio.wait_for(typing[0], 10)
    typing[1].cancel()
    assert engine.asked == ["谁", "谁为何"]


async def test_typing_people_do_not_keep_a_question_waiting(
    bot: FakeBotApi, engine: Engine
) -> None:
    released = threading.Event()
    engine.replies["慢"] = wait_for(released)
    typing = [
        asyncio.create_task(bot.type("慢", **{"from": {**PERSON, "id": n}})) for n in range(8)
    ]
    await bot.say("何时？")
    (shown,) = await bot.wait_shown(1)
    assert shown.text.startswith("答：何时？")
    released.set()
    await asyncio.gather(*typing)


async def test_a_query_that_telegram_forgot_is_no_error(
    bot: FakeBotApi, caplog: pytest.LogCaptureFixture
) -> None:
    bot.fail("answerInlineQuery", 400, description="Bad Request: query is too old")
    typing = asyncio.create_task(bot.type("何时？"))
    await bot.wait(lambda: bot.called("answerInlineQuery"))
    await bot.say("何时？")
    await bot.wait_shown(1)
    typing.cancel()
    assert caplog.text == ""
