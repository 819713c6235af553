"""The pages of an article around a sentence, and the data that names them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_record import article, build, facts
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.message import MAX_UNITS, units
from bot.telegram.reader import (
    CITED,
    Reading,
    article_key,
    read_data,
    read_link,
    reading_data,
    reading_link,
    show_page,
    split_pages,
)
from bot.telegram.texts import CHINESE

NUMBERS = st.integers(0, 99_999_999)
READINGS = st.builds(
    Reading,
    st.text("0123456789abcdef", min_size=10, max_size=10),
    NUMBERS,
    NUMBERS,
    st.integers(CITED, 99_999),
    st.sampled_from(["", "a:123456789012:m:999", "0123abcd:s:0:9999999:0"]),
)
TEXTS = st.text("甲乙丙。！\n🎲“”", max_size=60).map(lambda text: text * 60)


@given(READINGS)
def test_a_reading_comes_back_from_its_data_and_fits_into_64_bytes(reading: Reading) -> None:
    assert read_data(reading_data(reading)) == reading
    assert len(reading_data(reading).encode()) <= 64


@given(READINGS)
def test_a_reading_comes_back_from_its_link(reading: Reading) -> None:
    """At most 64 of the characters that Telegram allows; page and way back are not part of it."""
    link = reading_link(reading)
    assert read_link(link) == replace(reading, page=CITED, back="")
    assert len(link) <= 64
    assert link.replace("_", "").isalnum()


@pytest.mark.parametrize(
    "payload", ["", "inline", "a_0123456789_1", "a_0123456789_1_2\n", "a_" * 40]
)
def test_any_other_link_opens_nothing(payload: str) -> None:
    assert read_link(payload) is None


@given(TEXTS, st.integers(0, 3600), st.integers(0, 3600))
def test_the_pages_cover_the_text_in_order_and_one_holds_the_citation(
    text: str, one: int, other: int
) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    pages, cited = split_pages(text, start, end)
    assert [p.start for p in pages] == sorted(p.start for p in pages)
    covered = "".join(text[p.start : p.end] for p in pages)
    assert "".join(covered.split()) == "".join(text.split())
    if text[start:end].strip():
        within = range(pages[cited].start, pages[cited].end)
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        assert first in within


@given(TEXTS, st.integers(0, 3600), st.integers(0, 3600))
def test_every_page_fits_into_a_message(text: str, one: int, other: int) -> None:
    told = replace(article(1, "2021", text), title="题🎲" * 300, source="s" * 900)
    record = build((told, facts(told)))
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    for page in range(len(split_pages(text, start, end)[0])):
        part = show_page(Reading(article_key(told), start, end, page), record, CHINESE)
        assert part is not None
        assert units(part.plain) <= MAX_UNITS


def test_an_article_has_another_key_when_its_text_changes() -> None:
    told = article(1, "2021", "一。")
    assert article_key(told) == article_key(replace(told, source="elsewhere.txt"))
    assert article_key(told) != article_key(replace(told, text="二。"))
    assert article_key(told) != article_key(replace(told, id="a-2"))


def test_headlines_and_texts_are_escaped_and_only_the_sentence_is_bold() -> None:
    told = replace(article(1, "2021-03-05", "甲<b>。乙&乙。丙。"), title="<i>题</i>")
    record = build((told, facts(told)))
    part = show_page(Reading(article_key(told), 5, 9), record, CHINESE)
    assert part.html == (
        "<b>&lt;i&gt;题&lt;/i&gt;</b>\n2021年3月5日 · 1.txt\n\n甲&lt;b&gt;。<b>乙&amp;乙。</b>丙。"
    )


def test_an_empty_article_has_one_page_and_no_headline_is_said_to_be_none() -> None:
    told = replace(article(1, "", "一。"), title="")
    part = show_page(Reading(article_key(told)), build((told, facts(told))), CHINESE)
    assert part.plain == "（无标题）\n日期不详 · 1.txt\n\n一。"
    assert part.keyboard is None
