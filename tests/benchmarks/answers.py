"""Question files -> how many answers are right, by type; refusals; milliseconds; memory; start.

    python tests/benchmarks/answers.py                 the six question files of tests/data
    python tests/benchmarks/answers.py --only seed     starter, seed, record, news, facts or fresh
    python tests/benchmarks/answers.py --half even     rules were set on the even lines; odd ones
                                                       (--half odd) are the held-out measure
    python tests/benchmarks/answers.py --start         process start to first answer as well
    python tests/benchmarks/answers.py --show          each question that was not answered right

Right is: every string of `must_contain` in the short answer and `evidence` in a quote, spaces
ignored; for an unanswerable question, a refusal.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.settings import read_settings  # noqa: E402  # the repository is on the path only now
from bot.wiring import build, make_answerer  # noqa: E402
from embeddings.encoder import Encoder  # noqa: E402
from retrieval.answer import Answerer  # noqa: E402
from retrieval.reply import Answer, Reply  # noqa: E402
from retrieval.search import search  # noqa: E402

DATA = ROOT / "tests" / "data"
SHARED = ROOT.parent / "shared"
NAMES = ("starter", "seed", "record", "news", "facts", "fresh")
QUESTION = "谁为突击队总队授旗？"
N_STARTS = 3  # process starts of each kind, in turn, so that a busy moment hits both


@dataclass
class Timed:
    """An encoder that adds up the time it is asked for."""

    encoder: Encoder
    seconds: list[float] = field(default_factory=list)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        begin = time.perf_counter()
        vectors = self.encoder.encode_queries(texts)
        self.seconds.append(time.perf_counter() - begin)
        return vectors

    def __getattr__(self, name: str) -> Any:
        return getattr(self.encoder, name)


def pages(name: str, folder: Path) -> list[Path]:
    """What a question file is asked of."""
    if name == "starter":
        return []
    if name in ("seed", "record"):
        return [SHARED / "seeds"]
    wanted = set((DATA / f"{name}_questions.articles.txt").read_text().split())
    path = folder / "news.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for year in ("2018", "2020"):
            with gzip.open(SHARED / "data" / "news" / f"{year}.jsonl.gz", "rt") as file:
                out.writelines(line for line in file if json.loads(line)["id"] in wanted)
    return [path]


def rows(name: str, half: str) -> Iterator[dict[str, Any]]:
    """The questions of a file, or every second one."""
    lines = (DATA / f"{name}_questions.jsonl").read_text(encoding="utf-8").splitlines()
    for n, line in enumerate(lines):
        if half == "all" or (half == "even") == (n % 2 == 0):
            yield json.loads(line)


def is_right(row: dict[str, Any], reply: Reply) -> bool:
    if row["unanswerable"] or not isinstance(reply, Answer):
        return row["unanswerable"] and not isinstance(reply, Answer)
    short = "".join(reply.short.split())
    wanted = [squeezed(s) for s in row["must_contain"]]
    if wanted:
        named = all(s in short for s in wanted)
    else:
        named = any(squeezed(a) in short for a in row["answers"])
    return named and any(squeezed(row["evidence"]) in squeezed(c.quote) for c in reply.citations)


def squeezed(text: str) -> str:
    return "".join(text.split())


def measure(name: str, half: str, show: bool) -> None:
    settings = read_settings()
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        begin = time.perf_counter()
        built = build(pages(name, Path(folder)), index, settings)
        n, seconds = built.manifest.n_passages, time.perf_counter() - begin
        answerer = make_answerer(index, settings)
        size = f"{built.manifest.n_articles} articles, {n} passages"
        print(f"\n== {name}: {size}, built in {seconds:.0f} s")
        ask_all(name, half, answerer, show)


def ask_all(name: str, half: str, plain: Answerer, show: bool) -> None:
    timed = Timed(plain.encoder)
    answerer = replace(plain, encoder=timed)
    answerer.answer(QUESTION)  # the first question pays for caches
    timed.seconds.clear()
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    wrong = refused = 0
    spent: dict[str, list[float]] = defaultdict(list)
    for row in rows(name, half):
        begin = time.perf_counter()
        reply = answerer.answer(row["question"])
        total = time.perf_counter() - begin
        encoding = timed.seconds.pop() if timed.seconds else 0.0  # the record answers alone
        begin = time.perf_counter()
        search(plain.index, row["question"], np.ones(plain.encoder.dimension, np.float32), 10)
        searching = time.perf_counter() - begin
        stages = {"encode": encoding, "search": searching, "read": total - encoding - searching}
        for stage, value in {**stages, "all": total}.items():
            spent[stage].append(1000 * value)
        group = "unanswerable" if row["unanswerable"] else row["type"]
        good = is_right(row, reply)
        asked[group] += 1
        right[group] += good
        if not good and not row["unanswerable"]:
            refused += not isinstance(reply, Answer)
            wrong += isinstance(reply, Answer)
        if show and not good:
            print("  ", row["id"], row["question"], "=>", reply.text.split("\n")[0][:80])
    for group in sorted(asked):
        print(f"{group:14} {right[group]:3} of {asked[group]:3}")
    n = sum(asked.values()) - asked["unanswerable"]
    good = sum(right.values()) - right["unanswerable"]
    print(f"answerable     {good:3} of {n:3}; wrong {wrong}, wrongly refused {refused}")
    for stage, values in spent.items():
        middle, slow = np.median(values), np.percentile(values, 95)
        print(f"{stage:7} ms: median {middle:6.1f}, 95th percentile {slow:6.1f}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def starts() -> None:
    """Seconds from process start to the answer, and of importing sentence_transformers alone."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        build([], index, read_settings())
        ask = [sys.executable, "-m", "bot", "ask", QUESTION, "--index", str(index)]
        imports = [sys.executable, "-c", "import sentence_transformers"]
        seconds: dict[str, list[float]] = {"ask": [], "import": []}
        for _ in range(N_STARTS):
            for name, command in (("ask", ask), ("import", imports)):
                begin = time.perf_counter()
                subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=os.environ)
                seconds[name].append(time.perf_counter() - begin)
    best = {name: min(values) for name, values in seconds.items()}
    times = best["ask"] / best["import"]
    print(f"\nstart to first answer {best['ask']:.1f} s, {times:.2f} times the import")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=NAMES)
    parser.add_argument("--half", choices=["all", "even", "odd"], default="all")
    parser.add_argument("--start", action="store_true")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    for name in [options.only] if options.only else NAMES:
        if name == "starter" or SHARED.is_dir():
            measure(name, options.half, options.show)
        else:
            print(f"\n== {name}: skipped, there is no {SHARED}")
    if options.start:
        starts()


if __name__ == "__main__":
    main()
