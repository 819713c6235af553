"""Where and which body: prepositions, kinds, acting bodies, and names of their own."""

from __future__ import annotations

import pytest
from toy import read, story

from corpus.articles import Article
from corpus.tagger import Tagger
from retrieval.places import organisation_spans, place_spans

TEA = story(
    "茶艺大赛在荷塘社区文化馆举行，由荷塘街道妇联主办，春晖医院、向阳小学协办。"
    "来自临江镇的陶玉珍得了第一名。",
    "茶艺大赛",
    "2020-10-21",
)


def places(text: str, article: Article, n: int, tagger: Tagger) -> list[str]:
    """The places of the n-th sentence, best first, each once."""
    question, evidence = read(text, article, tagger)
    spans = sorted(place_spans(question, evidence[n], tagger), key=lambda s: -s.fit)
    return list(dict.fromkeys(s.text for s in spans))


def bodies(text: str, article: Article, n: int, tagger: Tagger) -> list[str]:
    question, evidence = read(text, article, tagger)
    spans = sorted(organisation_spans(question, evidence[n], tagger), key=lambda s: -s.fit)
    return list(dict.fromkeys(s.text for s in spans))


def test_an_event_is_held_where_a_preposition_says(tagger: Tagger) -> None:
    assert places("茶艺大赛在哪里举行？", TEA, 0, tagger) == ["荷塘社区文化馆"]


def test_where_somebody_comes_from(tagger: Tagger) -> None:
    assert places("陶玉珍来自哪里？", TEA, 1, tagger)[0] == "临江镇"
    assert places("陶玉珍来自哪个镇？", TEA, 1, tagger) == ["临江镇"]


def test_a_kind_that_is_not_there_is_not_replaced_by_another(tagger: Tagger) -> None:
    assert places("陶玉珍来自哪个村？", TEA, 1, tagger) == []
    assert places("茶艺大赛在哪座城市举行？", TEA, 1, tagger) != ["荷塘社区文化馆"]


def test_a_place_in_the_question_is_not_the_answer(tagger: Tagger) -> None:
    assert places("荷塘社区文化馆在哪里举行茶艺大赛？", TEA, 0, tagger) == []


def test_the_body_behind_by_acts(tagger: Tagger) -> None:
    assert bodies("茶艺大赛由哪个单位主办？", TEA, 0, tagger)[0] == "荷塘街道妇联"


def test_the_body_of_the_kind_that_is_asked_for(tagger: Tagger) -> None:
    assert bodies("哪家医院协办了茶艺大赛？", TEA, 0, tagger)[0] == "春晖医院"


def test_the_body_of_a_person_is_the_one_in_the_post(tagger: Tagger) -> None:
    article = story("荷塘街道党工委书记许文涛、春晖医院院长沈月琴到场。")
    assert bodies("沈月琴来自哪家医院？", article, 0, tagger)[0] == "春晖医院"
    assert bodies("许文涛来自哪个单位？", article, 0, tagger)[0].startswith("荷塘街道")


@pytest.mark.parametrize(("text", "n"), [("茶艺大赛在哪里举行？", 0), ("谁得了奖？", 1)])
def test_every_name_stands_in_the_sentence(text: str, n: int, tagger: Tagger) -> None:
    for name in (*places(text, TEA, n, tagger), *bodies(text, TEA, n, tagger)):
        assert all(part in TEA.text for part in name.split("、"))


def test_a_hall_is_a_hall_and_no_city(tagger: Tagger) -> None:
    article = story("茶艺大赛在上海市举行。茶艺大赛在上海大剧院闭幕。")
    assert places("茶艺大赛在哪个场馆举行？", article, 0, tagger) == []
    assert places("茶艺大赛在哪个场馆闭幕？", article, 1, tagger) == ["上海大剧院"]


def test_where_they_go_is_not_where_they_are(tagger: Tagger) -> None:
    article = story("学生们在杭州排练，将前往苏州参加茶艺大赛。")
    assert places("学生们要去什么地方参加茶艺大赛？", article, 0, tagger)[0] == "苏州"


def test_a_headline_that_shortens_a_place_yields_to_its_story(tagger: Tagger) -> None:
    article = story("茶艺社在安吉成立\n茶艺社在浙江省湖州市安吉县成立。")
    question, evidence = read("茶艺社设在什么地方？", article, tagger)
    fits = [
        max((s.fit for s in place_spans(question, e, tagger)), default=0.0) for e in evidence[:2]
    ]
    assert fits[0] < fits[1]


def test_by_where_asks_for_a_body(tagger: Tagger) -> None:
    assert places("茶艺大赛由哪里主办？", TEA, 0, tagger)[0] == "荷塘街道妇联"


def test_a_school_may_be_called_otherwise(tagger: Tagger) -> None:
    article = story("苏州市文化局、苏州市实验小学协办了茶艺大赛。")
    assert bodies("哪所学校协办了茶艺大赛？", article, 0, tagger)[0] == "苏州市实验小学"


def test_all_bodies_that_are_asked_for_and_the_last_one_whole(tagger: Tagger) -> None:
    article = story("上海市文化局、上海市侨办、上海市台办28日在大剧院联合举办茶艺大赛。")
    best = bodies("茶艺大赛由哪三家单位举办？", article, 0, tagger)[0]
    assert best == "上海市文化局、上海市侨办、上海市台办"
