"""Candidates of rules and reader -> the probability that each is right, by a fitted model.

Three witnesses are heard: the rules that read facts and sentences, the reader, and how well the
passage was found. Two logistic regressions weigh them, one for what the rules propose and one for
what the reader proposes; `python -m retrieval.training.fitting` fits them and the threshold.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from corpus.script import fold_once
from retrieval.evidence import Evidence, match_term
from retrieval.generations import Calibration
from retrieval.question import Question, Term
from retrieval.reader import Reader
from retrieval.reply import AnswerType
from retrieval.witnesses import CLIPPED, NOTHING_READ, Proposal, Source

__all__ = ["WEIGHTS", "Judge", "calibrate", "features", "load_judge"]

WEIGHTS = Path(__file__).parent / "weights" / "judge.json"
TYPES: tuple[AnswerType, ...] = get_args(AnswerType)
N_BEFORE = 2  # sentences before a proposal's own that say whom and what it is about
NUMBER = re.compile(r"[0-9]+")
LONG = 40.0  # characters of an answer that count as 1


@dataclass(frozen=True, slots=True)
class Judge:
    """Fitted weights.

    Attributes:
        weights: by source, one a feature.
        threshold: a probability; below it nothing is said.
        fingerprint: equal for equal weights.
    """

    weights: Mapping[Source, NDArray[np.float64]]
    threshold: float
    fingerprint: str = ""

    def probability(self, question: Question, proposal: Proposal) -> float:
        """0..1, that the proposal is right."""
        at = float(self.weights[proposal.source] @ features(question, proposal))
        return float(1 / (1 + np.exp(-at)))


@lru_cache(maxsize=1)
def load_judge(path: Path = WEIGHTS) -> Judge:
    """The fitted model that the package carries."""
    data = path.read_bytes()
    kept = json.loads(data)
    weights: dict[Source, NDArray[np.float64]] = {
        source: np.array(kept[source]) for source in get_args(Source)
    }
    return Judge(weights, float(kept["threshold"]), hashlib.sha256(data).hexdigest())


def calibrate(judge: Judge, reader: Reader) -> Calibration:
    """What an index remembers of its judge and reader."""
    both = f"{reader.fingerprint}/{judge.fingerprint}"
    return Calibration(hashlib.sha256(both.encode()).hexdigest(), judge.threshold)


def features(question: Question, proposal: Proposal) -> NDArray[np.float64]:
    """What the regression weighs, each of about unit size."""
    p = proposal
    reading, best, rival = (
        float(np.clip(x, -CLIPPED, CLIPPED)) / 6 for x in (p.reading, p.best, p.rival)
    )
    length = min(1.0, len(p.span.text) / LONG)
    named = _naming(question, p.evidence)
    return np.array([
        1.0,
        p.score,
        max(0.0, p.score - 0.6),
        reading,
        max(0.0, reading),
        best,
        float(p.reading == p.best),
        p.agreement,
        p.agreement * max(0.0, reading),
        p.evidence.coverage,
        (p.hit.cosine - 0.85) * 10,
        float(p.place == 0),
        p.place / 10,
        min(1.0, p.hit.score / 10),
        length,
        float(p.reading == NOTHING_READ),
        p.span.fit,
        reading - rival,
        *named,
        min(*named[:2], named[3]) * max(0.0, reading),
        *(float(question.type == kind) for kind in TYPES),
        *(float(question.type == kind) * reading for kind in TYPES),
    ])  # fmt: skip


def _naming(question: Question, evidence: Evidence) -> tuple[float, float, float, float]:
    """How much of a question stands where the proposal does.

    The share of its terms in the article; the share of its names, then of its numbers, around the
    sentence; and 1 less the weight of the heaviest term that the whole article has not.
    """
    article = evidence.article
    whole = fold_once(f"{article.title}\n{article.text}")
    around = evidence.sentences[max(0, evidence.number - N_BEFORE) : evidence.number + 2]
    text = fold_once(article.text)[around[0].start : around[-1].end]
    near = f"{fold_once(article.title)}\n{text}"
    share, lost = _told(question.terms, whole)
    names = (*question.people, *question.places, *question.names)
    return (
        share,
        _share(names, near),
        _share(NUMBER.findall(question.folded), near),
        1 - lost,
    )


def _share(wanted: Sequence[str], text: str) -> float:
    """The share of strings that a text has; 1 for none."""
    return sum(w in text for w in wanted) / len(wanted) if wanted else 1.0


@lru_cache(maxsize=64)
def _told(terms: tuple[Term, ...], whole: str) -> tuple[float, float]:
    """The weighted share of terms that an article has, and the weight of the heaviest it lacks."""
    had = [match_term(term, whole) for term in terms]
    total = sum(t.weight for t in terms)
    share = sum(t.weight * h for t, h in zip(terms, had, strict=True)) / total if total else 0.0
    return share, max((t.weight for t, h in zip(terms, had, strict=True) if h < 1), default=0.0)
