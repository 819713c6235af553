"""Text -> dates: what is one, and how far it is spelt out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.articles import PublicationDate
from corpus.dates import find_dates
from corpus.resolving import resolve

OCTOBER = PublicationDate("2020-10-23")


def spelt(text: str) -> list[tuple[str, int, int, int]]:
    return [(m.text, m.year, m.month, m.day) for m in find_dates(text)]


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
        ("2019年3月8日，星期五", 2019, 3, 8),
        ("98年4月", 1998, 4, 0),
        ("08年", 2008, 0, 0),
        ("28日", 0, 0, 28),
        ("上月28日", 0, 0, 28),
        ("二十三日", 0, 0, 0),
    ],
)
def test_a_date_is_read_in_every_script(text, year, month, day) -> None:
    """A day in Han digits without its month is no date by itself."""
    expected = [(text, year, month, day)] if year or month or day else []
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
        "三月三",
        "八月十八潮",
        "闰四月",
        "每年9月",
        "康熙20年9月",
        "13.5万人",
        "两年后",
        "9天之后",
        "三五年前后",
        "过去五年前进了",
        "如今年轻人",
        "每周三上午",
        "每逢周一上课",
        "周一山上台",
        "《星期日》报",
        "《今日》报",
        "庆祝中国庆典",
        "春节庙会",
        "春天来了",
        "四季度假",
        "分季度看",
        "半年报",
        "大年初",
        "晚上月亮",
        "想当年",
        "一百年前",
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
    "text",
    [
        "上周三下午",
        "下下周日",
        "這個星期一",
        "本周末",
        "上月初",
        "下个月",
        "第三季度",
        "前三季度",
        "上季度",
        "上半年",
        "去年国庆节",
        "2019年端午",
        "今年夏天",
        "农历八月十五",
        "大年初一",
        "除夕",
        "上世纪80年代末",
        "1990年代",
        "五年前",
        "三天前",
        "两个月前",
        "今晚19点38分",
        "10月23日凌晨3点半",
        "20日晚10时许",
        "14日至15日",
        "9月30日起至10月2日",
        "2018年9月至2020年3月",
        "2019-05-26至2019-05-29",
        "2016—2018年",
        "4月中旬至6月底",
        "1—5月",
        "5月第二个星期日",
        "同年12月",
        "前不久",
    ],
)
def test_what_papers_write_is_one_mention(text) -> None:
    """With its part of the day, its time and its end."""
    assert [m.text for m in find_dates(f"据悉，{text}，渡船停航。")] == [text]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("春节期间停航", ["春节"]),
        ("“十一”黄金周", ["十一"]),
        ("周三上午停航", ["周三上午"]),
        ("10月23日3点建议", ["10月23日"]),
        ("3月15日晚些时候", ["3月15日"]),
        ("12月28日和1月5日", ["12月28日", "1月5日"]),
    ],
)
def test_the_words_around_tell_what_is_a_date(text, found) -> None:
    assert [m.text for m in find_dates(text)] == found


def test_a_comparison_is_marked() -> None:
    assert [m.versus for m in find_dates("较上月回升，上月停航")] == [True, False]


@given(
    st.text(
        "0123456789０〇一二十年月日号至-—./ 今去昨天前上下午底初农历第届个名周末本季度春节世纪代起",
        max_size=40,
    )
)
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
