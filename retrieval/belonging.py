"""Question + sentence -> whether its facts are those of the people, places and acts asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.script import fold
from corpus.tagger import Tagger
from retrieval.evidence import Evidence, match_term
from retrieval.question import PLACE_NAME, Question
from retrieval.spans import tokens_of

__all__ = ["belongs"]

ASKED = r"(?:了|过|的)?是?(?:什么|啥|哪|吗|没有)"  # behind a verb: that very act is asked about


def belongs(question: Question, evidence: Evidence, tagger: Tagger) -> bool:
    """Whether nothing in the sentence says that its facts are somebody else's.

    A sentence without any name of a kind may go on about the one named before it.
    """
    if not question.chinese:
        return True
    if any(_is_of_another(ordinal, evidence.text) for ordinal in question.ordinals):
        return False
    if _names_others(question.people, evidence, tagger, ("PER",)):
        return False
    if question.type == "number":
        towns = [p for p in question.places if PLACE_NAME.fullmatch(p)]
        return not _names_others(towns, evidence, tagger, ("LOC", "ORG"))
    asks_of_somebody = question.type == "other" and bool(question.people)
    return not asks_of_somebody or _tells(question, evidence)


def _is_of_another(ordinal: str, text: str) -> bool:
    """Whether a sentence tells of 第一季 where 第二季 was asked about."""
    return ordinal not in text and bool(re.search(rf"第[^，。]{{1,3}}{ordinal[-1]}", text))


def _names_others(
    asked: Sequence[str], evidence: Evidence, tagger: Tagger, tags: Sequence[str]
) -> bool:
    """Whether a sentence has names of a kind, but none that was asked about."""
    if not asked or any(name in evidence.text for name in asked):
        return False
    tokens = tokens_of(evidence, tagger)
    return any(t.tag in tags and fold(t.text) not in asked for t in tokens)


def _tells(question: Question, evidence: Evidence) -> bool:
    """Whether a sentence has the acts asked of a person, and more of the question than names."""
    asked = (t for t in question.terms if re.search(re.escape(t.text) + ASKED, question.folded))
    if any(t.is_act and match_term(t, evidence.text) < 1 for t in asked):
        return False
    names = (*question.people, *question.places)
    return any(not any(t.text in name for name in names) for t in question.terms)
