"""Which initiative: what stands in quotation marks, with the noun behind it."""

from __future__ import annotations

import pytest
from toy import read, story

from corpus.tagger import Tagger
from retrieval.titles import initiative_spans

TOWN = "旅行社推出“慢游古镇”活动，导游小组喊出“一步一景”的口号，读书会读了《边城》。"


def names(text: str, sentence: str, tagger: Tagger) -> list[str]:
    question, (evidence,) = read(text, story(sentence), tagger)
    return [s.text for s in sorted(initiative_spans(question, evidence), key=lambda s: -s.fit)]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("旅行社推出了什么活动？", "“慢游古镇”活动"),
        ("导游小组的口号是什么？", "“一步一景”"),
        ("读书会读的书叫什么？", "《边城》"),
    ],
)
def test_the_name_of_the_kind_that_is_asked_for(text: str, best: str, tagger: Tagger) -> None:
    assert names(text, TOWN, tagger)[0] == best


def test_the_name_in_the_question_is_not_the_answer(tagger: Tagger) -> None:
    assert "“慢游古镇”活动" not in names("“慢游古镇”活动喊什么口号？", TOWN, tagger)


@pytest.mark.parametrize("quotes", ["“”", "「」", "『』"])
def test_all_quotation_marks_quote(quotes: str, tagger: Tagger) -> None:
    name = f"{quotes[0]}慢游古镇{quotes[1]}"
    assert names("推出了什么活动？", f"旅行社推出{name}活动。", tagger) == [f"{name}活动"]


def test_a_sentence_without_quotes_names_nothing(tagger: Tagger) -> None:
    assert names("推出了什么活动？", "旅行社推出慢游古镇活动。", tagger) == []
