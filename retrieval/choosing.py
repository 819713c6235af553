"""Proposals of rules and reader side by side -> what is said of them: the whole, the right list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from retrieval.question import Question
from retrieval.reply import AnswerType
from retrieval.spans import Span
from retrieval.witnesses import Proposal
from retrieval.wording import Candidate

__all__ = ["is_denied", "whole"]

# kinds that the rules know the ends of
CUT: tuple[AnswerType, ...] = ("number", "initiative", "organisation", "place")
MOST_CUT = 6  # characters that a reading may lack of them
LEFT: tuple[AnswerType, ...] = ("person", "place", "list")  # of which they may see a part only
MOST_LEFT = 16
ELSEWHERE = re.compile("以外|之外|附近|对面|旁|除")  # what is so called is not the place itself
ITEMS = re.compile("[、，和与及]")  # between things that are named side by side
SURE = 4.0  # nats of a reading that the rules' list is held against


def is_denied(ruled: Sequence[Candidate], proposed: Sequence[Proposal]) -> bool:
    """Whether a sure reading of several things has none of those that the rules are sure of.

    A list is the rules': theirs is whole, and a reading is one run.
    """
    best = max(ruled, key=lambda c: c.score)
    read = max((p for p in proposed if p.source == "reader"), key=lambda p: p.reading, default=None)
    if read is None or read.reading < SURE or not ITEMS.search(read.span.text):
        return False
    return not any(item in read.span.text for item in best.span.text.split("、"))


def whole(
    question: Question, best: Proposal, likely: Sequence[Proposal], ruled: Sequence[Candidate]
) -> Span:
    """The span; where the other witness knows what it is cut from, that instead.

    The rules have 近600名 for 600名 that was read; the reader has 加利福尼亚州的旧金山 for
    加利福尼亚州.
    """
    from_rules = best.source == "rules"
    most, kinds = (MOST_LEFT, LEFT) if from_rules else (MOST_CUT, CUT)
    if question.type not in kinds or (from_rules and question.head):  # 哪个国家 is no address
        return best.span
    others = [(c.evidence, c.span) for c in ruled]
    if from_rules:
        others = [
            (p.evidence, replace(best.span, text=p.span.text))
            for p in likely
            if p.source == "reader" and _is_whole(question, best.span.text, p.span.text)
        ]
    fuller = [
        span
        for evidence, span in others
        if evidence.article.id == best.evidence.article.id
        and evidence.number == best.evidence.number
        and best.span.text in span.text
        and len(span.text) <= len(best.span.text) + most
    ]
    return max(fuller, key=lambda s: len(s.text), default=best.span)


def _is_whole(question: Question, part: str, text: str) -> bool:
    """Whether what was read is the same thing in full: 埃·马克龙, and not 王芳的丈夫李强."""
    if question.type == "person":
        return text.endswith(f"·{part}")
    return not ELSEWHERE.search(text)
