"""What a question wants: its type, its head noun, its measure word, how many items."""

from __future__ import annotations

import pytest
from toy import ask

from corpus.script import fold
from corpus.tagger import Tagger
from retrieval.asking import answer_type, is_asking, n_wanted

QUESTIONS = {
    "date": [
        "图书馆几时开的门",
        "运动会是什么时候办的",
        "啥时候放的烟花",
        "哪天开的工",
        "大桥是哪一年通车的",
        "比赛几月几号结束",
        "揭幕的日期是",
        "When was the bridge opened",
        "which year did the museum open",
    ],
    "person": [
        "谁剪的彩",
        "跟谁一道上台领奖的",
        "哪位老师带的队",
        "是什么人发现了古井",
        "这位馆长叫什么名字",
        "那位女士姓什么",
        "Who opened the library",
    ],
    "role": [
        "李明是什么职务",
        "李明是谁",
        "李明到底是哪位",
        "王芳任何职",
        "李明在学校里当什么官",
        "赵强在厂里当什么",
        "赵强是干什么的",
        "what position did Li Ming hold",
    ],
    "place": [
        "音乐会在哪里举行",
        "小船开去了啥地方",
        "展览设在哪个场馆",
        "演习的地点是",
        "新校舍在哪个区",
        "Where did the concert take place",
    ],
    "organisation": [
        "哪家医院派了救护车",
        "是哪个部门牵头的",
        "由哪家公司承建",
        "哪所学校得了冠军",
        "哪所小学协办",
        "Which organization built the bridge",
    ],
    "number": [
        "来了多少人",
        "一共有几支队伍",
        "种了几棵树",
        "有几所学校参加",
        "买了几本书",
        "桥有多长",
        "花了多少钱",
        "how many trees were planted",
    ],
    "list": [
        "哪些学校参加了",
        "有哪三家企业捐款",
        "分别是哪几支队伍",
        "都有谁参加",
        "列举参赛的队伍",
        "what are the three points",
    ],
    "initiative": [
        "活动叫什么",
        "倡议的口号是什么",
        "发起了什么行动",
        "讲堂的主题是啥",
        "第七讲的题目是什么",
        "联盟是在哪次大会上成立的",
        "what is the name of the campaign",
    ],
    "other": [
        "为什么停水",
        "图书馆怎么借书",
        "天气怎么样",
        "晚会讲了些什么",
        "“春雨行动”是什么活动",
        "这座小屋是用来做什么的",
    ],
}


@pytest.mark.parametrize(
    ("wanted", "text"), [(kind, text) for kind, texts in QUESTIONS.items() for text in texts]
)
def test_the_wording_tells_the_type(wanted: str, text: str) -> None:
    people = [name for name in ("李明", "王芳", "赵强") if name in text]
    assert answer_type(fold(text), people) == wanted


def test_who_somebody_is_asks_for_a_post_only_of_the_person_named_last() -> None:
    assert answer_type("李明是谁", ["李明"]) == "role"
    assert answer_type("who was 李明", ["李明"]) == "role"
    assert answer_type("李明的老师是谁", ["李明"]) == "person"
    assert answer_type("李明是谁", []) == "person"


def test_a_quoted_thing_is_explained_or_dated_as_the_question_says() -> None:
    """什么活动 behind the name asks what it is; 什么时候 behind it still asks when."""
    assert answer_type("“春雨行动”是一项什么行动", []) == "other"
    assert answer_type("“春雨行动”是什么时候开始的", []) == "date"
    assert answer_type("喊出“一步一景”的是什么活动", []) == "initiative"


@pytest.mark.parametrize(
    ("text", "head", "measure"),
    [
        ("一共有多少支突击队？", "突击队", "支"),
        ("哪家医院派了救护车？", "医院", "家"),
        ("得奖的是哪个街道？", "街道", "个"),
        ("来自几所学校？", "学校", "所"),
        ("来了几名队员？", "队员", "名"),
        ("馆长叫什么名字？", "名字", ""),
        ("谁剪的彩？", "", ""),
    ],
)
def test_the_noun_and_the_measure_word_behind_the_asking_word(
    text: str, head: str, measure: str, tagger: Tagger
) -> None:
    question = ask(text, tagger)
    assert (question.head, question.measure) == (head, measure)


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("哪三家企业捐了款", 3),
        ("这两位选手是谁", 2),
        ("提出的5点建议", 5),
        ("“三大行动”是哪些", 3),
        ("哪十支队伍", 10),
        ("哪一位老师", 0),
        ("哪些老师", 0),
        ("三家企业", 0),
    ],
)
def test_a_list_is_as_long_as_the_question_says(text: str, n: int) -> None:
    assert n_wanted(text) == n


def test_asking_words_are_told_from_what_is_asked_about() -> None:
    assert all(map(is_asking, ["什么", "哪里", "谁", "多少", "职务", "分别"]))
    assert not any(map(is_asking, ["图书馆", "职务犯罪", "什么样子", "谁家院子"]))
