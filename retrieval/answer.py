"""Question -> Answer | NoAnswer: the likeliest span of the right kind, or an honest no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from corpus.tagger import Tagger
from embeddings.encoder import Encoder
from retrieval.belonging import belongs
from retrieval.choosing import is_denied, whole
from retrieval.differing import together
from retrieval.evidence import Evidence, gather
from retrieval.focus import Known
from retrieval.following import resolve
from retrieval.happenings import told_elsewhere
from retrieval.judging import Judge, load_judge
from retrieval.question import Question, understand
from retrieval.read_spans import read_spans
from retrieval.reader import Reader
from retrieval.recounting import recount
from retrieval.reply import Reply
from retrieval.ruling import rule
from retrieval.search import Hit, search
from retrieval.spans import text_of
from retrieval.store import RULES_ALONE, Index
from retrieval.support import lacking, near_names
from retrieval.turns import Turn
from retrieval.windows import choose_windows
from retrieval.witnesses import NOTHING_READ, Proposal, proposals
from retrieval.wording import WANTED, Candidate, accept, refuse

__all__ = ["Answerer", "Seen"]

N_HITS = 10  # passages that are read, unless the caller says otherwise
N_ENCODED = 12  # sentences that a question in English is compared with
N_SENTENCES = 16  # of theirs that the rules read closely
NAMES_SHARE = 0.4  # of a score asked in English: the names that could be looked up
BY_MEANING = 0.8  # what the nearest sentence gains over the farthest, asked in English


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found for a question before anything is said.

    Attributes:
        evidence: the sentences that the rules read.
        lacks: by the `id` of each, what of the question its article has not.
        gathered: all sentences of the hits, best first.
        ruled: what the rules propose.
    """

    hits: tuple[Hit, ...]
    gathered: tuple[Evidence, ...]
    evidence: tuple[Evidence, ...]
    lacks: dict[int, tuple[str, ...]]
    ruled: tuple[Candidate, ...]


@dataclass(frozen=True)
class Answerer:
    """An open index and the models that read it; several threads may ask it at once.

    Attributes:
        reader: None where the rules are to answer alone.
        judge: weighs what rules and reader propose.
    """

    index: Index
    encoder: Encoder
    tagger: Tagger
    n_hits: int = N_HITS
    reader: Reader | None = None
    judge: Judge = field(default_factory=load_judge)

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
        seen = self.look(question)
        found = (self._ruled if self._is_for_rules(question, seen) else self._judged)(
            question, seen
        )
        if found:
            return accept(question, found)
        return refuse(question, seen.evidence, self._missing(question, seen))

    def _ruled(self, question: Question, seen: Seen) -> list[Candidate]:
        """What the rules alone say, if it is good enough."""
        best = max(seen.ruled, key=lambda c: c.score, default=None)
        if best is None or best.score < RULES_ALONE.threshold:
            return []
        return together(question, best, seen.ruled)

    def _judged(self, question: Question, seen: Seen) -> list[Candidate]:
        """The likeliest of all proposals, if it is likely enough."""
        proposed = self.propose(question, seen)
        if question.type == "list" and _is_sure(seen) and not is_denied(seen.ruled, proposed):
            return self._ruled(question, seen)
        rated = [(self.judge.probability(question, p), p) for p in proposed]
        probability, best = max(rated, key=lambda r: r[0], default=(0.0, None))
        if best is None or probability < self.index.manifest.threshold:
            return []
        likely = [p for each, p in rated if each >= self.index.manifest.threshold]
        chosen = Candidate(best.evidence, whole(question, best, likely, seen.ruled), best.score)
        found = together(question, chosen, seen.ruled) if best.source == "rules" else [chosen]
        return [replace(c, score=probability) for c in found]

    def _is_for_rules(self, question: Question, seen: Seen) -> bool:
        """Whether the rules answer alone: posts are theirs, and what is not asked in Chinese."""
        if self.reader is None or not question.chinese:
            return True
        return question.type == "role" and _is_sure(seen)

    def look(self, question: Question) -> Seen:
        """Searches and weighs sentences; the encoder runs once."""
        vector = self.encoder.encode_queries([question.folded])[0]
        hits = search(self.index, question.folded, vector, self.n_hits)
        gathered = gather(question, hits, self.index.record)
        if not question.chinese:
            gathered = self._by_meaning(vector, gathered)
        found = gathered[:N_SENTENCES]
        evidence = [*found, *told_elsewhere(question, found)] if question.chinese else found
        lacks = {id(e): tuple(lacking(question, e)) for e in evidence}
        ruled = rule(question, evidence, lacks, self.tagger)
        return Seen(tuple(hits), tuple(gathered), tuple(evidence), lacks, tuple(ruled))

    def propose(self, question: Question, seen: Seen) -> list[Proposal]:
        """What the rules found, and what the reader finds in the windows that look best."""
        ruled = [(c.evidence, c.span, c.score) for c in seen.ruled]
        if self.reader is None:
            return proposals(ruled, [], seen.hits, NOTHING_READ)
        places = choose_windows(seen.gathered)
        readings = self.reader.read(question.folded, [p.window for p in places])
        read = [
            r
            for r in read_spans(question, places, readings, self.tagger)
            if not any(lacking(question, r.evidence)) and belongs(question, r.evidence, self.tagger)
        ]
        best = max((r.score for r in readings), default=NOTHING_READ)
        return proposals(ruled, read, seen.hits, best)

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

    def _missing(self, question: Question, seen: Seen) -> list[str]:
        """What all of the read sentences lack, near names with it; else the kind of fact."""
        evidence, lacks = seen.evidence, seen.lacks
        everywhere = [
            lack
            for lack in dict.fromkeys(each for e in evidence for each in lacks[id(e)])
            if all(lack in lacks[id(e)] for e in evidence)
        ]
        named = []
        for lack in everywhere:
            name = lack.partition("“")[2].rstrip("”")
            near = near_names(name, self.index.lexicon.as_long_as(name))[:2]
            named.append(lack + (f"（文中有“{'”“'.join(near)}”，是另一个名字）" if near else ""))
        return named or [f"没有写到{WANTED[question.type]}"]


def _is_sure(seen: Seen) -> bool:
    """Whether what the rules propose would do without a reader."""
    return any(c.score >= RULES_ALONE.threshold for c in seen.ruled)
