"""What a question names must stand in the article; a near name is another name."""

from __future__ import annotations

import pytest
from toy import read, story

from corpus.tagger import Tagger
from retrieval.support import lacking, near_names

TREES = story(
    "第三届茶艺大赛闭幕。10月21日下午，新泾镇镇长何晓梅到场，30支队伍参加，第七讲开讲。"
    "2019年，新泾镇修了路。",
    "茶艺大赛",
    "2020",
)
PLAIN = story("戏台搭好了。", "戏台")


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("新泾镇有多少支队伍？", []),
        ("徐泾镇有多少支队伍？", ["没有提到“徐泾镇”"]),
        ("何晓梅是谁？", []),
        ("何小梅是谁？", ["没有提到“何小梅”"]),
        ("10月21日谁到场？", []),
        ("10月23日谁到场？", ["没有10月23日的内容"]),
        ("2020年10月21日谁到场？", []),
        ("2018年10月21日谁到场？", ["没有2018年的内容"]),
        ("第三届茶艺大赛谁到场？", []),
        ("第3届茶艺大赛谁到场？", []),
        ("第四届茶艺大赛谁到场？", ["没有提到“第四届茶艺大赛”"]),
        ("首届茶艺大赛谁到场？", ["没有提到“首届茶艺大赛”"]),
        ("“茶艺”大赛谁到场？", []),
        ("“茶香驿站”谁到场？", ["没有提到“茶香驿站”"]),
        ("第七讲谁讲？", []),
        ("第八讲谁讲？", ["没有提到“第八讲”"]),
        ("30支队伍从哪里来？", []),
        ("三十支队伍从哪里来？", []),
        ("31支队伍从哪里来？", ["没有“31支”这个数"]),
        ("3支队伍从哪里来？", ["没有“3支”这个数"]),
        ("0支队伍从哪里来？", ["没有“0支”这个数"]),
    ],
)
def test_what_the_question_names_and_the_article_has_not(
    text: str, lacks: list[str], tagger: Tagger
) -> None:
    question, evidence = read(text, TREES, tagger)
    assert list(lacking(question, evidence[1])) == lacks


def test_a_year_belongs_to_its_sentence(tagger: Tagger) -> None:
    """The road is of 2019, though the article is of 2020."""
    question, evidence = read("2019年修了什么？", TREES, tagger)
    assert list(lacking(question, evidence[2])) == []
    question, evidence = read("2020年修了什么？", TREES, tagger)
    assert "没有2020年的内容" not in list(lacking(question, evidence[1]))


def test_an_article_without_a_year_has_none(tagger: Tagger) -> None:
    question, evidence = read("2020年戏台怎么样？", PLAIN, tagger)
    assert list(lacking(question, evidence[0])) == ["没有2020年的内容"]


def test_traditional_names_are_the_same_names(tagger: Tagger) -> None:
    question, evidence = read("新涇鎮的何曉梅是誰？", TREES, tagger)
    assert list(lacking(question, evidence[1])) == []


def test_a_caption_is_part_of_its_article(tagger: Tagger) -> None:
    article = story("戏台搭好了。")
    shown = type(article)(
        article.id, "", article.text, article.published, "", captions=("何晓梅摄",)
    )
    question, evidence = read("何晓梅拍了什么？", shown, tagger)
    assert list(lacking(question, evidence[0])) == []


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("徐泾镇", ["新泾镇"]),
        ("何小梅", ["何晓梅"]),
        ("梅晓何", ["何晓梅"]),
        ("何晓梅", []),
        ("何晓", []),
        ("白鹤镇", []),
        ("", []),
    ],
)
def test_a_near_name_is_one_slip_of_the_pen_away(name: str, near: list[str]) -> None:
    assert near_names(name, ["何晓梅", "新泾镇", "青浦区"]) == near


def test_a_date_is_of_what_stands_near_it(tagger: Tagger) -> None:
    """A campaign that the article only mentions far above has not the date of a meeting below."""
    campaign = story(
        "“四海一家”行动开展以来，报名踊跃。甲村修路。乙村植树。丙村开渠。5月6日下午，镇里开会。",
        "镇里开会",
        "2020",
    )
    question, evidence = read("“四海一家”行动是什么时候开始的？", campaign, tagger)
    told = {e.number: list(lacking(question, e)) for e in evidence}
    assert told[0] == []
    assert told[4] == ["没有写到“四海一家”的时间"]
