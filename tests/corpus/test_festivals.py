"""A festival and a year -> its day: fixed, lunar, counted in weekdays, and a solar term."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from corpus.festivals import day_of, number


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("国庆节", date(2020, 10, 1)),
        ("春节", date(2020, 1, 25)),
        ("除夕", date(2020, 1, 24)),
        ("元宵节", date(2020, 2, 8)),
        ("清明", date(2020, 4, 4)),
        ("端午节", date(2020, 6, 25)),
        ("中秋节", date(2020, 10, 1)),
        ("重阳", date(2020, 10, 25)),
        ("母亲节", date(2020, 5, 10)),
        ("父亲节", date(2020, 6, 21)),
        ("感恩节", date(2020, 11, 26)),
        ("农历八月十五", date(2020, 10, 1)),
        ("农历闰四月初一", date(2020, 5, 23)),
        ("大年初三", date(2020, 1, 27)),
        ("腊月廿三", date(2021, 2, 4)),
    ],
)
def test_the_days_of_2020(name, day) -> None:
    """A year with a leap month behind the fourth."""
    assert day_of(name, 2020) == day


def test_what_is_no_festival_and_what_lies_beyond_the_table_has_no_day() -> None:
    assert day_of("渔歌节", 2020) is None
    assert day_of("中秋", 1900) is None
    assert day_of("农历闰五月初一", 2020) is None


@pytest.mark.parametrize("year", range(1950, 2050))
def test_the_lunar_years_follow_each_other_without_a_gap(year) -> None:
    """A new year falls between 21 January and 21 February, 353 to 385 days after the last."""
    new, old = day_of("春节", year), day_of("春节", year - 1)
    assert new is not None
    assert old is not None
    assert date(year, 1, 21) <= new <= date(year, 2, 21)
    assert timedelta(353) <= new - old <= timedelta(385)


def test_numbers_of_either_script() -> None:
    assert [number(t) for t in ("二十三", "二〇二〇", "10", "两", None)] == [23, 2020, 10, 2, 0]
