"""Tokens and BM25: words and character pairs, alike in both scripts and after loading."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from toy import lexicon_of, story

from corpus.tagger import Tagger
from retrieval.bm25 import Bm25
from retrieval.lexical import PAIR, Lexicon

PLAIN = Lexicon([])
NEWS = (
    "渔港码头修好了新的灯塔，渔船夜里看得见航道。",
    "小学的操场铺了塑胶跑道，孩子们下课就去跑步。",
    "果园里的柿子熟了，游客提着篮子去采摘。",
    "老城墙下挖出一口宋代古井，井里有铜钱。",
    "乐团在广场演奏二胡协奏曲，听众站满台阶。",
)


def test_tokens_hold_words_and_character_pairs() -> None:
    """铁路通车 has two words and three pairs; a pair is marked, so 铁路 counts as both."""
    assert PLAIN.tokens("铁路通车2019") == [
        "铁路", "通车", "2019", PAIR + "铁路", PAIR + "路通", PAIR + "通车",
    ]  # fmt: skip


def test_a_pair_never_reaches_over_a_mark() -> None:
    assert [t for t in PLAIN.tokens("山，水。花") if t.startswith(PAIR)] == []


@pytest.mark.parametrize("text", ["鐵路通車典禮，臺灣舉辦２０１９年", "鐵路「通車」"])
def test_traditional_and_simplified_script_give_the_same_tokens(text: str) -> None:
    simplified = text.translate(str.maketrans("鐵車禮臺灣舉辦２０１９", "铁车礼台湾举办2019"))
    assert PLAIN.tokens(text) == PLAIN.tokens(simplified)


@pytest.mark.parametrize("text", ["", "😀", "，。！", "\x00"])
def test_what_holds_no_word_has_no_token(text: str) -> None:
    assert PLAIN.tokens(text) == []


def test_a_dictionary_grown_from_the_corpus_keeps_a_name_whole(tagger: Tagger) -> None:
    grown = lexicon_of([story("区长许文涛和站长葛大明出席。“春雨行动”开始。")], tagger)
    assert PLAIN.phrases("许文涛来了")[0] == "许"
    assert grown.phrases("许文涛来了")[0] == "许文涛"
    assert grown.people == ("葛大明", "许文涛")
    assert grown.knows("春雨行动")
    assert not grown.knows("来了")


def test_growing_leaves_the_dictionary_of_others_alone() -> None:
    Lexicon(["许文涛"])
    assert "许文涛" not in Lexicon([]).phrases("许文涛来了")


def test_a_saved_index_scores_as_before(tmp_path: Path) -> None:
    built = Bm25.build([PLAIN.tokens(text) for text in NEWS])
    built.save(tmp_path / "bm25")
    loaded = Bm25.load(tmp_path / "bm25")
    for question in (*NEWS, "柿子和铜钱", "二胡"):
        tokens = PLAIN.tokens(question)
        assert np.array_equal(built.scores(tokens), loaded.scores(tokens))


def test_unknown_tokens_score_zero_everywhere() -> None:
    scores = Bm25.build([["a", "b"], ["b", "c"]]).scores(["x", "y"])
    assert scores.dtype == np.float32
    assert scores.tolist() == [0, 0]
    assert Bm25.build([["a"], ["b"]]).scores([]).tolist() == [0, 0]


def test_a_score_is_the_one_of_the_formula() -> None:
    """Lucene: ln(1 + (N - n + 0.5) / (n + 0.5)) * tf / (tf + k1 (1 - b + b l / l_avg)).

    a is in one of two documents of two tokens: ln 2 * 1 / (1 + 1.5) = 0.27726.
    """
    scores = Bm25.build([["a", "b"], ["b", "c"]]).scores(["a"])
    assert scores.tolist() == pytest.approx([np.log(2) / 2.5, 0])


def test_a_token_asked_twice_counts_once() -> None:
    index = Bm25.build([["a", "b"], ["b", "c"]])
    assert index.scores(["a", "a", "x"]).tolist() == index.scores(["a"]).tolist()


@pytest.mark.parametrize("documents", [[[]], [[], []], [[], ["a"]]])
def test_documents_without_a_word_can_be_indexed(documents: list[list[str]]) -> None:
    scores = Bm25.build(documents).scores(["a"])
    assert (scores > 0).tolist() == ["a" in d for d in documents]


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("灯塔修在哪个码头？", 0),
        ("操场铺的什么？", 1),
        ("柿子熟了没有？", 2),
        ("古井是哪個朝代的？", 3),
        ("誰演奏了二胡？", 4),
    ],
)
def test_the_passage_with_the_words_comes_first(question: str, right: int) -> None:
    index = Bm25.build([PLAIN.tokens(text) for text in NEWS])
    assert int(index.scores(PLAIN.tokens(question)).argmax()) == right


def test_terms_are_found_by_their_end_and_by_their_length_in_order() -> None:
    """What a question's word is compared with are few of a large corpus' names."""
    lexicon = Lexicon(["渔光灯会", "茶艺大会", "灯会", "许文涛"], ["葛大明"])
    assert list(lexicon.ending_in("会")) == ["渔光灯会", "灯会", "茶艺大会"]
    assert list(lexicon.ending_in("馆")) == []
    assert list(lexicon.as_long_as("李小明")) == ["葛大明", "许文涛"]
    assert list(lexicon.as_long_as("李")) == []


def test_people_are_found_in_a_text_in_their_own_order() -> None:
    lexicon = Lexicon(["青浦区"], ["许文涛", "葛大明", "文涛"])
    assert lexicon.people_in("许文涛见葛大明，青浦区") == ["文涛", "葛大明", "许文涛"]
    assert lexicon.people_in("许文") == []
    assert Lexicon([]).people_in("许文涛") == []
