"""Sentences as evidence: which, in which order, and how much of a question they hold."""

from __future__ import annotations

import pytest
from toy import ask, read, record_of, story

from corpus.passages import split_passages
from corpus.tagger import Tagger
from retrieval.evidence import CONTEXT, PARTLY, gather, match
from retrieval.search import Hit

MARKET = story("渔港码头修好了灯塔。灯塔有三层楼高。\n菜场在桥边。", "渔港")


@pytest.mark.parametrize(
    ("term", "text", "share"),
    [
        ("灯塔", "码头修好了灯塔", 1.0),
        ("书记", "镇党委副书记到场", 0.0),
        ("书记", "书记和副书记到场", 1.0),
        ("副书记", "镇党委副书记到场", 1.0),
        ("党委书记", "镇党委副书记到场", PARTLY * 2 / 3),  # 党委, 书记, but not 委书
        ("长跑赛", "长跑和跑步比赛", PARTLY / 2),  # 长跑, but not 跑赛
        ("灯塔", "码头", 0.0),
        ("塔", "码头", 0.0),
    ],
)
def test_a_term_counts_whole_or_by_its_pairs(term: str, text: str, share: float) -> None:
    assert match(term, text) == pytest.approx(share)


def test_a_sentence_comes_once_however_many_passages_hold_it(tagger: Tagger) -> None:
    (passage,) = split_passages(MARKET)
    hits = [Hit(passage, 0, 0), Hit(passage, 0, 0)]
    evidence = gather(ask("灯塔有多高？", tagger, MARKET), hits, record_of([MARKET], tagger))
    assert sorted(e.number for e in evidence) == [0, 1, 2]


def test_a_sentence_is_its_slice_of_the_article(tagger: Tagger) -> None:
    _, evidence = read("灯塔有多高？", MARKET, tagger)
    assert [MARKET.text[e.sentence.start : e.sentence.end] for e in evidence] == [
        "渔港码头修好了灯塔。",
        "灯塔有三层楼高。",
        "菜场在桥边。",
    ]


def test_the_sentence_with_the_words_is_first_and_fully_covered(tagger: Tagger) -> None:
    _, evidence = read("菜场在哪？", MARKET, tagger)
    assert [e.coverage for e in evidence] == pytest.approx([0, CONTEXT, 1])
    assert max(evidence, key=lambda e: e.score).number == 2


def test_the_headline_is_context_of_every_sentence(tagger: Tagger) -> None:
    _, evidence = read("渔港里有什么？", MARKET, tagger)
    assert [e.coverage for e in evidence] == pytest.approx([1, CONTEXT, CONTEXT])


def test_of_equal_sentences_the_one_of_the_better_hit_is_first(tagger: Tagger) -> None:
    one, two = story("灯塔亮了。甲地"), story("灯塔亮了。乙地")
    passages = [p for a in (two, one) for p in split_passages(a)]
    hits = [Hit(p, 0, 0) for p in passages]
    evidence = gather(ask("灯塔亮了吗？", tagger), hits, record_of([one, two], tagger))
    assert [e.article for e in evidence[:2]] == [two, one]


def test_no_hits_are_no_evidence(tagger: Tagger) -> None:
    assert gather(ask("灯塔亮了吗？", tagger), [], record_of([], tagger)) == []


def test_closeness_falls_with_distance_and_faster_over_a_comma(tagger: Tagger) -> None:
    """A term inside the span is at distance 0; one of no question is never near."""
    article = story("灯塔甲地，乙地")
    question, (evidence,) = read("灯塔在哪？", article, tagger)
    inside = evidence.closeness(question, 0, 4)
    near, far = evidence.closeness(question, 2, 4), evidence.closeness(question, 5, 7)
    assert inside == near == 1.0
    assert far == pytest.approx(2.72 ** (-(3 + 6) / 12))
    nothing, (evidence,) = read("", article, tagger)
    assert evidence.closeness(nothing, 0, 4) == 0


def test_without_terms_nothing_is_covered(tagger: Tagger) -> None:
    _, evidence = read("谁？", MARKET, tagger)
    assert [e.coverage for e in evidence] == [0, 0, 0]
