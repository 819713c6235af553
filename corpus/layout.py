"""Story -> articles of a page: where one ends, which headline and captions are its own.

Two stretches of text belong to one article when they share telling words, stand in columns of one
width, and nothing between them opens a new story. Headlines go to the article whose words they
use, wherever they stand: before the body, behind it, or all together between two bodies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from corpus.lines import OVER_SLACK, Line
from corpus.repair import CAPTION_MARK, Story
from corpus.seams import CONNECTIVES, CONTEXT
from corpus.tagger import Tagger
from corpus.words import content_words, cut_words, telling

__all__ = ["Block", "arrange"]

UNRELATED = 0.05  # shared telling words; below it two stretches are two stories
RELATED = 0.14  # above it they are one, whatever the layout says
MIN_CHARS = 60  # of an article's body; less is a piece of its neighbour
HEADLINE_MAX = 2.6  # cost from which a loose line is a caption, whatever else there is
KICKER_SLACK = 1.6  # cost by which a line over or under a headline may be less like one
SECOND_SLACK = 0.4  # the same for the line behind it, where captions stand, too
SHORT_HEADLINE = 9.0  # characters; shorter lines are more often kickers and captions
LEAD_CHARS = 200  # of an article; what its headline speaks of
TWO_PARTS = re.compile(r"[\u3400-\u9fff”》][ \u3000：:，][“《\u3400-\u9fff]")  # as headlines have
LEAD = re.compile(
    r"^(?:[（(]?本报讯|[（(]?本报记者|.{0,12}[讯电](?=[（(：: ])|[（(]?(?:通讯员|记者))"
)


@dataclass(frozen=True, slots=True)
class Block:
    """One article's share of a page; numbers are lines.

    Attributes:
        paragraphs: lines of running text, paragraph by paragraph; subheadings among them.
        heads: the lines of its headline, in order.
        captions: the lines of its captions, in order.
    """

    paragraphs: tuple[tuple[int, ...], ...]
    heads: tuple[int, ...]
    captions: tuple[int, ...]


@dataclass(frozen=True)
class _Body:
    """A run of paragraphs that is one article."""

    first: int
    last: int  # both paragraph numbers, inclusive
    text: str
    words: frozenset[str]


def arrange(lines: Sequence[Line], story: Story, tagger: Tagger) -> list[Block]:
    """The articles of a page in the order of their bodies; [] for a page without running text."""
    if not story.paragraphs:
        return []
    bodies = _bodies(lines, story)
    owner = {i: _owner(lines, i, n, bodies) for i, n in story.between.items()}
    heads = _headlines(lines, story, bodies, owner)
    blocks = []
    for n, body in enumerate(bodies):
        own = [i for i, k in owner.items() if k == n and i not in heads[n]]
        subheads = [
            i for i in own if _inside(body, story.between[i]) and _subheading(lines[i], tagger)
        ]
        lifted = [i for i, k in story.inside.items() if body.first <= k <= body.last]
        parts = [story.paragraphs[k].lines for k in range(body.first, body.last + 1)]
        parts += [(i,) for i in subheads]
        captions = sorted([*lifted, *(i for i in own if i not in subheads)])
        blocks.append(Block(tuple(sorted(parts)), tuple(heads[n]), tuple(captions)))
    return blocks


def cohesion(one: frozenset[str], other: frozenset[str]) -> float:
    """Telling words that two texts share, 0..1; the geometric mean of both shares."""
    weight = sum(map(telling, one)) * sum(map(telling, other))
    return sum(map(telling, one & other)) / weight**0.5 if weight else 1.0


def _bodies(lines: Sequence[Line], story: Story) -> list[_Body]:
    bodies: list[_Body] = []
    loose = set(story.between.values())
    cuts = [0, *(n for n in range(1, len(story.paragraphs)) if _may_cut(lines, story, n, loose))]
    for first, after in zip(cuts, [*cuts[1:], len(story.paragraphs)], strict=True):
        text = "".join(
            lines[i].text for k in range(first, after) for i in story.paragraphs[k].lines
        )
        new = _Body(first, after - 1, text, content_words(text))
        if bodies and _one_story(lines, story, bodies[-1], new, first in loose):
            text = bodies[-1].text + text
            new = _Body(bodies[-1].first, after - 1, text, bodies[-1].words | new.words)
            bodies.pop()
        bodies.append(new)
    return bodies


def _may_cut(lines: Sequence[Line], story: Story, n: int, loose: set[int]) -> bool:
    """Whether an article may begin with paragraph n."""
    first = lines[story.paragraphs[n].lines[0]]
    return n in loose or bool(LEAD.match(first.text)) or _column_change(lines, story, n - 1, n)


def _one_story(lines: Sequence[Line], story: Story, old: _Body, new: _Body, loose: bool) -> bool:
    opening = lines[story.paragraphs[new.first].lines[0]].text
    if len(new.text) < MIN_CHARS or len(old.text) < MIN_CHARS:
        return True
    if cut_words(opening[:CONTEXT])[0] in CONNECTIVES:
        return True
    shared = cohesion(old.words, new.words)
    lead = bool(LEAD.match(opening))
    if shared >= RELATED:
        return not lead
    signs = _column_change(lines, story, old.last, new.first) + lead
    signs += loose and _headline_between(lines, story, old, new)
    wanted = 1 if loose else 2
    return signs < wanted and shared >= UNRELATED


def _headline_between(lines: Sequence[Line], story: Story, old: _Body, new: _Body) -> bool:
    """Whether a line between two bodies speaks of the second one only."""
    for i, n in story.between.items():
        if n == new.first and not CAPTION_MARK.search(lines[i].text):
            mine, other = _overlap(lines[i].text, new.text), _overlap(lines[i].text, old.text)
            if mine > other + 0.2:
                return True
    return False


def _column_change(lines: Sequence[Line], story: Story, one: int, other: int) -> bool:
    """Whether two paragraphs are set in columns of clearly different width."""
    columns = [
        [lines[i].width for i in story.paragraphs[k].lines[1:-1] if not lines[i].closed]
        for k in (one, other)
    ]
    if not all(columns):
        return False
    return abs(median(columns[0]) - median(columns[1])) > OVER_SLACK


def _owner(lines: Sequence[Line], i: int, n: int, bodies: list[_Body]) -> int:
    """The article whose words a loose line uses most; of equals the one nearest behind it."""
    after = next((k for k, b in enumerate(bodies) if b.first >= n), len(bodies) - 1)
    within = next((k for k, b in enumerate(bodies) if b.first < n <= b.last), after)

    def fit(k: int) -> tuple[float, int]:
        return round(_overlap(lines[i].text, bodies[k].text), 1), -abs(k - within)

    return max(range(len(bodies)), key=fit)


def _overlap(line: str, body: str) -> float:
    """Share of a line's character pairs that the body has, 0..1."""
    pairs = [line[k : k + 2] for k in range(len(line) - 1) if line[k : k + 2].isalnum()]
    return sum(p in body for p in pairs) / len(pairs) if pairs else 0.0


def _headlines(
    lines: Sequence[Line], story: Story, bodies: list[_Body], owner: dict[int, int]
) -> list[list[int]]:
    """The lines of each article's headline: the best loose line and what stands right with it."""
    heads: list[list[int]] = []
    for n, body in enumerate(bodies):
        costs = {i: _headline_cost(lines, story, i, body) for i, k in owner.items() if k == n}
        best = min(costs, key=lambda i: (costs[i], i), default=-1)
        if not costs or costs[best] >= HEADLINE_MAX:
            heads.append([])
            continue
        head = [best]
        for i, slack in ((best - 1, KICKER_SLACK), (best + 1, SECOND_SLACK)):
            together = i in costs and story.between[i] == story.between[best]
            if together and costs[i] < costs[best] + slack:
                head.append(i)
        heads.append(sorted(head))
    return heads


def _headline_cost(lines: Sequence[Line], story: Story, i: int, body: _Body) -> float:
    """How unlike a headline a loose line is."""
    line, n = lines[i], story.between[i]
    cost = 0.0 if n == body.first else (3.0 if _inside(body, n) else 1.0)
    cost += 4.0 * _caption_like(line)
    cost += 1.0 * (line.width < SHORT_HEADLINE)
    cost -= 0.5 * bool(TWO_PARTS.search(line.text))
    return cost - _overlap(line.text, body.text[:LEAD_CHARS])


def _inside(body: _Body, n: int) -> bool:
    return body.first < n <= body.last


def _subheading(line: Line, tagger: Tagger) -> bool:
    """Whether a line inside an article heads what follows; else it belongs to a picture."""
    if _caption_like(line):
        return False
    tags = [token.tag for token in tagger.tag(line.text)]
    return "PER" not in tags and (tags[0].startswith("v") or bool(TWO_PARTS.search(line.text)))


def _caption_like(line: Line) -> bool:
    return bool(
        CAPTION_MARK.search(line.text) or re.search(r"([、，])\1|(?:摄|供图)[）)]?\s", line.text)
    )
