"""Things side by side -> where the first begins and the last ends: where most like the others."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.tagger import Token
from corpus.telling import BRACKET, QUOTED

__all__ = ["NAMES", "NOUNS", "first_item", "is_etc", "kind_of", "last_item", "length_of"]

NAMES = ("PER", "LOC", "ORG")
NOUNS = ("n", "nz", "nw", "nr", "ns", "nt", "vn", "an", "s", "xc", "q")
STARTERS = ("v", "vd", "p", "d", "ad", "c", "r")  # an item may begin behind one of these
STOPPERS = ("v", "vd", "p", "d", "ad", "c", "f", "r")  # and end before one of these
LEADING = ("邀请", "包括", "来自", "涵盖", "推出")  # verbs that the tagger takes for nouns


def first_item(piece: Sequence[Token], others: Sequence[Sequence[Token]]) -> int:
    """Where in the piece the first item begins: where it is most like the others."""
    scores = [(_first_score(piece, i, others), i) for i in range(len(piece))]
    return max(scores, key=lambda s: (round(s[0], 6), s[1]))[1]


def _first_score(piece: Sequence[Token], i: int, others: Sequence[Sequence[Token]]) -> float:
    item, other = piece[i:], others[0]
    score = 1.0 if not i else -1.2
    if i:
        before = piece[i - 1]
        if (
            before.tag in STARTERS
            or before.text in LEADING
            or before.text in ("了", "着", "过", "—", "·")
        ):
            score = 1.5
        elif before.tag == "m" and other[0].tag != "m":
            score = 1.7
        elif before.tag in ("u", "f", "w", "TIME", BRACKET):
            score = 0.7
        elif kind_of(item[0]) in NAMES and before.tag not in NAMES:
            score = 0.3
        if before.tag == "v" and len(item) == 1 and kind_of(other[0]) == "V":
            score = -1.0
    score += _alike(item, others) + 1.0 * (kind_of(item[0]) == kind_of(other[0]))
    return score + 1.0 * (item[0].text[0] == other[0].text[0] and len(other) > 1)


def last_item(piece: Sequence[Token], others: Sequence[Sequence[Token]]) -> int:
    """Where in the piece the last item ends: at 等, or where it is most like the others."""
    stop = next((i for i, w in enumerate(piece) if i and is_etc(w)), None)
    if stop is not None:
        return stop
    scores = [(_last_score(piece, i, others), i) for i in range(1, len(piece) + 1)]
    return max(scores, key=lambda s: (round(s[0], 6), s[1]))[1]


def _last_score(piece: Sequence[Token], end: int, others: Sequence[Sequence[Token]]) -> float:
    item, other = piece[:end], others[-1]
    score = 1.0
    if end < len(piece):
        behind = piece[end]
        if behind.tag in (*STOPPERS, "TIME", "m", BRACKET):
            score = 1.5
        else:
            score = 0.3 if behind.tag in ("u", "w") else -0.6
        if kind_of(item[-1]) in NAMES and kind_of(item[-1]) == kind_of(other[-1]):
            score = max(score, 0.8)
    score += _alike(item, others) + 1.0 * (kind_of(item[-1]) == kind_of(other[-1]))
    return score + 1.5 * (item[-1].text[-1] == other[-1].text[-1])


def _alike(item: Sequence[Token], others: Sequence[Sequence[Token]]) -> float:
    """How like the others an item is: as long, and without kinds of words that they lack."""
    mean = sum(map(length_of, others)) / len(others)
    weight = 1.4 if len(others) > 1 else 1.0
    score = -weight * min(2.0, abs(length_of(item) - mean) / max(mean, 3.0))
    known = {_mark(w) for other in others for w in other}
    foreign = {"V": 1.0, "P": 2.0, "U": 2.0, "D": 1.0, "的": 0.8, "R": 0.5, "C": 0.5}
    marks = {_mark(w) for w in item} - known
    score -= sum(foreign.get(mark, 0.0) for mark in marks)
    lengths = {length_of(other) for other in others}
    exact = len(others) > 1 and len(lengths) == 1 and length_of(item) in lengths
    return score + 1.7 * exact


def _mark(word: Token) -> str:
    """The kind of a word, as far as it tells what belongs to an item."""
    if word.text == "的":
        return "的"
    kinds = {"v": "V", "vd": "V", "p": "P", "d": "D", "ad": "D", "r": "R", "c": "C", "u": "U"}
    return kinds.get(word.tag, "N")


def kind_of(word: Token) -> str:
    """The class of a word: items of one row begin and end alike."""
    if word.tag in NAMES or word.tag in ("m", QUOTED):
        return word.tag
    return "N" if word.tag in NOUNS else "V" if word.tag in ("v", "vd") else word.tag[:1].upper()


def length_of(words: Sequence[Token]) -> int:
    """Characters from the first to the last word."""
    return words[-1].end - words[0].start if words else 0


def is_etc(word: Token) -> bool:
    """Whether a word ends a row: 等, 之类."""
    return word.text in ("等", "等等", "等人", "之类", "在内")
