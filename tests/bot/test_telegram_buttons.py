"""Callback data: what it holds, and what is made of data that nobody here wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.buttons import Kind, Mistake, View, decode, encode
from bot.wiring import mark
from retrieval.generations import Manifest

MARK = "0123abcd"
NUMBERS = st.integers(0, 999_999_999)
VIEWS = st.builds(View, st.sampled_from(Kind), NUMBERS, NUMBERS, NUMBERS)


@given(VIEWS)
def test_a_view_comes_back_from_its_data_and_fits_into_64_bytes(view: View) -> None:
    data = encode(view, MARK)
    assert decode(data, MARK) == view
    assert len(data.encode()) <= 64


@given(VIEWS)
def test_the_data_of_another_index_is_stale(view: View) -> None:
    assert decode(encode(view, MARK), "0123abce") is Mistake.STALE


@pytest.mark.parametrize(
    "data",
    [
        "",
        "0",
        "0123abcd",
        "0123abcd:z:0:0:0",
        "0123abcd:p:0:0",
        "0123abcd:p:0:0:-1",
        "0123abcd:p:0:0:1:1",
        "0123abcd:p:0:0:٣",
        "0123abcd:p:0:0:0\n",
        "0123ABCD:p:0:0:0",
        "0123abcd:p:9999999999:0:0",
        "<b>&🎲" * 9,
    ],
)
def test_data_of_any_other_form_is_malformed(data: str) -> None:
    assert decode(data, MARK) is Mistake.MALFORMED


@given(st.text(max_size=64))
def test_no_data_breaks_the_reading(data: str) -> None:
    assert isinstance(decode(data, MARK), Mistake)


def test_the_mark_of_an_index_changes_with_its_articles_and_with_its_facts() -> None:
    """Eight digits; the time of building is no part of them, so a rebuild keeps the buttons."""

    def built(corpus: str, facts: str, at: str) -> str:
        return mark(Manifest(2, "m", "f", 8, 1, 1, corpus, at, {"facts.jsonl": facts}, "", 0.5))

    marks = [built("a", "b", "1"), built("c", "b", "1"), built("a", "d", "1")]
    assert len(set(marks)) == 3
    assert built("a", "b", "2") == marks[0]
    assert len(marks[0]) == 8
