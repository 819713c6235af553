"""What facts say to a question: made-up facts in a made-up article, the real tagger."""

from __future__ import annotations

import pytest
from telling import act, article, event, facts, record
from toy import ask

from corpus.passages import split_passages
from corpus.tagger import Tagger
from retrieval.evidence import Evidence, gather
from retrieval.happenings import act_spans, event_spans, told_elsewhere
from retrieval.question import Question
from retrieval.search import Hit

FAIR = article(
    "集",
    "10月3日，渔港街道在大礼堂举办秋收节，菜场承办。街道书记王建国、镇长李小芳为灯塔揭牌。"
    "王建国宣读了贺信。菜场与码头代表出席秋收节。",
    "2020-10-04",
)
TOLD = facts(
    FAIR,
    act(FAIR, ["王建国", "李小芳"], "为灯塔揭牌"),
    act(FAIR, ["王建国"], "宣读了贺信"),
    event(
        FAIR,
        "秋收节",
        "10月3日",
        where="大礼堂",
        hosts=["渔港街道", "菜场"],
        participants=["码头代表"],
    ),
)
RECORD = record((FAIR, TOLD))


def evidence_of(text: str, tagger: Tagger) -> tuple[Question, list[Evidence]]:
    question = ask(text, tagger, FAIR)
    hits = [Hit(p, 0.0, 0.0) for p in split_passages(FAIR)]
    return question, sorted(gather(question, hits, RECORD), key=lambda e: e.number)


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("谁为灯塔揭牌？", "王建国、李小芳"),
        ("灯塔落成的时候，是谁揭的牌？", "王建国、李小芳"),
        ("宣读贺信的是谁？", "王建国"),
    ],
)
def test_who_did_something_is_all_of_those_that_did_it(
    text: str, actors: str, tagger: Tagger
) -> None:
    question, evidence = evidence_of(text, tagger)
    spans = [s for e in evidence for s in act_spans(question, e)]
    assert [s.text for s in spans] == [actors]


def test_who_did_what_nobody_did_has_no_answer(tagger: Tagger) -> None:
    question, evidence = evidence_of("谁撕毁了贺信？", tagger)
    assert [s.text for e in evidence for s in act_spans(question, e)] == []


def test_another_number_of_people_fits_worse(tagger: Tagger) -> None:
    two, evidence = evidence_of("哪两位为灯塔揭牌？", tagger)
    three, _ = evidence_of("哪三位为灯塔揭牌？", tagger)
    (right,) = act_spans(two, evidence[1])
    (wrong,) = act_spans(three, evidence[1])
    assert right.fit - wrong.fit == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("秋收节是哪天？", "2020年10月3日"),
        ("秋收节在哪里举办？", "大礼堂"),
        ("秋收节由谁主办？", "渔港街道、菜场"),
        ("谁出席了秋收节？", "码头代表"),
    ],
)
def test_an_event_tells_its_day_its_place_and_its_people(
    text: str, said: str, tagger: Tagger
) -> None:
    question, evidence = evidence_of(text, tagger)
    assert [s.text for s in event_spans(question, evidence[0])] == [said]


def test_an_event_of_another_name_tells_nothing(tagger: Tagger) -> None:
    question, evidence = evidence_of("春耕节是哪天？", tagger)
    assert [s for e in evidence for s in event_spans(question, e)] == []


def test_a_fact_brings_its_sentence_up_where_the_search_did_not(tagger: Tagger) -> None:
    question, evidence = evidence_of("谁宣读了贺信？", tagger)
    assert [e.number for e in told_elsewhere(question, evidence[:1])] == [2]
    assert told_elsewhere(question, evidence) == []
