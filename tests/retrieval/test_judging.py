"""Probabilities out of three witnesses, computed here by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from toy import read, story

from retrieval.choosing import is_denied, whole
from retrieval.judging import Judge, features, load_judge
from retrieval.read_spans import Read
from retrieval.search import Hit
from retrieval.spans import Span
from retrieval.witnesses import NOTHING_READ, proposals
from retrieval.wording import Candidate

TEXT = "甲乡办了灯会。乡长李明为灯会点灯。王芳为灯会唱歌。"


@pytest.fixture
def seen(tagger):
    question, evidence = read("谁为灯会点灯？", story(TEXT), tagger)
    hit = Hit(evidence[0].article and _passage(evidence[0].article), 2.0, 0.9)
    return question, evidence, [hit]


def _passage(article):
    from corpus.passages import split_passages

    return split_passages(article)[0]


def proposed(seen):
    """The rules say 李明, the reader says 乡长李明 (6 nats) and 王芳 (-2 nats)."""
    _, evidence, hits = seen
    ruled = [(evidence[1], Span("李明", 0.8), 0.7)]
    reads = [
        Read(evidence[1], Span("乡长李明", 0.5), 7, 11, 6.0),
        Read(evidence[2], Span("王芳", 0.5), 17, 19, -2.0),
    ]
    return proposals(ruled, reads, hits, 6.0)


def test_each_witness_hears_the_other(seen) -> None:
    """李明 and 乡长李明 share 2 of 2 and 4 characters: F1 is 2 * 2 / 6."""
    rules, first, second = proposed(seen)
    assert (rules.source, rules.score, rules.reading) == ("rules", 0.7, 6.0)
    assert rules.agreement == first.agreement == pytest.approx(2 / 3)
    assert (first.source, first.score, first.reading) == ("reader", 0.7, 6.0)
    assert (second.score, second.agreement) == (0.0, 0.0)
    assert {p.best for p in (rules, first, second)} == {6.0}
    assert [p.rival for p in (rules, first, second)] == [-2.0, -2.0, 6.0]


def test_rules_without_a_reading_are_told_so(seen) -> None:
    _, evidence, hits = seen
    (alone,) = proposals([(evidence[1], Span("李明", 0.8), 0.7)], [], hits, -2.0)
    assert (alone.reading, alone.best) == (NOTHING_READ, -2.0)


def test_the_probability_is_the_logistic_of_the_weighted_features(seen) -> None:
    """With weight 1 on the constant and 2 on the rules' score: 1 / (1 + e ** -(1 + 1.4))."""
    question = seen[0]
    rules = proposed(seen)[0]
    weights = np.zeros(len(features(question, rules)))
    weights[:2] = 1.0, 2.0
    judge = Judge({"rules": weights, "reader": weights * 0}, 0.5)
    assert judge.probability(question, rules) == pytest.approx(1 / (1 + np.exp(-2.4)))


def test_the_shipped_judge_believes_agreement_more_than_a_lone_weak_reading(seen) -> None:
    question = seen[0]
    rules, first, second = (load_judge().probability(question, p) for p in proposed(seen))
    assert max(rules, first) > second


def test_the_shipped_threshold_is_a_probability() -> None:
    assert 0 < load_judge().threshold < 1


def test_a_reading_that_lacks_a_part_of_what_the_rules_found_is_said_in_full(seen) -> None:
    """近600名 for 600名: 600 alone would say more than the paper does."""
    question, evidence, _ = seen
    _, reading, other = proposed(seen)
    short = replace(reading, span=Span("600名", 0.5))
    ruled = [
        Candidate(evidence[1], Span("近600名", 0.8), 0.7),
        Candidate(evidence[2], Span("共1600名", 0.8), 0.9),  # of another sentence
    ]
    number = replace(question, type="number")
    assert whole(number, short, [], ruled).text == "近600名"
    assert whole(number, other, [], ruled) == other.span
    assert whole(replace(question, type="other"), short, [], ruled).text == "600名"


def test_what_the_rules_saw_a_part_of_is_said_as_it_was_read(seen) -> None:
    """A likely reading of the same sentence holds the rules' name; 哪个乡 asks for the part."""
    question = seen[0]
    rules, reading, other = proposed(seen)
    part = replace(rules, span=Span("甲乡", 0.8))
    longer = replace(reading, span=Span("甲乡的河边", 0.5))
    where = replace(question, type="place", head="")
    assert whole(where, part, [longer, other], []).text == "甲乡的河边"
    assert whole(where, part, [replace(longer, evidence=other.evidence)], []).text == "甲乡"
    assert whole(where, part, [], []).text == "甲乡"
    outside = replace(reading, span=Span("甲乡以外的河边", 0.5))
    assert whole(where, part, [outside], []).text == "甲乡"
    wife = replace(reading, span=Span("李明的妻子王芳", 0.5))
    who = replace(question, type="person", head="")
    assert whole(who, rules, [wife], []).text == "李明"
    full = replace(reading, span=Span("甲·李明", 0.5))
    assert whole(who, rules, [full], []).text == "甲·李明"
    assert whole(replace(where, head="乡"), part, [longer], []).text == "甲乡"


@pytest.mark.parametrize(
    ("words", "nats", "denied"),
    [
        ("花灯、灯谜", 6.0, True),
        ("花灯、灯谜", 2.0, False),
        ("李明、王芳", 6.0, False),
        ("灯会", 6.0, False),  # one thing is no list against theirs
    ],
)
def test_only_a_sure_reading_without_an_item_of_it_denies_a_list(seen, words, nats, denied) -> None:
    _, evidence, hits = seen
    ruled = (Candidate(evidence[2], Span("王芳、赵强", 0.8), 0.9),)
    (read_,) = proposals([], [Read(evidence[1], Span(words, 0.5), 7, 11, nats)], hits, nats)
    assert is_denied(ruled, [read_]) is denied
    assert not is_denied(ruled, [])
