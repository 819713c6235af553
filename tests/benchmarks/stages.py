"""An index, questions -> what a question costs besides the models' forward passes, by stage.

    python tests/benchmarks/stages.py INDEX QUESTIONS.jsonl.gz ... [--n 150] [--names 60000]
                                      [--work DIR --size 100000]

Asked are questions whose `passage_id` is in the index, n of them at random. With --names the index
knows as many more names, put together from halves of its own, as a large archive has. With --work
each question is also searched for in the archive of that size that scale.py has built there, and
that search is counted instead of the one in the index. Before each question all that is remembered
of articles is forgotten: in a large archive a question meets articles that none has met before.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import _lru_cache_wrapper, wraps
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.settings import read_settings  # noqa: E402  # the repository is on the path only now
from bot.wiring import make_answerer  # noqa: E402
from embeddings.index import VectorIndex  # noqa: E402
from retrieval import answer as answering  # noqa: E402
from retrieval.answer import Answerer  # noqa: E402
from retrieval.bm25 import Bm25  # noqa: E402
from retrieval.lexical import Lexicon  # noqa: E402
from retrieval.pool import Halves  # noqa: E402
from retrieval.search import ranked  # noqa: E402
from retrieval.store import Index  # noqa: E402

SEED = 3
STAGES = {  # names in retrieval/answer.py, and what they are called here
    "resolve": "follow-up",
    "understand": "understand",
    "recount": "record",
    "search": "search",
    "gather": "evidence",
    "told_elsewhere": "evidence",
    "rule": "rules",
    "read_spans": "readings",
    "proposals": "proposals",
    "accept": "wording",
    "refuse": "wording",
}
FORWARD = ("encode", "read")
MANY = 10_000  # what remembers more than this remembers words, not articles


@dataclass
class Clock:
    """Seconds of each stage of a question; what runs inside another is not counted twice."""

    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    _inside: int = 0

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def run(*args: Any, **kwargs: Any) -> Any:
            self._inside += 1
            begin = perf_counter()
            try:
                found = work(*args, **kwargs)
                return list(found) if isinstance(found, Iterator) else found
            finally:
                self._inside -= 1
                if not self._inside:
                    self.seconds[stage] += perf_counter() - begin

        return run


def memories() -> list[Any]:
    """Whatever remembers articles, sentences or what was found in them."""
    return [
        held
        for held in gc.get_objects()
        if isinstance(held, _lru_cache_wrapper)
        and str(held.__module__).partition(".")[0] in ("corpus", "retrieval")
        and 1 < (held.cache_parameters()["maxsize"] or 0) < MANY
    ]


def grown(index: Index, n: int) -> Index:
    """The index with n more names: the beginning of one of its own, the end of another."""
    if not n:
        return index
    terms, people = index.lexicon.terms, index.lexicon.people
    chance = random.Random(SEED)

    def draw(names: tuple[str, ...], wanted: int) -> Iterator[str]:
        for _ in range(wanted):
            one, other = chance.choice(names), chance.choice(names)
            yield one[: (len(one) + 1) // 2] + other[len(other) // 2 :]

    n_people = n * len(people) // len(terms)
    more = [*draw(terms, n - n_people)], [*draw(people, n_people)]
    return replace(index, lexicon=Lexicon([*terms, *more[0]], [*people, *more[1]]))


def open_halves(folder: Path, n: int) -> Halves:
    """The search over what scale.py has built."""
    places = np.load(folder / "passages.npy", mmap_mode="r")[:, 0].astype(np.int64)
    vectors = VectorIndex.load(folder, n, 384)
    return Halves.of(
        vectors, Bm25.load(folder / "bm25"), Bm25.load(folder / "bm25-articles"), places
    )


def instrument(answerer: Answerer, clock: Clock, halves: Halves | None) -> None:
    """Puts the clock around every stage of retrieval/answer.py and around both models."""
    found = answering.search

    def search(index: Index, text: str, vector: Any, k: int) -> Any:
        if halves is None:
            return clock.timed("search", found)(index, text, vector, k)

        def large() -> None:
            ranked(halves.pool(index.lexicon.tokens(text), vector, k), text, k)

        clock.timed("search", large)()
        begin = perf_counter()
        hits = found(index, text, vector, k)
        clock.seconds["not counted"] += perf_counter() - begin
        return hits

    for name, stage in STAGES.items():
        setattr(answering, name, clock.timed(stage, getattr(answering, name)))
    setattr(answering, "search", search)  # noqa: B010  # as the others, a name of that module
    for model, name, stage in (
        (answerer.encoder, "encode_queries", "encode"),
        (answerer.reader, "read", "read"),
        (answerer.judge, "probability", "judge"),
    ):
        if model is not None:
            work = clock.timed(stage, getattr(type(model), name))
            setattr(type(model), name, work)


def questions_of(files: list[Path], index: Index, n: int) -> list[str]:
    rows = []
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            rows += [json.loads(line) for line in file]
    asked = sorted({r["question"] for r in rows if r.get("passage_id") in index.articles})
    return random.Random(SEED).sample(asked, min(n, len(asked)))


def measure(answerer: Answerer, clock: Clock, asked: list[str]) -> list[dict[str, float]]:
    """Milliseconds by stage, of each question; `rest` is all that no stage has."""
    for text in asked[:3]:  # dictionaries and graphs are read with the first
        answerer.answer(text)
    rows, remembered = [], memories()
    for text in asked:
        for held in remembered:
            held.cache_clear()
        clock.seconds.clear()
        begin = perf_counter()
        answerer.answer(text)
        whole = perf_counter() - begin - clock.seconds.pop("not counted", 0.0)
        row = {stage: spent * 1000 for stage, spent in clock.seconds.items()}
        row["rest"] = whole * 1000 - sum(row.values())
        rows.append(row)
    return rows


def report(rows: list[dict[str, float]]) -> None:
    """A table of the stages, and how much all but the forward passes is of these."""
    print("| stage | mean ms | median | 95th percentile |\n|---|---|---|---|")
    names = sorted({name for row in rows for name in row}, key=lambda n: n not in FORWARD)
    for name in names:
        tell(name, np.array([row.get(name, 0.0) for row in rows]))
    forward = np.array([sum(row.get(name, 0.0) for name in FORWARD) for row in rows])
    others = np.array([sum(row.values()) for row in rows]) - forward
    tell("**forward passes**", forward)
    tell("**all else**", others)
    read = np.array(["read" in row for row in rows])
    share = others[read] / forward[read]
    print(
        f"\n{len(rows)} questions, {read.sum()} of them read; all else is "
        f"{others[read].sum() / forward[read].sum():.3f} of the forward passes of these, "
        f"by question {np.median(share):.3f} in the median, {np.percentile(share, 95):.3f} at the "
        "95th percentile"
    )


def tell(name: str, spent: np.ndarray) -> None:
    print(
        f"| {name} | {spent.mean():.1f} | {np.median(spent):.1f} | {np.percentile(spent, 95):.1f} |"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("index", type=Path)
    options.add_argument("questions", type=Path, nargs="+")
    options.add_argument("--n", type=int, default=150)
    options.add_argument("--names", type=int, default=0)
    options.add_argument("--work", type=Path)
    options.add_argument("--size", type=int, default=100_000)
    given = options.parse_args()
    answerer = make_answerer(given.index, read_settings())
    answerer = replace(answerer, index=grown(answerer.index, given.names))
    halves = open_halves(given.work / f"index-{given.size}", given.size) if given.work else None
    clock = Clock()
    instrument(answerer, clock, halves)
    report(measure(answerer, clock, questions_of(given.questions, answerer.index, given.n)))


if __name__ == "__main__":
    main()
