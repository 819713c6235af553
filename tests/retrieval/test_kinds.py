"""Kinds: the city that is no village, the hall that is no city."""

from __future__ import annotations

import pytest

from retrieval.kinds import fits_kind, is_any_body, is_of_kind, is_such


@pytest.mark.parametrize(
    ("kind", "name", "such"),
    [
        ("场馆", "荷塘大剧院", True),
        ("场馆", "上海市", False),
        ("城市", "青岛", True),
        ("城市", "景德镇", True),
        ("城市", "荷塘镇", False),
        ("城市", "江苏", False),
        ("国家", "冰岛", True),
        ("国家", "上海市", False),
        ("地方", "荷塘镇", True),
    ],
)
def test_a_place_is_of_a_kind_or_not(kind: str, name: str, such: bool) -> None:
    assert is_such(kind, name) is such


def test_a_grammar_school_is_a_school_and_a_county_is_none() -> None:
    assert is_of_kind("学校", "向阳小学")
    assert not is_of_kind("学校", "安吉县")
    assert fits_kind("学校", "向阳小学") == -fits_kind("学校", "安吉县") > 0


def test_any_body_gains_and_loses_nothing() -> None:
    assert is_any_body("单位")
    assert fits_kind("单位", "安吉县") == 0.0
