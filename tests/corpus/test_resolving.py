"""A date and its article's date -> the date in full, its days, and what its year rests on."""

from __future__ import annotations

import pytest

from corpus.articles import UNKNOWN_DATE, PublicationDate
from corpus.resolving import ResolvedDate, resolve_sentence

OCTOBER = PublicationDate("2020-10-23")  # a Friday
YEAR_ONLY = PublicationDate("2020", "据文内“2020年度”推定")


def resolved(text: str, published: PublicationDate = OCTOBER) -> list[ResolvedDate]:
    """The dates of a sentence."""
    return [date for _, date in resolve_sentence(text, published)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("10月21日至23日", "2020年10月21日至23日"),
        ("10月30日—11月2日", "2020年10月30日—11月2日"),
        ("10月21-23日", "2020年10月21日-23日"),
        ("9月-10月", "2020年9月-10月"),
        ("8至10月", "2020年8月至10月"),
        ("2019年5—7月", "2019年5月—7月"),
    ],
)
def test_a_span_is_one_date(text, whole) -> None:
    (date,) = resolved(f"渔歌节于{text}举行")
    assert date.text == whole


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("3月中旬", "2020年3月中旬"),
        ("3月底", "2020年3月底"),
        ("2019年底", "2019年底"),
        ("2019年年底", "2019年年底"),
        ("今年上半年", "2020年上半年"),
        ("10月1日傍晚", "2020年10月1日傍晚"),
    ],
)
def test_a_part_of_a_day_a_month_or_a_year_stays_with_it(text, whole) -> None:
    (date,) = resolved(f"码头{text}完工", YEAR_ONLY)
    assert date.text == whole


def test_a_date_with_its_year_needs_no_basis() -> None:
    assert resolved("码头于2019年3月8日完工。") == [
        ResolvedDate("2019年3月8日", 2019, 3, 8, "", "2019-03-08", "2019-03-08", "day", "", "")
    ]


def test_the_year_of_a_sentence_carries_over_to_its_next_date() -> None:
    start, end = resolved("2018年3月8日开工，11月2日完工。")
    assert (start.year, end.text) == (2018, "2018年11月2日")
    assert end.basis == "年份据同句“2018年3月8日”"


def test_the_next_year_is_the_one_after_the_year_of_the_sentence() -> None:
    _, end = resolved("2018年11月2日开工，次年3月完工。")
    assert (end.text, end.basis) == ("2019年3月", "文中写“次年3月”，年份据同句“2018年11月2日”")
    (alone,) = resolved("次年3月完工。")
    assert (alone.text, alone.year) == ("次年3月", 0)


@pytest.mark.parametrize(
    ("word", "year"),
    [("今年", 2020), ("去年", 2019), ("前年", 2018), ("大前年", 2017), ("明年", 2021)],
)
def test_a_year_relative_to_the_article_is_counted_from_its_date(word, year) -> None:
    (date,) = resolved(f"码头{word}5月完工。")
    assert date.text == f"{year}年5月"
    assert date.basis == f"文中写“{word}5月”，年份据刊发日期2020-10-23"


@pytest.mark.parametrize(
    ("published", "text", "year"),
    [
        ("2021-01-05", "12月28日", 2020),
        ("2020-12-30", "1月5日", 2021),
        ("2020-07-01", "1月5日", 2020),
        ("2020-01-05", "7月1日", 2020),
        ("2020-01-05", "8月1日", 2019),
        ("2020", "12月28日", 2020),
    ],
)
def test_at_new_year_a_month_is_the_nearest_one(published, text, year) -> None:
    """More than six months ahead is last year's, more than six back next year's."""
    (date,) = resolved(f"渡船{text}停航。", PublicationDate(published))
    assert date.year == year


def test_the_basis_of_the_article_is_handed_on() -> None:
    (date,) = resolved("渡船3月8日停航。", YEAR_ONLY)
    assert (date.text, date.basis) == ("2020年3月8日", "年份据文内“2020年度”推定")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("昨天下午", "2020年10月22日下午"),
        ("前天", "2020年10月21日"),
        ("今日", "2020年10月23日"),
    ],
)
def test_a_day_counted_back_needs_the_day_of_print(text, day) -> None:
    (exact,) = resolved(f"渡船{text}停航。")
    assert (exact.text, exact.basis) == (day, f"文中写“{text}”，据刊发日期2020-10-23")
    (vague,) = resolved(f"渡船{text}停航。", YEAR_ONLY)
    assert vague.text == f"2020年（{text}）"


def test_a_day_before_new_year_is_of_the_old_year() -> None:
    (date,) = resolved("渡船昨天停航。", PublicationDate("2021-01-01"))
    assert (date.text, date.year) == ("2020年12月31日", 2020)


@pytest.mark.parametrize(
    ("published", "text", "whole"),
    [
        ("2020-10-23", "近日", "2020年10月（近日）"),
        ("2020-10-23", "上个月", "2020年9月（上个月）"),
        ("2021-01-05", "上月", "2020年12月（上月）"),
        ("2020", "上周三", "2020年（上周三）"),
        ("2020", "日前", "2020年（日前）"),
    ],
)
def test_a_vague_word_stays_as_written_beside_what_is_known(published, text, whole) -> None:
    (date,) = resolved(f"渡船{text}停航。", PublicationDate(published))
    assert (date.text, date.day) == (whole, 0)
    assert "没有写具体日期" in date.basis


@pytest.mark.parametrize("text", ["今年5月", "3月8日", "昨天", "日前", "去年"])
def test_without_a_date_of_the_article_no_year_is_made_up(text) -> None:
    """Above all not that of today."""
    (date,) = resolved(f"渡船{text}停航。", UNKNOWN_DATE)
    assert (date.text, date.year) == (text, 0)
    assert date.basis


def test_the_month_before_is_that_of_what_is_compared() -> None:
    """Told in November of October: the month before is September."""
    _, compared = resolved("10月客流较上月回升。", PublicationDate("2020-11-02"))
    (unclear,) = resolved("客流较上月回升。", PublicationDate("2020-11-02"))
    assert (compared.first, unclear.first) == ("2020-09-01", "")


def test_a_day_alone_is_of_the_month_before_it() -> None:
    start, end = resolved("9月10日开工，28日完工。")
    assert (start.first, end.first) == ("2020-09-10", "2020-09-28")
    assert end.basis == "年月据同句“9月10日”，年份据刊发日期2020-10-23"


def test_the_same_year_is_that_of_the_sentence() -> None:
    _, end = resolved("2013年5月开工，同年9月完工。")
    assert (end.first, end.anchor) == ("2013-09-01", "同句“2013年5月”")


def test_the_same_day_is_the_last_one_named() -> None:
    told, same, next_day = resolved("9月10日开船，当晚返航，次日停航。")
    assert (told.first, same.first, next_day.first) == ("2020-09-10", "2020-09-10", "2020-09-11")
    assert (same.text, same.basis) == ("2020年9月10日晚", "文中写“当晚”，指上文的2020年9月10日")
    (alone,) = resolved("当晚返航。")
    assert (alone.first, alone.grain) == ("", "vague")


@pytest.mark.parametrize(
    ("text", "part"),
    [("10月1日下午", "下午"), ("20日晚10时", "晚10时"), ("昨晚8点半", "晚8点半"), ("今早", "早上")],
)
def test_a_part_of_the_day_is_kept_apart_too(text, part) -> None:
    (date,) = resolved(f"渡船{text}停航。")
    assert date.part == part
    assert date.text.endswith(part)


@pytest.mark.parametrize(
    ("published", "text", "anchor"),
    [
        (OCTOBER, "2019年3月8日", ""),
        (OCTOBER, "20世纪80年代", ""),
        (OCTOBER, "3月8日", "2020-10-23"),
        (OCTOBER, "上周三", "2020-10-23"),
        (YEAR_ONLY, "今年3月", "“2020年度”"),
    ],
)
def test_the_anchor_is_what_the_inferred_part_rests_on(published, text, anchor) -> None:
    (date,) = resolved(f"渡船{text}停航。", published)
    assert date.anchor == anchor
