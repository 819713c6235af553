"""临空园区呢？ + past turns -> the past question with the named thing in place of its like."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from corpus.dates import find_dates
from corpus.people import TITLE
from corpus.script import fold
from corpus.tagger import Token
from retrieval.focus import Known, event_of
from retrieval.leaning import EVENT_NOUN
from retrieval.topics import subject_of, topic_of
from retrieval.turns import Turn

__all__ = ["swapped"]

MAX_NAME = 24  # characters of what stands before 呢; more is a sentence
OF_IT = re.compile(r"(?:那边|这边|那里|这里|方面|同志|先生|女士)$")
EDITION = re.compile(r"(?:第[0-9零一二三四五六七八九十百]+|首)届")
ORDINAL = re.compile(r"第[0-9零一二三四五六七八九十百]+(?P<unit>[次讲期批轮名季集号版艘章个条])")
GROUNDS = "园区|片区|居民区|社区|小区|商务区|开发区|街道"
POST = re.compile(rf"副?{TITLE.pattern}")
OFFICE = re.compile(r".*(?:[委局办会部站所]|政府|公司)")  # what a place has of its own
NEAR = re.compile(rf"(?:{GROUNDS})")
LAST = re.compile(  # what two bodies of one kind end in
    rf"(?:{GROUNDS}|党工?委|管委会|委员会|组织部|[镇乡村县区市省国]|医院|学校|公司|[局办站所队组院校部会])$"
)
NOUNS = ("n", "nz", "nw")
NAMING = ("LOC", "ORG", "nz", "nw")  # what may stand before a noun as part of its name
EVENT = re.compile(rf"(?:{EVENT_NOUN})[”》]?$|^[“《].*[”》]$")
ASKED_OF_EVENTS = {  # what stands before 呢 -> what is asked of the event of the last turn
    **dict.fromkeys(("时间", "日期", "日子"), "是什么时候"),
    **dict.fromkeys(("地点", "地方", "场地", "会场"), "在哪里举行"),
    **dict.fromkeys(("人数", "规模"), "有多少人参加"),
    **dict.fromkeys(("主办方", "主办单位", "主办"), "是谁主办的"),
    **dict.fromkeys(("承办方", "承办单位", "承办"), "是谁承办的"),
    **dict.fromkeys(("主持人", "主持"), "是谁主持的"),
    **dict.fromkeys(("参加者", "参加人员", "参加单位", "出席者", "嘉宾"), "有谁参加"),
    **dict.fromkeys(("主题", "内容", "口号", "目的", "意义", "成效", "名称", "议题"), ""),
}


def swapped(name: str, turns: Sequence[Turn], known: Known) -> str:
    """The last question that has something of the name's kind, with the name in its place.

    A person for a person, a body for a body, a year for a year, an edition for an edition. "" where
    no question has just one such thing: then nobody knows what is asked of it.
    """
    name = OF_IT.sub("", name).strip("“” 的") if not name.startswith("“") else name
    if not name or len(name) > MAX_NAME:
        return ""
    own = [t for t in turns if not _has_number_of_another(t, turns)]
    return next((found for t in reversed(own) if (found := _swap(name, t, known))), "")


def _has_number_of_another(turn: Turn, turns: Sequence[Turn]) -> bool:
    """Whether a question says again what was counted: 218支 are of that one body alone."""
    return any(t.type == "number" and t.short and t.short in turn.question for t in turns)


def _swap(name: str, turn: Turn, known: Known) -> str:
    """The question of one turn, changed; "" where it has nothing of the kind."""
    dates = find_dates(name)
    if dates and dates[0].start == 0 and dates[0].end < len(name):  # 2020年的宋宗德
        dated = _swap_date(name[: dates[0].end], turn, known)
        rest = name[dates[0].end :].removeprefix("的")
        return _swap(rest, replace(turn, question=dated), known) if dated else ""
    return _swapper(name, known)(name, turn, known)


Swapper = Callable[[str, Turn, Known], str]


def _swapper(name: str, known: Known) -> Swapper:
    """How a thing of this kind is put in."""
    kinds: tuple[tuple[object, Swapper], ...] = (
        (find_dates(name), _swap_date),
        (EDITION.match(name), _swap_edition),
        (ORDINAL.fullmatch(name), _swap_ordinal),
        (known.people(name) == (name,), _swap_person),
        (name in ASKED_OF_EVENTS, _ask_of_event),
        (POST.fullmatch(name), _swap_title),
        (_body_spans(name, known) == [(0, len(name))], _swap_body),
        (EVENT.search(name), _swap_event),
    )
    return next((swap for is_such, swap in kinds if is_such), _swap_like)


def _swap_date(name: str, turn: Turn, known: Known) -> str:
    """A year for the year, a day for the day; a year is added where the question has none."""
    told = find_dates(turn.question)
    new = find_dates(name)[0]
    if len(told) > 1 or new.vague:
        return ""
    if not told:
        return name.removesuffix("的") + turn.question if new.year else ""
    (old,) = told
    text, end = turn.question, old.end
    if new.year and not new.month:
        if not old.year:
            return text[: old.start] + name + text[old.start :]
        end = old.start + old.text.index("年") + 1 if "年" in old.text else old.end
    return text[: old.start] + name + text[end:]


def _swap_edition(name: str, turn: Turn, known: Known) -> str:
    """首届 or 第五届进博会 for 第三届进博会."""
    found = list(EDITION.finditer(fold(turn.question)))
    if len(found) != 1:
        return ""
    (old,), number = found, EDITION.match(name)
    assert number is not None  # it was told from this
    event = name[number.end() :]
    rest = turn.question[old.end() :]
    if event and not fold(rest).startswith(event):
        return ""
    return turn.question[: old.start()] + name + rest[len(event) :]


def _swap_ordinal(name: str, turn: Turn, known: Known) -> str:
    """第六讲 for 第七讲."""
    found = [m for m in ORDINAL.finditer(fold(turn.question)) if m["unit"] == name[-1]]
    return _put(name, turn, found[0].span()) if len(found) == 1 else ""


def _swap_person(name: str, turn: Turn, known: Known) -> str:
    """A person for the one person of the question."""
    people = known.people(turn.question)
    if len(people) != 1 or people[0] == name:
        return ""
    start = fold(turn.question).index(people[0])
    return _put(name, turn, (start, start + len(people[0])))


def _swap_title(name: str, turn: Turn, known: Known) -> str:
    """副书记 for 书记: another post of the same kind in the same body."""
    core = name.removeprefix("副")
    found = list(re.finditer(rf"副?{core}", fold(turn.question)))
    return _put(name, turn, found[0].span()) if len(found) == 1 and found[0][0] != name else ""


def _swap_body(name: str, turn: Turn, known: Known) -> str:
    """A place or body for the only one of the question, or the only one of its kind."""
    folded = fold(turn.question)
    spans = [s for s in _body_spans(folded, known) if folded[s[0] : s[1]] != name]
    kind = LAST.search(name)
    alike = [s for s in spans if kind and folded[s[0] : s[1]].endswith(kind[0])]
    chosen = alike if len(alike) == 1 else spans
    if len(chosen) != 1:
        return ""
    ((start, end),) = chosen
    place = next((p for p in known.read(turn.question).places if folded.startswith(p, start)), "")
    if place and chosen is spans and OFFICE.fullmatch(folded[start + len(place) : end]):
        end = start + len(place)  # 临空园区 for 新泾镇 in 新泾镇党委
    return _put(name, turn, (start, end))


def _ask_of_event(name: str, turn: Turn, known: Known) -> str:
    """地点呢: where the event of the last turn was."""
    event = event_of(turn, "", known)
    asked = ASKED_OF_EVENTS[name] or f"的{name}是什么"
    return f"{event}{asked}？" if event else ""


def _swap_event(name: str, turn: Turn, known: Known) -> str:
    """An event for the event, a thing for the subject."""
    subject = topic_of(turn) or subject_of(turn)
    start = turn.question.find(subject)
    return _put(name, turn, (start, start + len(subject))) if subject and start >= 0 else ""


def _swap_like(name: str, turn: Turn, known: Known) -> str:
    """A noun for the one that ends as it does: 党员先锋队 for 突击队; else for the subject."""
    tokens = known.tagger.tag(fold(turn.question))
    alike = [
        (before.start if before.tag in NAMING else word.start, word.end)
        for before, word in pairwise((Token("", "", 0, 0), *tokens))
        if word.tag in NOUNS and len(name) > 1 and word.text[-2:] == name[-2:] != word.text
    ]
    if len(alike) == 1:
        return _put(name, turn, alike[0])
    is_noun = known.tagger.tag(name)[-1].tag in (*NOUNS, *NAMING)
    return _swap_event(name, turn, known) if is_noun and len(name) > 1 and not alike else ""


def _body_spans(folded: str, known: Known) -> list[tuple[int, int]]:
    """Where a text names places and bodies; 临空 and the 园区 behind it are one."""
    spans: list[tuple[int, int]] = []
    words = _word_spans(known.lexicon.phrases(folded))
    for token in known.tagger.tag(folded):
        if token.tag not in ("LOC", "ORG") or len(token.text) == 1:
            continue
        grounds = NEAR.match(folded, token.end)
        end = grounds.end() if grounds else token.end
        begin = min((b for b, e in words if b < token.start < e), default=token.start)
        if spans and spans[-1][1] == token.start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
    return spans


def _word_spans(words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words of a text stand."""
    ends = list(accumulate(map(len, words), initial=0))
    return list(pairwise(ends))


def _put(name: str, turn: Turn, span: tuple[int, int]) -> str:
    return turn.question[: span[0]] + name + turn.question[span[1] :]
