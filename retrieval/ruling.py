"""Question + Evidence -> what the rules propose: spans of the right kind, scored."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from corpus.tagger import Tagger
from retrieval.belonging import belongs
from retrieval.dating import date_spans
from retrieval.enumerations import list_spans
from retrieval.evidence import Evidence, match, match_term
from retrieval.happenings import act_spans, event_spans, is_hosted, is_of_people
from retrieval.people import ORGANISER, WHO_HOLDS, people_spans, role_spans
from retrieval.places import is_any_body, organisation_spans, place_spans
from retrieval.purposes import purpose_spans
from retrieval.quantities import number_spans
from retrieval.question import Question
from retrieval.reply import AnswerType
from retrieval.spans import Span, text_of
from retrieval.titles import initiative_spans
from retrieval.wording import Candidate

__all__ = ["MIN_COVERAGE", "rule"]

MIN_COVERAGE = 0.34  # of the question's terms in a cited sentence and its context
SUMMED_UP = 0.6  # fit of a list that answers how the ten of them are called
WHOLE_SENTENCE = 0.5  # fit of a sentence as the answer to a question of no special kind
OTHER_ACT = 0.05  # of a score: what a sentence loses that tells of another act
WHY = re.compile(r"为什么|为何|为啥|怎么|怎样|如何|原因|目的|意义")  # no name answers these
FIT_SHARE = 0.5  # of a candidate's score; the rest is how much of the question its sentence has


def rule(
    question: Question,
    evidence: Sequence[Evidence],
    lacks: Mapping[int, Sequence[str]],
    tagger: Tagger,
) -> list[Candidate]:
    """The spans of sentences that lack nothing of the question, by the `id` of each sentence."""
    return [
        Candidate(e, span, _score(e, span) - OTHER_ACT * _tells_another_act(question, e))
        for e in evidence
        if not lacks[id(e)] and e.coverage >= MIN_COVERAGE and belongs(question, e, tagger)
        for span in _spans(question, e, tagger)
    ]


def _spans(question: Question, evidence: Evidence, tagger: Tagger) -> list[Span]:
    """What a sentence offers for the kind of answer that is wanted."""
    readers: dict[AnswerType, Callable[[], list[Span]]] = {
        "date": lambda: date_spans(question, evidence),
        "person": lambda: people_spans(question, evidence, tagger),
        "role": lambda: role_spans(question, evidence, tagger),
        "place": lambda: place_spans(question, evidence, tagger),
        "organisation": lambda: organisation_spans(question, evidence, tagger),
        "number": lambda: number_spans(question, evidence),
        "list": lambda: list(list_spans(question, evidence)),
        "initiative": lambda: [
            *initiative_spans(question, evidence),
            *(s for s in list_spans(question, evidence) if s.fit > SUMMED_UP),
        ],
        "other": lambda: [
            *([] if WHY.search(question.folded) else initiative_spans(question, evidence)),
            *purpose_spans(question, evidence, tagger),
            *_whole_sentence(question, evidence),
        ],
    }
    spans = readers[question.type]()
    if is_of_people(question) and is_hosted(question):
        spans = organisation_spans(question, evidence, tagger)
    if question.type == "list" and (question.measure == "家" or is_any_body(question.head)):
        bodies = organisation_spans(question, evidence, tagger)
        spans += [b for b in bodies if b.text.count("、") + 1 == (question.n_wanted or 0)]
    if question.chinese:
        spans += event_spans(question, evidence)
    if question.type in ("person", "organisation") or is_of_people(question):
        spans += act_spans(question, evidence)
    if is_of_people(question) and question.measure != "家":
        spans += people_spans(question, evidence, tagger)
    if question.type == "person" and any(ORGANISER.search(t.text) for t in question.deed):
        spans += organisation_spans(question, evidence, tagger)
    return spans


def _whole_sentence(question: Question, evidence: Evidence) -> list[Span]:
    """The sentence itself, if it names what was asked for: a play is no 京剧."""
    if question.head and not match(question.head, evidence.text):
        return []
    return [Span(text_of(evidence, evidence.sentence), WHOLE_SENTENCE)]


def _tells_another_act(question: Question, evidence: Evidence) -> bool:
    """Whether who did something is asked for, and a sentence says nothing of it."""
    act = question.main_act
    if question.type != "person" or act is None or not question.predicate.is_behind:
        return False
    return match_term(act, evidence.text) == 0 and not WHO_HOLDS.search(question.folded)


def _score(evidence: Evidence, span: Span) -> float:
    return FIT_SHARE * span.fit + (1 - FIT_SHARE) * evidence.score
