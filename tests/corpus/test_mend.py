"""Marks and spaces that extraction added -> taken out, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.mend import mend
from corpus.printed import Printed, join, runs


def printed(text: str) -> Printed:
    return Printed(text, tuple(range(len(text))))


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("陈华文、、何泽岗", "陈华文、何泽岗"),
        ("强调，，要", "强调，要"),
        ("说完了。。", "说完了。"),
        ("区委常委、 、部长", "区委常委、部长"),
        ("等等……", "等等……"),
        ("10 月 21 日下午", "10月21日下午"),
        ("2 0 2 0 年", "2020年"),
        ("组建了 218 支队伍", "组建了218支队伍"),
        ("举办了 “先锋”行动", "举办了“先锋”行动"),
        ("冲刺 决胜", "冲刺 决胜"),
        ("Link 2020 行动", "Link 2020行动"),
        ("迎 进 博 会", "迎进博会"),
        ("字" + " " * 50_000 + "句", "字" + " " * 50_000 + "句"),
    ],
)
def test_mending(damaged, whole):
    assert mend(printed(damaged), "").text == whole


def test_a_stray_space_goes_where_the_page_has_the_word_without_it():
    assert mend(printed("泾 彩纷程"), "认领了泾彩纷程项目").text == "泾彩纷程"
    assert mend(printed("泾 彩纷程"), "").text == "泾 彩纷程"


@given(st.text("东虹桥12 、，。　A", max_size=60))
def test_only_marks_and_spaces_are_ever_lost(text):
    """Every other character stays, in order, and remembers its place in the file."""
    mended = mend(printed(text), text)
    bare = [c for c in text if c not in " 、，。　"]
    assert [c for c in mended.text if c not in " 、，。　"] == bare
    assert mended.text == "".join(text[place] for place in mended.places)
    assert list(mended.places) == sorted(set(mended.places))


def test_runs_map_a_text_to_the_file_in_as_few_pieces_as_hold_it():
    """Offsets 0-1 and 4-5 of the file, and between them a newline that the repair put in."""
    text = join([printed("今年")[0:2], Printed("5月", (4, 5))], "\n")
    assert text.text == "今年\n5月"
    assert [(r.start, r.printed, r.length) for r in runs(text)] == [(0, 0, 2), (3, 4, 2)]
