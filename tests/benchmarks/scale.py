"""Real news -> how build, search, memory and disk grow from 10^3 to 10^6 passages.

    python tests/benchmarks/scale.py [--sizes 1000 10000 100000 1000000] [--png FILE]
    python tests/benchmarks/scale.py --crossing      # from how many vectors on codes are quicker

What is measured is the search: vectors, BM25 over passages and over articles, and the list of
articles and passages. No facts are read out of the pages, which costs the same for each and is
measured by rebuild.py. 3,000 passages of real news and 400 questions about news are encoded once;
every further vector is one of these 3,000 plus noise that has the covariance of its 16 nearest
neighbours. Of 10^5 the median distance to the nearest is 0.28, to which the real ones' 0.42 of 300,
0.39 of 1,000 and 0.36 of 3,000 carry on. Texts are drawn sentence by sentence from the same news.
Each size is built and asked in a process of its own; what was measured stays in --work: a run goes
on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from scale_drawing import cut_sentences, draw_articles, draw_vectors, encode_real  # noqa: E402
from scale_report import Measured, draw, table  # noqa: E402  # on the path only now

from corpus.passages import Passage  # noqa: E402
from embeddings.index import VectorIndex  # noqa: E402
from retrieval.bm25 import Bm25  # noqa: E402
from retrieval.lexical import Lexicon  # noqa: E402

SHARED = ROOT.parent / "shared" / "data"
K = 10


def build_vectors(shared: Path, work: Path, n: int) -> float:
    """Seconds; also writes down which rows are truly the nearest."""
    with np.load(work / "real.npz") as real:
        passages, asked = real["passages"], real["questions"]
    vectors = draw_vectors(passages, n)
    folder = work / f"index-{n}"
    seconds = timed(lambda: VectorIndex.build(vectors).save(folder))
    truth = np.concatenate([_truth(vectors, part) for part in np.array_split(asked, 10)])
    np.save(work / f"truth-{n}.npy", truth)
    return seconds


def build_words(shared: Path, work: Path, n: int) -> float:
    """Seconds, of the words of passages; writes articles and passages on the way."""
    from retrieval.shelf import places_of

    folder, sentences = work / f"index-{n}", cut_sentences(shared)
    passages: list[Passage] = []
    ids: list[str] = []

    def tokens_of(file: TextIO) -> Iterator[list[str]]:
        for article, cut, tokens in draw_articles(sentences, n):
            ids.append(article.id)
            passages.extend(cut)
            file.write(json.dumps(asdict(article), ensure_ascii=False) + "\n")
            yield from tokens

    with (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
        seconds = timed(lambda: Bm25.build(tokens_of(file)).save(folder / "bm25"))
    np.save(folder / "passages.npy", places_of(passages, ids))
    (folder / "ids.json").write_text(json.dumps(ids), encoding="utf-8")
    return seconds


def build_articles(shared: Path, work: Path, n: int) -> float:
    """Seconds, of the words of articles."""
    drawn = draw_articles(cut_sentences(shared), n)
    whole = (list(chain(*tokens)) for _, _, tokens in drawn)
    return timed(lambda: Bm25.build(whole).save(work / f"index-{n}" / "bm25-articles"))


BUILDS = {"vectors": build_vectors, "words": build_words, "articles": build_articles}


def _truth(vectors: NDArray[np.float32], asked: NDArray[np.float32]) -> NDArray[np.int64]:
    """(m, K) the nearest rows of each question, every row compared."""
    cosines = vectors @ asked.T
    return np.asarray(np.argpartition(-cosines, K, axis=0)[:K].T, np.int64)


def timed(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def ask(work: Path, n: int) -> Measured:
    """Opens one size and asks it all questions, each once before the clock runs."""
    from retrieval.pool import Halves
    from retrieval.search import ranked
    from retrieval.shelf import Articles, Lines, Passages

    folder = work / f"index-{n}"
    with np.load(work / "real.npz") as real:
        vectors, texts = real["questions"], [str(text) for text in real["texts"]]
    lexicon = Lexicon([])
    lexicon.tokens("预热")
    before = anonymous_bytes()
    begin = perf_counter()
    ids = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
    articles = Articles(Lines(folder / "articles.jsonl"), ids)
    passages = Passages(np.load(folder / "passages.npy", mmap_mode="r"), articles)
    halves = Halves.of(
        VectorIndex.load(folder, n, vectors.shape[1]),
        Bm25.load(folder / "bm25"),
        Bm25.load(folder / "bm25-articles"),
        passages.places[:, 0].astype(np.int64),
    )
    opened = perf_counter() - begin
    truth = np.load(work / f"truth-{n}.npy")
    of_each: dict[str, list[float]] = {"vectors": [], "words": [], "search": []}
    n_right = 0
    for lap in range(2):
        for number, (text, vector) in enumerate(zip(texts, vectors, strict=True)):
            tokens = lexicon.tokens(text)
            begin = perf_counter()
            found = halves.vectors.search(vector, 100).rows
            middle = perf_counter()
            halves.bm25.likely(tokens, 100)
            end = perf_counter()
            pool = halves.pool(lexicon.tokens(text), vector, K)
            [passages[int(row)] for row in pool.rows[ranked(pool, text, K).at]]
            last = perf_counter()
            if lap:
                n_right += len(set(found[:K].tolist()) & set(truth[number].tolist()))
                for name, spent in (
                    ("vectors", middle - begin), ("words", end - middle), ("search", last - end),
                ):  # fmt: skip
                    of_each[name].append(spent)
    built = {part: json.loads((work / f"{part}-{n}.json").read_text()) for part in BUILDS}
    return Measured(
        n,
        built,
        opened,
        {name: tuple(np.percentile(each, [50, 95]) * 1000) for name, each in of_each.items()},
        n_right / (K * len(texts)),
        anonymous_bytes() - before,
        resident_bytes(folder),
        sum(p.stat().st_size for p in folder.rglob("*") if p.is_file()),
    )


def anonymous_bytes() -> int:
    """Memory of this process that no file stands behind."""
    return _status("RssAnon")


def resident_bytes(folder: Path) -> int:
    """Of the files in the folder, what of them this process has mapped and in memory."""
    found, inside = 0, False
    for line in Path("/proc/self/smaps").read_text(encoding="utf-8").splitlines():
        if not line.split(" ", 1)[0].endswith(":"):
            inside = str(folder.resolve()) in line
        elif inside and line.startswith("Rss:"):
            found += int(line.split()[1]) * 1024
    return found


def _status(name: str) -> int:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name))


def crossing(work: Path) -> None:
    """Prints median milliseconds of both kinds over growing numbers of vectors."""
    with np.load(work / "real.npz") as real:
        passages, asked = real["passages"], real["questions"]
    print("| vectors | every row compared, ms | codes first, ms |\n|---|---|---|")
    for n in (2000, 5000, 10_000, 20_000, 50_000):
        vectors = draw_vectors(passages, n)
        medians = []
        for n_flat in (n, 0):
            index = VectorIndex.build(vectors, n_flat)
            spent = [timed(partial(index.search, vector, 100)) for vector in asked]
            medians.append(float(np.median(spent)) * 1000)
        print(f"| {n:,} | {medians[0]:.2f} | {medians[1]:.2f} |", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="*", default=[10**n for n in range(3, 7)])
    options.add_argument("--shared", type=Path, default=SHARED)
    options.add_argument("--work", type=Path, default=Path.home() / ".cache" / "wenshi-scale")
    options.add_argument("--png", type=Path)
    options.add_argument("--crossing", action="store_true")
    options.add_argument("--again", action="store_true", help="ask once more what was built")
    options.add_argument("--one", choices=[*BUILDS, "measured"], help=argparse.SUPPRESS)
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    if given.one:
        (n,) = given.sizes
        (given.work / f"index-{n}").mkdir(exist_ok=True)
        builder = BUILDS.get(given.one)
        found = builder(given.shared, given.work, n) if builder else asdict(ask(given.work, n))
        (given.work / f"{given.one}-{n}.json").write_text(json.dumps(found), encoding="utf-8")
    else:
        encode_real(given.shared, given.work)
        if given.crossing:
            crossing(given.work)
            return
        for n in given.sizes:
            for step in (*BUILDS, "measured"):
                done = given.work / f"{step}-{n}.json"
                if not done.exists() or (given.again and step == "measured"):
                    again = [sys.executable, __file__, "--one", step, "--sizes", str(n)]
                    again += ["--work", str(given.work), "--shared", str(given.shared)]
                    subprocess.run(again, check=True)
        files = [given.work / f"measured-{n}.json" for n in given.sizes]
        rows = [Measured(**json.loads(file.read_text(encoding="utf-8"))) for file in files]
        print(table(rows))
        if given.png:
            draw(rows, given.png)


if __name__ == "__main__":
    main()
