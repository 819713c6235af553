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
def both(general):
    """Jieba and ours, each with the same words added in the same order."""
    theirs, ours = jieba.Tokenizer(), cutter(general)
    for word in ADDED:
        theirs.add_word(word)
        ours.add_word(word)
    return theirs, ours


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


def test_added_words_weigh_what_they_weigh_in_jieba(both) -> None:
    theirs, ours = both
    assert ours.total == theirs.total
    assert all(
        ours.FREQ.get(word) == theirs.FREQ.get(word) for word in (*ADDED, "link泾", "丬", "乙甲")
    )


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


def test_what_one_adds_no_other_sees(general) -> None:
    one, other = cutter(general), cutter(general)
    one.add_word("何泽岗")
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
