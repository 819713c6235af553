"""Cutting: whatever was kept by whichever dictionary, the tokens are those of a first cut."""

from __future__ import annotations

from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.script import fold
from retrieval.cache import Cache
from retrieval.cutting import MANY, SOME, Cutting
from retrieval.lexical import Lexicon

TEXTS = (
    "新泾镇党委书记何泽岗出席",
    "何泽岗在突击队总队",
    "第三届进博会 Link2020\n开幕",
    "",
    "，。",
    "坏\ud800字",
)
FOLDED = list(map(fold, TEXTS))
TERMS = ("何泽岗", "泽岗", "突击队总队", "新泾镇党委", "进博", "link2020", "岗出", "不在文中")


class Counting(Lexicon):
    """Remembers what it was asked to cut."""

    def __init__(self, terms) -> None:
        super().__init__(terms)
        self.cut: list[str] = []

    def words(self, text):
        self.cut.append(text)
        return super().words(text)


@pytest.fixture
def memory():
    with closing(Cache(":memory:")) as cache:
        yield cache


def cut(terms, memory, texts=TEXTS) -> list[str]:
    """What had to be cut; the tokens are right."""
    lexicon = Counting(terms)
    assert list(Cutting(lexicon, memory).tokens(texts)) == list(map(Lexicon(terms).tokens, texts))
    return lexicon.cut


@settings(max_examples=40, deadline=None)
@given(builds=st.lists(st.sets(st.sampled_from(TERMS)), max_size=5))
def test_after_any_dictionaries_the_tokens_are_those_of_the_last(builds) -> None:
    with closing(Cache(":memory:")) as memory:
        for terms in builds:
            cut(terms, memory)


def test_only_texts_with_a_new_term_are_cut_again(memory) -> None:
    assert cut(["进博"], memory) == FOLDED
    assert cut(["进博", "不在文中"], memory) == []
    assert cut(["进博", "突击队总队"], memory) == [FOLDED[1]]


def test_only_texts_with_a_term_that_is_gone_are_cut_again(memory) -> None:
    cut(["何泽岗", "进博"], memory)
    assert cut(["进博"], memory) == FOLDED[:2]


def test_words_are_not_trusted_when_nobody_knows_what_cut_them(memory) -> None:
    """As after a flipped byte in the dictionary's own entry."""
    terms = ["何泽岗"]
    old = Cutting(Lexicon(terms), memory)
    list(old.tokens(TEXTS))
    memory._db.execute("DELETE FROM entries WHERE key = ?", (old._own,))
    assert cut([*terms, "不在文中"], memory) == FOLDED


@pytest.mark.parametrize("n", [SOME, MANY + 1])
def test_what_a_far_dictionary_has_cut_is_kept_anew(memory, n) -> None:
    """So that neither its terms must be kept for ever nor so many looked for in each text."""
    old = Cutting(Lexicon(["何泽岗"]), memory)
    list(old.tokens(TEXTS))
    more = ["何泽岗", *(f"某{n}" for n in range(10_000, 10_000 + n))]
    assert cut(more, memory) == ([] if n <= MANY else FOLDED)
    memory._db.execute("DELETE FROM entries WHERE key = ?", (old._own,))
    assert cut(more, memory) == []
