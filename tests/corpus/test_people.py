"""Sentence -> persons, their posts, and who is named side by side."""

from __future__ import annotations

import pytest

from corpus.names import bare_surname, mend_names
from corpus.people import Person, find_people
from corpus.tagger import LacTagger, load_tagger


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


def people(text: str, tagger: LacTagger) -> list[Person]:
    return find_people(text, tagger.tag(text))


def posts(text: str, tagger: LacTagger) -> list[tuple[str, str]]:
    return [(person.name, person.post) for person in people(text, tagger)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("馆长周文表示要延长开放。", {"周文": "馆长"}),
        (
            "长宁区委副书记、党建联席会议轮值召集人陈华文出席。",
            {"陈华文": "长宁区委副书记、党建联席会议轮值召集人"},
        ),
        ("区委常委、组织部部长宋志远讲话。", {"宋志远": "区委常委、组织部部长"}),
        (
            "市文化局局长、图书馆理事长林雪梅和副局长赵建国参加。",
            {"林雪梅": "市文化局局长、图书馆理事长", "赵建国": "副局长"},
        ),
        ("局长李明宣布活动开始，主任王芳主持会议。", {"李明": "局长", "王芳": "主任"}),
        ("德国总理默克尔会见了法国总统马克龙。", {"默克尔": "德国总理", "马克龙": "法国总统"}),
    ],
    ids=["one", "two parts", "an office and a post", "two persons", "two clauses", "foreigners"],
)
def test_a_post_stands_before_its_name(tagger, text, expected) -> None:
    assert dict(posts(text, tagger)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议由镇党委书记刘洋主持。", "镇党委书记"),
        ("邀请市委党校教授孙丽作报告。", "市委党校教授"),
        ("她感谢队长孙丽的支持。", "队长"),
        ("在校长孙丽的带领下，大家上船。", "校长"),
        ("据记者孙丽报道，渡船停航。", "记者"),
    ],
)
def test_a_post_swallows_no_verb_before_it(tagger, text, expected) -> None:
    ((_, post),) = posts(text, tagger)
    assert post == expected


def test_names_side_by_side_are_one_group(tagger) -> None:
    text = "陈华文、何泽岗为突击队总队授旗。"
    first, second = people(text, tagger)
    assert (first.name, second.name) == ("陈华文", "何泽岗")
    assert (first.post, second.post) == ("", "")
    assert first.group == second.group


def test_a_name_behind_a_verb_is_another_group(tagger) -> None:
    one, two, three = people("馆长周文、林雪梅为新馆揭牌，局长李明致辞。", tagger)
    assert (one.group, two.group, three.group) == (0, 0, 1)


def test_the_second_of_two_names_has_no_post_of_the_first(tagger) -> None:
    assert posts("居民代表吴敏、郑凯发言。", tagger) == [("吴敏", "居民代表"), ("郑凯", "")]


def test_an_organisation_before_a_name_is_no_post(tagger) -> None:
    """携程 is a company; without a title nobody's post is known."""
    assert all(not person.post for person in people("上海携程李明说，渡船停航。", tagger))


@pytest.mark.parametrize("text", ["", "渡船昨天停航。", "。", "书记", "局长出席了活动。"])
def test_without_a_name_there_is_nobody(tagger, text) -> None:
    assert people(text, tagger) == []


def test_offsets_are_those_of_the_name(tagger) -> None:
    text = "昨天下午，馆长周文和副馆长林雪梅为新馆揭牌。"
    for person in people(text, tagger):
        assert text[person.start : person.end] == person.name
        assert text[: person.start].endswith(person.post)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("柳桥，男，大专学历。", "柳桥"),
        ("记者江山报道，渡船停航。", "江山"),
        ("荣幸华女士现为馆员。", "荣幸华"),
        ("法国总理若斯潘在会上讲话。", "若斯潘"),
        ("画家玛利亚·德尔加多来到海州。", "玛利亚·德尔加多"),
    ],
    ids=["a place", "a word", "a courtesy", "a foreigner", "dots"],
)
def test_a_name_is_whole_and_nothing_but_the_name(tagger, text, name) -> None:
    assert [person.name for person in people(text, tagger)] == [name]


def test_a_bare_surname_keeps_its_courtesy(tagger) -> None:
    """李 alone would tell a reader nothing."""
    assert [p.name for p in people("李先生昨天到馆。", tagger)] == ["李先生"]


def test_the_place_of_a_dateline_is_nobody(tagger) -> None:
    assert people("新华社贝鲁特6月21日电 渡船停航。", tagger) == []


@pytest.mark.parametrize(
    ("name", "surname"), [("李先生", "李"), ("老李", "李"), ("李明", "李明"), ("李某", "李")]
)
def test_a_bare_surname_is_told_from_a_name(name, surname) -> None:
    assert bare_surname(name) == surname


def test_mended_words_cover_the_sentence(tagger) -> None:
    text = "法国总理若斯潘和馆长荣幸华女士、玛利亚·德尔加多参观新华社贝鲁特6月的展览。"
    words = mend_names(text, tagger.tag(text))
    assert "".join(word.text for word in words) == text
    assert all(text[word.start : word.end] == word.text for word in words)
