"""A toy newspaper, asked out of a question file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from numpy.typing import NDArray
from toy import CountingEncoder, answerer_of, story

from corpus.tagger import Tagger
from retrieval.answer import Answerer
from retrieval.evaluation import Outcome, evaluate, unknown_articles
from retrieval.question_file import Expected
from retrieval.reply import Answer

GARDEN = story("2021年5月4日，梧桐园在柳岸镇开园，园长许文清为第一批游客赠书。", "梧桐园开园")
SWIM = story("2019年8月9日，青石湾游泳赛落幕，冠军是来自北渡的渔民高远山。", "青石湾游泳赛")
CHOIR = story("2020年12月1日，白杨合唱团在工人剧场首演，指挥是宋嘉禾。", "白杨合唱团首演")


@dataclass(frozen=True)
class Heard(CountingEncoder):
    """The counting encoder, with a list of the questions that it was given."""

    texts: list[str] = field(default_factory=list)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts.extend(texts)
        return super().encode_queries(texts)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        return CountingEncoder.encode_passages(self, texts, on_progress)


@pytest.fixture(scope="module")
def answerer(tagger: Tagger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    folder = tmp_path_factory.mktemp("toy") / "index"
    yield answerer_of([GARDEN, SWIM, CHOIR], tagger, folder)


def question(text: str, *answers: str, article: str = "") -> Expected:
    return Expected("1", text, answers, article, ())


def outcome(answerer: Answerer, expected: Expected) -> Outcome:
    (one,) = evaluate(answerer, [expected])
    return one


def test_an_answer_is_compared_with_the_files(answerer) -> None:
    """2021年5月4日 against 5月4日: 4 segments in common of 6 and of 4."""
    asked = "梧桐园是哪一天开园的？"
    right = outcome(answerer, question(asked, "2021年5月4日"))
    assert (right.exact, right.f1) == (True, 1)
    near = outcome(answerer, question(asked, "5月4日"))
    assert (near.exact, near.f1) == (False, pytest.approx(0.8))


def test_a_refusal_is_not_right(answerer) -> None:
    refused = outcome(answerer, question("火星上的图书馆是谁建的？", "许文清"))
    assert (refused.answered, refused.exact, refused.f1) == (False, False, 0)


def test_nothing_is_right_where_there_is_no_answer(answerer) -> None:
    one = outcome(answerer, question("梧桐园是哪一天开园的？"))
    assert isinstance(one.reply, Answer)
    assert (one.answerable, one.exact, one.f1) == (False, False, 0)


def test_the_right_article_has_its_place(answerer) -> None:
    asked = question("梧桐园是哪一天开园的？", "2021年5月4日", article=GARDEN.id)
    assert outcome(answerer, asked).rank == 1
    ranks = [outcome(answerer, replace(asked, article_id=a.id)).rank for a in (SWIM, CHOIR)]
    assert sorted(ranks) == [2, 3]


def test_an_article_that_the_index_lacks_is_not_found(answerer) -> None:
    asked = question("梧桐园是哪一天开园的？", "2021年5月4日", article="elsewhere")
    assert outcome(answerer, asked).rank == 0
    assert unknown_articles(answerer, [asked, replace(asked, article_id=SWIM.id)]) == 1


def test_there_is_no_place_without_an_article_or_an_answer(answerer) -> None:
    without = [question("梧桐园？", "甲"), question("梧桐园？", article="elsewhere")]
    assert [one.rank for one in evaluate(answerer, without)] == [None, None]
    assert unknown_articles(answerer, without) == 0


def test_no_question_is_encoded_twice(answerer) -> None:
    """Neither for its place, nor for the time of the search; a second asking is a second time."""
    heard = Heard()
    asked = question("高远山在青石湾游泳赛得了什么？", "冠军", article=SWIM.id)
    outcomes = list(evaluate(replace(answerer, encoder=heard), [asked, asked]))
    assert len(heard.texts) == len(outcomes) == 2


def test_the_time_of_the_stages_is_the_whole(answerer) -> None:
    timing = outcome(answerer, question("火星上的图书馆是谁建的？")).timing
    assert timing.encode is not None
    assert timing.search is not None
    assert timing.read is not None
    assert timing.total == pytest.approx(timing.encode + timing.search + timing.read)


def test_what_the_record_answers_is_not_encoded_but_for_its_place(answerer, monkeypatch) -> None:
    told = outcome(answerer, question("梧桐园是哪一天开园的？", "2021年5月4日")).reply
    monkeypatch.setattr("retrieval.answer.recount", lambda *_: told)
    heard = Heard()
    listening = replace(answerer, encoder=heard)
    plain = outcome(listening, question("梧桐园是哪一天开园的？", "2021年5月4日"))
    assert heard.texts == []
    assert (plain.timing.encode, plain.timing.search, plain.timing.read) == (None, None, None)
    ranked = outcome(listening, replace(plain.expected, article_id=GARDEN.id))
    assert heard.texts == ["梧桐园是哪一天开园的"]
    assert (ranked.rank, ranked.timing.encode) == (1, None)
