"""Tagged words of a sentence <-> one short string, which is kept so that nobody tags it again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.passages import split_sentences
from corpus.tagger import Tagger, Token

__all__ = ["read_words", "tag_sentences", "write_words"]

WORD = re.compile(r"(\D*)(\d+)")  # a tag, which has no digits, and the length of its word
CACHED_SENTENCES = 512  # a question reads twenty sentences, each several times


def tag_sentences(text: str, tagger: Tagger) -> tuple[str, ...]:
    """The words of each sentence of a text, in order, written down."""
    return tuple(
        write_words(tagger.tag(text[sentence.start : sentence.end]))
        for sentence in split_sentences(text)
    )


def write_words(tokens: Sequence[Token]) -> str:
    """What `read_words` reads: each tag with the characters of its word counted.

    Example:
        >>> write_words([Token("宋宗德", "PER", 0, 3), Token("说", "v", 3, 4)])
        'PER3v1'
    """
    return "".join(f"{token.tag}{len(token.text)}" for token in tokens)


@lru_cache(CACHED_SENTENCES)
def read_words(written: str, sentence: str) -> tuple[Token, ...]:
    """The tagged words of a sentence, as the tagger gave them.

    Example:
        >>> [token.text for token in read_words("PER3v1", "宋宗德说")]
        ['宋宗德', '说']
    """
    tokens, start = [], 0
    for tag, length in WORD.findall(written):
        end = start + int(length)
        tokens.append(Token(sentence[start:end], tag, start, end))
        start = end
    return tuple(tokens)
