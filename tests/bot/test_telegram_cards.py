"""The buttons under an answer: the passage it stands in, the other citations, what else to ask."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from fake_bot_api import FakeBotApi, Shown
from fake_engine import Engine, found, nothing_found
from fake_record import cited_in, toy_record

from bot.ledger import FILE
from bot.telegram.cards import Scene, others, show_card
from bot.telegram.message import MAX_UNITS, units
from bot.telegram.texts import CHINESE, ENGLISH, words_for
from retrieval.record import Record
from retrieval.reply import Citation, NoAnswer

MOVED = "这篇报道已更新或不在库里了，请重新提问"
EXPIRED = "这条回答过去太久了，请重新提问"
GONE = "这个按钮打不开了，请重新发送命令"
VISIT = "白云溪走访第9户人家"
TEXTS = [("a-4", VISIT), ("a-1", "何青禾"), ("a-2", "何青禾"), ("a-2", "消防开"), ("a-3", "罗")]
KEY = "0123456789"


@pytest.fixture
async def shown(bot: FakeBotApi, engine: Engine, record: Record) -> Shown:
    """An answer with five citations."""
    citations = [cited_in(record, *text) for text in TEXTS]
    engine.replies["谁走访？"] = lambda: found("白云溪", *citations)
    await bot.say("谁走访？")
    (shown,) = await bot.wait_shown(1)
    return shown


async def test_the_best_citation_is_shown_and_the_others_are_on_a_button(shown: Shown) -> None:
    assert shown.text.startswith(f"白云溪\n\n{VISIT}")
    assert shown.text.endswith("送去年货。\n《题4》 · 2021年2月3日 · 4.txt")
    assert shown.labels == [["原文", "还有4条"], ["有用", "不对"]]


async def test_the_passage_opens_with_its_neighbours_and_leads_back(
    bot: FakeBotApi, shown: Shown
) -> None:
    """A phone's height of text around the sentence, which alone stands bold."""
    answer, keys = shown.raw, shown.keys
    assert await bot.press(shown, "原文") == ""
    assert shown.raw.startswith("<b>题4</b>\n2021年2月3日 · 4.txt · 第2/3段\n\n白云溪走访第6户")
    (bold,) = shown.raw.split("\n\n", 1)[1].split("<b>")[1:]
    assert bold.startswith(VISIT)
    assert bold.split("</b>")[0].endswith("送去年货。")
    assert "第8户" in shown.text
    assert "第10户" in shown.text
    assert shown.labels == [["‹ 上一段", "下一段 ›"], ["返回"]]
    await bot.press(shown, "返回")
    assert (shown.raw, shown.keys) == (answer, keys)
    assert len(bot.shown[7]) == 1


async def test_the_pages_of_an_article_hold_all_of_it_once(
    bot: FakeBotApi, shown: Shown, record: Record
) -> None:
    await bot.press(shown, "原文")
    await bot.press(shown, "‹ 上一段")
    pages = [shown.text.split("\n\n", 1)[1]]
    assert shown.labels == [["下一段 ›"], ["返回"]]
    for _ in range(2):
        await bot.press(shown, "下一段 ›")
        pages.append(shown.text.split("\n\n", 1)[1])
    assert "\n".join(pages) == record.articles["a-4"].text
    assert shown.labels == [["‹ 上一段"], ["返回"]]


async def test_the_other_citations_are_paged_and_lead_to_their_passages(
    bot: FakeBotApi, shown: Shown
) -> None:
    await bot.press(shown, "还有4条")
    first = shown.raw
    assert shown.text.startswith(
        "白云溪\n另有4条原句 · 第1/2页\n\n红山县教育局局长何青禾出席开学典礼。\n2. 《题1》"
    )
    assert shown.labels == [["原文 2", "原文 3", "原文 4"], ["下一页 ›"], ["返回"]]
    await bot.press(shown, "原文 3")
    assert shown.text.startswith("题2\n2019年11月9日 · 2.txt\n\n南湾市消防支队支队长何青禾讲解")
    await bot.press(shown, "返回")
    assert shown.raw == first
    await bot.press(shown, "下一页 ›")
    assert shown.labels == [["原文 5"], ["‹ 上一页"], ["返回"]]
    assert "村医罗<娜>&走访。\n5. 《题3》 · 日期不详 · 3.txt" in shown.text
    assert "罗&lt;娜&gt;&amp;" in shown.raw
    await bot.press(shown, "返回")
    assert shown.text.startswith(f"白云溪\n\n{VISIT}")


async def test_a_double_press_is_quiet(
    bot: FakeBotApi, shown: Shown, caplog: pytest.LogCaptureFixture
) -> None:
    twice = [bot.pressed(shown, "原文"), bot.pressed(shown, "原文")]
    for update in twice:
        await bot.inject(update)
    numbers = [update["callback_query"]["id"] for update in twice]
    await bot.wait(lambda: all(number in bot.notices for number in numbers))
    assert [bot.notices[number] for number in numbers] == ["", ""]
    assert shown.n_edits == 1
    assert caplog.text == ""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a:999:b:0", EXPIRED),
        ("a:999:u:0", EXPIRED),
        ("a:999999999999:w:0", EXPIRED),
        ("a:1:m:2", EXPIRED),  # pages 0 and 1
        ("a:1:z:0", GONE),
        ("a:-1:b:0", GONE),
        (f"r:{KEY}:0:4::", MOVED),  # of an article that was changed since
        ("r:{key}:5:2::", MOVED),
        ("r:{key}:0:99999999::", MOVED),
        ("r:{key}:0:4:99:", MOVED),
        ("r:{key}:0:4:", GONE),
        (f"q:{KEY}:0", MOVED),
        ("q:{key}:999", MOVED),
        ("l:de", GONE),
        ("l:", GONE),
        ("<b>&🎲", GONE),
    ],
)
async def test_forged_or_old_data_gets_a_line_and_changes_nothing(
    bot: FakeBotApi, shown: Shown, data: str, said: str
) -> None:
    data = data.replace("{key}", shown.data("原文").split(":")[1])
    assert await bot.press(shown, data) == said
    assert shown.n_edits == 0
    assert len(bot.shown[7]) == 1


async def test_a_reply_of_another_chat_cannot_be_looked_at(bot: FakeBotApi, shown: Shown) -> None:
    await bot.say("何时？", chat_id=8)
    (own,) = await bot.wait_shown(1, chat_id=8)
    for action in "bmuw":
        assert await bot.press(own, f"a:1:{action}:0") == EXPIRED
    assert "白云溪" not in own.text


def test_a_reply_whose_article_was_removed_keeps_its_words_and_loses_the_button() -> None:
    citation = cited_in(toy_record(), "a-4", VISIT)
    (part,) = show_card(found("白云溪", citation), 1, Scene(Record.build({}, ()), CHINESE))
    assert citation.quote in part.plain
    rows = [[key.text for key in row] for row in part.keyboard.inline_keyboard]
    assert rows == [["有用", "不对"]]


async def refused_beside(bot: FakeBotApi, engine: Engine, record: Record, post: str) -> Shown:
    """A refusal near an article about 何青禾, who is answered to be this."""
    near = cited_in(record, "a-1", "何青禾")
    engine.replies["何青禾是谁？"] = lambda: found(post, near)
    engine.replies["王五？"] = lambda: nothing_found("文章里没有找到答案：没有提到“王五”。", near)
    await bot.say("王五？")
    (shown,) = await bot.wait_shown(1)
    return shown


async def test_without_an_answer_the_nearest_article_is_on_a_button(
    bot: FakeBotApi, engine: Engine, record: Record
) -> None:
    shown = await refused_beside(bot, engine, record, "红山县教育局局长")
    refused = "文章里没有找到答案：没有提到“王五”。\n\n这些我答得上来："
    assert shown.text == refused
    assert shown.labels == [["何青禾是谁？"], ["相近的报道", "不对"]]
    await bot.press(shown, "相近的报道")
    assert "<b>红山县教育局局长何青禾出席开学典礼。</b>" in shown.raw
    await bot.press(shown, "返回")
    assert shown.text == refused


async def test_a_suggested_question_is_answered_once_under_the_message(
    bot: FakeBotApi, engine: Engine, record: Record
) -> None:
    """Pressed twice in a hurry; the question stands over the answer, also after 原文 and back."""
    refused = await refused_beside(bot, engine, record, "红山县教育局局长")
    for _ in range(2):
        assert await bot.press(refused, "何青禾是谁？") == ""
    _, shown = await bot.wait_shown(2)
    assert len(bot.shown[7]) == 2
    assert shown.reply_to == refused.message_id
    assert shown.text.startswith("问：问\n\n红山县教育局局长\n\n红山县教育局局长何青禾")
    before = shown.text
    await bot.press(shown, "原文")
    await bot.press(shown, "返回")
    assert shown.text == before


async def test_a_question_that_is_not_answered_with_its_fact_is_not_suggested(
    bot: FakeBotApi, engine: Engine, record: Record
) -> None:
    shown = await refused_beside(bot, engine, record, "镇长")
    assert shown.labels == [["相近的报道", "不对"]]


async def test_an_answer_that_cannot_be_kept_comes_whole_and_without_buttons(
    bot: FakeBotApi, engine: Engine, record: Record, kept_in: Path
) -> None:
    """The ledger was broken by another hand; the answer matters more."""
    with sqlite3.connect(kept_in / FILE) as db:
        db.execute("drop table replies")
    db.close()
    engine.replies["谁？"] = lambda: found("白云溪", *(cited_in(record, *t) for t in TEXTS[:2]))
    await bot.say("谁？")
    (shown,) = await bot.wait_shown(1)
    assert VISIT in shown.text
    assert "红山县教育局局长何青禾出席开学典礼。" in shown.text
    assert shown.keys == []


def test_a_page_of_other_citations_fits_into_a_message_whatever_they_are() -> None:
    """Two units a character, headlines and quotes without end."""
    long = Citation("a", "🎲" * 900, "2021", "🎲" * 90, "s", "🎲" * 5000, 0, 5000)
    answer = found("🎲" * 900, *(Citation(**{**_fields(long), "start": n}) for n in range(8)))
    for page in range(3):
        part = others(answer, 10**11, page, Scene(toy_record(), CHINESE))
        assert units(part.plain) <= MAX_UNITS
    assert others(answer, 1, 3, Scene(toy_record(), CHINESE)) is None


def _fields(citation: Citation) -> dict[str, object]:
    return {name: getattr(citation, name) for name in Citation.__slots__}


@pytest.mark.parametrize(
    ("missing", "in_english"),
    [
        ("没有提到“王五”", "“王五” is not mentioned"),
        (
            "没有提到“徐泾镇”（文中有“新泾镇”，是另一个名字）",
            "“徐泾镇” is not mentioned (“新泾镇” is, another name)",
        ),
        (
            "没有写到“何泽岗”2019年的职务，写到的是2018年、2020年",
            "no post of “何泽岗” in 2019年 (years told: 2018年、2020年)",
        ),
        ("没有“218支”这个数", "the number “218支” is not mentioned"),
        ("没有2019年的内容", "nothing of 2019年"),
        ("没有写到日期", "no date is told"),
        ("没有想到的话", "没有想到的话"),
    ],
)
def test_a_refusal_is_told_in_the_language_of_the_reader(missing: str, in_english: str) -> None:
    text = f"文章里没有找到答案：{missing}。"
    refusal = NoAnswer("问", "问", "person", text, (missing,), ())
    (part,) = show_card(refusal, 1, Scene(toy_record(), ENGLISH))
    assert part.plain == f"The articles hold no answer: {in_english}."


def test_names_stay_as_printed_in_a_refusal_in_traditional_script() -> None:
    text = "文章里没有找到答案：没有提到“徐泾镇”（文中有“新泾镇”，是另一个名字）。"
    refusal = NoAnswer("问", "问", "person", text, ("没有提到“徐泾镇”",), ())
    (part,) = show_card(refusal, 1, Scene(toy_record(), words_for("zh-hant")))
    assert part.plain == "文章裡沒有找到答案：沒有提到“徐泾镇”（文中有“新泾镇”，是另一個名字）。"
