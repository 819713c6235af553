"""Article -> its lists: whole, in order, each item an exact quote."""

from __future__ import annotations

import pytest

from corpus.articles import UNKNOWN_DATE, Article
from corpus.lists import ListFact, read_lists
from corpus.tagger import LacTagger, load_tagger


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


def article(text: str) -> Article:
    return Article("toy", "题", text, UNKNOWN_DATE, "toy")


def lists(text: str, tagger: LacTagger) -> tuple[ListFact, ...]:
    return read_lists(article(text), tagger)


def items(text: str, tagger: LacTagger) -> list[list[str]]:
    return [[item.text for item in fact.items] for fact in lists(text, tagger)]


def test_the_first_item_is_without_its_verb_and_the_last_without_what_sums_up(tagger) -> None:
    (fact,) = lists("渔港镇成立了码头巡逻队、河道清洁队、夜间守望队等3支志愿服务队。", tagger)
    assert [i.text for i in fact.items] == ["码头巡逻队", "河道清洁队", "夜间守望队"]
    assert (fact.lead.text, fact.behind.text) == ("成立了", "等3支志愿服务队")
    assert not fact.numbered


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("合作社种了苹果、梨子、桃子和葡萄。", ["苹果", "梨子", "桃子", "葡萄"]),
        ("活动围绕“种树”“护河”“养花”等内容展开。", ["“种树”", "“护河”", "“养花”"]),
        ("他们要加强巡逻、清理垃圾、修补堤岸。", ["加强巡逻", "清理垃圾", "修补堤岸"]),
        (
            "推动渔网共用、码头共管、河道共护、船坞共建。",
            ["渔网共用", "码头共管", "河道共护", "船坞共建"],
        ),
        ("展出了《春耕》《秋收》两幅画。", ["《春耕》", "《秋收》"]),
    ],
    ids=["and", "quoted side by side", "verbs and objects", "of one length", "two titles"],
)
def test_things_side_by_side_are_whole(tagger, text, expected) -> None:
    assert expected in items(text, tagger)


def test_a_row_of_persons_is_a_list_of_names(tagger) -> None:
    text = "局长李明、馆长赵建国和队长王芳出席了会议。"
    assert items(text, tagger) == [["李明", "赵建国", "王芳"]]


def test_the_posts_of_one_person_are_no_list(tagger) -> None:
    assert items("区委常委、组织部部长宋志远出席会议。", tagger) == []


@pytest.mark.parametrize(
    "text", ["", "渡船停航。", "渔民、船工都来了。", "大家参与、服务、保障渔市。"]
)
def test_two_bare_things_and_three_verbs_of_one_object_are_no_list(tagger, text) -> None:
    assert items(text, tagger) == []


def test_numbered_points_run_over_sentences_and_lines(tagger) -> None:
    text = "会议提出三点要求。一是管好河道，定期巡查。每周一次。\n二是清理垃圾；三是种好树木。"
    (fact,) = [f for f in lists(text, tagger) if f.numbered]
    assert [i.text for i in fact.items] == ["管好河道，定期巡查", "清理垃圾", "种好树木"]
    assert fact.lead.text == "会议提出三点要求。"
    assert [q.text for q in fact.sentences] == [
        "会议提出三点要求。",
        "一是管好河道，定期巡查。",
        "二是清理垃圾；三是种好树木。",
    ]


def test_a_long_point_is_cut_at_a_comma(tagger) -> None:
    """At most 60 characters: 59 of the first two clauses here, 70 with the third."""
    text = "一是" + "修" * 29 + "，" + "种" * 29 + "，" + "管" * 10 + "。二是清理垃圾。"
    (fact,) = [f for f in lists(text, tagger) if f.numbered]
    assert [len(i.text) for i in fact.items] == [59, 4]


def test_clauses_that_begin_alike(tagger) -> None:
    text = "镇里号召渔民，带头守法，不越界；带头助人，不争先；带头种树，不乱砍。"
    (fact,) = lists(text, tagger)
    assert [i.text for i in fact.items] == [
        "带头守法，不越界",
        "带头助人，不争先",
        "带头种树，不乱砍",
    ]
    assert fact.lead.text == "镇里号召渔民，"


def test_every_quote_is_a_slice(tagger) -> None:
    text = "首先，书要多。其次，灯要亮。最后，人要和气。馆里有诗集、画册、地图等藏品。"
    found = lists(text, tagger)
    assert len(found) == 2
    for fact in found:
        for quoted in (*fact.items, fact.lead, fact.behind, *fact.sentences):
            assert text[quoted.start : quoted.end] == quoted.text
