"""The figures of outcomes made by hand, worked out on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.evaluation import Outcome, Timing
from retrieval.measures import Point, Shares, Stage, curve, measure, measure_types, stages
from retrieval.question_file import Expected
from retrieval.reply import Answer, NoAnswer

ANSWERABLE, UNANSWERABLE = ("甲",), ()


def outcome(
    answers: tuple[str, ...] = ANSWERABLE,
    *,
    score: float | None = None,
    f1: float = 0.0,
    rank: int | None = None,
    types: tuple[str, ...] = (),
) -> Outcome:
    """An answer of that score, or a refusal; what it was understood to want is a person."""
    expected = Expected("1", "谁？", answers, "", types)
    said = Answer("谁？", "谁？", "person", "甲", "甲", score or 0.0, ())
    refused = NoAnswer("谁？", "谁？", "person", "没有", (), ())
    reply = refused if score is None else said
    return Outcome(expected, reply, f1 == 1, f1, rank, Timing(0.0))


def test_ranks_become_recall_and_mrr() -> None:
    """Places 1, 2, 6, 20 and not found: 1/5 first, 2/5 among five, 3/5 among ten."""
    measured = measure([outcome(rank=rank) for rank in (1, 2, 6, 20, 0, None)])
    assert (measured.recall_at_1, measured.recall_at_5, measured.recall_at_10) == (0.2, 0.4, 0.6)
    assert measured.mrr == pytest.approx((1 + 1 / 2 + 1 / 6 + 1 / 20) / 5)


def test_a_refusal_counts_nothing_and_an_unanswerable_question_does_not_count() -> None:
    measured = measure(
        [
            outcome(score=0.9, f1=1.0),
            outcome(score=0.8, f1=0.5),
            outcome(),
            outcome(),
            outcome(UNANSWERABLE),
            outcome(UNANSWERABLE, score=0.9),
            outcome(UNANSWERABLE, score=0.9),
        ]
    )
    assert measured == Shares(7, None, None, None, None, 0.25, 0.375, 1 / 3, 0.5)


def test_where_there_is_nothing_to_measure_there_is_none() -> None:
    assert measure([]) == Shares(0, *[None] * 8)
    assert measure([outcome(UNANSWERABLE)]) == Shares(1, *[None] * 6, 1.0, None)


def test_types_are_the_files_own_else_what_was_understood() -> None:
    by_type = measure_types(
        [
            outcome(score=1.0, f1=1.0, types=("number", "list")),
            outcome(score=1.0, f1=0.5, types=("list",)),
            outcome(),
        ]
    )
    assert {name: (s.n, s.em, s.f1) for name, s in by_type.items()} == {
        "list": (2, 0.5, 0.75),
        "number": (1, 1.0, 1.0),
        "person": (1, 0.0, 0.0),
    }
    assert list(by_type) == sorted(by_type)


def test_the_curve_has_a_point_for_each_score_the_surest_first() -> None:
    """Five questions; the two of score 0.8 come and go together; 0.5 is just right."""
    points = curve(
        [
            outcome(score=0.8, f1=0.49),
            outcome(score=0.9, f1=0.5),
            outcome(UNANSWERABLE, score=0.7),
            outcome(score=0.8, f1=1.0),
            outcome(),
        ]
    )
    assert points == [Point(0.9, 1 / 5, 1), Point(0.8, 3 / 5, 2 / 3), Point(0.7, 4 / 5, 2 / 4)]


def test_without_an_answer_there_is_no_curve() -> None:
    assert curve([outcome(), outcome(UNANSWERABLE)]) == []


def test_milliseconds_come_by_stage() -> None:
    """Three searched for, of 100, 200 and 300 ms; one told from the record in 10 ms."""
    searched = [Timing(total, encode=0.04, search=0.01) for total in (0.1, 0.3, 0.2)]
    timed = stages([replace(outcome(), timing=t) for t in [*searched, Timing(0.01)]])
    assert [(s.name, s.n) for s in timed] == [
        ("total", 4),
        ("encode", 3),
        ("search", 3),
        ("read", 3),
        ("record", 1),
    ]
    assert [s.p50_ms for s in timed] == pytest.approx([150, 40, 10, 150, 10])
    assert [s.p95_ms for s in timed] == pytest.approx([285, 40, 10, 240, 10])


def test_a_stage_that_no_question_had_takes_no_time() -> None:
    assert stages([outcome()])[1] == Stage("encode", 0, None, None)


def test_reading_never_takes_less_than_nothing() -> None:
    """The search is measured again: the second may be slower than the first."""
    assert Timing.of(0.10, encode=0.09, search=0.02).read == pytest.approx(0)
