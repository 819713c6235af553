"""Talks over the given pages, as a reader of the neighbourhood leads them; the real encoder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.reading import read_corpus
from corpus.tagger import Tagger
from embeddings import Encoder
from retrieval.answer import Answerer
from retrieval.building import build_index
from retrieval.reply import Answer
from retrieval.store import load_index
from retrieval.turns import Turn, turn_of

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
LINES = (ROOT / "tests" / "data" / "talks.jsonl").read_text(encoding="utf-8").splitlines()
TALKS: list[dict[str, Any]] = [json.loads(line) for line in LINES]


@pytest.fixture(scope="module")
def answerer(
    encoder: Encoder, tagger: Tagger, tmp_path_factory: pytest.TempPathFactory
) -> Answerer:
    if not SEEDS.is_dir():
        pytest.skip(f"the given pages are not on this machine: {SEEDS}")
    folder = tmp_path_factory.mktemp("talks")
    build_index(read_corpus([SEEDS], tagger).articles, encoder, tagger, folder)
    return Answerer(load_index(folder, encoder), encoder, tagger)


@pytest.mark.parametrize("talk", TALKS, ids=[t["id"] for t in TALKS])
def test_each_turn_of_a_talk_is_understood_and_answered_from_the_page(
    answerer: Answerer, talk: dict[str, Any]
) -> None:
    turns: list[Turn] = []
    for step in talk["turns"]:
        reply = answerer.answer(step["ask"], turns)
        assert (reply.question, reply.resolved_question) == (step["ask"], step["resolved"])
        short = reply.short if isinstance(reply, Answer) else ""
        assert all(words in short for words in step.get("says", ())), short
        assert step.get("says") != [] or not isinstance(reply, Answer), short
        turns.append(turn_of(reply))


def test_there_are_enough_talks_and_most_of_their_questions_lean() -> None:
    steps = [step for talk in TALKS for step in talk["turns"][1:]]
    assert len(TALKS) >= 40
    assert sum(step["ask"] != step["resolved"] for step in steps) >= 0.8 * len(steps)
