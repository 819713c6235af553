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
        ("灯会是什么时候办的？", "灯会点灯"),
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


BOUNDS = story(
    "隧道昨天（11月1日）打通了。夏令营从7月5日办到8月9日才结束。申请须在12月20日之前提交。展览在灯会开幕后撤下。老桥建于十九世纪。换届在3月8日大会前完成。",
    "通知",
    "2020-11-02",
)


@pytest.mark.parametrize(
    ("question", "words", "told"),
    [
        ("申请须在什么时候提交？", "12月20日", "2020年12月20日之前"),
        ("申请须在什么时候提交？", "12月20日之前", "2020年12月20日之前"),
        ("换届什么时候完成？", "3月8日大会前", "2020年3月8日大会前"),
        ("隧道什么时候打通的？", "隧道昨天（11月1日）", "2020年11月1日"),
        ("夏令营什么时候办的？", "从7月5日办到8月9日才", "7月5日办到8月9日"),
        ("展览什么时候撤下？", "灯会开幕后", "灯会开幕后"),
        ("老桥建于什么时候？", "十九世纪", "十九世纪"),
    ],
)
def test_a_bound_is_no_date_and_a_time_needs_none(question, words, told, tagger) -> None:
    asked, evidence = read(question, BOUNDS, tagger)
    places = choose_windows(evidence, 6)
    n = next(n for n, p in enumerate(places) if words in p.window.text)
    at = places[n].window.text.index(words)
    (found,) = read_spans(asked, places, [Reading(n, at, at + len(words), 5.0)], tagger)
    assert found.span.text == told


def test_a_time_without_a_date_is_no_answer_to_which_day(tagger) -> None:
    asked, evidence = read("老桥是哪一年建的？", BOUNDS, tagger)
    places = choose_windows(evidence, 4)
    n = next(n for n, p in enumerate(places) if "十九世纪" in p.window.text)
    at = places[n].window.text.index("十九世纪")
    assert list(read_spans(asked, places, [Reading(n, at, at + 4, 5.0)], tagger)) == []


def test_who_went_with_somebody_is_somebody_else(tagger) -> None:
    asked, evidence = read("李明去考察时是谁陪着的？", story("李明同志去考察，王芳陪着。"), tagger)
    (place,) = choose_windows(evidence, 1)
    assert list(read_spans(asked, [place], [Reading(0, 0, 4, 5.0)], tagger)) == []


def test_a_town_is_no_hall(tagger) -> None:
    text = "大会在上海市的世博中心开幕。"
    asked, evidence = read("大会在哪个场馆开幕？", story(text), tagger)
    (place,) = choose_windows(evidence, 1)
    readings = [Reading(0, 3, 6, 5.0), Reading(0, 7, 11, 4.0)]
    assert [r.span.text for r in read_spans(asked, [place], readings, tagger)] == ["世博中心"]


def test_a_place_is_no_meeting(tagger) -> None:
    asked, evidence = read(
        "联盟是在哪次会上成立的？", story("会上，长宁区成立了联盟。", "", "2020-11-02"), tagger
    )
    (place,) = choose_windows(evidence, 1)
    at = place.window.text.index("长宁区")
    assert list(read_spans(asked, [place], [Reading(0, at, at + 3, 5.0)], tagger)) == []


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("灯会什么时候办？", "灯会在时代广场办，24小时开放。", "时代广场"),
        ("灯会什么时候办？", "灯会在时代广场办，24小时开放。", "24小时"),
        ("李明担任什么职务？", "李明管相关设备。", "相关设备"),
    ],
)
def test_a_word_that_only_looks_like_a_time_or_a_post_is_none(
    question, text, words, tagger
) -> None:
    asked, evidence = read(question, story(text), tagger)
    (place,) = choose_windows(evidence, 1)
    at = text.index(words)
    assert list(read_spans(asked, [place], [Reading(0, at, at + len(words), 5.0)], tagger)) == []
