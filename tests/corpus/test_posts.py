"""Article -> posts: whose, which parts, in which body, and whether they are over."""

from __future__ import annotations

import pytest

from corpus.articles import UNKNOWN_DATE, Article
from corpus.bodies import bodies_of, split_post
from corpus.posts import PostFact, read_posts
from corpus.tagger import LacTagger, load_tagger


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


def facts(text: str, tagger: LacTagger) -> tuple[PostFact, ...]:
    return read_posts(Article("a", "", text, UNKNOWN_DATE, ""), tagger)


def posts(text: str, tagger: LacTagger) -> list[tuple[str, str]]:
    return [(fact.name.text, fact.post.text) for fact in facts(text, tagger)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("馆长李明宣布新馆开放。", [("李明", "馆长")]),
        ("李明担任图书馆馆长。", [("李明", "图书馆馆长")]),
        ("李明，海州区委书记，昨天到会。", [("李明", "海州区委书记")]),
        ("李明是海州图书馆的馆长。", [("李明", "海州图书馆的馆长")]),
        ("李明（时任海州市市长）到场。", [("李明", "海州市市长")]),
        ("时任海州市市长的李明到场。", [("李明", "海州市市长")]),
        ("会议任命李明为海州市文化局局长。", [("李明", "海州市文化局局长")]),
        ("李明院士为学生讲课。", [("李明", "院士")]),
        ("李明昨天到会。", []),
        ("馆长昨天到会。", []),
    ],
    ids=[
        "before",
        "behind a verb",
        "a clause",
        "is",
        "in brackets",
        "whose post",
        "appointed",
        "called",
        "no post",
        "no name",
    ],
)
def test_a_post_stands_before_or_behind_its_name(tagger, text, expected) -> None:
    assert posts(text, tagger) == expected


def test_names_in_a_row_share_a_post_that_several_may_hold(tagger) -> None:
    text = "海州镇副镇长李明、王芳出席会议。"
    assert posts(text, tagger) == [("李明", "海州镇副镇长"), ("王芳", "海州镇副镇长")]


def test_the_one_who_leads_shares_the_post_with_nobody(tagger) -> None:
    assert posts("海州市市长李明、王芳出席会议。", tagger) == [("李明", "海州市市长")]


def test_each_person_in_a_row_has_the_own_post(tagger) -> None:
    text = "市文化局局长李明，图书馆馆长王芳，文化馆副馆长周文参加座谈。"
    assert posts(text, tagger) == [
        ("李明", "市文化局局长"),
        ("王芳", "图书馆馆长"),
        ("周文", "文化馆副馆长"),
    ]


@pytest.mark.parametrize(
    ("text", "former"),
    [
        ("海州市原市长李明到场。", True),
        ("前总统李明到场。", True),
        ("李明曾任海州市市长。", True),
        ("免去李明的海州市文化局局长职务。", True),
        ("李明现任海州市市长。", False),
        ("前锋队队长李明到场。", False),
    ],
)
def test_a_post_is_former_where_the_page_says_so(tagger, text, former) -> None:
    (fact,) = facts(text, tagger)
    assert (fact.name.text, fact.former) == ("李明", former)


def test_the_committee_of_the_district_is_that_of_the_page_s_own_district(tagger) -> None:
    text = "海州区举办读书节。区委常委、组织部部长李明讲话。"
    (fact,) = facts(text, tagger)
    assert [(p.text, p.body) for p in fact.parts] == [
        ("区委常委", "海州区委"),
        ("组织部部长", "海州区委组织部"),
    ]


def test_a_page_that_names_no_district_leaves_the_post_as_printed(tagger) -> None:
    (fact,) = facts("区委书记李明讲话。", tagger)
    assert fact.parts[0].body == "区委"


@pytest.mark.parametrize(
    ("post", "parts"),
    [
        ("区委常委、组织部部长", ["区委常委", "组织部部长"]),
        ("海州园区、海州公司党委书记、办公室主任", ["海州园区、海州公司党委书记", "办公室主任"]),
        ("公司董事长兼总经理", ["公司董事长", "总经理"]),
        ("馆长", ["馆长"]),
    ],
)
def test_a_post_is_parted_behind_its_titles(post, parts) -> None:
    assert split_post(post) == parts


@pytest.mark.parametrize(
    ("parts", "bodies"),
    [
        (["东河镇党委副书记", "镇长"], ["东河镇党委", "东河镇"]),
        (["外交部长"], ["外交部"]),
        (["海州市副市长"], ["海州市"]),
        (["海州大学校长"], ["海州大学"]),
        (["海州电厂董事长", "党委书记"], ["海州电厂", "海州电厂党委"]),
        (["玉米专家"], [""]),
        (["馆长"], [""]),
    ],
)
def test_a_part_s_body_is_what_stands_before_its_title(parts, bodies) -> None:
    assert bodies_of(parts, {}) == bodies


def test_every_quote_is_a_slice_of_the_article(tagger) -> None:
    text = "馆长李明到会。\n李明曾任海州市文化局局长，王芳是副馆长。"
    found = facts(text, tagger)
    assert len(found) == 3
    for fact in found:
        for part in (fact.name, fact.post, fact.sentence):
            assert text[part.start : part.end] == part.text
        assert fact.sentence.start <= fact.post.start < fact.post.end <= fact.sentence.end
        assert all(part.text in fact.post.text for part in fact.parts)
