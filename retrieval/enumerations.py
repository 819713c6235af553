"""Which ones: lists in full and in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.script import fold
from corpus.tagger import Tagger, Token
from retrieval.evidence import Evidence, match
from retrieval.question import Question
from retrieval.spans import Span, text_of, tokens_of

__all__ = ["list_spans"]

ORDINALS = "一二三四五六七八九十"
MARKS = (  # "一是", "第一，", "首先" and their kind: one family numbers one list
    [f"{n}是" for n in ORDINALS],
    [f"{n}要" for n in ORDINALS],
    [f"第{n}，" for n in ORDINALS],
    [f"其{n}，" for n in ORDINALS],
    [f"（{n}）" for n in ORDINALS],
    ["首先，", "其次，", "再次，", "最后，"],
    ["首先，", "其次，", "最后，"],
)
POINTS = re.compile(r"[点条项]|方面|要求|举措|措施|建议|步骤|做法")
PREPOSITIONS = "从对在将把向以按为由通"  # an item with one of these inside opens another list
COUNT = re.compile(r"等?[两三四五六七八九十0-9]+[大个家项支种类名位条]?[\u3400-\u9fff]{1,6}")
LIST_END = re.compile(
    r"等(?!候|待)|(?<=[\u3400-\u9fff]{2})(?=[两三四五六七八九十0-9]+[大个家项支种类条]\D)"
)
LONGEST = 60  # characters of a numbered item; the rest of it is explanation


@dataclass(frozen=True, slots=True)
class _List:
    items: tuple[str, ...]
    start: int
    end: int
    also: tuple[int, ...] = ()
    numbered: bool = False


def list_spans(question: Question, evidence: Evidence, tagger: Tagger) -> list[Span]:
    """The lists that begin in this sentence; best those as long as the question says."""
    spans = []
    text = text_of(evidence, evidence.sentence)
    tokens = tokens_of(evidence, tagger)
    for found in [
        *_numbered(evidence),
        *_parallel(text),
        *_quoted(text),
        *_side_by_side(text, tokens),
    ]:
        if len(found.items) < 2:  # noqa: PLR2004  # one thing is no list
            continue
        near = evidence.closeness(question, found.start, found.end)
        fit = 0.25 + 0.35 * near + 0.02 * min(len(found.items), 5)
        if found.numbered and (question.n_wanted or POINTS.search(question.folded)):
            fit += 0.2
        counted = COUNT.match(text[found.end :])
        if counted and question.head and question.head in counted[0]:
            fit += 0.25  # 甲、乙、丙、丁四大展区
        if question.n_wanted:
            fit += 0.3 if len(found.items) == question.n_wanted else -0.3
        if question.head and _kind(question, found, text) > 0:
            fit += 0.2 * _kind(question, found, text)
        glue = "；" if any("，" in item or "、" in item for item in found.items) else "、"
        spans.append(Span(glue.join(found.items), max(0.0, min(1.0, fit)), also=found.also))
    return spans


def _kind(question: Question, found: _List, text: str) -> float:
    """Whether the items, or the words right behind them, are called as the question calls them."""
    head = question.head.rstrip("的")
    behind = fold(text[found.end : found.end + 14])
    items = sum(bool(match(head[:2], fold(item)[-len(head) - 2 :]) == 1.0) for item in found.items)
    return max(items / len(found.items), match(head[:2], behind))


def _numbered(evidence: Evidence) -> Iterator[_List]:
    """一是…。二是…。 over the sentences of a paragraph."""
    first = text_of(evidence, evidence.sentence)
    for family in MARKS:
        place = first.find(family[0])
        if place < 0 or (place and first[place - 1] not in "，。；：、,;: "):
            continue
        items, numbers = [], []
        rank = 0
        for number in range(evidence.number, min(len(evidence.sentences), evidence.number + 24)):
            text = text_of(evidence, evidence.sentences[number])
            begin = 0
            while rank < len(family) and (at := text.find(family[rank], begin)) >= 0:
                begin = at + len(family[rank])
                items.append(_item(text[begin:], family, rank))
                numbers.append(number)
                rank += 1
        also = tuple(dict.fromkeys(n for n in numbers if n != evidence.number))
        yield _List(tuple(items), place, len(first), also, numbered=True)


def _item(text: str, family: Sequence[str], rank: int) -> str:
    """The head of a numbered item: up to its stop, or to where the next one begins."""
    following = family[rank + 1] if rank + 1 < len(family) else "\n"
    item = re.split(rf"[。；\n]|{re.escape(following)}", text)[0].strip("，、； ")
    if len(item) > LONGEST:
        item = item[:LONGEST].rsplit("，", 1)[0]
    return item


def _parallel(text: str) -> Iterator[_List]:
    """Clauses between semicolons that begin alike: 带头…；带头…；带头…."""
    for match_ in re.finditer(r"[^。]+；[^。]+", text):
        parts = match_[0].rstrip("。").split("；")
        start = _common_start(parts)
        if start is None:
            continue
        items = [parts[0][start:], *parts[1:]]
        yield _List(tuple(i.strip() for i in items), match_.start() + start, match_.end())


def _common_start(parts: list[str]) -> int | None:
    """Where in the first clause the words begin with which all the others begin."""
    opening = parts[1][:2]
    if len(opening) < 2 or not all(p.startswith(opening) for p in parts[1:]):  # noqa: PLR2004
        return None
    at = parts[0].find(opening)
    return at if at >= 0 else None


def _quoted(text: str) -> Iterator[_List]:
    """“甲”“乙”“丙” side by side."""
    for found in re.finditer(r"(?:[“《][^”》]{1,40}[”》][、和与及]?){2,}", text):
        items = re.findall(r"[“《][^”》]{1,40}[”》]", found[0])
        yield _List(tuple(items), found.start(), found.end())


def _side_by_side(text: str, tokens: Sequence[Token]) -> Iterator[_List]:
    """甲、乙、丙等: what stands between marks of enumeration, trimmed to things of one kind."""
    for clause in re.finditer(r"[^，。；：！？]+", text):
        bounds = _bounds(clause, tokens)
        for begin, end in pairwise(bounds):
            found = _enumeration(text[begin:end], begin, tokens)
            if found is not None:
                yield found


def _bounds(clause: re.Match[str], tokens: Sequence[Token]) -> list[int]:
    """Where the lists of a clause may begin: at its start and behind each preposition."""
    inside = [t for t in tokens if clause.start() < t.start < clause.end()]
    cuts = [t.end for t in inside if t.tag == "p" and t.text[0] in PREPOSITIONS]
    return [clause.start(), *cuts, clause.end()]


def _enumeration(part: str, offset: int, tokens: Sequence[Token]) -> _List | None:
    """The one list of a stretch of text; None where there are no two things side by side."""
    pieces = re.split(r"、(?![^“《]*[”》])", part)
    if len(pieces) < 2:  # noqa: PLR2004
        return None
    parts = [*pieces[:-1], *_and(pieces[-1])]
    start = _first_item(parts[0], tokens, offset)
    tail = parts[-1]
    at = offset + len(part) - len(tail)
    cut = LIST_END.search(tail)
    head, last = parts[0][start:], tail[: cut.start()] if cut else _last_item(tail, at, tokens)
    shape = _shape(parts)
    if shape and not cut:
        head, last = parts[0][-shape:], tail[:shape]
    items = [i.strip() for i in (head, *parts[1:-1], last)]
    return _List(tuple(i for i in items if i), offset + start, at + len(last))


def _shape(parts: list[str]) -> int:
    """Characters of each item where the inner ones are of one length: 精神共学、信息共享."""
    lengths = {len(p) for p in parts[1:-1]}
    alike = len(parts) > 3 and len(lengths) == 1  # noqa: PLR2004  # two inner items at least
    shape = lengths.pop() if alike else 0
    return shape if shape > 3 and all(len(p) >= shape for p in parts) else 0  # noqa: PLR2004


def _and(part: str) -> list[str]:
    """甲和乙 as two, where both are short; 与 binds closer than a mark of enumeration."""
    split = re.split(r"以及|(?<=[\u3400-\u9fff])[和及](?=[\u3400-\u9fff“])", part)
    return split if len(split) == 2 and all(2 <= len(s) <= 14 for s in split) else [part]  # noqa: PLR2004


def _first_item(part: str, tokens: Sequence[Token], offset: int) -> int:
    """Where the first item begins: behind the last verb, preposition, 了, 的 or dash."""
    start = 0
    inside = [t for t in tokens if offset <= t.start and t.end <= offset + len(part)]
    for token in inside[:-1]:
        leading = (
            token.tag in ("v", "p", "u", "d", "r", "c") and len(part) - (token.end - offset) > 1
        )
        if leading or token.text in ("—", "：", "了", "的"):
            start = token.end - offset
    return start


def _last_item(tail: str, offset: int, tokens: Sequence[Token]) -> str:
    """The last item up to the verb or adverb that follows it."""
    for token in tokens:
        at = token.start - offset
        if 2 <= at < len(tail) and token.tag in ("v", "d", "ad", "vd", "p", "u", "c"):  # noqa: PLR2004
            return tail[:at]
    return tail
