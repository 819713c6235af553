"""Examples: the answer stands where it is said to stand, or not at all."""

from __future__ import annotations

import gzip
import json
import random

import pytest

from retrieval.training.examples import examples, window_around
from retrieval.training.question_sets import read_set

TEXTS = {
    "a": "甲乡在春天办了灯会。灯会上有三百盏花灯。李明说，花灯是乡里的老人做的。会后下起了雨。",
    "b": "乙乡在秋天办了庙会。庙会上有五十家小店。王芳说，小店是邻近的村民开的。会后放了烟火。",
}
QUESTIONS = [
    {"id": "1", "question": "灯会上有多少盏花灯？", "answers": ["三百盏"], "passage_id": "a"},
    {"id": "2", "question": "甲鄉在什麼時候辦了燈會？", "answers": ["春天"], "passage_id": "a"},
    {"id": "3", "question": "谁说小店是村民开的？", "answers": ["王芳"], "passage_id": "b"},
    {"id": "4", "question": "庙会卖什么？", "answers": [], "passage_id": "b"},
    {"id": "5", "question": "谁来了？", "answers": ["赵六"], "passage_id": "b"},
]


@pytest.fixture
def toy_set(tmp_path):
    rows = [{"id": i, "title": f"标题{i}", "text": text} for i, text in TEXTS.items()]
    for name, lines in (("passages", rows), ("questions", QUESTIONS)):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
    return read_set(tmp_path)


def test_an_answer_that_its_text_lacks_is_left_out(toy_set) -> None:
    assert [q.id for q in toy_set.questions] == ["1", "2", "3", "4"]


def test_questions_are_folded(toy_set) -> None:
    assert toy_set.questions[1].question == "甲乡在什么时候办了灯会?"


@pytest.mark.parametrize("seed", range(5))
def test_each_question_comes_with_its_answer_and_misses_without(toy_set, tagger, seed) -> None:
    """Every answerable question once with its span; all others have no place."""
    found = examples([toy_set], tagger, seed)
    right = [e for e in found if e.start >= 0]
    assert sorted(e.window[e.start : e.end] for e in right) == ["三百盏", "春天", "王芳"]
    for example in found:
        if example.start < 0:
            assert example.end < 0
            assert example.answers == ()


def test_the_same_seed_gives_the_same_examples(toy_set, tagger) -> None:
    assert examples([toy_set], tagger, 3) == examples([toy_set], tagger, 3)


@pytest.mark.parametrize("seed", range(10))
def test_a_window_is_of_whole_sentences_around_the_answer(toy_set, seed) -> None:
    text = toy_set.texts["a"]
    start = text.text.index("李明")
    low, high = window_around(text, start, start + 2, random.Random(seed))
    assert low <= start < start + 2 <= high
    assert low in {s.start for s in text.sentences}
    assert high in {s.end for s in text.sentences}
