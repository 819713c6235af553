"""Clause -> what stands side by side in it, each item whole: 甲、乙和丙, “甲”“乙”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.likeness import NAMES, NOUNS, first_item, is_etc, kind_of, last_item, length_of
from corpus.people import Person
from corpus.tagger import Token
from corpus.telling import BRACKET, QUOTED

__all__ = ["Row", "find_rows"]

ANDS = ("和", "与", "及", "以及", "或")
PREPOSITIONS = "从对在将把向以按为由通围就给"  # an item with one of these inside opens another row
MAX_ITEM = 42  # characters; what is longer is no thing but a sentence
MAX_ECHO = 6  # characters of an item that is told by its shape
MAX_BEHIND = 16  # characters of 等10支党员先锋队
COUNTED = re.compile(r"[两二三四五六七八九十0-9]+(?:大|多|余)?[个家项支种类名位条门座部方所]?")


@dataclass(frozen=True, slots=True)
class Row:
    """Things side by side in one clause, as the words they are made of.

    Attributes:
        items: in order, at least two.
        before: the words of the clause before the first item.
        behind: that sum them up: 等 and what follows; may be none.
    """

    items: tuple[tuple[Token, ...], ...]
    before: tuple[Token, ...]
    behind: tuple[Token, ...]


def find_rows(words: Sequence[Token], people: Sequence[Person]) -> Iterator[Row]:
    """The rows of a clause in order; a post of several parts before a name is one item."""
    pieces = _pieces(words, people)
    while len(pieces) > 1:
        row, pieces = _next_row(words, pieces, people)
        if row is not None:
            yield row


def _pieces(words: Sequence[Token], people: Sequence[Person]) -> list[list[Token]]:
    """The words between marks of enumeration, and between quotes that touch each other."""
    posts = [(p.start - len(p.post), p.end) for p in people if p.post]
    pieces: list[list[Token]] = [[]]
    for i, word in enumerate(words):
        if word.text == "、":
            if any(start <= word.start < end for start, end in posts):
                pieces[-1].append(word)
            else:
                pieces.append([])
            continue
        touching = word.tag == QUOTED and i and words[i - 1].tag == QUOTED
        if touching and word.text[0] == words[i - 1].text[0]:
            pieces.append([])
        pieces[-1].append(word)
    return [p for p in pieces if p]


def _next_row(
    words: Sequence[Token], pieces: list[list[Token]], people: Sequence[Person]
) -> tuple[Row | None, list[list[Token]]]:
    """The row that the first piece begins, and the pieces behind it."""
    pieces = _joined_again(pieces)
    ends = (i for i in range(1, len(pieces)) if _ends_here(pieces[i]))
    last = next((i for i in ends if not _echoes(pieces[i], pieces[i - 1])), len(pieces) - 1)
    first, inner, tail = pieces[0], pieces[1:last], pieces[last]
    split = _split_and(tail, inner or [first])
    if split is not None:
        inner, tail = [*inner, split[0]], split[1]
    begin = first_item(first, inner or [tail])
    head = first[begin:]
    end = last_item(tail, inner or [head])
    if tail[end:] and any(p.end > tail[end - 1].end and _closes(p, head) for p in people):
        end = _to_name(tail, people, end)
    items = [head, *inner, tail[:end]]
    rest = [tail[end:], *pieces[last + 1 :]] if tail[end:] else pieces[last + 1 :]
    if not all(items) or any(length_of(item) > MAX_ITEM for item in items):
        return None, rest
    before = tuple(w for w in words if w.end <= head[0].start)
    if _is_phrase(items):
        return None, rest
    items_ = tuple(tuple(_bare(item)) for item in items)
    return Row(items_, before, _behind(tail[end:])), rest


def _is_phrase(items: Sequence[Sequence[Token]]) -> bool:
    """Whether what stands side by side is no list: 参与、服务、保障展会; 安全、有序、高效."""
    short = all(len(item) == 1 and len(item[0].text) == 2 for item in items[:-1])  # noqa: PLR2004
    verbs = all(item[0].tag in ("v", "vn", "vd") for item in items)
    qualities = all(len(item) == 1 and item[0].tag in ("a", "ad", "an", "d") for item in items)
    return qualities or (short and verbs and len(items[-1]) > 1)


def _joined_again(pieces: list[list[Token]]) -> list[list[Token]]:
    """甲、乙等小吃、丙: the row goes on behind what sums up some of it, which is left out."""
    kept = []
    for i, piece in enumerate(pieces):
        at = next((j for j, w in enumerate(piece) if j and is_etc(w)), None)
        rest = piece[at:] if at is not None else []
        inside = 0 < i < len(pieces) - 1 and bool(rest)
        if (
            inside
            and len(_behind(rest)) == len(rest) > 1
            and rest[-1].text != pieces[i + 1][-1].text
        ):
            piece = piece[:at]  # noqa: PLW2901  # the same piece, shorter
        kept.append(piece)
    return kept


def _closes(person: Person, head: Sequence[Token]) -> bool:
    """Whether the first item ends with a name, so that the last one does, too."""
    return head[-1].tag == "PER" and person.start > head[-1].end


def _to_name(tail: Sequence[Token], people: Sequence[Person], end: int) -> int:
    """Where the last item ends when it is a person: with the first name in it."""
    names = {(p.start, p.end) for p in people}
    return next((i + 1 for i, w in enumerate(tail) if (w.start, w.end) in names), end)


def _bare(item: list[Token]) -> list[Token]:
    """An item without a bracket or an "and" at its ends."""
    while len(item) > 1 and item[-1].tag == BRACKET:
        item = item[:-1]
    while len(item) > 1 and item[0].text in ANDS:
        item = item[1:]
    return item


def _ends_here(piece: Sequence[Token]) -> bool:
    """Whether a row ends inside a piece: behind 等, or where a new phrase sets in."""
    for i, word in enumerate(piece):
        if i and (is_etc(word) or word.text in ("了", "着")):
            return True
        if i and word.tag == "p" and word.text[0] in PREPOSITIONS:
            return True
        ahead = piece[i + 1].tag if i + 1 < len(piece) else ""
        if i and word.tag in ("d", "ad") and ahead == "v" and kind_of(piece[0]) != "V":
            return True
    return False


def _echoes(piece: Sequence[Token], before: Sequence[Token]) -> bool:
    """Whether a piece is short and built like the end of the one before: 精神共学、信息共享."""
    text, other = ("".join(w.text for w in words) for words in (piece, before))
    tail = other[-len(text) :]
    alike = len(text) == len(tail) and any(a == b for a, b in zip(text, tail, strict=True))
    return alike and len(text) <= MAX_ECHO


def _split_and(
    piece: Sequence[Token], others: Sequence[Sequence[Token]]
) -> tuple[list[Token], list[Token]] | None:
    """乙和丙 as two; 与 inside an item like the others, or inside its verb's object, stays."""
    if any(w.text in ANDS for other in others for w in other[1:]):
        return None
    stop = next((i for i, w in enumerate(piece) if i and is_etc(w)), len(piece))
    at = next((i for i in range(stop - 1, 0, -1) if piece[i].text in ANDS), None)
    if at is None or at + 1 >= len(piece):
        return None
    left, right = list(piece[:at]), list(piece[at + 1 :])
    if kind_of(left[0]) == "V" and kind_of(right[0]) != "V":
        return None
    if piece[at].text == "与" and length_of(right) <= 2 < length_of(left):  # noqa: PLR2004
        return None  # 环境监测与保护 is one thing
    if any(w.tag in ("p", "v") or w.text in "了的" for w in left[1:]) and _plain(others):
        return None
    return left, right


def _plain(others: Sequence[Sequence[Token]]) -> bool:
    return not any(w.tag in ("p", "v") or w.text in "了的" for other in others for w in other[1:])


def _behind(words: Sequence[Token]) -> tuple[Token, ...]:
    """等10支党员先锋队, 四大展区: what sums the items up, as far as it is a noun phrase."""
    if not words or not (is_etc(words[0]) or COUNTED.match(words[0].text)):
        return ()
    end = 1
    while end < len(words) and words[end].end - words[0].start <= MAX_BEHIND:
        word = words[end]
        if word.tag not in (*NOUNS, *NAMES, "m", "a", QUOTED):
            break
        end += 1
    return tuple(words[:end])
