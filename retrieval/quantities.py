"""How many: numbers with their measure words, and what they count."""

from __future__ import annotations

import re

from corpus.script import fold
from retrieval.asking import MEASURES
from retrieval.evidence import Evidence, match
from retrieval.question import Question
from retrieval.spans import Span, text_of

__all__ = ["number_spans"]

UNITS = (  # longer ones first
    "个?小时|个?月|分钟|平方米|公里|千米|公斤|公顷|周年|人次|吨|米|亩|元|秒|倍|%|％"
)
NUMBER = re.compile(
    r"(?P<about>近|约|超过?|逾|不到|至少|将近|大约|达到?)?"
    r"(?P<n>[0-9０-９][0-9０-９.,，]*(?:万|亿|千|百)*|[一二两三四五六七八九十百千万亿]+)"
    rf"(?P<more>[余多来几]?)(?P<unit>(?:{UNITS}|[{MEASURES}])?)(?P<more2>[余多]?)"
)
PEOPLE = "人名位个"  # all count persons
NAMED_SO = 0.2  # of what is counted that the sentence must name, in character pairs
MONEY = re.compile(r"钱|费用|资金|经费|花费|价格|投资")
LENGTH = ("米", "公里", "千米", "里")
MEASURED = (
    (r"多久|多长时间|how long", ("年", "月", "天", "日", "周", "小时", "分钟", "秒", "周年")),
    (r"多高|多远|多长|多深|how far", LENGTH),
    (r"多大|面积", ("平方米", "亩", "公顷", "岁", *LENGTH)),
)
OF_DATES = re.compile(r"^[年月日号届次]")


def number_spans(question: Question, evidence: Evidence) -> list[Span]:
    """Numbers whose measure word and noun are those of the question."""
    text = text_of(evidence, evidence.sentence)
    folded = evidence.text
    unit, noun = question.measure, question.head
    spans: list[Span] = []
    if noun and match(noun, folded) < NAMED_SO:
        return spans  # whatever is counted here, it is something else
    for found in NUMBER.finditer(text):
        written = found[0].rstrip(",，.")
        behind = folded[found.end() : found.end() + 14]
        if not _counts(found, text) or fold(written) in question.quantities:
            continue
        if MONEY.search(question.folded) and "元" not in written:
            continue
        if not _measures(question.folded, found["unit"]):
            continue
        if unit and not _same_unit(unit, found["unit"], noun, behind):
            continue
        clause = re.split(r"[，。；、：,;]", behind)[0]
        near = evidence.closeness(question, found.start(), found.end())
        has_noun = match(noun, clause) if noun else 1.0
        spans.append(Span(written, 0.2 + 0.45 * near + 0.35 * has_noun))
    return spans


def _measures(question: str, unit: str) -> bool:
    """Whether a unit measures what is asked for: hours for 多久, metres for 多高."""
    asked = next((units for word, units in MEASURED if re.search(word, question)), ())
    return not asked or unit.lstrip("个") in asked


def _same_unit(wanted: str, unit: str, noun: str, behind: str) -> bool:
    if wanted == unit or (wanted in PEOPLE and unit in PEOPLE and unit):
        return True
    return not unit and bool(noun) and noun in behind  # 600党员 has no measure word


def _counts(found: re.Match[str], text: str) -> bool:
    """Whether a number counts something, and is no date, edition or part of a word."""
    if text[max(0, found.start() - 1) : found.start()] in ("第", "“", "·"):
        return False
    if OF_DATES.match(text[found.end("n") :]) and not found["more"] and "天" not in found[0]:
        return False
    return bool(found["unit"]) or found["n"][0].isdigit()
