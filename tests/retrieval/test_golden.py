"""The operator's questions: what a new index may lose, and what it is told when it loses more."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from retrieval.errors import IndexFolderError, UnfitIndexError
from retrieval.golden import Ask, Golden
from retrieval.question_file import Expected
from retrieval.reply import Answer, NoAnswer, Reply

PATH = Path("golden.jsonl")


def asked(n: int, n_hopeless: int = 0) -> tuple[Expected, ...]:
    """N questions, the first of which have no answer."""
    return tuple(
        Expected(str(i), f"问{i}？", () if i < n_hopeless else (f"答{i}",), "", ())
        for i in range(n)
    )


def knowing(numbers: Iterable[int]) -> Ask:
    """Answers these questions and refuses the others."""
    known = {f"问{i}？": f"答{i}" for i in numbers}

    def ask(text: str) -> Reply:
        if text in known:
            return Answer(text, text, "other", known[text], known[text], 0.9, ())
        return NoAnswer(text, text, "other", "没有。", (), ())

    return ask


def judge(n: int, new: Iterable[int], old: Iterable[int], margin: float = 0.02) -> str:
    told: list[str] = []
    Golden(PATH, asked(n), margin).judge(knowing(new), lambda: knowing(old), told.append)
    (line,) = told
    return line


def test_an_index_that_answers_as_well_passes() -> None:
    line = judge(5, [0, 1, 2], [2, 3, 4])
    assert line == "golden.jsonl: 3 of 5 questions answered rightly, 3 by the index before"


def test_one_of_fifty_may_be_lost_and_not_two() -> None:
    judge(50, range(49), range(50))
    with pytest.raises(UnfitIndexError):
        judge(50, range(48), range(50))


def test_one_of_forty_nine_may_not_be_lost_unless_the_operator_says_so() -> None:
    with pytest.raises(UnfitIndexError):
        judge(49, range(48), range(49))
    judge(49, range(48), range(49), margin=0.03)


def test_what_is_lost_is_told_and_the_cure_lets_it_pass() -> None:
    with pytest.raises(UnfitIndexError) as failed:
        judge(7, [0, 6], range(6))
    text = str(failed.value)
    assert text.startswith(
        "the new index answers 2 of the 7 questions in golden.jsonl rightly, the current one 6, "
        "and goes on answering; lost: 问1？ 问2？ 问3？ 问4？ 问5？\n"
    )
    assert text.endswith("let it pass with: wenshi index --margin 0.58 PAGES")
    judge(7, [0, 6], range(6), margin=0.58)


def test_a_refusal_is_right_where_there_is_no_answer() -> None:
    told: list[str] = []
    golden = Golden(PATH, asked(3, n_hopeless=2), 0.0)
    with pytest.raises(UnfitIndexError, match=r"lost: 问0？"):
        golden.judge(knowing([0, 2]), lambda: knowing([2]), told.append)


def test_where_the_current_index_cannot_be_opened_nothing_is_compared() -> None:
    def missing() -> Ask:
        raise IndexFolderError("there is no index in x; run: wenshi index PAGES")

    told: list[str] = []
    Golden(PATH, asked(2), 0.0).judge(knowing([1]), missing, told.append)
    assert told == [
        "golden.jsonl: 1 of 2 questions answered rightly; nothing to compare with: "
        "there is no index in x; run: wenshi index PAGES"
    ]
