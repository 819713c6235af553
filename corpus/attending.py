"""Sentence -> who came to what: persons by name and bodies as printed, before 出席 and 参加."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.hosting import FILLER, PLAIN
from corpus.people import Person
from corpus.quotes import Quote, quote
from corpus.tagger import Token
from corpus.telling import BRACKET, QUOTED, Line

__all__ = ["find_attendants"]

AT_IT = re.compile(
    r"(?:出席|参加|参会|与会|列席|受邀|应邀|参与|参展|签署|会见|访问|揭牌|揭幕|剪彩|奠基)"
)
COUNTED = re.compile(
    r"(?:等|共)?[近约超]?[0-9〇一二三四五六七八九十百千万余多]+[余多]?[名人位家个]"
)
GROUPS = re.compile(r"(?:单位|部门|代表|人士|人员|学者|领导|干部|群众|家|选手|嘉宾|观众)$")


def find_attendants(text: str, line: Line) -> Iterator[tuple[str, list[Quote]]]:
    """What each 出席 and 参加 of a sentence is about, and who stands before it, in order."""
    start = 0
    clauses = line.clauses()
    for number, clause in enumerate(clauses):
        words = clause.words
        at = next((i for i, w in enumerate(words) if AT_IT.match(w.text) and w.tag != "n"), None)
        if at is None:
            if _holds(words):
                start = number + 1
            continue
        found: list[Quote] = []
        for part in clauses[start:number]:
            found += _guests(text, line, part.words)
        found += _guests(text, line, words[:at])
        behind = words[at + 1 :]
        stop = next((i for i, w in enumerate(behind) if w.tag in ("c", "v", "d")), len(behind))
        said = "".join(w.text for w in behind[:stop]) or AT_IT.sub("", words[at].text)
        if found:
            yield said.lstrip("了"), list(dict.fromkeys(found))
        start = number + 1


def _holds(words: Sequence[Token]) -> bool:
    return any(w.tag == "v" and len(w.text) > 1 for w in words)


def _guests(text: str, line: Line, words: Sequence[Token]) -> list[Quote]:
    """Persons by name and bodies as printed, of the words before 出席."""
    if not words:
        return []
    found: list[tuple[int, Quote]] = []
    inside = [p for p in line.people if words[0].start <= p.start < words[-1].end]
    posts = [(p.start - len(p.post), p.end) for p in inside]
    found += [(p.start, quote(text, p.start, _name_end(text, p))) for p in inside]
    free = [w for w in words if not any(s <= w.start < e for s, e in posts)]
    stop = next((i for i, w in enumerate(free) if w.tag == "p"), len(free))
    row = [w for w in free[:stop] if w.tag not in ("TIME", "d", "ad", BRACKET)]
    pieces = [p for p in map(_tidy, _runs(row)) if p]
    bodies = any(w.tag in ("ORG", "LOC", QUOTED) for p in pieces for w in p)
    for piece in pieces:
        known = any(w.tag in ("ORG", "LOC", QUOTED) for w in piece)
        long = bodies and piece[-1].end - piece[0].start >= 4  # noqa: PLR2004  # 区地区办
        whole = text[piece[0].start : piece[-1].end]
        if COUNTED.fullmatch(whole) or piece[-1].text in FILLER:
            continue
        if known or long or GROUPS.search(piece[-1].text):
            found.append((piece[0].start, quote(text, piece[0].start, piece[-1].end)))
    return [q for _, q in sorted(found, key=lambda f: f[0])]


def _name_end(text: str, person: Person) -> int:
    """The end of a name; 和 at its end is no part of it where the page has it without."""
    shorter = person.name[:-1]
    swallowed = person.name[-1] in "和与同" and text.count(shorter) > text.count(person.name)
    return person.end - swallowed


def _tidy(piece: list[Token]) -> list[Token]:
    """A stretch without 的 at its end; nothing where it holds a verb and so is no name."""
    while piece and piece[-1].text == "的":
        piece = piece[:-1]
    verbs = [w for w in piece if w.tag in ("v", "u") and w.text not in ("的", "办", "驻")]
    return [] if verbs else piece


def _runs(words: Sequence[Token]) -> Iterator[list[Token]]:
    """The stretches between 、 和 以及 and 等."""
    piece: list[Token] = []
    for i, word in enumerate(words):
        broken = piece and word.start != piece[-1].end
        ahead = words[i + 1] if i + 1 < len(words) else None
        counted = COUNTED.fullmatch(word.text) and (ahead is None or ahead.tag not in PLAIN)
        if word.text in ("、", "和", "与", "及", "以及", "等") or broken or counted:
            if piece:
                yield piece
            piece = [] if not broken else [word]
        else:
            piece.append(word)
    if piece:
        yield piece
