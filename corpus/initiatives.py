"""Article -> its Initiatives: campaigns, services and slogans by their quoted names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.articles import Article
from corpus.dated import DateFact
from corpus.hosting import find_starters
from corpus.lists import ListFact
from corpus.moments import find_moment
from corpus.occasions import bare_name
from corpus.quotes import Quote, quote
from corpus.tagger import Tagger, Token
from corpus.telling import QUOTED, Line, read_lines

__all__ = ["Initiative", "read_initiatives"]

KIND = re.compile(
    r"(?:行动|服务|工程|计划|活动|项目|品牌|机制|模式|平台|工作法|倡议|专项|政策|承诺|体系|制度|联盟|改革|号召|口号)$"
)
INSIDE = re.compile(r"(?:行动|服务|工程|计划|活动|项目|工作法|倡议|专项)”$")
SHORT = 5  # characters of a quoted name with its marks; “活动” is none
DENIED = re.compile(r"不|所谓|防止|杜绝|避免|打击|沦为")  # before what is quoted in irony
OF_IT = re.compile(r"(?:的(?:相关)?(?:号召|倡议|口号|精神|承诺))")
BEGUN = re.compile(r"(?:打造|推出|发起|实施|启动|开展|创建|成立|号召|推行|建立|倡议|倡导)$")
STARTING = re.compile(
    r"(?:发起|提出|推出|实施|启动|号召|开展|打造|举办|创建|成立|倡议|倡导|推行|建立)$"
)
NO_NAME = re.compile(r"^“(?:[^”]{1,2}|[A-Za-z0-9 ]+)”$")  # “微” or “ABC” is no name by itself
MAX_BEHIND = 12  # characters between a quoted word and the noun that says what it is
NEAR = 30  # characters between a name and a list of its parts
SHARE = 0.7  # of the longer name that the shorter one is, where both are variants of one


@dataclass(frozen=True, slots=True)
class Initiative:
    """Something that somebody set going under a name.

    Attributes:
        name: as printed, with its marks and the noun behind them: “双百”先锋行动.
        started_by: persons and bodies that began it, where the page says so.
        when: since when; empty where the page does not say, else one.
        parts: the lists that belong to it, in the order of the page.
        sentences: that tell of it.
    """

    name: Quote
    started_by: tuple[Quote, ...]
    when: tuple[DateFact, ...]
    parts: tuple[ListFact, ...]
    sentences: tuple[Quote, ...]


@dataclass(slots=True)
class _Draft:
    """An initiative while its article is read."""

    name: Quote
    places: list[Quote] = field(default_factory=list)
    started_by: list[Quote] = field(default_factory=list)
    when: tuple[DateFact, ...] = ()
    sentences: list[Quote] = field(default_factory=list)


def read_initiatives(
    article: Article, dates: Sequence[DateFact], lists: Sequence[ListFact], tagger: Tagger
) -> tuple[Initiative, ...]:
    """The initiatives of an article in the order of the page."""
    drafts: list[_Draft] = []
    for line in read_lines(article, tagger):
        if not line.is_heading and "“" in line.sentence.text:
            _read_line(article.text, line, dates, drafts)
    named = sorted((place.start, n) for n, d in enumerate(drafts) for place in d.places)
    parts: list[list[ListFact]] = [[] for _ in drafts]
    for fact in lists:
        owner = _owner(fact, drafts, named)
        if owner is not None:
            parts[owner].append(fact)
    return tuple(
        Initiative(
            d.name,
            tuple({q.text: q for q in d.started_by}.values()),
            d.when,
            tuple(parts[n]),
            tuple(dict.fromkeys(d.sentences)),
        )
        for n, d in enumerate(drafts)
    )


def _read_line(text: str, line: Line, dates: Sequence[DateFact], drafts: list[_Draft]) -> None:
    """Adds the initiatives that a sentence names."""
    for number, clause in enumerate(line.clauses()):
        for i, name in _names(text, clause.words):
            draft = next((d for d in drafts if _same(d.name.text, name.text)), None)
            if draft is None:
                draft = _Draft(name)
                drafts.append(draft)
            draft.places.append(name)
            draft.sentences.append(line.sentence)
            draft.started_by += find_starters(text, line, number, i, STARTING)
            begun = any(STARTING.search(w.text) for w in clause.words)
            if begun and not draft.when:
                found = find_moment(line, number, name, name.start, dates)
                draft.when = (found,) if found else ()


def _names(text: str, words: Sequence[Token]) -> Iterator[tuple[int, Quote]]:
    """The names in a clause, each with the index of its quoted word."""
    for i, word in enumerate(words):
        if word.tag != QUOTED or word.text[0] != "“" or re.search("[！？!?]", word.text):
            continue
        if DENIED.search(text, max(0, word.start - 6), word.start):
            continue
        end = _kind_end(words, i)
        inside = bool(INSIDE.search(word.text)) and len(word.text) > SHORT
        told = OF_IT.match(text, word.end) or _is_begun(text, words, i)
        if end is not None:
            yield i, quote(text, word.start, words[end].end)
        elif inside or (told and not NO_NAME.match(word.text)):
            yield i, quote(text, word.start, word.end)


def _is_begun(text: str, words: Sequence[Token], i: int) -> bool:
    """Whether a verb right before the quoted word sets it going: 推出“早餐车”."""
    at = i - 1
    while at >= 0 and words[at].text in ("了", "过"):
        at -= 1
    behind = text[words[i].end : words[i].end + 1]
    return at >= 0 and bool(BEGUN.search(words[at].text)) and behind in "，。；、" + "后以"


def _kind_end(words: Sequence[Token], i: int) -> int | None:
    """Index of the noun behind a quoted word that says what it is: “双百”先锋行动."""
    for end in range(i + 1, len(words)):
        word = words[end]
        if word.end - words[i].end > MAX_BEHIND or word.tag not in ("n", "vn", "nz", "a", "m", "v"):
            return None
        ahead = words[end + 1] if end + 1 < len(words) else None
        if KIND.search(word.text) and (ahead is None or ahead.tag not in ("n", "vn", "nz")):
            return end
        if word.tag == "v" and len(word.text) > 1:
            return None
    return None


def _same(one: str, other: str) -> bool:
    """Whether two names of one article are variants: “双百”先锋行动, “双百”行动."""
    a, b = sorted((bare_name(one), bare_name(other)), key=len)
    inner = [re.match(r"“([^”]+)”", name) for name in (one, other)]
    if inner[0] and inner[1] and inner[0][1] == inner[1][1]:
        return True
    return a == b or (a in b and len(a) >= SHARE * len(b))


def _owner(
    fact: ListFact, drafts: Sequence[_Draft], named: Sequence[tuple[int, int]]
) -> int | None:
    """The initiative named last before a list in a sentence of the list."""
    start = fact.items[0].start
    before = [(place, n) for place, n in named if place < start]
    if not before:
        return None
    place, n = before[-1]
    inside = any(q.start <= place < q.end for q in fact.sentences)
    name = next(q for q in drafts[n].places if q.start == place)
    return n if inside and 0 <= start - name.end <= NEAR else None
