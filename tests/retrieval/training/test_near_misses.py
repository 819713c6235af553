"""A near miss names something that its text does not tell of."""

from __future__ import annotations

import random

import pytest

from retrieval.training.near_misses import names_of, near_miss

TEXT = "第三届进博会召开前，新泾镇和程家桥街道在2020年组建了218支突击队。"
POOL = {"LOC": ["徐泾镇", "华阳路街道"], "PER": ["张国平"], "ORG": ["区教育局"]}


@pytest.mark.parametrize("seed", range(20))
def test_one_thing_is_swapped_and_the_rest_stays(tagger, seed) -> None:
    question = "新泾镇2020年组建了多少支突击队?"
    missed = near_miss(question, TEXT, tagger, POOL, random.Random(seed))
    assert missed != question
    assert ("新泾镇" in missed) != ("2020年" in missed)
    assert missed.endswith("组建了多少支突击队?")


@pytest.mark.parametrize("seed", range(20))
def test_a_swapped_year_or_edition_does_not_stand_in_the_text(tagger, seed) -> None:
    missed = near_miss("第三届进博会是哪年?", TEXT, tagger, {}, random.Random(seed))
    assert missed[:3] != "第三届"
    assert missed[1:2] not in TEXT


def test_a_question_that_names_nothing_has_none(tagger) -> None:
    assert near_miss("有多少支突击队?", TEXT, tagger, POOL, random.Random(1)) is None


def test_the_same_seed_gives_the_same_miss(tagger) -> None:
    asked = "程家桥街道有多少支突击队?"
    one, two = (near_miss(asked, TEXT, tagger, POOL, random.Random(4)) for _ in range(2))
    assert one == two


def test_names_are_told_by_their_kind(tagger) -> None:
    found = names_of(["陈华文到新泾镇。"], tagger)
    assert found["PER"] == ["陈华文"]
    assert found["LOC"] == ["新泾镇"]
