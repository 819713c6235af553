"""Question -> Answer | NoAnswer: the best span of the right kind, or an honest no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from corpus.tagger import Tagger
from embeddings.encoder import Encoder
from retrieval.belonging import belongs
from retrieval.dating import date_spans
from retrieval.differing import together
from retrieval.enumerations import list_spans
from retrieval.evidence import Evidence, gather, match, match_term
from retrieval.focus import Known
from retrieval.following import resolve
from retrieval.happenings import (
    act_spans,
    event_spans,
    is_hosted,
    is_of_people,
    told_elsewhere,
)
from retrieval.people import ORGANISER, WHO_HOLDS, people_spans, role_spans
from retrieval.places import is_any_body, organisation_spans, place_spans
from retrieval.quantities import number_spans
from retrieval.question import Question, understand
from retrieval.recounting import recount
from retrieval.reply import AnswerType, Reply
from retrieval.search import search
from retrieval.spans import Span, text_of
from retrieval.store import Index
from retrieval.support import lacking, near_names
from retrieval.titles import initiative_spans
from retrieval.turns import Turn
from retrieval.wording import WANTED, Candidate, accept, refuse

__all__ = ["Answerer"]

N_HITS = 10  # passages that are read, unless the caller says otherwise
N_ENCODED = 12  # sentences that a question in English is compared with
N_SENTENCES = 16  # of theirs that are read closely
MIN_SCORE = 0.62  # below it nothing is said; set on half of the questions in tests/data
MIN_COVERAGE = 0.34  # of the question's terms in a cited sentence and its context
SUMMED_UP = 0.6  # fit of a list that answers how the ten of them are called
WHOLE_SENTENCE = 0.5  # fit of a sentence as the answer to a question of no special kind
NAMES_SHARE = 0.4  # of a score asked in English: the names that could be looked up
BY_MEANING = 0.8  # what the nearest sentence gains over the farthest, asked in English
OTHER_ACT = 0.05  # of a score: what a sentence loses that tells of another act
FIT_SHARE = 0.5  # of a candidate's score; the rest is how much of the question its sentence has


@dataclass(frozen=True)
class Answerer:
    """An open index and the models that read it; several threads may ask it at once."""

    index: Index
    encoder: Encoder
    tagger: Tagger
    n_hits: int = N_HITS

    def answer(self, text: str, turns: Sequence[Turn] = ()) -> Reply:
        """The one door: a question comes in, an answer with exact quotes or a refusal goes out.

        It may lean on the turns of the talk before it, oldest first.
        """
        known = Known(self.index.lexicon, self.index.record, self.tagger)
        resolved = resolve(text, turns, known)
        return replace(self._answer(resolved), question=text, resolved_question=resolved)

    def _answer(self, text: str) -> Reply:
        """The reply to a question that stands alone."""
        question = understand(text, self.index.lexicon, self.tagger)
        told = recount(question, self.index.record)
        if told is not None:
            return told
        vector = self.encoder.encode_queries([question.folded])[0]
        hits = search(self.index, question.folded, vector, self.n_hits)
        evidence = gather(question, hits, self.index.record)
        if not question.chinese:
            evidence = self._by_meaning(vector, evidence)
        found = evidence[:N_SENTENCES]
        evidence = [*found, *told_elsewhere(question, found)] if question.chinese else found
        lacks = {id(e): tuple(lacking(question, e)) for e in evidence}
        candidates = [
            Candidate(e, span, _score(e, span) - OTHER_ACT * _tells_another_act(question, e))
            for e in evidence
            if not lacks[id(e)] and e.coverage >= MIN_COVERAGE and belongs(question, e, self.tagger)
            for span in self._spans(question, e)
        ]
        best = max(candidates, key=lambda c: c.score, default=None)
        if best is not None and best.score >= MIN_SCORE:
            return accept(question, together(question, best, candidates))
        missing = self._missing(question, evidence, lacks)
        return refuse(question, evidence, missing)

    def _spans(self, question: Question, evidence: Evidence) -> list[Span]:
        """What a sentence offers for the kind of answer that is wanted."""
        tagger = self.tagger
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
                *initiative_spans(question, evidence),
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

    def _by_meaning(
        self, vector: NDArray[np.float32], evidence: Sequence[Evidence]
    ) -> list[Evidence]:
        """Sentences in the order of their cosine: words of one language say little of another."""
        evidence = evidence[:N_ENCODED]
        if not evidence:
            return []
        texts = [text_of(e, e.sentence) for e in evidence]
        cosines = self.encoder.encode_passages(texts) @ vector
        ranks = np.argsort(np.argsort(-cosines))
        found = [
            replace(
                e, score=NAMES_SHARE * e.coverage + float(BY_MEANING * (1 - rank / len(evidence)))
            )
            for e, rank in zip(evidence, ranks, strict=True)
        ]
        return sorted(found, key=lambda e: -e.score)

    def _missing(
        self, question: Question, evidence: Sequence[Evidence], lacks: dict[int, tuple[str, ...]]
    ) -> list[str]:
        """What all of the read sentences lack, near names with it; else the kind of fact."""
        everywhere = [
            lack
            for lack in dict.fromkeys(each for e in evidence for each in lacks[id(e)])
            if all(lack in lacks[id(e)] for e in evidence)
        ]
        named = []
        for lack in everywhere:
            name = lack.partition("“")[2].rstrip("”")
            near = near_names(name, self.index.lexicon.terms)[:2] if name else []
            named.append(lack + (f"（文中有“{'”“'.join(near)}”，是另一个名字）" if near else ""))
        return named or [f"没有写到{WANTED[question.type]}"]


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
