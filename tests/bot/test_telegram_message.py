"""Replies as messages: tags, escapes, and Telegram's 4096 UTF-16 units."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from fake_engine import cite, found, nothing_found
from hypothesis import given
from hypothesis import strategies as st
from telegram_rules import parse_html

from bot.telegram.basis import in_brackets
from bot.telegram.message import MAX_UNITS, cut, render, units
from bot.telegram.texts import CHINESE, ENGLISH, words_for
from bot.telegram.traditional import QUOTED
from retrieval.reply import Answer, Citation

BLOCKQUOTE = re.compile(r"<blockquote[^>]*>(.*?)</blockquote>", re.DOTALL)


def test_an_emoji_and_a_rare_character_count_two_units() -> None:
    assert [units("中"), units("a"), units("🎲"), units("𠮷")] == [1, 1, 2, 2]


def test_text_is_cut_at_the_last_sentence_end_that_fits() -> None:
    assert cut("甲。乙！”丙？", 5) == ["甲。乙！”", "丙？"]


def test_text_without_a_sentence_end_is_cut_at_a_comma() -> None:
    assert cut("甲，乙乙乙", 4) == ["甲，", "乙乙乙"]


def test_text_without_any_mark_is_cut_between_characters() -> None:
    """Three dice are six units: five units hold two of them, never half of the third."""
    assert cut("🎲🎲🎲", 5) == ["🎲🎲", "🎲"]


@given(st.text("甲。，！”\n🎲a <&", max_size=80), st.integers(2, 12))
def test_cutting_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    pieces = cut(text, limit)
    assert "".join(pieces) == text
    assert max(map(units, pieces)) <= limit


def test_names_and_quotes_are_escaped() -> None:
    (part,) = render(found("A&B", cite("1 < 2 > 0", "<b>题</b>")), CHINESE)
    assert part.html.startswith("<b>A&amp;B</b>\n\n<blockquote expandable>1 &lt; 2 &gt; 0</")
    assert "《&lt;b&gt;题&lt;/b&gt;》" in part.html


def test_the_first_of_several_quotes_stands_open() -> None:
    (part,) = render(found("甲", cite("一。"), cite("二。")), CHINESE)
    assert "<blockquote>一。</blockquote>" in part.html
    assert "<blockquote expandable>二。</blockquote>" in part.html


@pytest.mark.parametrize(
    ("published", "basis", "line"),
    [
        ("2020-10-23", "", "《题》 · 2020年10月23日 · 000.txt"),
        ("2020-10", "据前文推断", "《题》 · 2020年10月（据前文推断） · 000.txt"),
        ("2020", "", "《题》 · 2020年 · 000.txt"),
        ("", "文中没有年份", "《题》 · 日期不详（文中没有年份） · 000.txt"),
    ],
)
def test_the_source_line_says_how_the_date_is_known(published: str, basis: str, line: str) -> None:
    cited = replace(cite("句。", "题", "000.txt"), published=published, published_basis=basis)
    (part,) = render(found("甲", cited), CHINESE)
    assert part.plain.split("\n")[-1] == line


def test_a_quote_stays_with_its_source() -> None:
    """Two blocks of 2500 do not fit into one message: each goes whole into its own."""
    first, second = render(found("甲", cite("一" * 2500), cite("二" * 2500)), CHINESE)
    assert first.plain.startswith("甲\n\n一")
    assert first.plain.endswith("001.txt")
    assert second.plain.startswith("二")
    assert second.plain.endswith("001.txt")


def test_the_end_of_a_quote_too_long_for_one_message_stays_with_its_source() -> None:
    """10500 units and the source, at most 4096 a part."""
    parts = render(found("甲", cite("这是一个句子。" * 1500)), CHINESE)
    assert len(parts) == 3
    assert parts[-1].plain.count("这是一个句子。") > 0
    assert parts[-1].plain.endswith("001.txt")


def test_a_title_that_is_a_damaged_page_is_shortened() -> None:
    (part,) = render(found("甲", cite("句。", "题" * 5000)), CHINESE)
    assert part.plain.endswith("题…")


@given(
    st.text("甲。\n🎲<>&b/", min_size=1, max_size=40).map(lambda text: text * 150),
    st.text("乙、&", min_size=1, max_size=30).map(lambda text: text * 150),
)
def test_every_part_fits_and_the_quote_is_whole(quote: str, short: str) -> None:
    """Stripped of its tags the HTML is the plain text; the quotes of the parts are the quote."""
    parts = render(found(short, cite(quote)), CHINESE)
    assert max(units(part.plain) for part in parts) <= MAX_UNITS
    assert [parse_html(part.html) for part in parts] == [part.plain for part in parts]
    pieces = [piece for part in parts for piece in BLOCKQUOTE.findall(part.html)]
    assert parse_html("".join(pieces)) == quote


def test_a_refusal_without_a_near_article_is_its_text() -> None:
    (part,) = render(nothing_found("报上没有提到王五。"), CHINESE)
    assert part.html == "报上没有提到王五。"


def test_an_english_reader_is_told_what_the_nearest_article_is() -> None:
    (part,) = render(nothing_found("报上没有提到王五。", cite("句。"), cite("远。")), ENGLISH)
    assert "<b>Related article</b>" in part.html
    assert "远。" not in part.html


@pytest.mark.parametrize(
    ("code", "words"),
    [("en", ENGLISH), ("en-GB", ENGLISH), ("zh-hans", CHINESE), ("de", CHINESE), (None, CHINESE)],
)
def test_words_are_english_only_for_an_english_client(code: str | None, words: object) -> None:
    assert words_for(code) is words


TOLD = "据文内“第三届进博会”推定（“第三届进博会”为2020年，见《报道里的事》“2020年度”）"


@pytest.mark.parametrize(
    ("basis", "english"),
    [
        (
            TOLD,
            "from “第三届进博会” (“第三届进博会” is 2020, see 《报道里的事》“2020年度”)",
        ),
        ("日期见同篇“10月23日”，年份据文内“2020年度”推定", None),
        ("文中只写“日前”，没有写具体日期；年份据刊发日期2020-10-24", None),
        ("年月据同句“10月21日”，年份据同版文章推定（见《题》“2020年度”）", None),
        ("据文内最晚的日期“2020年10月”推定", "from its latest date “2020年10月”"),
        ("文中没有写是哪一年的次年", None),
        ("文中没有年份", "no year is told"),
    ],
)
def test_what_a_date_rests_on_is_said_in_the_readers_language(
    basis: str, english: str | None
) -> None:
    """What is quoted stays as printed, and so does a headline."""
    said = in_brackets(basis, ENGLISH)
    assert english is None or said == f" ({english})"
    assert not re.search("[\u3400-\u9fff（），；]", QUOTED.sub("", said).replace("次年", "")), said
    hant = in_brackets(basis, words_for("zh-hant"))
    assert QUOTED.findall(hant) == QUOTED.findall(basis)
    assert not set("届见写没题") & set(QUOTED.sub("", hant))
    assert in_brackets(basis, CHINESE) == f"（{basis}）"
    assert in_brackets("", ENGLISH) == ""


def test_what_a_date_rests_on_is_explained_once() -> None:
    """Not below the answer and again behind the headline."""
    citation = Citation("a", "题", "2020", TOLD, "x", "开幕。", 0, 3)
    answer = Answer("问", "问", "date", "2020年", "2020年", 0.9, (citation,), f"年份{TOLD}")
    (part,) = render(answer, CHINESE)
    assert part.plain.count("推定") == 1
    assert part.plain.endswith("《题》 · 2020年 · x")
