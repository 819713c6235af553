"""The mapped dictionary: texts are cut as jieba cuts them, with added words and without."""

from __future__ import annotations

from pathlib import Path

import jieba
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import words
from corpus.dictionary import Dictionary, cutter, write_dictionary
from corpus.errors import DamagedDictionaryError
from corpus.reading import STARTER

ADDED = (
    "进博会",
    "新泾镇",
    "突击队总队",
    "link泾彩纷程",
    "何泽岗",
    "a",
    "临空",
    "新泾镇党委",
    "党委书",
    "丬龘",
)
CHARACTERS = st.sampled_from(
    "中国国际进口博览会新泾镇党委书记的了一是在何泽岗龘丬aB3.%-、！\r\n\u3000🚀"
)
TEXTS = st.text(st.one_of(CHARACTERS, st.characters(exclude_categories=["Cs"])), max_size=60)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("words")
    write_dictionary(made)
    return made


@pytest.fixture(scope="module")
def general(folder):
    return Dictionary(folder)


@pytest.fixture(scope="module")
def plain():
    jieba.setLogLevel(60)
    return jieba.Tokenizer()


@pytest.fixture(scope="module")
def both(general, plain):
    """Jieba and ours, each with the same terms, which weigh what jieba alone proposes."""
    proposed = {word: plain.suggest_freq(word) for word in ADDED}
    theirs = jieba.Tokenizer()
    for word, count in proposed.items():
        theirs.add_word(word, count)
    theirs.total = general.total
    return theirs, cutter(general, ADDED)


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
@example("")
@example("第三届进博会：a\r\n b　c-3.5%，Link泾彩纷程！🚀")
def test_any_text_is_cut_as_jieba_cuts_it(plain, general, both, text) -> None:
    for theirs, ours in ((plain, cutter(general)), both):
        assert list(ours.cut(text, HMM=False)) == list(theirs.cut(text, HMM=False))
        assert list(ours.cut_for_search(text, HMM=False)) == list(
            theirs.cut_for_search(text, HMM=False)
        )


def test_the_starter_corpus_is_cut_as_jieba_cuts_it(both) -> None:
    theirs, ours = both
    seen: set[str] = set()
    for path in STARTER.glob("*.md"):
        text = path.read_text(encoding="utf-8")
        found = list(ours.cut_for_search(text, HMM=False))
        assert found == list(theirs.cut_for_search(text, HMM=False))
        seen.update(found)
    assert seen >= {"进博会", "何泽岗", "国际"}


def test_terms_weigh_what_jieba_proposes_for_them(both) -> None:
    """Ours has met the words of what it has cut, and what a term begins with is no word."""
    theirs, ours = both
    for word in ADDED:
        list(ours.cut(word, HMM=False))
    assert ours.total == theirs.total
    for word in (*ADDED, "link泾", "丬", "乙甲"):
        assert (ours.FREQ.get(word) or 0) == (theirs.FREQ.get(word) or 0)


def test_a_term_that_does_not_stand_in_a_text_changes_nothing(general) -> None:
    """With jieba's own way to add words, each makes all others a little rarer."""
    text = "新泾镇党委书记何泽岗在进博会突击队总队"
    some = [term for term in ADDED if term in text]
    more = [*some, *(f"某名{chr(0x4E00 + n)}{chr(0x5E00 + n)}" for n in range(5000))]
    best, found = {}, {}
    for one, into in ((cutter(general, some), best), (cutter(general, reversed(more)), found)):
        one.calc(text, one.get_DAG(text), into)
    assert found == best


def test_every_word_of_jieba_has_its_count(plain, general) -> None:
    plain.initialize()
    assert all(general.count(word) == count for word, count in plain.FREQ.items())
    assert general.total == plain.total


def test_a_likelihood_is_that_of_jieba_to_the_last_bit(plain, general) -> None:
    text, best = "中国国际进口博览会在上海开幕", {}
    plain.calc(text, plain.get_DAG(text), best)
    ours, found = cutter(general), {}
    ours.calc(text, ours.get_DAG(text), found)
    assert found == best
    assert found[0][0] < 0


def test_what_one_knows_no_other_knows(general) -> None:
    one, other = cutter(general, ["何泽岗"]), cutter(general)
    assert list(one.cut("何泽岗", HMM=False)) == ["何泽岗"]
    assert list(other.cut("何泽岗", HMM=False)) == ["何", "泽", "岗"]


def test_damage_is_said_with_the_folder_to_delete(folder, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(words, "_kept", [])
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes()[:1000])
    with pytest.raises(DamagedDictionaryError, match=f"delete {tmp_path}"):
        words.keep_words_in(tmp_path)
    words._dictionary.cache_clear()
    words.keep_words_in(folder)
    assert words.is_word("国际")
