"""Question, Evidence -> Spans: the numbers that count what is asked for, as printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.script import fold
from retrieval.asking import MEASURES
from retrieval.evidence import Evidence, match
from retrieval.question import Question, Term
from retrieval.spans import Span, text_of

__all__ = ["number_spans"]

UNITS = (  # longer ones first
    "个?百分点|个?小时|个?月|分钟|平方公里|平方千米|平方米|立方米|万吨|公里|千米|海里|厘米|毫米|公斤|千克|公顷|周年|人次"
    "|千瓦时?|[美欧日港]元|英镑|卢布|吨|米|克|亩|元|秒|倍|度|%|％"
)
HAN_FIGURES = "一二三四五六七八九十百千万亿"
FIGURE = (
    r"(?:[0-9０-９][0-9０-９.,，]*(?:万|亿|千|百)*"
    rf"|百分之[0-9０-９.{HAN_FIGURES}]+|[两{HAN_FIGURES}]+)"
)
NUMBER = re.compile(
    r"(?P<about>近|约|超过?|逾|不到|不足|至少|将近|大约|多达|高达|达到?|[数上](?=[十百千万亿]))?"
    rf"(?P<n>{FIGURE}(?:[至到~～—-]{FIGURE})?)"
    rf"(?P<more>[余多来几]?)(?P<unit>(?:{UNITS}|[{MEASURES}])?)(?P<more2>(?:[余多]|以上|左右|上下)?)"
)
UNIT_ASKED = re.compile(rf"(?:多少|几)(?P<unit>{UNITS})")
PEOPLE = "人名位个"  # all count persons
NAMED_SO = 0.2  # of what is counted that the sentence must name, in character pairs
DIRECTLY = 0.8  # of the noun beside a number: it counts that, and other numbers do not
BESIDE = 4  # characters of an attribute that may stand between a measure word and its noun
REACH = 12.0  # characters over which a term's pull falls to a third, as in evidence
COMMA = 6.0  # characters that a comma between term and number counts for, as in evidence
CARRIED = 0.85  # pull of what the sentence speaks of on the numbers of its later clauses
PART = 0.15  # of a fit: that a part of a whole was asked for, and that one is given; so a total
SUBJECT = 0.1  # of a fit: that a term of the question stands right before: 香港段26公里
ARTICLE = 0.15  # of a fit: 一个 is more often an article than a number
ROUND = 0.2  # of a fit: 万米 is a way of speaking
CHANGED = 0.3  # of a fit: 从甲增长到乙 tells of now by the second number, of before by the first
BEFORE_CHANGE = re.compile(r"[从由][^，。；]{0,6}$")
TO = re.compile(r"[^。；]{0,10}(?:到|至|为|成)了?[近约]?[0-9]")
FORMERLY = re.compile(r"原来|原先|以前|之前|过去|当初|最初|起初")
CURRENCY = re.compile(r"元|英镑|卢布")
MONEY = re.compile(
    r"钱|费用|资金|经费|花费|价格|投资|价值|造价|票价|金额|捐款|(?:收入|产值|销售额|成交额)(?:是|为|有|达到?|共)?多少"
)
SHARE = re.compile(r"比例|占比|百分之|百分比")
PERCENT = re.compile(r"[%％]|百分之|百分点")
LENGTH = ("米", "公里", "千米", "里", "海里", "厘米", "毫米")
MEASURED = (
    (
        r"多久|多长时间|how long",
        ("年", "月", "天", "日", "周", "小时", "分钟", "秒", "周年", "年多"),
    ),
    (r"多高|多远|多长|多深|how far", LENGTH),
    (r"多大|面积", ("平方米", "平方公里", "平方千米", "亩", "公顷", "岁", *LENGTH)),
)
NO_COUNT = re.compile(r"[第“·:：A-Za-z]$|[A-Za-z]-$")  # 第3, AG600, 14:30
PART_OF_NAME = re.compile(r"[A-Za-z]|[:：][0-9]")  # 5G
OF_DATES = re.compile(r"^(?:[年月日号届]|年代)")
LASTING = re.compile(
    r"(?:为期|历时|历经|持续|长达|达|经过|用时|用了|已有?|成立|建立|[近约逾超余多])$"
)
DURATION = re.compile(r"多久|多长时间|几年|多少年|几天|多少天|几日")
CLAUSE = re.compile(r"[，。；、：！？（）,;:!?()]")
COUPLING = re.compile(
    r"(?:达到?了?|共有?|共计|总计|总数|人数|数量|数|有|为|是|了|出|约|近|超过?|逾"
    r"|虽然|只|仅|[全总]?[长高深]|[总占]?面积)+$"
)
AMONG = re.compile(r"(?:[中里]|其中|包括)[，,]?的?有?$")
ASKS_PART = re.compile(r"[里中]面?(?:又|共|只|总共)?(?!央|国|心)\w{0,4}?(?:多少|几)|其中")
ASKS_TOTAL = re.compile(r"一共|总共|共|累计|总计|合计")
TOTAL = re.compile(r"(?:总共|共有?|累计|总计|合计|先后)[^，。,]{0,8}$")
ONE_BATCH = re.compile(r"第[一二三四五六七八九十0-9]+[批次届期轮]$")
NOT = r"(?:未能?|没有?|并?不|无)"


@dataclass(frozen=True, slots=True)
class _Count:
    """A number and how well the noun of the question is what it counts.

    Attributes:
        text: as printed.
        start: in the sentence; so `end`.
        counted: 0..1, how much of the noun stands beside it.
    """

    text: str
    start: int
    end: int
    counted: float


def number_spans(question: Question, evidence: Evidence) -> list[Span]:
    """Numbers whose measure word and noun are those of the question."""
    text, folded = text_of(evidence, evidence.sentence), evidence.text
    noun = _noun(question)
    if noun and match(noun, folded) < NAMED_SO:
        return []  # whatever is counted here, it is something else
    counts = [
        _Count(found[0].rstrip(",，."), *found.span(), _counted(noun, found, folded))
        for found in NUMBER.finditer(text)
        if _counts(found, text, question)
        and _is_in_unit(question, found)
        and _fits_unit(question, noun, found, folded)
    ]
    counts = [c for c in counts if fold(c.text) not in question.quantities]
    if noun and any(c.counted >= DIRECTLY for c in counts):
        counts = [c for c in counts if c.counted >= NAMED_SO]
    return [
        Span(c.text, _fit(question, evidence, c))
        for c in counts
        if not _denied(question, folded, c)
    ]


def _noun(question: Question) -> str:
    """What is to be counted; money is counted in its own measure word."""
    return "" if MONEY.search(question.head) else question.head


def _fit(question: Question, evidence: Evidence, count: _Count) -> float:
    before = evidence.text[: count.start]
    fit = 0.2 + 0.45 * _pull(question, evidence, count) + 0.35 * count.counted
    if ASKS_PART.search(question.folded) and AMONG.search(before):
        fit += PART
    if ASKS_TOTAL.search(question.folded):
        fit += PART * (bool(TOTAL.search(before)) - bool(ONE_BATCH.search(before)))
    if not _noun(question) and any(_leads(t, before) for t in question.terms):
        fit += SUBJECT
    if BEFORE_CHANGE.search(before) and TO.match(evidence.text, count.end):
        fit += CHANGED * (1 if FORMERLY.search(question.folded) else -1)
    if re.fullmatch(r"[百千万亿]+\D*", count.text):
        fit -= ROUND
    return fit - ARTICLE * bool(re.fullmatch("一.", count.text))


def _leads(term: Term, before: str) -> bool:
    """Whether a number is said of a term, or of a stretch of it: 香港段."""
    subject = COUPLING.sub("", before)
    return any(
        name in (subject[-len(name) :], subject[-len(name) - 1 : -1])
        for name in (term.text, *term.aliases)
    )


def _pull(question: Question, evidence: Evidence, count: _Count) -> float:
    """0..1, how near the question's terms stand; what a sentence speaks of holds to its end."""
    first = NUMBER.search(evidence.text)
    opening = evidence.text[: first.start() if first else 0]
    weight = sum(t.weight for t in question.terms)
    pull = sum(
        t.weight
        * max(
            _nearness(t, evidence.text, count),
            CARRIED * (not t.is_act and any(n in opening for n in (t.text, *t.aliases))),
        )
        for t in question.terms
    )
    return pull / weight if weight else 0.0


def _nearness(term: Term, text: str, count: _Count) -> float:
    names = "|".join(map(re.escape, (term.text, *term.aliases)))
    found = (m.span() for m in re.finditer(names, text))
    return max((_decay(*span, text, count) for span in found), default=0.0)


def _decay(a: int, b: int, text: str, count: _Count) -> float:
    between = text[b : count.start] if b <= count.start else text[count.end : a]
    return float(2.72 ** (-(len(between) + COMMA * len(re.findall(r"[，；,;]", between))) / REACH))


def _counted(noun: str, found: re.Match[str], folded: str) -> float:
    """0..1, how much of a noun stands right behind a number, or right before it: 运动员82人."""
    if not noun:
        return 1.0
    before = COUPLING.sub("", CLAUSE.split(folded[: found.start()])[-1])
    if before.endswith(noun[-2:]):  # 遗物标本500余件 for 文物标本
        return max(DIRECTLY, match(noun, before))
    return match(noun, re.split(r"[0-9]", _behind(found, folded))[0])


def _behind(found: re.Match[str], folded: str) -> str:
    """The rest of the clause, as far as a noun is looked for."""
    return CLAUSE.split(folded[found.end() : found.end() + 14])[0]


def _denied(question: Question, folded: str, count: _Count) -> bool:
    """Whether the clause says that what is asked about did not happen: 5人未登船."""
    start = max((m.end() for m in CLAUSE.finditer(folded, 0, count.start)), default=0)
    end = CLAUSE.search(folded, count.end)
    clause = folded[start : end.start() if end else len(folded)]
    return any(
        re.search(NOT + re.escape(t.text), clause)
        and not re.search(NOT + re.escape(t.text), question.folded)
        for t in question.terms
    )


def _is_in_unit(question: Question, found: re.Match[str]) -> bool:
    """Whether a number has the unit that is asked for: metres for 多少米."""
    named = UNIT_ASKED.search(question.folded)
    return not named or found["unit"].endswith(named["unit"])


def _fits_unit(question: Question, noun: str, found: re.Match[str], folded: str) -> bool:
    """Whether a number is in the measure that is asked for: yuan, shares, hours, persons."""
    written = found[0]
    if MONEY.search(question.folded) and not CURRENCY.search(written):
        return False
    if SHARE.search(question.folded):
        return bool(PERCENT.search(written))
    asked = next((units for word, units in MEASURED if re.search(word, question.folded)), ())
    if asked and found["unit"].lstrip("个") not in asked:
        return False
    wanted, unit = question.measure, found["unit"]
    if not wanted or wanted == unit or (wanted in PEOPLE and unit and unit in PEOPLE):
        return True
    behind = _behind(found, folded)
    if unit:  # 12所学校 for 几个学校
        return len(noun) > 1 and noun in behind[: len(noun) + BESIDE] and unit in MEASURES
    return bool(noun) and noun in behind  # 600党员 has no measure word


def _counts(found: re.Match[str], text: str, question: Question) -> bool:
    """Whether a number counts something, and is no date, edition or part of a word."""
    if NO_COUNT.search(text[: found.start()]) or PART_OF_NAME.match(text, found.end()):
        return False
    if found["unit"] and text.startswith(found["unit"], found.end()):
        return False  # 一栋栋
    if OF_DATES.match(text[found.end("n") :]) and not found["more"]:
        return _lasts(found, text, question)
    return bool(found["unit"]) or found["n"][0].isdigit() or found["n"].startswith("百分之")


def _lasts(found: re.Match[str], text: str, question: Question) -> bool:
    """Whether 3年 or 5日 is a span of time, where one is asked for."""
    led = found["about"] or LASTING.search(text[: found.start()])
    return bool(DURATION.search(question.folded) and led and len(found["n"]) < len("2020"))
