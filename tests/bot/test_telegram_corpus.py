"""What the bot says of its corpus: the greeting, the articles, /about, help with real examples."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable

import pytest
from fake_bot_api import FakeBotApi, Shown
from fake_engine import Engine, found, nothing_found
from fake_record import cited_in, toy_record
from served import chosen

from bot.telegram.app import build_application, serve
from bot.telegram.lists import Lists
from bot.telegram.suggestions import Suggestions, question_of, questions_of
from retrieval.record import Record
from retrieval.reply import Answer, Reply

WHO = "何青禾是谁？"
WHEN = "第1场音乐会是哪天举办的？"
WHAT = "“暖冬”行动包括哪些内容？"


@pytest.fixture
def knowing(engine: Engine, record: Record) -> Engine:
    """An engine that answers three of the record's questions."""
    replies = {
        WHO: found("红山县教育局局长", cited_in(record, "a-1", "何青禾")),
        WHEN: found("2021年6月1日", cited_in(record, "a-5", "1日，第1场")),
        WHAT: found("送衣；送炭", cited_in(record, "a-6", "暖冬")),
    }
    engine.replies = {question: lambda r=reply: r for question, reply in replies.items()}
    return engine


async def ask(bot: FakeBotApi, text: str, chat_id: int = 7, **more: object) -> Shown:
    n = len(bot.shown[chat_id])
    await bot.say(text, chat_id, **more)
    return (await bot.wait_shown(n + 1, chat_id))[-1]


async def test_the_greeting_shows_three_questions_that_were_answered(
    bot: FakeBotApi, knowing: Engine
) -> None:
    """An event's day, a person's post, an initiative's parts."""
    shown = await ask(bot, "/start")
    assert shown.text.endswith("把问题直接发给我就好。\n\n例如：")
    assert shown.labels == [[WHEN], [WHO], [WHAT]]
    assert {WHO, WHEN, WHAT} <= set(knowing.asked)


async def test_the_questions_are_tried_once_for_an_index(bot: FakeBotApi, knowing: Engine) -> None:
    await ask(bot, "/start")
    n_asked = len(knowing.asked)
    await ask(bot, "/start", chat_id=8)
    assert len(knowing.asked) == n_asked


async def test_a_question_of_the_greeting_is_answered_when_pressed(
    bot: FakeBotApi, knowing: Engine
) -> None:
    shown = await ask(bot, "/start")
    greeting = shown.raw
    await bot.press(shown, WHEN)
    _, answer = await bot.wait_shown(2)
    assert answer.text.startswith("问：问\n\n2021年6月1日\n\n1日，第1场音乐会举行。")
    assert answer.labels == [["原文"], ["有用", "不对"]]
    assert shown.raw == greeting


async def test_a_greeting_without_a_question_that_is_answered_shows_none(bot: FakeBotApi) -> None:
    shown = await ask(bot, "/start")
    assert shown.text.endswith("把问题直接发给我就好。")
    assert shown.keys == []


@pytest.mark.parametrize("text", ["你好", "您好！", "Hello", "在嗎"])
async def test_a_greeting_is_greeted_and_no_question(
    bot: FakeBotApi, knowing: Engine, text: str
) -> None:
    shown = await ask(bot, text)
    assert shown.text == "您好，想查什么事，直接问我就好。\n\n例如："
    assert shown.labels == [[WHEN], [WHO], [WHAT]]
    assert text not in knowing.asked


@pytest.mark.parametrize("chat_id", [7, -100])
async def test_thanks_are_answered_in_one_line(
    bot: FakeBotApi, engine: Engine, chat_id: int
) -> None:
    await ask(bot, "/ask 何时？", chat_id)
    (answer,) = bot.shown[chat_id]
    await bot.reply(answer, "謝謝您！")
    *_, shown = await bot.wait_shown(2, chat_id)
    assert shown.text == "不客气，有想查的事随时问我。"
    assert engine.asked == ["何时？"]


async def test_a_question_that_begins_politely_is_a_question(
    bot: FakeBotApi, engine: Engine
) -> None:
    await ask(bot, "你好，何时？")
    await ask(bot, "感谢信是谁写的？")
    assert engine.asked == ["你好，何时？", "感谢信是谁写的？"]


async def test_two_questions_of_one_kind_are_better_than_one(
    bot: FakeBotApi, knowing: Engine, record: Record
) -> None:
    second = found("2021年6月2日", cited_in(record, "a-5", "2日，第2场"))
    del knowing.replies[WHO], knowing.replies[WHAT]
    knowing.replies["第2场音乐会是哪天举办的？"] = lambda: second
    shown = await ask(bot, "/start")
    assert shown.labels == [[WHEN], ["第2场音乐会是哪天举办的？"]]


async def test_help_shows_examples_of_this_corpus(bot: FakeBotApi, knowing: Engine) -> None:
    shown = await ask(bot, "/help")
    for example in (WHEN, "/who 白云溪，", "/timeline 2021，", "@wenshi_test_bot 加上问题"):
        assert example in shown.text
    assert (await ask(bot, "/ask")).text == f"请把问题写在命令后面，例如：/ask {WHEN}"


@pytest.mark.parametrize("record", [Record.build({}, ())])
async def test_an_empty_corpus_still_explains_itself(bot: FakeBotApi) -> None:
    assert "/who 张三" in (await ask(bot, "/help")).text
    assert (await ask(bot, "/about")).text.startswith("库里有什么\n\n共0篇报道，从中")
    assert (await ask(bot, "/sources")).text == "库里还没有报道。"


async def test_about_says_what_is_there_and_how_answers_are_made(bot: FakeBotApi) -> None:
    """Six articles, one of them undated; the numbers are those of the lists."""
    shown = await ask(bot, "/about")
    assert shown.text.split("\n")[2] == (
        "共6篇报道，从2019年11月9日到2021年12月1日，从中读出人物4人、活动11件、行动1项。"
        "全部篇目见 /sources。"
    )
    assert "不用语言模型" in shown.text
    assert "保留30天" in shown.text
    english = {"from": {"id": 9, "is_bot": False, "first_name": "R", "language_code": "en"}}
    shown = await ask(bot, "/about", **english)
    assert "Articles: 6, from 2019-11-09 to 2021-12-01." in shown.text


@pytest.mark.parametrize("command", ["/sources", "/报道", "/SOURCES@Wenshi_Test_Bot"])
async def test_the_articles_are_listed_newest_first(bot: FakeBotApi, command: str) -> None:
    shown = await ask(bot, command, chat_id=-100)
    assert shown.text == (
        "报道，共6篇\n\n1. 2021年12月1日 · 题6\n2. 2021年6月30日 · 题5\n3. 2021年2月3日 · 题4\n"
        "4. 2020年5月1日 · 题1\n5. 2019年11月9日 · 题2\n6. 题3"
    )


async def test_an_article_of_the_list_opens_at_its_beginning_and_leads_back(
    bot: FakeBotApi,
) -> None:
    shown = await ask(bot, "/sources")
    listed = shown.raw
    await bot.press(shown, "3")
    assert shown.text.startswith("题4\n2021年2月3日 · 4.txt · 第1/3段\n\n白云溪走访第1户")
    assert "<b>白云溪" not in shown.raw
    await bot.press(shown, "下一段 ›")
    await bot.press(shown, "返回")
    assert shown.raw == listed


async def test_a_link_to_an_article_that_has_changed_says_so(bot: FakeBotApi) -> None:
    shown = await ask(bot, "/start a_0123456789_0_4")
    assert shown.text == "这篇报道已更新或不在库里了，请重新提问"


def test_questions_are_made_of_names_that_are_whole_and_short() -> None:
    record = toy_record()
    asked = [c.question for id_ in record.articles for c in questions_of(record.of(id_))]
    assert len(asked) == len(set(asked)) + 1  # two people are called 何青禾
    assert "罗<娜>&是谁？" not in asked
    assert "消防开放日在哪里举办？" not in asked  # 日 ends no name of something held
    assert max(map(len, asked)) <= 26


@pytest.mark.parametrize("data", ["", "q:", "q:0123456789:", "q:0123456789:1:2", "a:1:b:0"])
def test_other_data_names_no_question(data: str) -> None:
    assert question_of(data, toy_record()) is None


def test_an_engine_that_fails_at_a_question_spoils_no_greeting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(question: str) -> Reply:
        raise RuntimeError(question)

    assert Suggestions(broken).of_corpus(toy_record()) == ()
    assert "a suggested question failed" in caplog.text


def test_another_index_gets_questions_of_its_own() -> None:
    asked: list[str] = []

    def answer(question: str) -> Answer:
        asked.append(question)
        return found("红山县教育局局长", cited_in(toy_record(), "a-1", "何青禾"))

    suggestions = Suggestions(answer)
    first, second = toy_record(), toy_record()
    for record in (first, first, second):
        assert [s.question for s in suggestions.of_corpus(record)] == [WHO]
    assert asked.count(WHO) == 2


def test_two_first_readers_share_the_trying() -> None:
    n_asked = threading.Semaphore(0)

    def answer(question: str) -> Answer:
        n_asked.release()
        return found("红山县教育局局长", cited_in(toy_record(), "a-1", "何青禾"))

    suggestions, record = Suggestions(answer), toy_record()
    shown: list[object] = []
    threads = [
        threading.Thread(target=lambda: shown.append(suggestions.of_corpus(record)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(one) for one in shown}) == 1


async def test_a_newer_index_has_its_questions_ready_before_anybody_is_refused(
    api: FakeBotApi, engine: Engine
) -> None:
    """To find them takes seconds; they are found while the index is put up, by whoever does."""
    put_up: list[Callable[[Lists], None]] = []
    engine.replies["王五？"] = lambda: nothing_found("没有提到“王五”。")
    lists = Lists(Record.build({}, ()), "0123abcd")
    application = build_application(chosen(api), engine, lists, follow=put_up.append)
    serving = asyncio.create_task(serve(application))
    await api.wait(lambda: api.called("getUpdates"))
    await asyncio.to_thread(put_up[0], Lists(toy_record(), "4567cdef"))
    tried = len(engine.asked)
    await api.say("王五？")
    await api.wait_shown(1)
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving
    assert tried > 0
    assert engine.asked[tried:] == ["王五？"]
