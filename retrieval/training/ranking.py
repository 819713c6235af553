"""Indexes with their questions -> the shares of the two halves of the search.

    python -m retrieval.training.ranking INDEX=QUESTIONS.jsonl[*WEIGHT] ... [--most 800]

Every index is one that `wenshi index` built of the pages that the questions are about. The even
questions fit, the odd ones are reported. A set counts WEIGHT times.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.script import fold
from embeddings.e5 import EMBEDDED_MODEL
from embeddings.encoder import load_encoder
from retrieval.embedded_store import embedded
from retrieval.fusion import WEIGHTS, circumstances, standard
from retrieval.question_file import read_questions
from retrieval.store import Index, load_index

__all__ = ["Choice", "choices", "first_right", "fit"]

N_EACH = 20  # passages of each half that are chosen among
PENALTY = 1e-3  # on the square of the weights
SEED = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """The passages that either half puts among its first.

    Attributes:
        halves: (n, 3) their standard scores.
        circumstances: (c,) of the question.
        right: (n,) whether a passage is of the right article.
    """

    halves: NDArray[np.float64]
    circumstances: NDArray[np.float64]
    right: NDArray[np.bool_]


def choices(
    index: Index, asked: Sequence[tuple[str, str]], vectors: NDArray[np.float32]
) -> list[Choice]:
    """A choice for each question and the id of its article; `vectors` are the questions'."""
    store = embedded(index.store)
    ids = np.array([p.article_id for p in store.passages])
    found = []
    for (question, article_id), vector in zip(asked, vectors, strict=True):
        tokens = index.lexicon.tokens(question)
        scores = (
            store.vectors.scores(vector),
            store.bm25.scores(tokens),
            index.by_article.scores(tokens)[store.places],
        )
        pool = np.unique(np.concatenate([np.argsort(-s)[:N_EACH] for s in scores]))
        found.append(
            Choice(
                np.stack([standard(s)[pool] for s in scores], axis=1).astype(np.float64),
                circumstances(*scores, store.places, len(question)),
                ids[pool] == article_id,
            )
        )
    return found


def fit(found: Sequence[Choice], counts: Sequence[float]) -> NDArray[np.float64]:
    """(3, c): the shares under which the right passages are likeliest to be chosen."""
    import torch

    kept = [(c, n) for c, n in zip(found, counts, strict=True) if c.right.any()]
    width, c = max(len(c.right) for c, _ in kept), len(kept[0][0].circumstances)
    inputs = np.zeros((len(kept), width, 3 * c))
    open_, right = np.full((2, len(kept), width), -1e9)
    for n, (each, _) in enumerate(kept):
        rows = np.einsum("pf,q->pfq", each.halves, each.circumstances)
        inputs[n, : len(rows)] = rows.reshape(len(rows), -1)
        open_[n, : len(rows)] = 0
        right[n, : len(rows)][each.right] = 0
    x, among, wanted = (torch.tensor(a) for a in (inputs, open_, right))
    weigh = torch.tensor([n for _, n in kept], dtype=torch.double)
    weights = torch.zeros(3 * c, dtype=torch.double, requires_grad=True)
    optimizer: Any = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def loss() -> float:
        optimizer.zero_grad()
        scores = x @ weights
        lost = torch.logsumexp(scores + among, 1) - torch.logsumexp(scores + wanted, 1)
        total: Any = (lost * weigh).sum() / weigh.sum() + PENALTY * (weights**2).sum()
        total.backward()
        return float(total.detach())

    optimizer.step(loss)
    return np.asarray(weights.detach().numpy().reshape(3, c))


def first_right(found: Sequence[Choice], shares: NDArray[np.float64]) -> float:
    """How often the right article comes first."""
    return float(
        np.mean([
            c.right[np.argmax(c.halves @ np.maximum(shares @ c.circumstances, 0))] for c in found
        ])
    )  # fmt: skip


def main() -> None:
    """Fits on the even questions, reports the odd ones, writes the weights."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.training.ranking")
    parser.add_argument("pairs", nargs="+", metavar="INDEX=QUESTIONS")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "wenshi")
    parser.add_argument("--most", type=int, default=800)
    given = parser.parse_args()
    encoder = load_encoder(EMBEDDED_MODEL, given.cache)
    sets: dict[str, tuple[list[Choice], float]] = {}
    for pair in given.pairs:
        plain, _, count = pair.partition("*")
        folder, _, file = plain.partition("=")
        questions = [q for q in read_questions(Path(file)) if q.answers and q.article_id]
        random.Random(SEED).shuffle(questions)
        asked = [(fold(q.question).strip(" ?。!"), q.article_id) for q in questions[: given.most]]
        vectors = encoder.encode_queries([text for text, _ in asked])
        found = choices(load_index(Path(folder), encoder), asked, vectors)
        sets[plain] = found, float(count or 1)
    even = [(c, n) for found, n in sets.values() for c in found[::2]]
    shares = fit([c for c, _ in even], [n for _, n in even])
    for name, (found, _) in sets.items():
        halves = [first_right(found[1::2], _only(n, shares)) for n in range(3)]
        print(name, f"{first_right(found[1::2], shares):.3f} halves", np.round(halves, 3))
    WEIGHTS.write_text(json.dumps(np.round(shares, 4).tolist()), encoding="utf-8")


def _only(half: int, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    alone = np.zeros_like(shares)
    alone[half, 0] = 1.0
    return alone


if __name__ == "__main__":
    main()
