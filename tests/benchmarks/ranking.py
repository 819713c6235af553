"""Indexes with their questions -> how often the right article comes first: halves, fused, read.

    python tests/benchmarks/ranking.py INDEX=QUESTIONS.jsonl ... [--n 300] [--read]

The right article is the one with `passage_id`; an article's score is that of its best passage. Only
questions that the shares were not fitted on are asked. `--read` lets the reader put its word in.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.settings import read_settings  # noqa: E402  # the repository is on the path only now
from bot.wiring import make_answerer  # noqa: E402
from retrieval.answer import Answerer  # noqa: E402
from retrieval.embedded_store import embedded  # noqa: E402
from retrieval.fusion import standard  # noqa: E402
from retrieval.question import understand  # noqa: E402
from retrieval.question_file import read_questions  # noqa: E402
from retrieval.reranking import rerank  # noqa: E402
from retrieval.training.ranking import SEED  # noqa: E402
from retrieval.windows import choose_windows  # noqa: E402


def first(answerer: Answerer, text: str, read: bool) -> dict[str, str]:
    """The first article by each way of ranking."""
    index = answerer.index
    question = understand(text, index.lexicon, answerer.tagger)
    tokens = index.lexicon.tokens(question.folded)
    vector = answerer.encoder.encode_queries([question.folded])[0]
    store = embedded(index.store)
    halves = {
        "dense": store.vectors.scores(vector),
        "words": store.bm25.scores(tokens),
        "words of articles": index.by_article.scores(tokens)[store.places],
    }
    halves["equal shares"] = standard(halves["dense"]) + standard(halves["words"])
    ids = [p.article_id for p in store.passages]
    found = {name: ids[int(np.argmax(scores))] for name, scores in halves.items()}
    seen = answerer.look(question)
    found["fused"] = seen.hits[0].passage.article_id
    if read and answerer.reader is not None:
        windows = [p.window for p in choose_windows(seen.gathered)]
        readings = answerer.reader.read(question.folded, windows)
        found["read"] = rerank(seen.hits, windows, readings)[0].passage.article_id
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", nargs="+", metavar="INDEX=QUESTIONS")
    parser.add_argument("--n", type=int, default=300)
    parser.add_argument("--read", action="store_true")
    given = parser.parse_args()
    for pair in given.pairs:
        folder, _, file = pair.partition("=")
        answerer = make_answerer(Path(folder), read_settings())
        questions = [q for q in read_questions(Path(file)) if q.answers and q.article_id]
        random.Random(SEED).shuffle(questions)
        asked = questions[1::2][: given.n]
        rows = [(q.article_id, first(answerer, q.question, given.read)) for q in asked]
        shares = {name: np.mean([r[name] == right for right, r in rows]) for name in rows[0][1]}
        told = ", ".join(f"{name} {share:.3f}" for name, share in shares.items())
        print(f"{file} ({len(rows)} questions): {told}", flush=True)


if __name__ == "__main__":
    main()
