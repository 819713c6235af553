"""Clause -> its Subject: who acts in it, told by the words around the names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.clauses import QUOTED
from corpus.people import TITLE, Person
from corpus.tagger import Token

__all__ = ["Head", "Subject", "find_agent", "find_heads", "find_subject"]

NOUNS = frozenset(("n", "nz", "nw", "nr", "vn", "an", "a", "m", "q", "s", "r", "xc"))
NAMED = frozenset(("PER", "LOC", "ORG", QUOTED))
PREDICATE = frozenset(("v", "vd", "d", "ad", "p", "TIME", "t"))
AND = frozenset(("、", "和", "与", "及", "以及", "同", "跟", "暨", "—"))
THEN = frozenset(("不仅", "不但", "虽然", "虽", "却", "则", "既", "因", "因为", "由于", "为"))
AFTER_NAME = re.compile(
    rf"{TITLE.pattern}|总书记|同志|先生|女士|夫妇|一行|等|等人|本人|[一二两三四五六七八九十\d]+人"
)
ENDS = frozenset(  # of a phrase that begins with a preposition
    ("时", "后", "期间", "之际", "以来", "之后", "以后", "之前", "前", "时候", "过程中", "途中")
)
OBJECT = frozenset(("被", "由", "把", "将", "让", "给", "向", "使", "令", "请", "对"))  # take names
RELATIVE = re.compile(  # begin a clause that describes the name behind 的: 来自上海的李明
    r"来自|时任|曾任|现任|身为|担任|任|参加|参与|出席|获得|荣获|从事|出版|退休|随行|在场|受邀|年仅|带队|同行"
)
BODY_NOUN = re.compile(  # a body ends so, even where the tagger sees a name and a noun
    r"(?:党组|党委|党工委|委员会|政府|公司|集团|协会|学校|大学|学院|医院|总队|支队|大队|街道|社区|居委会|业委会"
    r"|管委会|办事处|联合会|基金会|工会|联盟|片区|园区|警方|军方|法院|检察院|考察队|办公室|党支部|红十字会)$"
)
PLACE = re.compile(r"(?:[^地]区|省|市|县|镇|乡|州|街道|村)$")  # that can act as a body does
CUT_OFF = frozenset("办处署局院部会所厅队")  # of a body, where the tagger cuts it short
ALONE = re.compile(  # the nouns behind 等 that sum up bodies; behind others stand their people
    r"(?:单位|部门|企业|机构|组织|团体|街道|街镇|镇|学校|公司|国|国家|地区|社区|村|省|市|区|省份|委办局|方)$"
)


@dataclass(frozen=True, slots=True)
class Head:
    """A person or a body in a sentence.

    Attributes:
        start: half-open offsets of the name in the sentence.
        begin: of its post; `start` where it has none.
    """

    start: int
    end: int
    begin: int
    is_person: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """Who acts in a clause.

    Attributes:
        heads: persons where any are named, else bodies; none where the clause names nobody.
        end: index of the first word of the predicate; the number of words where it has none.
        elided: whether the clause begins with its predicate, so that its subject is the last one.
    """

    heads: tuple[Head, ...]
    end: int
    elided: bool = False


def find_heads(text: str, words: Sequence[Token], people: Sequence[Person]) -> list[Head]:
    """The persons and bodies of a clause in order; no body that is part of a post."""
    starts = {word.start for word in words}
    # A name right behind another is a piece of a longer one that the tagger cut: 内塔尼亚/胡曾.
    behind = {word.end for word in words if word.tag in ("LOC", "PER")}
    heads = []
    for person in people:
        if person.start in starts and not (person.start in behind and not person.post):
            begin = text.rfind(person.post, 0, person.start) if person.post else person.start
            heads.append(Head(person.start, person.end, begin, is_person=True))
    posts = [(head.begin, head.end) for head in heads]
    for i in range(len(words)):
        body = _body(words, i)
        if body and not any(begin <= body.start < end for begin, end in posts):
            heads.append(body)
    return sorted(heads, key=lambda head: head.start)


def find_subject(words: Sequence[Token], heads: Sequence[Head]) -> Subject:
    """The subject of a clause, from the names in it."""
    for k, head in enumerate(heads):
        if _is_clean(words, head):
            found = _chain(words, heads[k:])
            if found is not None:
                return found
    return Subject((), *_without_name(words))


def find_agent(words: Sequence[Token], heads: Sequence[Head]) -> Subject | None:
    """The one who acts by a 由 or 被: 由班长李明领誓; None where there is none."""
    for i, word in enumerate(words[:-1]):
        if word.tag == "p" and word.text in ("由", "被"):
            found = find_subject(words[i + 1 :], [h for h in heads if h.start >= word.end])
            end = i + 1 + found.end
            if found.heads and end < len(words):
                return Subject(found.heads, end)
            return None
    return None


def _body(words: Sequence[Token], i: int) -> Head | None:
    """The body whose last word is at i: 虹桥商务区管委会/ORG 党组/n.

    A noun behind it makes it the body of somebody or something else: 区司法局领导.
    """
    head, text = words[i], words[i].text
    ends = i + 1 == len(words) or _ends_name(words[i + 1])
    noun = head.tag in ("n", "nz", "s") and bool(BODY_NOUN.search(text))
    noun = noun or (head.tag == "s" and i > 0 and words[i - 1].tag == "ORG")
    if not ends or not (head.tag == "ORG" or (head.tag == "LOC" and PLACE.search(text)) or noun):
        return None
    begin = i
    for j in range(i, -1, -1):
        if words[j].tag in ("ORG", "LOC"):
            begin = j
        elif words[j].tag not in ("n", "nz", "vn", "m", "s", "a"):
            break
    if words[begin].tag not in ("ORG", "LOC") or len(text) < 2:  # noqa: PLR2004 - 以, 美: no body
        return None
    return Head(words[begin].start, head.end, words[begin].start, is_person=False)


def _ends_name(word: Token) -> bool:
    """Whether a word may stand right behind a subject."""
    ends = word.tag in PREDICATE or word.text in AND or word.text in THEN or word.text == "等"
    return ends and word.text not in CUT_OFF


def _is_clean(words: Sequence[Token], head: Head) -> bool:
    """Whether a name may begin the subject: only posts, times and closed phrases before it."""
    before = [word for word in words if word.end <= head.begin]
    for j, word in enumerate(before):
        behind = before[j + 1 :]
        if word.tag == "p":
            place = word.text == "在" and bool(behind) and all(w.tag == "LOC" for w in behind)
            if word.text in OBJECT or not head.is_person or not (place or _closed(behind)):
                return False
        elif word.tag in ("v", "vd"):
            first = next(w for w in before if w.tag in ("v", "vd"))
            relative = RELATIVE.fullmatch(first.text) and any(w.text == "的" for w in behind)
            if not relative and not _closed(behind):
                return False
        elif word.text in ("得", "了", "着", "过") and not _closed(behind):
            return False
    return head.is_person or not any(word.text in AND for word in before)


def _closed(behind: Sequence[Token]) -> bool:
    """Whether a phrase that begins with a preposition comes to its end: 在会上, 在…的时候."""
    return any(word.tag == "f" or word.text in ENDS for word in behind)


def _chain(words: Sequence[Token], heads: Sequence[Head]) -> Subject | None:
    """The subject that begins with the first head; None where that is no subject."""
    found: list[Head] = []
    for k, head in enumerate(heads):
        found.append(head)
        after = _behind(words, head)
        more = _has_next(words, after, heads[k + 1 :])
        if after == len(words) or _begins_predicate(words[after]):
            return _settled(found, after)
        if words[after - 1].text in ("等", "等人") or words[after].text in AND:
            if more:
                continue
            return _with_unnamed(words, found, after, heads[k + 1 :])
        if not more or any(w.text in AND for w in _between(words, head, heads[k + 1])):
            return None
        found.pop()  # it only describes the next one: 李明的妻子王芳
    return None


def _begins_predicate(word: Token) -> bool:
    return (word.tag in PREDICATE or word.text in THEN) and word.text not in ("和", "及", "以及")


def _behind(words: Sequence[Token], head: Head) -> int:
    """The first word behind a name and the titles behind it."""
    after = sum(word.start < head.end for word in words)
    while after < len(words) and AFTER_NAME.fullmatch(words[after].text):
        if words[after].tag == "v" and words[after].text == "代表":
            break
        after += 1
    return after


def _between(words: Sequence[Token], left: Head, right: Head) -> list[Token]:
    return [word for word in words if left.end <= word.start and word.end <= right.begin]


def _has_next(words: Sequence[Token], after: int, following: Sequence[Head]) -> bool:
    """Whether nothing but nouns stands between a name and the next one."""
    if not following:
        return False
    between = [word for word in words[after:] if word.end <= following[0].begin]
    return all(_is_nominal(word) for word in between)


def _is_nominal(word: Token) -> bool:
    return word.tag in NOUNS or word.tag in NAMED or word.text in AND or word.text in "的等各"


def _with_unnamed(
    words: Sequence[Token], found: list[Head], i: int, following: Sequence[Head]
) -> Subject | None:
    """A list that goes on without names: 李明和工友们正在…, 甲、乙等区域单位参加.

    None where names behind a verb may belong to it still: 甲、脱贫带头人乙、丙参加.
    """
    afters = (_behind(words, head) for head in following if head.is_person)
    if any(after < len(words) and words[after].text in "、和与及" for after in afters):
        return None
    while i < len(words) and _is_nominal(words[i]) and words[i].tag != "p":
        i += 1
    if i < len(words) and words[i].tag not in PREDICATE:
        return None
    bodies = not any(head.is_person for head in found)
    return None if bodies and not ALONE.search(words[i - 1].text) else _settled(found, i)


def _settled(found: list[Head], end: int) -> Subject:
    """Persons before bodies."""
    persons = tuple(head for head in found if head.is_person)
    return Subject(persons or tuple(found), end)


def _without_name(words: Sequence[Token]) -> tuple[int, bool]:
    """Where the predicate of a clause without a named subject begins, and whether it is all."""
    i = 0
    while i < len(words) and (words[i].tag in ("c", "TIME", "t", "d", "ad")):
        i += 1
    if i < len(words) and words[i].tag == "p":
        ends = [j for j in range(i, len(words)) if words[j].tag == "f" or words[j].text in ENDS]
        behind = ends[0] + 1 if ends else i
        stands_alone = behind == len(words) or words[behind].tag in (*PREDICATE, "c", "w")
        return i, stands_alone
    if i < len(words) and words[i].tag in ("v", "vd"):
        return i, True
    while i < len(words) and words[i].tag not in PREDICATE:
        i += 1
    return i, False
