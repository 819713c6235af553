"""Which initiative: what stands in quotation marks, and the noun behind it."""

from __future__ import annotations

import re

from corpus.script import fold
from retrieval.evidence import Evidence
from retrieval.question import Question
from retrieval.spans import Span, text_of

__all__ = ["initiative_spans"]

QUOTED = re.compile(r"《(?P<book>[^》]{2,60})》|[“「『](?P<name>[^”」』]{2,60})[”」』]")
KIND = re.compile(
    r"^(?:的)?(?P<kind>(?:先锋|主题|志愿|专项|学习|宣传|服务|系列|党员|教育|文化|微信)*(?:行动|活动|计划|项目|倡议|工程|服务|号召|口号|主题|讲堂|平台|公众号|品牌|精神|大赛|论坛|仪式|格局|工作室|展会|宣传片|会议|规定|专题|调研))"
)
ASKED = re.compile(
    r"行动|活动|计划|项目|倡议|工程|服务|号召|口号|主题|讲堂|平台|公众号|品牌|宣传片|精神|规定|专题|论坛|题目|标题|课题"
)
ALIKE = (
    {"口号", "号召"},
    {"主题", "讲堂", "题目", "标题", "课题"},
    {"行动", "活动"},
    {"服务", "项目"},
)


def initiative_spans(question: Question, evidence: Evidence) -> list[Span]:
    """Quoted names; best whose noun behind them is the one that was asked for."""
    text = text_of(evidence, evidence.sentence)
    asked = ASKED.findall(question.folded)
    spans = []
    for found in QUOTED.finditer(text):
        name = found["book"] or found["name"]
        if fold(name) in question.folded:
            continue
        behind = KIND.match(text[found.end() :])
        kind = behind["kind"] if behind else ""
        near = evidence.closeness(question, found.start(), found.end())
        fit = 0.3 + 0.4 * near
        if asked and kind and any(_alike(a, kind) for a in asked):
            fit += 0.25
        elif asked and any(a in name for a in asked):
            fit += 0.2
        shown = found[0] + (kind if kind and not text[found.end() :].startswith("的") else "")
        spans.append(Span(shown, min(1.0, fit)))
    return spans


def _alike(asked: str, kind: str) -> bool:
    return asked in kind or any(asked in s and any(k in kind for k in s) for s in ALIKE)
