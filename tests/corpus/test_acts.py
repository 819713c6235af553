"""Article -> who did what: the actors, and the predicate in the words of the page."""

from __future__ import annotations

import pytest

from corpus.acts import read_acts
from corpus.articles import UNKNOWN_DATE, Article
from corpus.tagger import LacTagger, load_tagger


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


def acts(text: str, tagger: LacTagger) -> list[tuple[str, str]]:
    """The actors, joined, and the act, of each fact."""
    article = Article("toy", "", text, UNKNOWN_DATE, "")
    return [("、".join(a.text for a in f.actors), f.act.text) for f in read_acts(article, tagger)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("周文、林雪梅为新馆揭牌。", [("周文、林雪梅", "为新馆揭牌")]),
        ("馆长周文和副馆长林雪梅为新馆揭牌。", [("周文、林雪梅", "为新馆揭牌")]),
        (
            "区委常委、组织部部长宋志远出席会议并讲话。",
            [("宋志远", "出席会议并讲话")],
        ),
        ("镇党委书记刘洋代表全镇做主旨发言。", [("刘洋", "代表全镇做主旨发言")]),
        ("昨天下午，队长孙丽受邀出席。", [("孙丽", "受邀出席")]),
        ("李明和工友们正在检修渡船。", [("李明", "正在检修渡船")]),
        ("在会见赵建国时，王芳转达了问候。", [("王芳", "转达了问候")]),
    ],
    ids=["two", "two with posts", "a post of two parts", "for others", "invited", "and more", "at"],
)
def test_the_subject_does_it(tagger, text, expected) -> None:
    assert acts(text, tagger) == expected


def test_a_clause_without_a_subject_goes_on_with_the_last(tagger) -> None:
    text = "王芳宣读了关于成立合唱团的批复，并为合唱团授旗。"
    assert acts(text, tagger) == [
        ("王芳", "宣读了关于成立合唱团的批复"),
        ("王芳", "为合唱团授旗"),
    ]


def test_another_subject_ends_the_thread(tagger) -> None:
    """The second clause is about 代表们; the third, too."""
    text = "王芳主持会议，代表们讨论了方案，通过了决议。"
    assert acts(text, tagger) == [("王芳", "主持会议")]


def test_a_list_over_commas_is_one_subject(tagger) -> None:
    text = "市文化局局长李明，图书馆馆长周文，以及各街道负责人出席会议，教师王芳参加。"
    assert acts(text, tagger) == [("李明、周文", "出席会议"), ("王芳", "参加")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议由新河镇承办。", [("新河镇", "承办")]),
        ("十名队员宣誓，由班长陈豪杰领誓。", [("陈豪杰", "领誓")]),
    ],
)
def test_the_agent_stands_behind_by(tagger, text, expected) -> None:
    assert acts(text, tagger) == expected


@pytest.mark.parametrize(
    "text",
    [
        "在校长孙丽的带领下，大家上了船。",
        "对李明进行了采访。",
        "大家为李明授旗。",
        "李明主席的来信让大家高兴。",
        "李明的计划得到了支持。",
        "李明是上海人。",
        "据记者孙丽报道，渡船停航。",
        "昨天，渡船停航。",
        "",
    ],
    ids=["led by", "object", "for", "his letter", "his plan", "is", "reported", "nobody", "empty"],
)
def test_who_is_no_subject_does_nothing(tagger, text) -> None:
    assert acts(text, tagger) == []


def test_what_is_only_said_is_no_act(tagger) -> None:
    """李明 may never have come; what is said goes with the act of speech."""
    text = "王芳表示，李明参加了救援，赵建国去了医院。"
    assert acts(text, tagger) == [("王芳", "表示，李明参加了救援，赵建国去了医院")]


def test_a_report_is_cut_where_it_grows_long(tagger) -> None:
    clause = "，要继续做好渡船的检查和维修工作"
    ((_, act),) = acts(f"王芳强调{clause * 6}。", tagger)
    assert act == "强调" + clause * 3
    assert len(act) <= 60


def test_the_middle_of_a_quotation_is_only_said(tagger) -> None:
    text = "王芳说：“渡船停航了。李明去了医院。大家在等。”李明修好了渡船。"
    assert acts(text, tagger)[1:] == [("李明", "修好了渡船")]


def test_guests_are_no_hosts(tagger) -> None:
    """The names behind the comma are objects; nobody knows who held the talks."""
    text = "总理李明会见了法国总统马克龙，德国总理默克尔，并举行了会谈。"
    assert acts(text, tagger)[0] == ("李明", "会见了法国总统马克龙，德国总理默克尔")
    assert all(actors == "李明" for actors, _ in acts(text, tagger))


def test_bodies_act_where_no_person_is_named(tagger) -> None:
    text = "昨天，长宁区教育局举办了交流会，仁济医院、复旦大学等单位参加。"
    assert acts(text, tagger) == [
        ("长宁区教育局", "举办了交流会"),
        ("仁济医院、复旦大学", "参加"),
    ]


def test_a_body_of_somebody_is_no_actor(tagger) -> None:
    assert acts("市教育局、市司法局相关处室领导参加会议。", tagger) == []


def test_quotes_are_slices_of_the_article(tagger) -> None:
    text = "渡船停航。\n馆长周文宣读了批复，并为新馆揭牌。会议由新河镇承办。"
    facts = read_acts(Article("toy", "", text, UNKNOWN_DATE, ""), tagger)
    assert [f.by_bodies for f in facts] == [False, False, True]
    for fact in facts:
        for part in (*fact.actors, fact.act, fact.sentence):
            assert text[part.start : part.end] == part.text
        assert fact.sentence.start <= fact.act.start < fact.act.end <= fact.sentence.end
