"""The same questions asked of the index folder and of Milvus: what is found, and how quickly.

    python tests/benchmarks/stores.py DATA [--questions 300] [--milvus FILE.db]

DATA holds passages.jsonl.gz and questions.jsonl.gz, as `wenshi evaluate` takes them.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np

HOUSE = Path(__file__).parents[2]
sys.path.insert(0, str(HOUSE))

from bot.orders import Order  # noqa: E402  # the repository is on the path only now
from bot.setting_values import store_address  # noqa: E402
from bot.settings import Settings, read_settings  # noqa: E402
from bot.wiring import build, make_answerer  # noqa: E402
from retrieval.answer import Answerer  # noqa: E402
from retrieval.question import understand  # noqa: E402
from retrieval.question_file import Expected, read_questions  # noqa: E402
from retrieval.search import search  # noqa: E402

SEED = 7
K = 10


def ask(answerer: Answerer, asked: list[Expected]) -> str:
    """A row of the table: the right article at 1, 5, 10; MRR; milliseconds a search."""
    ranks, took = [], []
    for each in asked:
        question = understand(each.question, answerer.index.lexicon, answerer.tagger)
        vector = answerer.encoder.encode_queries([question.folded])[0]
        began = time.perf_counter()
        hits = search(answerer.index, question.folded, vector, K)
        took.append(1000 * (time.perf_counter() - began))
        ids = [hit.passage.article_id for hit in hits]
        ranks.append(ids.index(each.article_id) + 1 if each.article_id in ids else np.inf)
    at = np.array(ranks)
    shares = [float((at <= k).mean()) for k in (1, 5, 10)]
    median, slow = np.percentile(took, [50, 95])
    figures = " | ".join(f"{share:.3f}" for share in [*shares, float((1 / at).mean())])
    return f"{figures} | {median:.1f} | {slow:.1f} |"


def indexed(pages: Path, folder: Path, settings: Settings) -> float:
    """Seconds of a build whose vectors are there already: reading, words, the store, the check."""
    began = time.perf_counter()
    build([pages], folder, settings, Order(tell=print))
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--questions", type=int, default=300)
    parser.add_argument("--milvus", default="", help="WENSHI_STORE; else a file of its own")
    parser.add_argument("--index", type=Path, help="kept, so that a second run embeds nothing")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = given.index or Path(passing) / "index"
        plain = replace(read_settings({}), reader=False, store=None)
        stored = store_address("--milvus", given.milvus or str(Path(passing) / "passages.db"))
        pages = given.data / "passages.jsonl.gz"
        asked = [q for q in read_questions(given.data / "questions.jsonl.gz") if q.article_id]
        asked = random.Random(SEED).sample(asked, min(given.questions, len(asked)))
        print(
            "| store | @1 | @5 | @10 | MRR | median ms | 95 % ms |\n|---|---|---|---|---|---|---|"
        )
        for name, settings in (("folder", plain), ("Milvus", replace(plain, store=stored))):
            place = folder / name
            if name == "Milvus" and not place.exists():
                place.mkdir(parents=True)
                shutil.copy(folder / "folder" / "cache.sqlite", place)
            took = indexed(pages, place, settings)
            answerer = make_answerer(place, settings)
            print(f"| {name} | {ask(answerer, asked)} (built in {took:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
