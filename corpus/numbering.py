"""Sentences -> numbered lists: 一是…二是…四是…, 第一…第二…, 首先…其次…."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.quotes import Quote, quote
from corpus.telling import Line

__all__ = ["Numbered", "find_numbered"]

ORDINALS = "一二三四五六七八九十"
FAMILIES = (  # one family numbers one list
    [f"{n}是" for n in ORDINALS],
    [f"{n}要" for n in ORDINALS],
    [f"第{n}，" for n in ORDINALS],
    [f"第{n}、" for n in ORDINALS],
    [f"第{n}是" for n in ORDINALS],
    [f"其{n}，" for n in ORDINALS],
    [f"其{n}是" for n in ORDINALS],
    [f"（{n}）" for n in ORDINALS],
    list("①②③④⑤⑥⑦⑧⑨⑩"),
    ["首先，", "其次，", "再次，", "最后，"],
    ["首先，", "其次，", "最后，"],
    ["首先，", "其次，", "第三，", "第四，"],
)
BEFORE = frozenset("，。；：、,;: \n“”！？》）\u3000")  # a number stands behind one of these
REACH = 24  # sentences that a list may run over
LONGEST = 60  # characters of an item; the rest of it is explanation
TRIM = "，、；：:， \u3000"


@dataclass(frozen=True, slots=True)
class Numbered:
    """The items of a numbered list, what introduces it, and the sentences it stands in."""

    items: tuple[Quote, ...]
    lead: Quote
    sentences: tuple[Quote, ...]


def find_numbered(text: str, lines: Sequence[Line]) -> Iterator[Numbered]:
    """The numbered lists of an article in order; of rival families the longest one."""
    taken = 0
    for first in range(len(lines)):
        found = [n for f in FAMILIES if (n := _read(text, lines, first, f, taken)) is not None]
        best = max(found, key=lambda n: (len(n.items), -n.items[0].start), default=None)
        if best is not None:
            taken = best.items[-1].end
            yield best


def _read(
    text: str, lines: Sequence[Line], first: int, family: Sequence[str], taken: int
) -> Numbered | None:
    """The list of one family that begins in a sentence; None where it has no second item."""
    line = lines[first].sentence
    place = _find(text, family[0], max(line.start, taken), line.end)
    if place is None:
        return None
    limit = lines[min(len(lines), first + REACH) - 1].sentence.end
    again = _find(text, family[0], place + 1, limit)
    starts = [place]
    for mark in family[1:]:
        at = _find(text, mark, starts[-1] + 1, limit if again is None else again)
        if at is None:
            break
        starts.append(at)
    if len(starts) < 2:  # noqa: PLR2004  # one thing is no list
        return None
    ends = [*starts[1:], limit]
    items = [
        _item(text, s + len(mark), e) for s, e, mark in zip(starts, ends, family, strict=False)
    ]
    if not all(item.text for item in items):
        return None
    around = [x.sentence for x in lines if any(_in(s, x.sentence) for s in starts)]
    lead = _lead(text, lines, first, place)
    if lead.text and lead.end <= line.start:
        around.insert(0, lines[first - 1].sentence)
    return Numbered(tuple(items), lead, tuple(around))


def _in(place: int, sentence: Quote) -> bool:
    return sentence.start <= place < sentence.end


def _find(text: str, mark: str, start: int, end: int) -> int | None:
    """Where a number stands that begins a clause."""
    place = text.find(mark, start, end)
    while place > 0 and text[place - 1] not in BEFORE:
        place = text.find(mark, place + 1, end)
    return place if place >= 0 else None


def _item(text: str, start: int, end: int) -> Quote:
    """The head of an item: up to its stop, or to where the next one begins."""
    stop = re.compile(r"[。；\n]").search(text, start, end)
    end = stop.start() if stop else end
    while start < end and text[start] in TRIM:
        start += 1
    if end - start > LONGEST:
        comma = text.rfind("，", start, start + LONGEST)
        end = comma if comma > start else start + LONGEST
    while end > start and text[end - 1] in TRIM:
        end -= 1
    return quote(text, start, end)


def _lead(text: str, lines: Sequence[Line], first: int, place: int) -> Quote:
    """What stands before the first number; where that begins a sentence, the one before."""
    line = lines[first]
    end = place
    while end > line.sentence.start and text[end - 1] in TRIM:
        end -= 1
    if end > line.sentence.start + 1:
        begin = max(text.rfind(mark, line.sentence.start, end) for mark in "，；。") + 1
        return quote(text, max(begin, line.sentence.start), end)
    if first and lines[first - 1].paragraph >= line.paragraph - 1:
        before = lines[first - 1].sentence
        return quote(text, before.start, before.end)
    return quote(text, place, place)
