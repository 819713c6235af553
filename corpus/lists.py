"""Article -> its ListFacts: what stands side by side or is numbered, whole and in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.articles import Article
from corpus.enumerating import Row, find_rows
from corpus.numbering import find_numbered
from corpus.people import TITLE, Person
from corpus.quotes import Quote, quote
from corpus.tagger import Tagger, Token
from corpus.telling import QUOTED, Line, read_lines, slice_of

__all__ = ["ListFact", "read_lists"]

PAIR = 2  # items; two things are a list only where they are names, or are counted
MAX_LEAD = 14  # characters between the word that introduces a list and its first item
POST_END = re.compile(rf"{TITLE.pattern}$")
PARALLEL = re.compile(r"[^。；\n]+(?:；[^。；\n]+)+")


@dataclass(frozen=True, slots=True)
class ListFact:
    """A list.

    Attributes:
        items: at least two, in the order of the page.
        lead: what introduces it, as printed: 成立了, 坚持; may be empty.
        behind: what sums it up, as printed: 等10支党员先锋队; may be empty.
        numbered: whether the page numbers it: 一是…二是….
        sentences: that it stands in.
    """

    items: tuple[Quote, ...]
    lead: Quote
    behind: Quote
    numbered: bool
    sentences: tuple[Quote, ...]


def read_lists(article: Article, tagger: Tagger) -> tuple[ListFact, ...]:
    """The lists of an article in the order of the page."""
    text, lines = article.text, read_lines(article, tagger)
    facts = []
    for found in find_numbered(text, lines):
        end = found.items[-1].end
        facts.append(
            ListFact(found.items, found.lead, quote(text, end, end), True, found.sentences)
        )
    for line in lines:
        facts += _parallel(text, line)
        for clause in line.clauses():
            facts += _rows(text, line, clause.words)
    return tuple(sorted(facts, key=lambda fact: fact.items[0].start))


def _rows(text: str, line: Line, words: Sequence[Token]) -> Iterator[ListFact]:
    for row in find_rows(words, line.people):
        items = _names(text, row, line.people)
        if not items:
            items = tuple(slice_of(text, item) for item in row.items)
            posts = [bool(POST_END.search(item.text)) for item in items]
            if (len(items) == PAIR and not _is_pair(row)) or (
                not row.behind and all(posts[:-1]) and not posts[-1]
            ):
                continue  # a row of posts that stops short of the person's last one
        behind = quote(text, items[-1].end, items[-1].end)
        if row.behind:
            behind = slice_of(text, row.behind)
        lead = _lead(text, row.before, row.items[0][0].start)
        yield ListFact(items, lead, behind, False, (line.sentence,))


def _names(text: str, row: Row, people: Sequence[Person]) -> tuple[Quote, ...]:
    """The names alone, where each item is a person with or without a post."""
    names = []
    for item in row.items:
        inside = [p for p in people if item[0].start <= p.start and p.end == item[-1].end]
        if len(inside) != 1 or inside[0].start - len(inside[0].post) > item[0].start + 1:
            return ()
        names.append(quote(text, inside[0].start, inside[0].end))
    return tuple(names)


def _is_pair(row: Row) -> bool:
    """Whether two things are told as a list: two quoted names, or two that are summed up."""
    quoted = all(len(item) == 1 and item[0].tag == QUOTED for item in row.items)
    return quoted or (len(row.behind) > 1 and row.behind[1].tag == "m")


def _lead(text: str, before: Sequence[Token], start: int) -> Quote:
    """The verb or preposition that introduces a list, with what stands between."""
    for word in reversed(before):
        if start - word.start > MAX_LEAD:
            break
        if word.tag in ("v", "p", "vd") or word.text == "：":
            return quote(text, word.start, start)
    return quote(text, start, start)


def _parallel(text: str, line: Line) -> Iterator[ListFact]:
    """Clauses between semicolons that begin alike: 带头…；带头…；带头…."""
    base = line.sentence.start
    for match in PARALLEL.finditer(line.sentence.text):
        places = [base + match.start() + m.start() for m in re.finditer(r"[^；]+", match[0])]
        ends = [base + match.start() + m.end() for m in re.finditer(r"[^；]+", match[0])]
        opening = text[places[1] : places[1] + 2]
        at = text.rfind(opening, places[0], ends[0])
        alike = all(text.startswith(opening, place) for place in places[1:])
        if len(opening) < PAIR or not alike or at < 0 or len(places) <= PAIR:
            continue
        at = text.find(opening, places[0], ends[0])
        items = tuple(quote(text, s, e) for s, e in zip([at, *places[1:]], ends, strict=True))
        begin = text.rfind("，", places[0], at - 1) + 1 or places[0]
        lead = quote(text, min(begin, at), at)
        empty = quote(text, ends[-1], ends[-1])
        yield ListFact(items, lead, empty, False, (line.sentence,))
