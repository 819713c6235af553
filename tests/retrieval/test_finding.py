"""The nearest sentences to a question, for whoever wants to choose one."""

from __future__ import annotations

import pytest
from toy import answerer_of, story

from corpus.tagger import LacTagger
from retrieval.answer import Answerer
from retrieval.finding import find

GARDEN = "2021年5月4日，梧桐园在柳岸镇开园。园长许文清为游客赠书。柳岸镇的人都来了。"
SWIM = "2019年8月9日，青石湾游泳赛落幕。柳岸镇的渔民高远山夺冠。"
SCHOOL = "教师节那天，学校里很热闹。"


@pytest.fixture(scope="module")
def answerer(tagger: LacTagger, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    articles = [story(GARDEN, "开园"), story(SWIM, "游泳赛"), story(SCHOOL, "过节")]
    return answerer_of(articles, tagger, tmp_path_factory.mktemp("found"))


def test_each_sentence_holds_words_of_the_question_and_is_exact(answerer: Answerer) -> None:
    found = find(answerer, "柳岸镇的梧桐园什么时候开园？", 10)
    assert found[0].quote == "2021年5月4日，梧桐园在柳岸镇开园。"
    for citation in found:
        assert GARDEN[citation.start : citation.end] == citation.quote or (
            SWIM[citation.start : citation.end] == citation.quote
        )
    assert "教师节那天，学校里很热闹。" not in [citation.quote for citation in found]


def test_the_best_sentence_of_each_article_comes_before_a_second_of_the_first(
    answerer: Answerer,
) -> None:
    found = find(answerer, "柳岸镇", 10)
    assert len(found) == 3
    assert {citation.title for citation in found[:2]} == {"开园", "游泳赛"}


def test_there_are_no_more_than_asked_for(answerer: Answerer) -> None:
    assert len(find(answerer, "柳岸镇", 1)) == 1


@pytest.mark.parametrize("text", ["火星上的图书馆", "？", ""])
def test_a_text_about_nothing_finds_nothing(answerer: Answerer, text: str) -> None:
    assert find(answerer, text, 10) == ()


def test_a_question_in_english_finds_the_nearest_as_they_come(answerer: Answerer) -> None:
    assert find(answerer, "When was the garden opened?", 10)
