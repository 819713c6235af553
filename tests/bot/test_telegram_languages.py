"""简, 繁, English: what the client is set to, and what was chosen instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import pytest
from fake_bot_api import PERSON, FakeBotApi, Shown
from fake_engine import Engine, nothing_found
from telegram import BotCommand

from bot.telegram.texts import CHINESE, ENGLISH, Words, words_for

GROUP = -100


def of(code: str | None, user_id: int = 7) -> dict[str, object]:
    return {"from": {**PERSON, "id": user_id, "language_code": code}}


async def ask(bot: FakeBotApi, text: str, chat_id: int = 7, **more: object) -> Shown:
    n = len(bot.shown[chat_id])
    await bot.say(text, chat_id, **more)
    return (await bot.wait_shown(n + 1, chat_id))[-1]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("zh-hans", "您好，我是问事。"),
        ("zh-hant", "您好，我是問事。"),
        ("zh-TW", "您好，我是問事。"),
        ("en-US", "Hello, I am Wenshi"),
        ("de", "您好，我是问事。"),
        (None, "您好，我是问事。"),
    ],
)
async def test_a_reader_is_greeted_in_the_language_of_the_client(
    bot: FakeBotApi, code: str | None, said: str
) -> None:
    assert (await ask(bot, "/start", **of(code))).text.startswith(said)


async def test_the_choice_is_offered_in_each_language_itself(bot: FakeBotApi) -> None:
    shown = await ask(bot, "/lang")
    assert shown.text == "我用哪种文字说话？报上的原文不变。"
    assert shown.labels == [["简体中文", "繁體中文", "English"]]


async def test_a_choice_is_kept_for_the_person_everywhere(bot: FakeBotApi) -> None:
    """By number: in a group too, and nobody else's words change; the article stays as printed."""
    shown = await ask(bot, "/lang")
    assert await bot.press(shown, "繁體中文") == ""
    assert shown.text == "好的，以後我用繁體中文。"
    assert shown.keys == []
    answer = await ask(bot, "/ask 何时？", GROUP)
    assert answer.labels == [["有用", "不對"]]
    assert "今年5月，党建联席会议成立。" in answer.text
    other = await ask(bot, "/ask 何时？", GROUP, **of("zh-hans", user_id=8))
    assert other.labels == [["有用", "不对"]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/lang zh", "好的，以后我用简体中文。"),
        ("/lang zh-hant", "好的，以後我用繁體中文。"),
        ("/lang 繁體", "好的，以後我用繁體中文。"),
        ("/语言 English", "All right, English from now on."),
        ("/lang EN", "All right, English from now on."),
        ("/lang klingon", "我用哪种文字说话？报上的原文不变。"),
    ],
)
async def test_a_language_can_be_written_behind_the_command(
    bot: FakeBotApi, text: str, said: str
) -> None:
    assert (await ask(bot, text)).text == said


async def test_the_menu_of_the_chat_follows_the_choice(bot: FakeBotApi) -> None:
    await ask(bot, "/lang en")
    await bot.wait(lambda: len(bot.called("setMyCommands")) == 7)
    menu = bot.called("setMyCommands")[-1]
    assert '"chat_id": 7' in menu["scope"]
    assert "Ask a question" in menu["commands"]


async def test_the_menu_of_a_group_is_not_one_members_choice(bot: FakeBotApi) -> None:
    await ask(bot, "/lang@wenshi_test_bot en", GROUP)
    assert len(bot.called("setMyCommands")) == 6


async def test_a_refusal_is_in_the_chosen_language(bot: FakeBotApi, engine: Engine) -> None:
    text = "文章里没有找到答案：没有提到“王五”。"
    engine.replies["王五？"] = lambda: nothing_found(text)
    await ask(bot, "/lang zh-hant")
    assert (await ask(bot, "王五？")).text == "文章裡沒有找到答案：沒有提到“王五”。"


def texts_of(words: object) -> dict[str, str]:
    """Every text of a table, by its name."""
    found: dict[str, str] = {}
    for one in fields(words):
        value = getattr(words, one.name)
        if isinstance(value, str):
            found[one.name] = value
        elif isinstance(value, Mapping):
            found |= {f"{one.name} {key}": text for key, text in value.items()}
        elif is_dataclass(value):
            found |= {f"{one.name} {name}": text for name, text in texts_of(value).items()}
        elif all(isinstance(each, BotCommand) for each in value):
            found |= {f"{one.name} {each.command}": each.description for each in value}
    return found


def shared(texts: dict[str, str]) -> dict[str, str]:
    """But for what one language says of a reason or a fact, and another leaves as it is."""
    return {n: t for n, t in texts.items() if not n.startswith(("labels ", "operator reasons "))}


@pytest.mark.parametrize("words", [ENGLISH, words_for("zh-hant")])
def test_every_text_has_the_same_places_in_each_language(words: Words) -> None:
    ours, theirs = shared(texts_of(CHINESE)), shared(texts_of(words))
    assert ours.keys() == theirs.keys()
    assert {"operator added", "operator stages facts", "gate strange", "status memory"} <= set(ours)
    for name, text in ours.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", theirs[name])), name


def test_the_traditional_words_are_traditional_throughout() -> None:
    """These are what the conversion tables are known to get wrong."""
    said = "".join(texts_of(words_for("zh-hant")).values())
    assert not set("这说问题没报为来对请条个过时间发现实") & set(said)
    for wrong in ("回復", "報道里", "爲", "裏", "“"):
        assert wrong not in said
