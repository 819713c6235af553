"""Predicate -> how far its words go: where an act begins, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.clauses import Clause
from corpus.tagger import Token

__all__ = ["before_de", "end_of_report", "ends_open", "trimmed"]

MAX_REPORT = 60  # characters of an act of speech with what is said
CLOSED = re.compile(
    r"会议|大会|活动|仪式|讲话|致辞|发言|典礼|开幕式|闭幕式|现场"
)  # no list goes on


def end_of_report(clauses: Sequence[Clause], n: int, start: int, end: int) -> int:
    """As many clauses of what is said as fit; a part of the first where none does."""
    for clause in clauses[n + 1 :] if clauses[n].mark not in "；;。" else ():
        again = bool(clause.words) and clause.words[0].text in ("并", "并且", "同时")
        if again or clause.begin - start > MAX_REPORT:
            break
        end = clause.begin
        if clause.mark in "；;。":
            break
    if n + 1 < len(clauses) and end <= clauses[n].begin and clauses[n].mark not in "；;。":
        fitting = [w.end for w in clauses[n + 1].words if w.end - start <= MAX_REPORT]
        end = fitting[-1] if fitting else end
    return min(end, start + MAX_REPORT)


def ends_open(word: Token) -> bool:
    """Whether the last word of an object may be the first of a list: 会见了甲，乙和丙."""
    return word.tag in ("PER", "LOC", "ORG", "n") and not CLOSED.search(word.text)


def trimmed(words: Sequence[Token]) -> Sequence[Token]:
    """The predicate without times and conjunctions before it."""
    begin = 0
    while begin < len(words) and words[begin].tag in ("TIME", "t", "c", "w"):
        begin += 1
    return words[begin:]


def before_de(words: Sequence[Token]) -> Sequence[Token]:
    """由李明创作的歌曲: only the act itself."""
    ends = [i for i, word in enumerate(words) if word.text == "的"]
    return words[: ends[0]] if ends else words
