"""Sentence -> Mentions: the names of what was held, founded, signed, or came to pass in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.deeds import find_deed
from corpus.quotes import Quote, quote
from corpus.tagger import Token
from corpus.telling import BRACKET, QUOTED, Line, Stretch

__all__ = ["GENERIC", "Mention", "bare_name", "find_mentions", "is_occasion"]

OCCASION = re.compile(
    r"(?:(?:会议|大会|全会|仪式|典礼|庆典|[幕班馆学园工]式|首[发映]式|活动|论坛|展览?|大赛|比赛|竞赛|联赛|赛|马拉松"
    r"|培训班?|讲座|座谈|讲堂|讲坛|研讨班?|会谈|演习|演练|演出|沙龙|(?:专项|整治|集中|联合|先锋|党员|宣传|”)行动|会"
    r"|(?:艺术|文化|电影|音乐|旅游|美食|读书|购物|戏剧|花|体育|科技|狂欢|啤酒)节|晚宴|宴会|演唱|直播|巡演|抗议|示威|游行|罢工|宣誓|阅兵|选举|公投))[”》]?$"
)
NO_OCCASION = re.compile(
    r"(?:[委员]会|协会|社会|机会|工会|学会|商会|基金会|理事会|董事会|联合会|议会|国会|教会|都会|省会|体会|安理会"
    r"|监事会|研究会|促进会|红十字会|联谊会|组织会|政协会|学生会|校友会|误会|联席会议|部长会议|人民大会"
    r"|[发进开拓扩施伸参布会]展|动作|体育活动|经济活动|犯罪活动|日常活动|生产活动|经营活动|执法活动|居委会)[”》]?$"
)
GENERIC = re.compile(
    r"(?:本次|此次|本届|当日|今年|首场|在.{1,6}期间的?|.{2,8}规模的|[0-9一二三四五六七八九十两几多]+[次场]|这次|该|这项|这一|首次|一次|有关|相关|上述|当天的?|各类|各种|一系列|系列|多[项场次种]|丰富多彩的)?"
    r"(?:会议|大会|全会|仪式|典礼|活动|论坛|展览?|大?赛|比赛|培训班?|讲座|座谈会?|研讨会?|会谈|演习|演练|演出"
    r"|行动|会|(?:现场)?直播|[开闭]幕[式会]|开班式|报告会|交流会|晚会|博览会|比赛活动|发布会|宴会|系列活动|文化活动|群众活动|实践活动|展会)"
)
HELD = re.compile(
    r"(?:举办|举行|召开|主办|承办|开展|启动|组织|进行|主持|发起|推出|开启|参加|出席|列席|致辞)"
)
ATTENDED = re.compile(r"(?:参加|出席|列席|主持|致辞)")
LOOSE = re.compile(r"(?:开展|组织|进行|启动|发起|推出|开启)")  # what is begun may be no event
PASSED = re.compile(
    r"(?:举行|召开|开幕|闭幕|启动|开赛|揭牌|拉开|结束|举办|开班|落幕|落下|开馆|开园|开始|亮相|开展|播出|闭会)"
)
WISHED = re.compile(
    r"(?:愿意?|希望|欢迎|支持|建议|呼吁|应当?|可以|要求|准备|申[办请]|同意|推迟|取消|提议|可能|避免|防止|一旦|如果)$"
)
BOUND = ("n", "vn", "nz", "LOC", "ORG", QUOTED)  # behind 举办: it is 举办方案, or has an object
CUT = ("TIME", "p", "c", BRACKET)  # a name in front of its verb begins behind one of these
SHORT = 6  # characters; a shorter name in 工作 is no event
MAX_WHAT = 80  # characters of a name


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a sentence names something that took place.

    Attributes:
        what: its name, or, where it has none, verb and object.
        clause: number of the clause in its sentence.
        verb: index of the word in the clause that says so.
        kind: "held", "attended", "passed" (the name stands first), "unnamed".
    """

    what: Quote
    clause: int
    verb: int
    kind: str


def find_mentions(text: str, line: Line) -> list[Mention]:
    """What a sentence tells of, in order; headings tell it again below."""
    found: list[Mention] = []
    if line.is_heading:
        return found
    for number, clause in enumerate(line.clauses()):
        for mention in _in_clause(text, clause, number):
            if all(
                m.what.end <= mention.what.start or mention.what.end <= m.what.start for m in found
            ):
                found.append(mention)
    return sorted(found, key=lambda m: m.what.start)


def is_occasion(name: str) -> bool:
    """Whether a noun phrase ends as the names of events do."""
    return bool(OCCASION.search(name)) and not NO_OCCASION.search(name)


def bare_name(name: str) -> str:
    """A name without marks, for comparing."""
    return re.sub(r"[^\w]", "", name)


def _in_clause(text: str, clause: Stretch, number: int) -> Iterator[Mention]:
    words = clause.words
    for i, word in enumerate(words):
        if word.tag not in ("v", "vn", "vd"):
            continue
        if word.tag != "vn" and HELD.search(word.text[-2:]) and not _is_purpose(words, i):
            kind = "attended" if ATTENDED.search(word.text) else "held"
            for what in _objects(text, words, i):
                loose = LOOSE.search(word.text) and len(bare_name(what.text)) < 4  # noqa: PLR2004
                if not loose:
                    yield Mention(what, number, i, kind)
        if PASSED.match(word.text) and not _has_object(words, i):
            what_ = _subject(text, words, i)
            if what_ is not None:
                yield Mention(what_, number, i, "passed")
        if word.tag != "vd" and not _is_purpose(words, i):
            deed = find_deed(text, words, i)
            if deed is not None:
                yield Mention(deed, number, i, "unnamed")


def _has_object(words: Sequence[Token], verb: int) -> bool:
    """Whether a noun stands behind a verb: 启动计划; 拉开序幕 is one verb."""
    ahead = words[verb + 1] if verb + 1 < len(words) else None
    if ahead is None or ahead.text in ("序幕", "帷幕", "大幕"):
        return False
    return ahead.tag in BOUND or ahead.text in ("了", "的")


def _is_purpose(words: Sequence[Token], verb: int) -> bool:
    """Whether a verb only says what is wished or served: 愿举办, 以举办书展为契机, 保障举办."""
    before, behind = words[:verb], words[verb + 1 :]
    if any(WISHED.fullmatch(w.text) for w in before):
        return True
    if words[verb].text == "主持" and behind and behind[0].text in ("召开", "举行"):
        return True  # the next verb tells it
    by = any(w.text == "以" for w in before) and any(w.text[0] == "为" for w in behind)
    return by or any(w.text in ("随着", "为了", "确保", "保障", "支持", "关于") for w in before)


def _objects(text: str, words: Sequence[Token], verb: int) -> Iterator[Quote]:
    """The names behind a verb: one, or several between marks of enumeration."""
    begin = verb + 1
    while begin < len(words) and words[begin].text in ("了", "过", "着", "的", "召开", "好"):
        begin += 1
    pieces: list[list[Token]] = [[]]
    for word in words[begin:]:
        if word.text == "、":
            pieces.append([])
        else:
            pieces[-1].append(word)
    cut = [_phrase(piece) for piece in pieces]
    if not any(cut) or (len(cut) > 1 and any(GENERIC.fullmatch(_text(phrase)) for phrase in cut)):
        return
    if len(pieces) > 1 and not all(cut):
        whole = _phrase(list(words[begin:]))
        cut = [whole] if whole else []
    for phrase in cut:
        named = _trimmed(phrase)
        if any(HELD.fullmatch(w.text) and w.tag == "v" for w in named):
            continue
        if named and text.startswith("以来", named[-1].end):
            continue
        if named and named[-1].end - named[0].start <= MAX_WHAT:
            yield quote(text, named[0].start, named[-1].end)


def _text(words: Sequence[Token]) -> str:
    return "".join(word.text for word in words)


def _phrase(words: list[Token]) -> list[Token]:
    """The noun phrase that the words begin with, up to the noun that makes it an event."""
    for end in range(1, len(words) + 1):
        name = "".join(w.text for w in words[:end])
        behind = words[end] if end < len(words) else None
        if behind is not None and (
            behind.tag in ("n", "vn", "nz", "m", "ORG", "LOC", QUOTED)
            or (behind.text in ("—", "的", "暨"))
            or (behind.tag == "v" and is_occasion("".join(w.text for w in words)))
        ):
            continue
        if is_occasion(name):
            return words[:end]
        if words[0].tag == QUOTED and end == 1 and words[0].text[0] == "“" and _acts(name):
            return words[:1]
    return []


def _acts(name: str) -> bool:
    return bool(re.search(r"(?:行动|活动|论坛|会|赛|展|节|仪式)”$", name))


def _trimmed(phrase: list[Token]) -> list[Token]:
    """A name without 一场 and without what 的 ties to it, while a name remains."""
    while phrase and phrase[0].tag == "m" and re.match(r"[一两三多数几]|\d+场", phrase[0].text):
        phrase = phrase[1:]
    for i in range(len(phrase) - 1, 1, -1):
        rest = "".join(w.text for w in phrase[i:])
        if phrase[i - 1].tag == QUOTED and phrase[i - 2].text in "—-" and len(rest) > 5:  # noqa: PLR2004
            return phrase[i:]
    for i in range(len(phrase) - 1, 0, -1):
        rest = "".join(w.text for w in phrase[i:])
        if phrase[i - 1].text == "的" and len(rest) > 3:  # noqa: PLR2004  # 文艺活动 is a name
            return phrase[i:]
    return phrase


def _subject(text: str, words: Sequence[Token], verb: int) -> Quote | None:
    """The name in front of its verb: 报告会今天在北京举行."""
    end = _before_adverbials(words, verb)
    while end > 0 and words[end - 1].tag == BRACKET:
        end -= 1
    begin = end
    for i in range(end - 1, -1, -1):
        word = words[i]
        held_by = word.text == "的" and i and HELD.search(words[i - 1].text)
        if word.tag in CUT and word.text not in ("与", "和", "暨"):
            break
        if word.text in ("了", "是", "将") or held_by or word.tag in ("d", "f"):
            break
        begin = i
    if begin and words[begin - 1].text in ("在", "于"):
        return None
    named = _trimmed(list(words[begin:end]))
    text_ = "".join(w.text for w in named)
    ended = words[verb].text in ("结束", "启动", "开始")
    work = ended and text_.endswith("工作") and len(text_) > SHORT
    may = named and named[-1].text == "会" and named[-1].tag == "v"  # 他不会开始
    if not named or may or named[0].tag in ("v", "vd") or not (work or is_occasion(text_)):
        return None
    name = quote(text, named[0].start, named[-1].end)
    return name if len(name.text) <= MAX_WHAT else None


def _before_adverbials(words: Sequence[Token], verb: int) -> int:
    """The end of the words before a verb without 今天, 正式, 将于…, 在北京."""
    end = verb
    while end > 0:
        word = words[end - 1]
        if word.tag in ("d", "ad", "vd", "TIME", "p", BRACKET) or word.text in ("先后", "隆重"):
            end -= 1
            continue
        place = next(
            (j for j in range(end - 1, max(-1, end - 10), -1) if words[j].text in ("在", "于")),
            None,
        )
        if place is None or any(w.tag in ("v", "d") for w in words[place + 1 : end]):
            return end
        end = place
    return end
