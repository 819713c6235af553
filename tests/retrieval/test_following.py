"""Questions that lean on the talk, over a made-up paper; and those that do not."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telling import article, event, facts, post, record
from toy import lexicon_of

from corpus.tagger import LacTagger, load_tagger
from retrieval.focus import Known
from retrieval.following import resolve
from retrieval.reply import AnswerType, Citation, NoAnswer
from retrieval.turns import N_TURNS, Turn, turn_of

NEWS = article(
    "新",
    "10月3日，渔港街道举办秋收节。渔港街道党工委书记王建国致辞。李小芳、赵大海为秋收节剪彩。\n青山镇来了30支队伍。",
    "2020-10-04",
)
RECORD = record(
    (
        NEWS,
        facts(
            NEWS,
            post(NEWS, "王建国", "渔港街道党工委书记"),
            event(NEWS, "秋收节", "10月3日", participants=["王建国"]),
        ),
    )
)
TAGGER = load_tagger()


@pytest.fixture(scope="module")
def known(tagger: LacTagger) -> Known:
    return Known(lexicon_of([NEWS], tagger), RECORD, tagger)


def turn(question: str, kind: AnswerType, short: str, quote: str = "") -> Turn:
    """A turn that is answered by the sentence which begins with the quote."""
    start = NEWS.text.index(quote)
    end = NEWS.text.index("。", start) + 1
    where = (NEWS.id, NEWS.title, "2020-10-04", "", NEWS.source)
    return Turn(question, kind, short, (Citation(*where, NEWS.text[start:end], start, end),))


CUT = turn("谁为秋收节剪彩？", "person", "李小芳、赵大海", "李小芳")
SPOKE = turn("哪位领导致辞？", "person", "王建国", "渔港街道党工委书记")
DAY = turn("秋收节是哪天办的？", "date", "2020年10月3日")
TEAMS = turn("青山镇来了多少支队伍？", "number", "30支", "青山镇")
POST = turn("2020年王建国是什么职务？", "role", "渔港街道党工委书记", "渔港街道党工委书记")


@pytest.mark.parametrize(
    ("turns", "asked", "resolved"),
    [
        ([SPOKE], "他是什么职务？", "王建国是什么职务？"),
        ([SPOKE], "她還出席了什麼？", "王建国还出席了什么活动？"),
        ([SPOKE], "这位领导当时是什么职务？", "王建国2020年是什么职务？"),
        ([SPOKE, DAY], "他是谁？", "王建国是谁？"),
        ([CUT], "他们分别是什么职务？", "李小芳、赵大海分别是什么职务？"),
        ([CUT], "后者是什么职务？", "赵大海是什么职务？"),
        ([CUT], "那是哪天的事？", "李小芳、赵大海为秋收节剪彩是哪天的事？"),
        ([CUT], "还有谁？", "还有谁为秋收节剪彩？"),
        ([CUT], "为什么？", "为什么李小芳、赵大海为秋收节剪彩？"),
        ([SPOKE], "那次活动在哪里举办？", "秋收节在哪里举办？"),
        ([DAY], "在哪儿？", "秋收节在哪儿？"),
        ([DAY], "由谁主办？", "秋收节由谁主办？"),
        ([DAY], "活动是谁主持的？", "秋收节是谁主持的？"),
        ([DAY], "那天还有什么活动？", "2020年10月3日有哪些活动？"),
        ([DAY], "地点呢？", "秋收节在哪里举行？"),
        ([TEAMS], "渔港街道呢？", "渔港街道来了多少支队伍？"),
        ([TEAMS], "是哪些？", "青山镇来了哪些队伍？"),
        ([TEAMS], "该镇是哪个区的？", "青山镇是哪个区的？"),
        ([POST], "2018年呢？", "2018年王建国是什么职务？"),
        ([POST], "那李小芳呢？", "2020年李小芳是什么职务？"),
    ],
)
def test_a_question_that_leans_is_asked_in_full(
    known: Known, turns: list[Turn], asked: str, resolved: str
) -> None:
    assert resolve(asked, turns, known) == resolved


STANDING = [
    "王建国是谁？",
    "谁为秋收节剪彩？",
    "秋收节那天来了多少人？",
    "活动上有两位代表作了承诺，他们是谁？",
    "王建国和他的妻子是怎么认识的？",
    "其他单位有哪些？",
    "哪些东西会影响早孕试纸",
    "静夜思这首诗表达了什么",
    "该不该买股票",
    "Who is 王建国?",
    "这些企业何时提交申请？",
    "",
    "？",
]


@pytest.mark.parametrize("asked", STANDING)
@pytest.mark.parametrize("before", [CUT, SPOKE, DAY, TEAMS, POST], ids=lambda t: t.question)
def test_a_question_that_stands_alone_is_never_changed(
    known: Known, before: Turn, asked: str
) -> None:
    assert resolve(asked, [before], known) == asked


@pytest.mark.parametrize(
    ("turns", "asked"),
    [
        ([DAY], "他是谁？"),  # nobody was spoken of
        ([SPOKE], "他们是谁？"),  # one person is not several
        ([CUT], "王建国呢？"),  # the question has nobody in whose place to put him
        ([TEAMS], "该公司是哪家？"),  # no company was spoken of
        ([DAY], "此次袭击造成多少人死亡？"),  # another event, of a text that nobody sees
        ([CUT], "第三个是谁？"),  # there are two
    ],
)
def test_when_it_is_not_sure_what_is_meant_nothing_is_changed(
    known: Known, turns: list[Turn], asked: str
) -> None:
    assert resolve(asked, turns, known) == asked


@pytest.mark.parametrize(
    "asked", ["他是谁？", "那是哪天的事？", "李小芳呢？", "还有谁？", "在哪儿？"]
)
def test_without_a_talk_nothing_is_changed(known: Known, asked: str) -> None:
    assert resolve(asked, [], known) == asked


def test_only_the_last_turns_count(known: Known) -> None:
    assert resolve("他是谁？", [SPOKE, *[DAY] * (N_TURNS - 1)], known) == "王建国是谁？"
    assert resolve("他是谁？", [SPOKE, *[DAY] * N_TURNS], known) == "他是谁？"


def test_a_refusal_leaves_its_question_but_no_article(known: Known) -> None:
    """Its nearest report may be about anything."""
    near = SPOKE.citations
    refused = turn_of(NoAnswer("他？", "2019年王建国是什么职务？", "role", "没有。", ("x",), near))
    assert refused == Turn("2019年王建国是什么职务？", "role", "", ())
    assert resolve("2020年呢？", [refused], known) == "2020年王建国是什么职务？"


PIECES = (
    "他",
    "她们",
    "那",
    "这",
    "该",
    "呢",
    "？",
    "，",
    "“",
    "”",
    "、",
    "第",
    "届",
    "2020年",
    "还有",
    "谁",
    "的",
    "是",
)
JUNK = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)


@settings(deadline=None)  # the tagger takes its time with a sentence it has not seen
@given(JUNK, JUNK, JUNK, st.sampled_from(["person", "number", "list", "role", "initiative"]))
@example("的" * 20 + "会上" * 20, "", "", "list")
def test_no_junk_breaks_it(text: str, question: str, short: str, kind: AnswerType) -> None:
    known = Known(lexicon_of([], TAGGER), RECORD, TAGGER)
    spoken = Turn(question, kind, short, SPOKE.citations)
    assert isinstance(resolve(text, [spoken], known), str)


@pytest.mark.parametrize("unit", ["嗯", "什么时候", "会上", "那时候", "两人", "还有"])
def test_a_long_repetition_costs_no_time(known: Known, unit: str) -> None:
    begin = time.perf_counter()
    for n in (8, 40, 500):
        resolve((unit * n)[:n], [CUT], known)
    assert time.perf_counter() - begin < 1.0
