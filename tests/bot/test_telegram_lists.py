"""The lists of people, events and initiatives in a chat, over HTTP."""

from __future__ import annotations

import pytest
from fake_bot_api import FakeBotApi, Shown
from fake_engine import Engine

from retrieval.record import Record

ENGLISH = {"from": {"id": 7, "is_bot": False, "first_name": "R", "language_code": "en"}}
GROUP = -100


def labels(shown: Shown) -> list[list[str]]:
    return [[key["text"] for key in row] for row in shown.keys]


async def ask(bot: FakeBotApi, text: str, chat_id: int = 7, **more: object) -> Shown:
    n = len(bot.shown[chat_id])
    await bot.say(text, chat_id, **more)
    return (await bot.wait_shown(n + 1, chat_id))[-1]


async def test_who_shows_posts_with_years_then_acts(bot: FakeBotApi) -> None:
    shown = await ask(bot, "/who 罗<娜>&")
    assert shown.raw == "<b>罗&lt;娜&gt;&amp; · 1处</b>\n\n1. 职务 村医（年份不详）"
    assert labels(shown) == [["1"]]
    assert [call["action"] for call in bot.called("sendChatAction")] == ["typing"]


async def test_people_of_one_name_are_shown_apart(bot: FakeBotApi) -> None:
    shown = await ask(bot, "/who 何青禾")
    assert shown.text == (
        "“何青禾”有同名的2人\n\n"
        "第1人 · 1处\n1. 职务 2020年：红山县教育局局长\n2. 事迹 2020年：出席开学典礼\n\n"
        "第2人 · 1处\n3. 职务 2019年：南湾市消防支队支队长"
    )
    assert labels(shown) == [["1", "2", "3"]]


async def test_a_traditional_name_is_the_same_name(bot: FakeBotApi) -> None:
    assert (await ask(bot, "/who 白雲溪")).text.startswith("白云溪 · 20处")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/who 何青木", "文章里没有提到“何青木”（文中有“何青禾”，是另一个名字）。"),
        ("/who 赵<钱>", "文章里没有提到“赵<钱>”。"),
        ("/timeline 2020", "文章里没有2020年的活动；写到的年份：2019、2021。"),
        ("/timeline 去年", "请用四位数字写年份，例如：/timeline 2020"),
        ("/timeline 0000", "请用四位数字写年份，例如：/timeline 2020"),
    ],
)
async def test_what_is_not_there_is_one_line(bot: FakeBotApi, text: str, said: str) -> None:
    shown = await ask(bot, text)
    assert shown.text == said
    assert shown.keys == []


@pytest.mark.parametrize("record", [Record.build({}, ())])
async def test_an_empty_record_is_said_to_be_empty(bot: FakeBotApi) -> None:
    said = [(await ask(bot, f"/{name}")).text for name in ("who", "timeline", "initiatives")]
    assert said == [f"文章里没有找到{what}。" for what in ("人物", "活动", "行动")]
    assert (await ask(bot, "/timeline 2020")).text == "文章里没有找到活动。"


async def test_everybody_is_listed_most_mentioned_first(bot: FakeBotApi) -> None:
    shown = await ask(bot, "/who")
    assert shown.text.split("\n")[:3] == ["人物，共4人", "", "1. 白云溪 · 20处"]
    assert "何青禾 · 1处 · 南湾市消防支队支队长" in shown.text


async def test_a_person_of_the_list_opens_and_leads_back(bot: FakeBotApi) -> None:
    shown = await ask(bot, "/who")
    everybody = shown.text
    await bot.press(shown, "1")
    assert shown.text.startswith("白云溪 · 20处 · 第1/3页")
    await bot.press(shown, "1")
    assert shown.text.startswith("白云溪\n事迹 2021年：走访第1户人家")
    await bot.press(shown, "返回")
    await bot.press(shown, "返回")
    assert shown.text == everybody


async def test_a_long_list_is_paged_there_and_back(bot: FakeBotApi) -> None:
    """20 acts, 8 a page; a line ends at 60 characters."""
    shown = await ask(bot, "/who 白云溪")
    first = shown.raw
    assert labels(shown) == [["1", "2", "3", "4"], ["5", "6", "7", "8"], ["下一页 ›"]]
    assert await bot.press(shown, "下一页 ›") == ""
    assert labels(shown)[-1] == ["‹ 上一页", "下一页 ›"]
    await bot.press(shown, "下一页 ›")
    lines = shown.text.split("\n")
    assert lines[0] == "白云溪 · 20处 · 第3/3页"
    assert [line.split(".")[0] for line in lines[2:]] == ["17", "18", "19", "20"]
    assert all(len(line) == len("17. ") + 60 and line.endswith("…") for line in lines[2:])
    assert labels(shown) == [["17", "18", "19", "20"], ["‹ 上一页"]]
    await bot.press(shown, "‹ 上一页")
    await bot.press(shown, "‹ 上一页")
    assert shown.raw == first
    assert len(bot.shown[7]) == 1


async def test_an_item_opens_its_sentence_and_leads_back_to_its_page(bot: FakeBotApi) -> None:
    shown = await ask(bot, "/who 白云溪")
    await bot.press(shown, "下一页 ›")
    second = shown.raw
    await bot.press(shown, "9")
    act = f"走访第9户人家，{'问长问短，' * 12}送去年货"
    assert shown.raw == (
        f"<b>白云溪</b>\n事迹 2021年：{act}\n\n"
        f"<blockquote>白云溪{act}。</blockquote>\n《题4》 · 2021年2月3日 · 4.txt"
    )
    assert labels(shown) == [["返回"]]
    await bot.press(shown, "返回")
    assert shown.raw == second


async def test_the_timeline_is_in_order_of_time(bot: FakeBotApi) -> None:
    shown = await ask(bot, "/timeline")
    assert shown.text.split("\n")[:4] == [
        "大事记，共11件 · 第1/2页",
        "",
        "1. 2019年11月9日 · 消防开放日",
        "2. 2021年6月1日 · 第1场音乐会",
    ]


@pytest.mark.parametrize("year", ["2019", "2019年", "２０１９"])
async def test_a_timeline_of_a_year_opens_an_event_with_its_date_and_basis(
    bot: FakeBotApi, year: str
) -> None:
    shown = await ask(bot, f"/timeline {year}")
    assert shown.text == "2019年大事记，共1件\n\n1. 2019年11月9日 · 消防开放日"
    await bot.press(shown, "1")
    assert shown.text == (
        "消防开放日\n2019年11月9日（年份据刊发日期）\n地点 南湾市礼堂\n\n"
        "9日下午，消防开放日在南湾市礼堂举办。\n《题2》 · 2019年11月9日 · 2.txt"
    )


async def test_the_year_holds_while_paging(bot: FakeBotApi) -> None:
    shown = await ask(bot, "/timeline 2021")
    await bot.press(shown, "下一页 ›")
    assert shown.text == (
        "2021年大事记，共10件 · 第2/2页\n\n"
        "9. 2021年6月9日 · 第9场音乐会\n10. 2021年6月10日 · 第10场音乐会"
    )


async def test_an_initiative_longer_than_a_message_opens_in_pages(bot: FakeBotApi) -> None:
    shown = await ask(bot, "/initiatives")
    assert shown.text == "行动，共1项\n\n1. “暖冬”行动 · 2021年12月1日见报"
    await bot.press(shown, "1")
    assert shown.text.startswith("“暖冬”行动\n2021年12月1日见报\n发起 县团委\n内容 送衣、送炭")
    assert labels(shown) == [["下一页 ›"], ["返回"]]
    pages = [shown.text]
    while "下一页 ›" in labels(shown)[0]:
        await bot.press(shown, "下一页 ›")
        pages.append(shown.text)
    assert sum(page.count("长句子，") for page in pages) == 2000
    assert pages[-1].endswith("《题6》 · 2021年12月1日 · 6.txt")
    await bot.press(shown, "返回")
    assert shown.text.startswith("行动，共1项")


@pytest.mark.parametrize(
    ("command", "title"),
    [
        ("/人物 白云溪", "白云溪"),
        ("/人物", "人物，共4人"),
        ("/大事记", "大事记，共11件"),
        ("／大事记：2019", "2019年大事记"),
        ("/大事记2019年", "2019年大事记"),
        ("/行动", "行动，共1项"),
        ("/WHO@Wenshi_Test_Bot 白云溪", "白云溪"),
    ],
)
@pytest.mark.parametrize("chat_id", [7, GROUP])
async def test_lists_have_chinese_commands_in_chats_and_groups(
    bot: FakeBotApi, command: str, title: str, chat_id: int
) -> None:
    assert (await ask(bot, command, chat_id)).text.startswith(title)


async def test_a_longer_word_is_a_question_and_no_list(bot: FakeBotApi, engine: Engine) -> None:
    await ask(bot, "/行动方案是什么？")
    assert engine.asked == ["/行动方案是什么？"]


async def test_an_english_client_reads_english_around_the_chinese(bot: FakeBotApi) -> None:
    shown = await ask(bot, "/who 何青禾", **ENGLISH)
    assert shown.text.startswith(
        "2 people are called “何青禾”\n\nNo. 1 · mentions: 1\n1. Post 2020"
    )
    await bot.press(shown, "1", **ENGLISH)
    assert labels(shown) == [["Back"]]
    assert (await ask(bot, "/who 王五", **ENGLISH)).text == ("The articles do not mention “王五”.")


async def test_an_edited_command_changes_the_list_and_its_buttons(bot: FakeBotApi) -> None:
    asked = await bot.say("/who 白云溪")
    (shown,) = await bot.wait_shown(1)
    await bot.say("/who 王五", edits=asked)
    await bot.wait(lambda: shown.n_edits == 1)
    assert shown.text == "文章里没有提到“王五”。"
    assert shown.keys == []


async def test_plain_text_keeps_the_buttons(bot: FakeBotApi) -> None:
    bot.fail("sendMessage", 400, description="Bad Request: can't parse entities: byte offset 0")
    shown = await ask(bot, "/timeline 2019")
    assert shown.parse_mode is None
    assert labels(shown) == [["1"]]
