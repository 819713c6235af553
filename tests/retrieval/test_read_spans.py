"""What the reader found is told as a span of the kind that was asked for, with its sentences."""

from __future__ import annotations

import pytest
from toy import read, story

from retrieval.read_spans import read_spans
from retrieval.reader import Reading
from retrieval.windows import choose_windows

TEXT = "10月21日下午，甲乡办了灯会。乡长李明为灯会点灯。灯会上有三百盏花灯，由老人们做成。"
ARTICLE = story(TEXT, "灯会", "2020-10-22")


def spans(question: str, words: str, tagger):
    """The spans of a reading that holds just these words of the text."""
    asked, evidence = read(question, ARTICLE, tagger)
    (place,) = choose_windows(evidence, 1)
    at = place.window.text.index(words)
    reading = Reading(0, at, at + len(words), 5.0)
    return list(read_spans(asked, [place], [reading], tagger))


def test_a_date_is_told_in_full_with_its_basis(tagger) -> None:
    (found,) = spans("灯会是什么时候办的？", "10月21日下午", tagger)
    assert found.span.text == "2020年10月21日下午"
    assert found.span.basis
    assert TEXT[found.start : found.end] == "10月21日下午"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("灯会是什么时候办的？", "乡长李明"),
        ("有多少盏花灯？", "甲乡"),
        ("李明是什么职务？", "花灯"),
        ("谁为灯会点灯？", "下午"),
    ],
)
def test_what_is_of_another_kind_is_no_answer(question, words, tagger) -> None:
    assert spans(question, words, tagger) == []


@pytest.mark.parametrize(
    ("question", "words"),
    [("谁为灯会点灯？", "李明"), ("有多少盏花灯？", "三百盏"), ("花灯是怎么来的？", "老人们做成")],
)
def test_the_words_are_told_as_printed_from_their_own_sentence(question, words, tagger) -> None:
    (found,) = spans(question, words, tagger)
    assert found.span.text == words
    sentence = found.evidence.sentence
    assert sentence.start <= found.start < found.end <= sentence.end


def test_an_answer_over_two_sentences_cites_both(tagger) -> None:
    (found,) = spans("灯会是怎么回事？", "乡长李明为灯会点灯。灯会上有三百盏花灯", tagger)
    assert found.span.also == (found.evidence.number + 1,)


def test_what_the_question_says_itself_is_no_news(tagger) -> None:
    assert spans("灯会上有什么？", "灯会", tagger) == []


def test_a_person_is_told_by_name_without_the_post(tagger) -> None:
    (found,) = spans("谁为灯会点灯？", "乡长李明", tagger)
    assert found.span.text == "李明"
    assert TEXT[found.start : found.end] == "乡长李明"
