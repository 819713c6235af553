"""Public news -> what one article more costs, against the whole build.

    python tests/benchmarks/rebuild.py [--articles 300] [--cheap]

Builds an index of so many articles of 2020's news from nothing, then with one article more, one
changed, one removed, and nothing changed; prints how many texts the encoder was asked for, how
often the tagger, and the seconds; those of CPU are told as well, since another process beside it
lengthens the others. With `--cheap` a vector counts characters and a tag is always n,
so that ten thousand articles take minutes: how much is asked of the models is the same with any.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.settings import read_settings  # noqa: E402  # the repository is on the path only now
from corpus.articles import Article, PublicationDate  # noqa: E402
from corpus.tagger import Tagger, Token, load_tagger  # noqa: E402
from embeddings.encoder import Encoder, load_encoder  # noqa: E402
from retrieval.building import build_at  # noqa: E402
from retrieval.site import open_site  # noqa: E402

NEWS = ROOT.parent / "shared" / "data" / "news" / "2020.jsonl.gz"
WIDTH = 64


class CountingEncoder:
    """A vector counts characters; costs next to nothing."""

    name, fingerprint, dimension = "counting", "c0" * 32, WIDTH

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_passages(texts)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in enumerate(texts):
            codes = np.frombuffer(text.encode("utf-32-le"), np.uint32) % WIDTH
            vectors[row] = np.bincount(codes, minlength=WIDTH)
        on_progress(len(texts))
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


class CuttingTagger:
    """Cuts pairs of characters and calls them nouns; costs next to nothing."""

    def tag(self, text: str) -> tuple[Token, ...]:
        return tuple(
            Token(text[i : i + 2], "n", i, min(i + 2, len(text))) for i in range(0, len(text), 2)
        )


@dataclass
class Watched:
    """An encoder and a tagger; how much is asked of them, and how long they take."""

    encoder: Encoder
    tagger: Tagger
    n_texts: int = 0
    n_tagged: int = 0
    seconds: float = 0.0

    @property
    def name(self) -> str:
        return self.encoder.name

    @property
    def fingerprint(self) -> str:
        return self.encoder.fingerprint

    @property
    def dimension(self) -> int:
        return self.encoder.dimension

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._timed(len(texts), lambda: self.encoder.encode_queries(texts))

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        return self._timed(len(texts), lambda: self.encoder.encode_passages(texts, on_progress))

    def _timed(self, n: int, work: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
        begin = perf_counter()
        vectors = work()
        self.n_texts += n
        self.seconds += perf_counter() - begin
        return vectors

    def tag(self, text: str) -> tuple[Token, ...]:
        begin = perf_counter()
        tokens = self.tagger.tag(text)
        self.n_tagged += 1
        self.seconds += perf_counter() - begin
        return tokens

    __hash__ = object.__hash__


def read_news(n: int) -> list[Article]:
    with gzip.open(NEWS, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in islice(file, n)]
    return [
        Article(r["id"], r["title"], r["text"], PublicationDate(r["published"]), "news")
        for r in rows
        if r["text"].strip()
    ]


def measure(
    articles: Sequence[Article], encoder: Encoder, tagger: Callable[[], Tagger], folder: Path
) -> None:
    """Prints a row a build; a new tagger for each, so that none remembers the last one's words."""
    most = articles[:-1]
    changed = replace(most[0], text=most[0].text + "\n编者按：文字有改动。")
    builds = (
        ("from nothing", most),
        ("one more", articles),
        ("one changed", [changed, *articles[1:]]),
        ("one removed", [changed, *articles[2:]]),
        ("nothing changed", [changed, *articles[2:]]),
    )
    whole: Watched | None = None
    print("| build | encoded | tagged | s in both | of the first | s in all | CPU | of the first |")
    print("|---|---|---|---|---|---|---|---|")
    for name, pages in builds:
        watched = Watched(encoder, tagger())
        begin, began_cpu = perf_counter(), process_time()
        with open_site(folder) as site:
            build_at(site, pages, watched, watched)
        total, cpu = perf_counter() - begin, process_time() - began_cpu
        if whole is None:
            whole, whole_cpu = watched, cpu
        print(
            f"| {name} | {watched.n_texts} | {watched.n_tagged} | {watched.seconds:.1f} "
            f"| {watched.seconds / whole.seconds:.2%} | {total:.1f} | {cpu:.1f} "
            f"| {cpu / whole_cpu:.1%} |",
            flush=True,
        )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=300)
    options.add_argument("--cheap", action="store_true")
    chosen = options.parse_args()
    settings = read_settings()
    with tempfile.TemporaryDirectory() as root:
        measure(
            read_news(chosen.articles + 1),
            CountingEncoder() if chosen.cheap else load_encoder(settings.model, settings.cache),
            CuttingTagger if chosen.cheap else load_tagger,
            Path(root) / "index",
        )
