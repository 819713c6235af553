"""Public question sets -> how often the right article comes first, by share of the halves.

    python tests/benchmarks/ranking.py [--sets news dureader_robust] [--questions 600]

The right article is the one with `passage_id`; an article's score is that of its best passage.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.settings import read_settings  # noqa: E402  # the repository is on the path only now
from bot.wiring import build, make_answerer  # noqa: E402
from retrieval.search import standard  # noqa: E402

QA = ROOT.parent / "shared" / "data" / "qa"
SHARES = (0.0, 0.3, 0.5, 0.7, 1.0)  # of the dense half


def measure(name: str, n_questions: int) -> None:
    settings = read_settings()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        build([QA / name / "passages.jsonl.gz"], index, settings)
        answerer = make_answerer(index, settings)
    ids = [p.article_id for p in answerer.index.passages]
    with gzip.open(QA / name / "questions.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [row for line in file if (row := json.loads(line))["answers"]][:n_questions]
    first = np.zeros(len(SHARES))
    for row in rows:
        cosines = answerer.index.vectors.scores(
            answerer.encoder.encode_queries([row["question"]])[0]
        )
        lexical = answerer.index.bm25.scores(answerer.index.lexicon.tokens(row["question"]))
        for n, share in enumerate(SHARES):
            fused = share * standard(cosines) + (1 - share) * standard(lexical)
            first[n] += ids[int(np.argmax(fused))] == row["passage_id"]
    shown = ", ".join(f"{s:.1f}: {f / len(rows):.3f}" for s, f in zip(SHARES, first, strict=True))
    print(
        f"{name} ({len(rows)} questions, {len(ids)} passages) R@1 by dense share: {shown}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", nargs="+", default=["news", "dureader_robust"])
    parser.add_argument("--questions", type=int, default=600)
    options = parser.parse_args()
    for name in options.sets:
        measure(name, options.questions)


if __name__ == "__main__":
    main()
