"""EM and F1 of toy strings, worked out on paper after the CMRC 2018 script."""

from __future__ import annotations

import pytest

from retrieval.scoring import f1_score, is_exact


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("“红船”读书会", "红船读书会"),
        ("甲、乙和丙", "甲乙和丙。"),
        ("２０１８ 年", "2018年"),
        ("Link 泾彩", "link泾彩"),
        ("讀書會", "读书会"),
        ("1,000人", "1000人"),
    ],
)
def test_marks_spaces_case_width_and_script_do_not_count(said, answer) -> None:
    assert is_exact(said, [answer])
    assert f1_score(said, [answer]) == 1


@pytest.mark.parametrize(
    ("said", "answer"), [("3.5万", "35万"), ("5%", "5"), ("5‰", "5%"), ("40℃", "40")]
)
def test_what_changes_a_number_counts(said, answer) -> None:
    assert not is_exact(said, [answer])
    assert f1_score(said, [answer]) < 1


def test_the_point_at_the_end_of_a_sentence_is_a_mark() -> None:
    assert is_exact("in 1999.", ["in 1999"])


@pytest.mark.parametrize(
    ("said", "answer", "f1"),
    [
        ("图书馆", "图书馆", 1.0),
        ("新图书馆", "图书馆", 2 * 3 / (4 + 3)),
        ("2018年11月5日", "11月5日", 2 * 4 / (6 + 4)),  # 2018 | 年 | 11 | 月 | 5 | 日
        ("12支", "2支", 2 * 1 / (2 + 2)),  # numbers are words: 12 is not 2 and a bit
        ("the Red Boat club", "red boat", 2 * 2 / (4 + 2)),
        ("甲乙", "丙丁", 0.0),
        ("。", "。", 0.0),
        ("", "甲", 0.0),
    ],
)
def test_f1_is_twice_the_common_run_over_both_lengths(said, answer, f1) -> None:
    assert f1_score(said, [answer]) == pytest.approx(f1)


def test_the_common_segments_must_stand_in_one_run() -> None:
    """Of 甲乙 and 丙丁 either, not both, is common to 甲乙丙丁 and 甲乙和丙丁: 2·2 of 4 + 5."""
    assert f1_score("甲乙丙丁", ["甲乙和丙丁"]) == pytest.approx(4 / 9)


def test_a_long_answer_is_compared_in_full() -> None:
    """From 200 segments on, difflib's own default would drop the frequent ones."""
    assert f1_score("的" * 300, ["的" * 300]) == 1


def test_the_best_of_the_answers_counts() -> None:
    assert is_exact("乙", ["甲", "乙"])
    assert f1_score("甲乙丙", ["丁", "甲乙", "丙"]) == pytest.approx(4 / 5)


def test_where_there_is_no_answer_nothing_is_right() -> None:
    assert not is_exact("甲", [])
    assert not is_exact("", ["。"])
    assert f1_score("甲", []) == 0
