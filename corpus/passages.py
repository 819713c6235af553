"""Article -> Passages: whole sentences, cut at their ends, overlapping by one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.articles import Article

__all__ = ["Passage", "Sentence", "headed", "split_passages", "split_sentences"]

MAX_CHARS = 300  # of a passage; about 200 tokens of the encoder's 512
MAX_SENTENCE = 400  # characters; what runs on without a full stop is cut at a lesser mark
# A sentence ends behind its mark and the quotes and brackets that close there, or with its line;
# it goes on where a question or a call is only quoted in it.
END = re.compile(
    r"(?:。[”’」』）)】》]*|[！？!?]+(?:(?![！？!?”’」』）)】》])|[”’」』）)】》]+(?=\s|[“‘「『]|$)))(?![，、；：,;])"
    r"|\n|(?<=[a-z)])\.(?=\s+[A-Z])"
)
LESSER = re.compile(r".*[；;]|.*[，,：:]|.*[、\s]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`article.text[start:end]`; half-open offsets in characters."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one article.

    Attributes:
        article_id: of the article it is cut from.
        start: half-open offsets into the article's text, in characters.
        text: `article.text[start:end]`.
    """

    article_id: str
    start: int
    end: int
    text: str


def split_sentences(text: str) -> list[Sentence]:
    """The sentences of a text in order, without the white space around them.

    Together they hold every character of the text that is not white space.

    Example:
        >>> split_sentences("你好。“走！”他说。")
        [Sentence(start=0, end=3), Sentence(start=3, end=10)]
    """
    sentences: list[Sentence] = []
    begin = 0
    for end in [*(m.end() for m in END.finditer(text)), len(text)]:
        sentences += _pieces(text, begin, end)
        begin = end
    return sentences


def split_passages(article: Article) -> list[Passage]:
    """The passages of an article in order, each at most `MAX_CHARS` where its sentences allow.

    Each begins with the last sentence of the one before, unless that leaves no room.
    """
    sentences = split_sentences(article.text)
    passages: list[Passage] = []
    first = 0
    while first < len(sentences):
        last = first
        while last + 1 < len(sentences) and _length(sentences, first, last + 1) <= MAX_CHARS:
            last += 1
        start, end = sentences[first].start, sentences[last].end
        passages.append(Passage(article.id, start, end, article.text[start:end]))
        if last + 1 == len(sentences):
            break
        overlap = last > first and _length(sentences, last, last + 1) <= MAX_CHARS
        first = last if overlap else last + 1
    return passages


def headed(article: Article, passage: Passage) -> str:
    """A passage as the indexes see it: headline and date go with it, offsets do not count them."""
    date = f"（{article.published.iso}）" if article.published.iso else ""
    return f"{article.title}{date}\n{passage.text}"


def _length(sentences: list[Sentence], first: int, last: int) -> int:
    return sentences[last].end - sentences[first].start


def _pieces(text: str, start: int, end: int) -> list[Sentence]:
    """One sentence, trimmed; cut at lesser marks where it is too long; [] for white space."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    pieces = []
    while end - start > MAX_SENTENCE:
        lesser = LESSER.match(text, start, start + MAX_SENTENCE)
        cut = lesser.end() if lesser else start + MAX_SENTENCE
        pieces.append(Sentence(start, cut))
        start = cut
    return [*pieces, Sentence(start, end)] if start < end else pieces
