"""Text -> dates: what is one, how far it is spelt out, and what its year is inferred from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.articles import UNKNOWN_DATE, PublicationDate
from corpus.dates import DateMention, find_dates
from corpus.resolving import ResolvedDate, resolve

OCTOBER = PublicationDate("2020-10-23")
YEAR_ONLY = PublicationDate("2020", "据文内“2020年度”推定")


def spelt(text: str) -> list[tuple[str, int, int, int]]:
    return [(m.text, m.year, m.month, m.day) for m in find_dates(text)]


def resolved(text: str, published: PublicationDate = OCTOBER) -> list[ResolvedDate]:
    """Each date of a sentence; the last one with a year stands before the others."""
    found = []
    before: DateMention | None = None
    for mention in find_dates(text):
        found.append(resolve(mention, published, before))
        before = mention if mention.year else before
    return found


@pytest.mark.parametrize(
    ("text", "year", "month", "day"),
    [
        ("2019年3月8日", 2019, 3, 8),
        ("2019 年 3 月 8 日", 2019, 3, 8),
        ("２０１９年３月８日", 2019, 3, 8),
        ("二〇一九年三月八日", 2019, 3, 8),
        ("二零一九年十二月三十一日", 2019, 12, 31),
        ("2019-03-08", 2019, 3, 8),
        ("2019.3.8", 2019, 3, 8),
        ("2019/3/8", 2019, 3, 8),
        ("2019年3月", 2019, 3, 0),
        ("2019年", 2019, 0, 0),
        ("2019年度", 2019, 0, 0),
        ("3月8号", 0, 3, 8),
        ("3月8日下午", 0, 3, 8),
        ("二十三日", 0, 0, 0),
    ],
)
def test_a_date_is_read_in_every_script(text, year, month, day) -> None:
    """A day without its month is no date by itself."""
    expected = [(text, year, month, day)] if year or month else []
    assert spelt(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "渡船每3.5小时一班",
        "以3-5获胜",
        "修了5个月",
        "十三个月",
        "13月",
        "2月32日",
        "拨打2020-1023",
        "编号12345年检",
        "生日前后",
        "3日前",
        "最近的码头",
        "农历八月十五",
        "闰四月",
        "三十年前",
    ],
)
def test_what_only_looks_like_a_date_is_left_out(text) -> None:
    assert find_dates(text) == []


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("5月10名学生登船", "5月"),
        ("5月10日10名学生登船", "5月10日"),
        ("5月2个码头停航", "5月"),
        ("10月23下午开船", "10月23下午"),
        ("10月23日前报名", "10月23日"),
    ],
)
def test_a_number_behind_a_month_is_a_day_only_if_nothing_is_counted(text, date) -> None:
    assert [m.text for m in find_dates(text)] == [date]


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
    assert resolved("码头于2019年3月8日完工。") == [ResolvedDate("2019年3月8日", 2019, 3, 8, "")]


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
        ("2020-11-02", "上周三", "2020年（上周三）"),
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


@given(st.text("0123456789０〇一二十年月日号至-—./ 今去昨天前上下午底初农历第届个名", max_size=40))
def test_every_mention_is_its_slice_and_no_two_overlap(text) -> None:
    """On strings made of the pieces of dates; month and day are those of a calendar or 0."""
    end = 0
    for mention in find_dates(text):
        assert text[mention.start : mention.end] == mention.text
        assert end <= mention.start < mention.end
        assert mention.month in range(13)
        assert mention.day in range(32)
        assert resolve(mention, OCTOBER).text
        end = mention.end
