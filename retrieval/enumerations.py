"""Which ones: the lists of a sentence, in full and in the order of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.lists import ListFact
from corpus.script import fold
from retrieval.evidence import Evidence, match
from retrieval.question import Question
from retrieval.spans import Span

__all__ = ["list_spans"]

POINTS = re.compile(r"[点条项]|方面|要求|举措|措施|建议|步骤|做法|主张|倡议")


def list_spans(question: Question, evidence: Evidence) -> Iterator[Span]:
    """The lists that begin in this sentence; best those as long as the question says."""
    base = evidence.sentence.start
    wants_people = "谁" in question.folded or "哪些人" in question.folded
    for found in evidence.facts.lists:
        if not evidence.holds(found.items[0]) or (wants_people and not _names(found, evidence)):
            continue
        near = evidence.closeness(question, found.items[0].start - base, found.items[-1].end - base)
        fit = 0.25 + 0.35 * near + 0.02 * min(len(found.items), 5)
        if found.numbered and (question.n_wanted or POINTS.search(question.folded)):
            fit += 0.2 + 0.15 * (len(found.items) == question.n_wanted)
        if question.head and re.search(r"[0-9一二三四五六七八九十]", found.behind.text):
            fit += 0.25 * (question.head in fold(found.behind.text))  # 甲、乙、丙、丁四大展区
        if any(q in fold(found.behind.text) for q in question.quantities):
            fit += 0.3  # 甲、乙等10支队伍: 10支队伍叫什么
        if question.n_wanted:
            fit += 0.3 if len(found.items) == question.n_wanted else -0.3
        if question.head:
            fit += 0.2 * _kind(question, found, evidence)
        texts = [item.text for item in found.items]
        glue = "；" if any("，" in text or "、" in text for text in texts) else "、"
        yield Span(glue.join(texts), max(0.0, min(1.0, fit)), also=_others(evidence, found))


def _names(found: ListFact, evidence: Evidence) -> bool:
    """Whether the items are people that the article's facts know."""
    known = {p.name.text for p in evidence.facts.posts}
    known |= {a.text for act in evidence.facts.acts for a in act.actors}
    return all(item.text in known for item in found.items)


def _kind(question: Question, found: ListFact, evidence: Evidence) -> float:
    """Whether the items, or the words right behind them, are called as the question calls them."""
    head = question.head.rstrip("的")
    end = found.items[-1].end - evidence.sentence.start
    behind = evidence.text[end : end + 14]
    ends = [fold(item.text)[-len(head) - 2 :] for item in found.items]
    items = sum(match(head[:2], end) == 1.0 for end in ends)
    return max(items / len(found.items), match(head[:2], behind))


def _others(evidence: Evidence, found: ListFact) -> tuple[int, ...]:
    """The numbers of the further sentences that a list runs over."""
    places = {s.start: n for n, s in enumerate(evidence.sentences)}
    numbers = (places.get(s.start) for s in found.sentences)
    return tuple(n for n in numbers if n is not None and n != evidence.number)
