"""Text -> the form it is matched in; one character stays one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.script import fold, fold_once, fold_width


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("進博會開幕", "进博会开幕"),
        ("ＡＢＣ１２３", "abc123"),
        ("「進博」『先鋒』", "“进博”‘先锋’"),
        ("10月，", "10月,"),
        ("Link泾彩纷程", "link泾彩纷程"),
        ("李·四﹑張•三", "李·四、张·三"),
        ("\u3000", " "),
        ("", ""),
    ],
)
def test_what_is_matched_alike(text, folded) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("char", ["㈱", "ﬁ", "İ", "½", "…", "😀", "㍿"])
def test_a_character_that_would_become_several_stays(char) -> None:
    assert len(fold(char)) == len(fold_width(char)) == 1


def test_the_width_is_folded_and_nothing_else() -> None:
    assert fold_width("１０月，Ａ進") == "10月,A進"


@given(st.text())
def test_offsets_stay_valid_and_folding_twice_changes_nothing(text) -> None:
    folded = fold(text)
    assert len(folded) == len(text)
    assert fold(folded) == folded
    assert len(fold_width(text)) == len(text)


@given(st.text(), st.integers(0, 9), st.integers(0, 9))
def test_a_slice_of_a_folded_text_is_the_slice_folded(text, start, end) -> None:
    assert fold_once(text)[start:end] == fold(text[start:end])
