"""Lines -> paragraphs and the lines that stand between or inside them.

A page is read as the cheapest story: every line either runs on from the running text before it,
opens a paragraph, or stands for itself (a headline, a caption). A caption inside a sentence costs
what a lone line costs; reading it as text costs two bad seams. Dynamic programming over the
lines finds the least sum (Viterbi; states are "the last line of running text").
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import accumulate

from corpus.lines import OVER_SLACK, Line
from corpus.seams import NEVER_FIRST, Seams

__all__ = ["Paragraph", "Story", "read_story"]

LOOKBACK = 6  # lines that may stand between two lines of one sentence
LONE_COST = 4.0  # of a line standing for itself, before anything speaks for or against it
LONE_USUAL = 26.0  # characters; few headlines are longer
LONE_MAX = 45.0  # characters; longer lines are text
CAPTION_MARK = re.compile(
    r"^(?:图[为一二三四五六七八九十\d：:、/]|[▲△▼▽◆■●]|[左右上下]图)|(?:摄|供图|/图|图/\S{2,4}|摄影[:：]?\S{0,4})[）)]?$"
)
BROKEN_OFF = 4.0  # cost of a sentence whose end is nowhere
BEST_SEAM = -6.0  # no seam is cheaper; what cannot win even so is not judged
GAP = 0.8  # cost of a sentence that leaps over blank or lone lines
BARE_GAP = 2.6  # the same where nothing in the words speaks for it
SHORT_OPEN = 6.0  # cost of running text that breaks off before the edge of its column
CUT_TWICE = 2.5  # cost of a piece of a one-line paragraph that is open at both its ends
NEW_COLUMN = 3.0  # cost of a sentence that goes on in a column of another width


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of running text that belong together: indices, ascending."""

    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """What a page is made of.

    Attributes:
        paragraphs: in order.
        inside: lone lines that stood inside a sentence: line -> paragraph.
        between: lone lines between paragraphs: line -> number of paragraphs before it.
    """

    paragraphs: tuple[Paragraph, ...]
    inside: dict[int, int]
    between: dict[int, int]


def read_story(lines: list[Line], seams: Seams) -> Story:
    """The cheapest story of a page's lines; see the module's first lines."""
    path = _running_text(lines, seams)
    paragraphs: list[list[int]] = []
    for n, (i, runs_on) in enumerate(path):
        if n and (runs_on or _same_paragraph(lines, path[n - 1][0], i)):
            paragraphs[-1].append(i)
        else:
            paragraphs.append([i])
    inside: dict[int, int] = {}
    between: dict[int, int] = {}
    running = {i for i, _ in path}
    n = 0
    for i in range(len(lines)):
        while n < len(paragraphs) and paragraphs[n][0] < i:
            n += 1
        if i in running:
            continue
        if n and paragraphs[n - 1][-1] > i:
            inside[i] = n - 1
        else:
            between[i] = n
    return Story(tuple(Paragraph(tuple(p)) for p in paragraphs), inside, between)


def _running_text(lines: list[Line], seams: Seams) -> list[tuple[int, bool]]:
    """The lines of running text on the cheapest path, each with whether it runs on."""
    lone = [_lone_cost(lines, i, seams) for i in range(len(lines))]
    sums = [0.0, *accumulate(lone)]
    best = [math.inf] * len(lines)  # cheapest story so far in which line i is running text
    back: list[tuple[int, bool]] = [(-1, False)] * len(lines)
    ended, ended_at = 0.0, -1  # cheapest story before line i whose sentence is over, less `sums`
    for i, line in enumerate(lines):
        own = _text_cost(line)
        best[i], back[i] = sums[i] + ended + own + _start_cost(line, seams), (ended_at, False)
        for p in range(i - 1, max(0, i - LOOKBACK - 1) - 1, -1):
            so_far = best[p] + sums[i] - sums[p + 1] + own
            if lines[p].closed or so_far + BEST_SEAM >= best[i]:
                continue
            cost = so_far + _seam_cost(lines, p, i, seams)
            if cost < best[i]:
                best[i], back[i] = cost, (p, True)
        end = best[i] + (0.0 if line.closed else BROKEN_OFF) - sums[i + 1]
        if end < ended:
            ended, ended_at = end, i
    path: list[tuple[int, bool]] = []
    i = ended_at
    while i >= 0:
        path.append((i, back[i][1]))
        i = back[i][0]
    return path[::-1]


def _lone_cost(lines: list[Line], i: int, seams: Seams) -> float:
    """Cost of a line standing for itself."""
    line = lines[i]
    if CAPTION_MARK.search(line.text):
        return 0.0
    cost = LONE_COST + seams.is_phrase(line.text)
    if line.width > LONE_MAX:
        cost += 6.0
    elif line.width > LONE_USUAL:
        cost += 1.5
    if line.closed:
        cost += 5.0
    blank_after = i + 1 == len(lines) or lines[i + 1].n_blank > 0
    blank_before = i == 0 or line.n_blank > 0
    if blank_before and blank_after:
        cost -= 3.0
    elif blank_before or blank_after:
        cost -= 0.5
    if line.overlong:
        cost -= 2.0
    elif not line.full:
        cost -= 1.5
    return cost


def _text_cost(line: Line) -> float:
    """Cost of a line being running text: an open line fills its column, if it stands in one."""
    if CAPTION_MARK.search(line.text):
        return LONE_COST
    if line.closed:
        return 0.0
    if line.overlong:
        return 3.0
    if line.column:
        return 0.0 if line.full else SHORT_OPEN
    return 0.0 if line.width > LONE_MAX else 1.5


def _start_cost(line: Line, seams: Seams) -> float:
    """Cost of a line opening a sentence: high where it begins in the middle of a word."""
    return 6.0 if line.text[0] in NEVER_FIRST else seams.is_start(line.text)


def _seam_cost(lines: list[Line], before: int, after: int, seams: Seams) -> float:
    """Cost of a sentence going on from one line to another, lone lines between them or not."""
    last, first = lines[before], lines[after]
    tight = after == before + 1 and first.n_blank == 0 and last.column > 0
    cost = seams.cost(last.text, first.text, names=not (tight and last.full))
    if last.column and first.column and abs(last.column - first.column) > OVER_SLACK:
        cost += NEW_COLUMN
    if not tight:
        cost += GAP if cost < 0 else BARE_GAP
    if not first.column and not first.closed:
        cost += CUT_TWICE
    return cost


def _same_paragraph(lines: list[Line], before: int, after: int) -> bool:
    """Whether a sentence that begins at a line's start still belongs to the paragraph before."""
    last, first = lines[before], lines[after]
    return after == before + 1 and last.full and first.n_blank == 0 and first.indent <= last.indent
