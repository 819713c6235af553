"""Article -> its Lines: tagged sentences with quoted names kept whole, and their clauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.articles import Article
from corpus.passages import split_sentences
from corpus.people import Person, find_people
from corpus.quotes import Quote, quote
from corpus.tagger import Tagger, Token

__all__ = ["BRACKET", "CLAUSE_END", "QUOTED", "Line", "Stretch", "read_lines", "slice_of"]

QUOTED = "quoted"  # the tag of what stands between “” or 《》
BRACKET = "bracket"  # the tag of what stands between （）
# A quote of more characters, or one with a full stop in it, is speech: its words are read singly.
WHOLE = re.compile(r"“[^“”。]{1,40}”|《[^《》]{1,60}》|「[^」。]{1,40}」|（[^（）]{1,40}）")
CLAUSE_END = frozenset("，。；：！？,;:!?\n")
HEADING_END = re.compile(r"[。！？；!?;：:”」』）)…，,]$")
DATELINE = re.compile(r"[^，。：\n]{2,12}(?:消息|电|讯)(?:（[^）\n]{1,24}）)?：\s*")  # 某报讯：
MAX_HEADING = 45  # characters; a longer line without a stop is a sentence that lost it


@dataclass(frozen=True, slots=True)
class Stretch:
    """The words between two marks, without them; offsets into the article."""

    words: tuple[Token, ...]
    mark: str

    @property
    def start(self) -> int:
        """Of its first word."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Of its last word."""
        return self.words[-1].end


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as it is read for lists, events and initiatives; offsets into the article.

    Attributes:
        words: tagged; quoted names and brackets are one word each.
        people: the persons in it, in order; their offsets, too, are the article's.
        paragraph: number of its paragraph, ascending.
        is_heading: whether it is a line of its own without a stop.
    """

    sentence: Quote
    words: tuple[Token, ...]
    people: tuple[Person, ...]
    paragraph: int
    is_heading: bool

    def clauses(self) -> list[Stretch]:
        """What stands between commas and stops, in order; none is empty."""
        found, begin = [], 0
        for i, word in enumerate(self.words):
            if word.text in CLAUSE_END:
                found.append(Stretch(self.words[begin:i], word.text))
                begin = i + 1
        found.append(Stretch(self.words[begin:], ""))
        return [clause for clause in found if clause.words]


@lru_cache(2)  # lists, events and initiatives are read from the same lines
def read_lines(article: Article, tagger: Tagger) -> tuple[Line, ...]:
    """The sentences of an article in order."""
    lines: list[Line] = []
    paragraph = before = 0
    text = article.text
    for sentence in split_sentences(text):
        paragraph += text.count("\n", before, sentence.start)
        before = sentence.start
        whole = quote(text, sentence.start, sentence.end)
        tokens = tagger.tag(whole.text)
        words = tuple(_whole_words(whole, tokens))
        people = tuple(_placed(p, whole.start) for p in find_people(whole.text, tokens))
        lines.append(Line(whole, words, people, paragraph, _is_heading(text, whole)))
    return tuple(lines)


def slice_of(text: str, words: Sequence[Token]) -> Quote:
    """The quote that some words in a row cover."""
    return quote(text, words[0].start, words[-1].end)


def _placed(person: Person, at: int) -> Person:
    return Person(person.name, at + person.start, at + person.end, person.post, person.group)


def _is_heading(text: str, sentence: Quote) -> bool:
    begins = not sentence.start or text[: sentence.start].rstrip(" \u3000").endswith("\n")
    ends = text[sentence.end : sentence.end + 1] in ("\n", "")
    short = len(sentence.text) <= MAX_HEADING and not HEADING_END.search(sentence.text)
    return begins and ends and short


def _whole_words(sentence: Quote, tokens: Sequence[Token]) -> Iterator[Token]:
    """The words of a sentence behind its dateline, quoted names and brackets as one each."""
    dateline = DATELINE.match(sentence.text)
    spans = [(m.start(), m.end(), m[0]) for m in WHOLE.finditer(sentence.text)]
    place = dateline.end() if dateline else 0
    for token in tokens:
        start = max(token.start, place)
        if start >= token.end or not token.text.strip():
            continue
        span = next((s for s in spans if s[0] < token.end and start < s[1]), None)
        if span is not None:
            if start < span[0]:
                yield _word(sentence, start, span[0], token.tag)
            yield _word(sentence, span[0], span[1], BRACKET if span[2][0] == "（" else QUOTED)
            start = place = span[1]
        if start < token.end:
            yield _word(sentence, start, token.end, token.tag)
        place = max(place, token.end)


def _word(sentence: Quote, start: int, end: int, tag: str) -> Token:
    at = sentence.start
    return Token(sentence.text[start:end], tag, at + start, at + end)
