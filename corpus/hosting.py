"""Mention of an event -> who held it and where, as its clauses print them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from corpus.occasions import Mention
from corpus.quotes import Quote, quote
from corpus.tagger import Token
from corpus.telling import BRACKET, QUOTED, Line, Stretch

__all__ = ["FILLER", "PLAIN", "find_hosts", "find_places", "find_starters"]

HOSTING = re.compile(
    r"(?:举办|主办|承办|协办|牵头|召开|举行|开展|启动|组织|发起|推出|成立|主持|印发|发布|进行)"
)
PLACE = re.compile(
    r"(?:中心|馆|厅|堂|广场|公园|学校|大学|学院|酒店|宾馆|会议室|剧院|剧场|基地|体育场|礼堂|大厦|大楼|社区|村|小区"
    r"|站|港|街|路|区|镇|市|省|县|州|国|岛|京|沪|现场|船|院|园|场)$"
)
PLAIN = (
    "n",
    "nz",
    "nw",
    "vn",
    "an",
    "a",
    "s",
    "m",
    "q",
    "xc",
    "f",
    "r",
    "LOC",
    "ORG",
    "PER",
    QUOTED,
)
SKIPPED = ("d", "ad", "vd", "TIME", BRACKET)
TOGETHER = (
    "牵头",
    "联合",
    "联手",
    "主持",
    "共同",
    "还",
    "将",
    "关于",
    "就",
    "也",
    "又",
    "并",
    "决定",
)
ELIDED = 3  # clauses back to the subject of a verb that opens its own
FILLER = frozenset(("会议", "活动", "仪式", "大会", "论坛", "记者", "我国", "大家", "会", "全会"))
LEADERS = re.compile(r"(?:单位|部门|企业|组织|机构|公司)$")


def find_places(text: str, clauses: Sequence[Stretch], mention: Mention) -> list[Quote]:
    """在X、Y举行: the places of a mention's clause, or at the end of the one before it."""
    own = clauses[mention.clause].words
    if mention.kind == "unnamed" and mention.what.text.endswith(("访问", "考察", "视察")):
        inside = [w for w in own if mention.what.start <= w.start < mention.what.end]
        return [quote(text, w.start, w.end) for w in inside if w.tag == "LOC"]
    relative = mention.verb + 1 < len(own) and own[mention.verb + 1].text == "的"
    found = list(_places(text, own if relative else own[: mention.verb]))
    if not found and mention.clause and mention.kind != "attended":
        before = clauses[mention.clause - 1].words
        found = [q for q in _places(text, before) if q.end == before[-1].end]
    return found


def _places(text: str, words: Sequence[Token]) -> Iterator[Quote]:
    for i, word in enumerate(words):
        if word.text not in ("在", "于") or word.tag != "p" or i + 1 >= len(words):
            continue
        end = i + 1
        while end < len(words) and (words[end].tag in PLAIN or words[end].text in "、和"):
            end += 1
        if end < len(words) and (words[end].tag == "f" or words[end].text in ("的", "等")):
            continue
        yield from _pieces(text, [w for w in words[i + 1 : end] if w.tag != "f"], _is_place)


def _is_place(words: Sequence[Token]) -> bool:
    if words[-1].tag == "f":
        return False
    return any(w.tag == "LOC" for w in words) or bool(PLACE.search(words[-1].text))


def _pieces(
    text: str, words: Sequence[Token], keep: Callable[[list[Token]], bool]
) -> Iterator[Quote]:
    """The noun phrases between 、 and 和 that are kept."""
    piece: list[Token] = []
    for word in [*words, None]:
        if word is None or word.text in ("、", "和", "与", "及", "以及", "，"):
            if piece and keep(piece):
                yield quote(text, piece[0].start, piece[-1].end)
            piece = []
        else:
            piece.append(word)


def find_hosts(text: str, line: Line, clauses: Sequence[Stretch], mention: Mention) -> list[Quote]:
    """The subject before 举办 and its kind, and the agent behind 由; none before 出席."""
    if mention.kind == "attended":
        return []
    words = clauses[mention.clause].words
    near = clauses[mention.clause : mention.clause + 2]
    agents = list(_agents(text, line, near)) if mention.kind != "unnamed" else []
    if mention.kind == "passed" or not HOSTING.search(words[mention.verb].text[-2:]):
        return agents
    return [*find_subject(text, line, mention.clause, mention.verb), *agents]


def find_starters(
    text: str, line: Line, number: int, place: int, starting: re.Pattern[str]
) -> list[Quote]:
    """Who began what is named at a word: the subject of the verb before it, or bodies there."""
    words = line.clauses()[number].words
    at = place - 1
    if at >= 0 and words[at].tag == "ORG":
        begin = at
        while begin > 0 and (words[begin - 1].tag == "ORG" or words[begin - 1].text == "、"):
            begin -= 1
        return _bodies(text, line, words[begin:place])
    for verb in range(place - 1, -1, -1):
        if words[verb].tag in ("v", "vn") and starting.search(words[verb].text):
            return find_subject(text, line, number, verb)
    return []


def find_subject(text: str, line: Line, number: int, verb: int) -> list[Quote]:
    """Who does what a verb says; where its clause begins with it, the subject of one before."""
    clauses = line.clauses()
    words = clauses[number].words
    relative = verb + 1 < len(words) and words[verb + 1].text == "的"
    subject = _subject(words[:verb], behind_verb=relative)
    if subject:
        return _bodies(text, line, subject)
    if any(w.tag not in SKIPPED and w.text not in TOGETHER for w in words[:verb]):
        return []
    for before in reversed(clauses[max(0, number - ELIDED) : number]):
        if before.mark not in ("，", ","):
            return []
        found = _bodies(text, line, _opening(before.words))
        if found:
            return found
    return []


def _opening(words: Sequence[Token]) -> list[Token]:
    """The noun phrase that a clause opens with, behind its time: 镇党委 of 镇党委作为牵头单位."""
    row: list[Token] = []
    for word in words:
        if not row and (word.tag in SKIPPED or word.tag == "c"):
            continue
        if word.tag not in PLAIN and word.text not in "、和与及":
            return row if word.tag in ("v", "vd", "d", "ad", "p") else []
        row.append(word)
    return row


def _agents(text: str, line: Line, clauses: Sequence[Stretch]) -> Iterator[Quote]:
    """由X承办, 由X等主办的."""
    for clause in clauses:
        words = clause.words
        for i, word in enumerate(words):
            if word.text != "由":
                continue
            end = i + 1
            while end < len(words) and (words[end].tag in PLAIN or words[end].text in "、和与及"):
                end += 1
            stop = end
            while end < len(words) and words[end].text in ("等", "共同", "联合", "单位"):
                end += 1
            if end < len(words) and re.search("主办|承办|举办|协办|牵头|组织", words[end].text):
                yield from _bodies(text, line, words[i + 1 : stop])


def _subject(words: Sequence[Token], *, behind_verb: bool) -> list[Token]:
    """The noun phrase before a verb, without the times and phrases between them."""
    end = len(words)
    while end > 0:
        word = words[end - 1]
        span = word.text in ("至", "到") and end > 1 and words[end - 2].tag == "TIME"
        if word.tag in SKIPPED or word.text in TOGETHER or span:
            end -= 1
            continue
        near = range(end - 1, max(-1, end - 10), -1)
        at = next(
            (j for j in near if words[j].text in ("在", "于", "为") and words[j].tag == "p"), -1
        )
        if at < 0 or any(w.tag == "v" for w in words[at:end]):
            break
        end = at
    begin = end
    while begin > 0 and (words[begin - 1].tag in PLAIN or words[begin - 1].text in "、和与及的"):
        begin -= 1
    if begin and not behind_verb and words[begin - 1].tag in ("v", "u", "p", "f"):
        return []
    return list(words[begin:end])


def _bodies(text: str, line: Line, words: Sequence[Token]) -> list[Quote]:
    """Persons by their names, bodies as printed, of a row of nouns."""
    found: list[Quote] = []
    names = {p.end: p for p in line.people}
    for piece in _pieces(text, words, lambda p: True):
        person = next((p for end, p in names.items() if piece.start < end <= piece.end), None)
        if person is not None:
            found.append(quote(text, person.start, person.end))
            continue
        inside = [w for w in words if piece.start <= w.start and w.end <= piece.end]
        kept = _body(inside)
        if kept:
            found.append(quote(text, kept[0].start, kept[-1].end))
    return [q for q in found if q.text not in FILLER]


def _body(words: list[Token]) -> list[Token]:
    """A body without what belongs before it: 职能单位新泾镇党委 is the latter alone."""
    for i in range(len(words) - 1, 0, -1):
        if words[i - 1].text == "的" and any(w.tag in ("ORG", "LOC") for w in words[i:]):
            words = words[i:]
            break
    last = words[-1]
    if last.tag == "ORG" and len(words) > 1 and LEADERS.search(words[-2].text):
        return [last]
    known = any(w.tag in ("ORG", "LOC", QUOTED) for w in words)
    return words if known or LEADERS.search(last.text) else []
