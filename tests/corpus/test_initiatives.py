"""Article -> its initiatives: quoted names, who began them, what belongs to them."""

from __future__ import annotations

import pytest

from corpus.articles import Article, PublicationDate
from corpus.dated import read_dates
from corpus.initiatives import Initiative, read_initiatives
from corpus.lists import read_lists
from corpus.tagger import LacTagger, load_tagger


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


def initiatives(text: str, tagger: LacTagger) -> tuple[Initiative, ...]:
    article = Article("toy", "题", text, PublicationDate("2021-06-10"), "toy")
    return read_initiatives(article, read_dates(article), read_lists(article, tagger), tagger)


def names(text: str, tagger: LacTagger) -> list[str]:
    return [found.name.text for found in initiatives(text, tagger)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("镇里启动“清流”护河行动。", "“清流”护河行动"),
        ("渔民响应“守住一湾水”的号召。", "“守住一湾水”"),
        ("码头推出“四个方便服务”。", "“四个方便服务”"),
        ("社区打造“渔家小院”，方便老人。", "“渔家小院”"),
    ],
    ids=["noun behind", "call", "noun inside", "set going"],
)
def test_a_quoted_name_with_its_noun(tagger, text, name) -> None:
    assert names(text, tagger) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "他说：“明天要下雨。”",
        "馆里放映《护河先锋行动》。",
        "“海鸥”号停在码头。",
        "决不能搞“面子工程”。",
        "他是大家眼里的“活地图”。",
    ],
    ids=["speech", "film", "ship", "irony", "nickname"],
)
def test_not_every_quoted_word_is_one(tagger, text) -> None:
    assert names(text, tagger) == []


def test_who_began_it_and_when(tagger) -> None:
    (found,) = initiatives("6月5日，滨海区水利局、南湾镇党委发起“清流”护河行动。", tagger)
    assert [q.text for q in found.started_by] == ["滨海区水利局", "南湾镇党委"]
    assert [d.written.text for d in found.when] == ["6月5日"]


def test_variants_of_a_name_are_one(tagger) -> None:
    text = "镇里启动“清流”护河行动。渔民积极参加“清流”行动。"
    (found,) = initiatives(text, tagger)
    assert (found.name.text, len(found.sentences)) == ("“清流”护河行动", 2)


def test_the_list_right_behind_a_name_is_its_part(tagger) -> None:
    text = "镇里开展“清流”护河行动，成立了码头巡逻队、河道清洁队、夜间守望队。"
    (found,) = initiatives(text, tagger)
    assert [[i.text for i in part.items] for part in found.parts] == [
        ["码头巡逻队", "河道清洁队", "夜间守望队"]
    ]


def test_a_list_before_the_name_is_no_part(tagger) -> None:
    text = "码头、渔市、船坞等地开展“清流”护河行动。"
    (found,) = initiatives(text, tagger)
    assert found.parts == ()


def test_every_quote_is_a_slice(tagger) -> None:
    text = (
        "6月5日，水利局发起“清流”护河行动。\n响应市委“守住一湾水”的号召，渔民推出“四个方便服务”。"
    )
    found = initiatives(text, tagger)
    assert len(found) == 3
    for one in found:
        for quoted in (one.name, *one.started_by, *one.sentences):
            assert text[quoted.start : quoted.end] == quoted.text
