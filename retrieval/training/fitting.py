"""Indexes with their questions -> the judge's weights and its threshold.

    python -m retrieval.training.fitting INDEX=QUESTIONS.jsonl[*COUNT] ... [--table FILE]

Every index is one that `wenshi index` built of the pages that the questions are about. Only every
second question of a file is used; the others are left to measure with. Each question that an
article answers is asked again as a near miss, where it has something to swap. A set counts COUNT
times.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from corpus.script import fold
from corpus.tagger import load_tagger
from embeddings.e5 import EMBEDDED_MODEL
from embeddings.encoder import load_encoder
from retrieval.answer import Answerer
from retrieval.judging import WEIGHTS, features
from retrieval.question import understand
from retrieval.question_file import Expected, read_questions
from retrieval.reader_weights import open_reader
from retrieval.recounting import recount
from retrieval.reply import AnswerType
from retrieval.scoring import f1_score
from retrieval.store import load_index
from retrieval.training.near_misses import names_of, near_miss
from retrieval.witnesses import Source

__all__ = ["SEED", "Case", "cases", "curve", "fit", "fitted_on", "held_out"]

RIGHT_F1 = 0.5  # from here an answer counts as right, as on the curve of `wenshi evaluate`
THRESHOLD = 0.33  # of the probability, over cases of which two in five have no answer
CURVE = (0.05, 0.1, 0.2, 0.3, 0.33, 0.4, 0.5)  # thresholds that are told, to choose among
STRENGTH = 0.2  # inverse of the penalty on large weights
COST = {"date": 2.0, "role": 2.0}  # of a wrong answer, where a reader does not forgive it
SEED = 11


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what was proposed for it.

    Attributes:
        answerable: whether the pages hold an answer.
        type: of the question.
        sources: of each proposal who made it; beside it its features and its F1.
    """

    id: str
    answerable: bool
    type: AnswerType
    sources: tuple[Source, ...]
    features: NDArray[np.float64]
    f1: NDArray[np.float64]


def cases(answerer: Answerer, questions: Sequence[Expected], seed: int = SEED) -> Iterator[Case]:
    """Questions, and near misses of them; what the record answers is no case."""
    rng = random.Random(seed)
    names = names_of((fold(q.question) for q in questions), answerer.tagger)
    for expected in questions:
        found = _case(answerer, expected.id, expected.question, expected.answers)
        if found is not None:
            yield found
        article = answerer.index.articles.get(expected.article_id)
        if expected.answers and article is not None:
            whole = fold(f"{article.title}\n{article.text}")
            missed = near_miss(fold(expected.question), whole, answerer.tagger, names, rng)
            found = _case(answerer, f"{expected.id}~", missed, ()) if missed else None
            if found is not None:
                yield found


def fitted_on(questions: Sequence[Expected]) -> list[Expected]:
    """The questions that the judge may see, shuffled: every second one."""
    return _shuffled(questions)[::2]


def held_out(questions: Sequence[Expected]) -> list[Expected]:
    """Those that it may not see, shuffled."""
    return _shuffled(questions)[1::2]


def fit(found: Sequence[Case]) -> dict[Source, list[float]]:
    """A logistic regression for each source; the first feature is the constant.

    A proposal is right as far as its F1 goes, so that of two spans the closer one is likelier;
    what is wrong of it counts as often as its kind of answer costs.
    """
    from sklearn.linear_model import LogisticRegression

    weights: dict[Source, list[float]] = {}
    for source in get_args(Source):
        rows = [
            (row, right, f1 if right else (1 - f1) * COST.get(case.type, 1.0))
            for case in found
            for row, f1, by in zip(case.features, case.f1, case.sources, strict=True)
            for right in (True, False)
            if by == source
        ]
        model = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=2000)
        given, right, cost = map(np.array, zip(*rows, strict=True))
        model.fit(given, right, sample_weight=cost)
        weights[source] = [round(float(w), 5) for w in model.coef_[0]]
    return weights


def curve(found: Sequence[Case], weights: dict[Source, list[float]]) -> list[tuple[float, ...]]:
    """By threshold: of answerable questions refused, right, wrong; of the others refused."""
    best = [_best(case, weights) for case in found]
    rows = []
    for threshold in CURVE:
        said = np.array([p >= threshold for p, _ in best])
        right = np.array([ok for _, ok in best]) & said
        has = np.array([case.answerable for case in found])
        rows.append((
            threshold,
            *(float(np.mean(x[has])) for x in (~said, right, said & ~right)),
            float(np.mean(~said[~has])),
        ))  # fmt: skip
    return rows


def _shuffled(questions: Sequence[Expected]) -> list[Expected]:
    return random.Random(SEED).sample(list(questions), len(questions))


def _case(answerer: Answerer, name: str, text: str, answers: Sequence[str]) -> Case | None:
    question = understand(text, answerer.index.lexicon, answerer.tagger)
    if not question.chinese or recount(question, answerer.index.record) is not None:
        return None
    proposed = answerer.propose(question, answerer.look(question))
    return Case(
        name,
        bool(answers),
        question.type,
        tuple(p.source for p in proposed),
        np.array([features(question, p) for p in proposed]),
        np.array([f1_score(p.span.text, answers) for p in proposed], np.float64),
    )


def _best(case: Case, weights: dict[Source, list[float]]) -> tuple[float, bool]:
    """The highest probability of a case, and whether that proposal is right."""
    at = [np.array(weights[s]) @ row for s, row in zip(case.sources, case.features, strict=True)]
    rated = [(float(1 / (1 + np.exp(-x))), y >= RIGHT_F1) for x, y in zip(at, case.f1, strict=True)]
    return max(rated, default=(0.0, False))


def main() -> None:
    """Gathers the cases of each index, fits, and writes the weights."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.training.fitting")
    parser.add_argument("pairs", nargs="+", metavar="INDEX=QUESTIONS")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "wenshi")
    parser.add_argument("--most", type=int, default=300, help="questions of a file")
    parser.add_argument("--table", type=Path, help="where cases are kept, to fit again at once")
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    given = parser.parse_args()
    kept: dict[str, list[Case]] = {}
    if given.table and given.table.is_file():
        kept = pickle.loads(given.table.read_bytes())  # our own file
    found: list[Case] = []
    for counted in given.pairs:
        pair, _, count = counted.partition("*")
        if pair not in kept:
            index, _, file = pair.partition("=")
            questions = fitted_on(read_questions(Path(file)))[: given.most]
            kept[pair] = list(cases(_open(Path(index), given.cache), questions))
            if given.table:
                given.table.write_bytes(pickle.dumps(kept))
        print(pair, len(kept[pair]), "cases", flush=True)
        found += kept[pair] * int(count or 1)
    weights = fit(found)
    for row in curve(found, weights):
        print(
            "threshold {:.2f}: refused {:.3f}, right {:.3f}, wrong {:.3f}; no {:.3f}".format(*row)
        )
    row_of: dict[str, object] = dict(weights.items())
    row_of["threshold"] = given.threshold
    WEIGHTS.write_text(json.dumps(row_of, indent=1), encoding="utf-8")


def _open(index: Path, cache: Path) -> Answerer:
    encoder = load_encoder(EMBEDDED_MODEL, cache)
    return Answerer(load_index(index, encoder), encoder, load_tagger(), reader=open_reader(cache))


if __name__ == "__main__":
    main()
