"""Why: the clauses of a sentence that say what something is done for, or because of what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.dates import find_dates
from corpus.tagger import Tagger
from retrieval.evidence import Evidence
from retrieval.question import Question
from retrieval.spans import Span, text_of, tokens_of

__all__ = ["purpose_spans"]

WHY = re.compile(r"为(?:什么|何|啥|的是什么|了什么)|缘何|目的|用意|初衷|原因|缘由")
CLAUSE = re.compile(r"[^，,；;。！？：:\n]+")
CAUSE = re.compile(r"(?:因为|由于|因(?!此|而|之|地制宜|材施教|人而异|势利导|特网|应))[^，。；]{3,}")
RECEIVER = re.compile(r"的[^，的]{0,6}(?:人员?|[者们员]|居民|群众|市民|家庭|学生|同志|商户|企业)")
AIM = re.compile(r"(?:旨在|意在|目的(?:就)?(?:是|在于)|是为了)(?P<aim>[^，。；！？]{4,})")
FOR = re.compile(r"为(?P<sure>了)?")
DOES = ("v", "d", "ad", "vd")  # tags of the word behind 为 where it says what for
HELPED = re.compile(r"[让使帮给]|进一步|更好|更加")
GOES_ON = ("p", "c", "vn", "an")  # that a purpose goes on with; a noun begins who did what
MOST_CLAUSES = 4  # of a purpose
FIT = 0.8


def purpose_spans(question: Question, evidence: Evidence, tagger: Tagger) -> Iterator[Span]:
    """The purposes and causes that a sentence gives, if why is asked for.

    Example: 为总结经验、推动工作，10月21日下午，长宁区举办交流会 gives 为总结经验、推动工作.
    """
    if not WHY.search(question.folded):
        return
    text = text_of(evidence, evidence.sentence)
    clauses = [(m.start(), m.end()) for m in CLAUSE.finditer(text)]
    for n, (start, end) in enumerate(clauses):
        aim = AIM.search(text, start, end)
        if aim is None and CAUSE.fullmatch(text, start, end):
            yield Span(text[start:end], FIT)
        elif aim or _is_purpose(text, start, evidence, tagger):
            last = _last(evidence, clauses, n, tagger)
            yield Span(text[aim.start("aim") if aim else start : clauses[last][1]], FIT)


def _is_purpose(text: str, start: int, evidence: Evidence, tagger: Tagger) -> bool:
    """Whether a clause begins with what it is for: 为了…, 为总结…; not 为总队授旗."""
    found = FOR.match(text, start)
    if found is None or text[found.end() :].startswith(("此", "期", "时")):
        return False
    if found["sure"] or HELPED.match(text, found.end()):
        return True
    clause = CLAUSE.match(text, start)
    if clause and RECEIVER.search(clause[0]):  # 为参加活动的居民发放礼品
        return False
    behind = (t for t in tokens_of(evidence, tagger) if t.start >= found.end())
    word = next(behind, None)
    return word is not None and word.tag in DOES


def _last(evidence: Evidence, clauses: list[tuple[int, int]], first: int, tagger: Tagger) -> int:
    """The last clause of a purpose: before the one that says who did what, or when."""
    text, tokens = text_of(evidence, evidence.sentence), tokens_of(evidence, tagger)
    last = first
    for n in range(first + 1, min(first + MOST_CLAUSES, len(clauses))):
        start, end = clauses[n]
        word = next((t for t in tokens if t.start >= start and t.text.strip()), None)
        goes_on = word is not None and word.tag in (*DOES, *GOES_ON)
        if text[clauses[last][1]] not in "，," or not goes_on or find_dates(text[start:end]):
            break
        last = n
    return last
