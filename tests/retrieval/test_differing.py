"""Answers of several articles beside each other, whole room, toy corpus."""

from __future__ import annotations

import pytest
from toy import answerer_of, story

from corpus.tagger import Tagger
from retrieval.answer import Answerer
from retrieval.reply import Answer

ARTICLES = [
    story("渔港镇党委书记王建国到场祝贺。灯会开幕了。", "灯会", "2018-02-01"),
    story("渔港镇党委书记李小芳到场祝贺。灯会又开幕了。", "又一届灯会", "2020-02-01"),
]


@pytest.fixture(scope="module")
def answerer(tagger: Tagger, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    return answerer_of(ARTICLES, tagger, tmp_path_factory.mktemp("differing"))


def test_the_holders_of_a_post_in_several_years_are_told_newest_first(answerer: Answerer) -> None:
    reply = answerer.answer("渔港镇党委书记是谁？")
    assert isinstance(reply, Answer)
    assert reply.short == "2020年：李小芳；2018年：王建国"
    assert [c.published for c in reply.citations] == ["2020-02-01", "2018-02-01"]


def test_with_a_year_it_is_that_years_holder_alone(answerer: Answerer) -> None:
    reply = answerer.answer("2018年渔港镇党委书记是谁？")
    assert isinstance(reply, Answer)
    assert reply.short == "王建国"


def test_a_name_in_full_and_by_its_last_part_is_one(tagger: Tagger, tmp_path) -> None:
    answerer = answerer_of(
        [
            story("海岛国总统埃马纽埃尔·马克龙到场祝贺。", "灯会", "2018-02-01"),
            story("海岛国总统马克龙到场祝贺。", "又一届灯会", "2020-02-01"),
        ],
        tagger,
        tmp_path,
    )
    reply = answerer.answer("海岛国总统是谁？")
    assert isinstance(reply, Answer)
    assert "；" not in reply.short
