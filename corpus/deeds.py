"""Verb in a clause -> what took place and has no name: a founding, a visit, an accident."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.quotes import Quote, quote
from corpus.tagger import Token
from corpus.telling import QUOTED

__all__ = ["find_deed"]

UNNAMED = re.compile(r"(?:成立|签署|签订|印发|会见|发布|授予|发生|会晤)")
UNVEILED = re.compile(r"(?:揭牌|揭幕|剪彩|奠基)")
DISASTER = re.compile(
    r"(?:地震|事故|爆炸|火灾|袭击|坍塌|滑坡|泥石流|洪灾|枪击|坠毁|事件|灾害|骚乱|冲突|故障)"
)
VISIT = re.compile(r"(?:访问|考察|视察|调研|通电话)$")
MAX_WHAT = 80  # characters of a name
PAST_ONLY = ("发布", "成立", "授予")  # told of by 了, or by the name of what is given


def find_deed(text: str, words: Sequence[Token], verb: int) -> Quote | None:
    """Verb and object, as printed; None where the verb tells of no event."""
    word = words[verb]
    if UNNAMED.match(word.text) and word.tag == "v":
        return _act(text, words, verb)
    if UNVEILED.fullmatch(word.text):
        begin = next((j for j in range(verb) if words[j].text == "为"), None)
        return quote(text, words[begin].start, word.end) if begin is not None else None
    return _visit(text, words, verb) if VISIT.search(word.text) else None


def _act(text: str, words: Sequence[Token], verb: int) -> Quote | None:
    """Verb and object of what has no name: 成立了理事会, 会见总统, 发生地震."""
    first = words[verb]
    begin = verb + 1
    past = begin < len(words) and words[begin].text == "了"
    begin += past
    if begin >= len(words) or words[begin].text in ("的", "以来", "后"):
        return None
    end = begin
    while (
        end < len(words)
        and words[end].tag not in ("d", "p", "f", "ad")
        and (words[end].tag != "v" or end + 1 < len(words))
    ):
        end += 1
    if first.text == "发生":
        end = next((j + 1 for j in range(begin, end) if DISASTER.search(words[j].text)), begin)
    while end > begin and words[end - 1].tag in ("c", "u", "w"):
        end -= 1
    obj = "".join(w.text for w in words[begin:end])
    named = any(w.tag == QUOTED for w in words[begin:end])
    proper = any(w.tag in ("ORG", "LOC", "PER", "nz", QUOTED) for w in words[begin:end])
    if end == begin or len(obj) < 2 or len(obj) > MAX_WHAT:  # noqa: PLR2004
        return None
    if first.text in PAST_ONLY and not (past or named):
        return None
    if first.text == "会见" and not proper:
        return None
    return quote(text, first.start, words[end - 1].end)


def _visit(text: str, words: Sequence[Token], verb: int) -> Quote | None:
    """对某国进行正式访问, 访问了某国, 同某国总统通电话."""
    ahead = verb + 1
    if ahead < len(words) and words[ahead].text == "了":
        ahead += 1
    if words[verb].tag == "v" and ahead < len(words) and words[ahead].tag == "LOC":
        if verb and words[verb - 1].text in ("的", "期间", "将来"):
            return None
        return quote(text, words[verb].start, words[ahead].end)
    called = words[verb].text.endswith("电话")
    opener = ("同", "与", "和") if called else ("对",)
    begin = next((j for j in range(verb, -1, -1) if words[j].text in opener), None)
    at = verb if called else next((j for j in range(verb) if words[j].text == "进行"), None)
    behind = words[verb + 1].text if verb + 1 < len(words) else ""
    if begin is None or at is None or at <= begin or behind in ("的", "时"):
        return None
    if not any(w.tag in ("LOC", "PER") for w in words[begin:at]):
        return None
    return quote(text, words[begin].start, words[verb].end)
