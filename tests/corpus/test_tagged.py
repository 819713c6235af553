"""Tagged words written down and read again: they are those that the tagger gave."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.passages import split_sentences
from corpus.tagged import read_words, tag_sentences, write_words
from corpus.tagger import Token, load_tagger

TAGS = ("PER", "LOC", "ORG", "TIME", "n", "v", "w", "xc")
STORY = "区长许文涛为灯会剪彩。灯会喊出“一步一景”！\n10 月 21 日，380名学生参加2019年的长跑。"


@given(st.lists(st.tuples(st.text(min_size=1), st.sampled_from(TAGS))))
def test_what_was_written_is_read_again(pairs) -> None:
    """Digits in a word are no length."""
    tokens, start = [], 0
    for text, tag in pairs:
        tokens.append(Token(text, tag, start, start + len(text)))
        start += len(text)
    assert read_words(write_words(tokens), "".join(text for text, _ in pairs)) == tuple(tokens)


@pytest.mark.parametrize("text", [STORY, "", "。", "灯" * 900])
def test_each_sentence_has_the_words_that_the_tagger_gives_it(text) -> None:
    tagger = load_tagger()
    sentences = [text[s.start : s.end] for s in split_sentences(text)]
    words = tag_sentences(text, tagger)
    assert [read_words(w, s) for w, s in zip(words, sentences, strict=True)] == [
        tagger.tag(s) for s in sentences
    ]
