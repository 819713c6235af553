"""The same texts encoded by this process, by one and two others, and by a Ray cluster.

    python tests/benchmarks/crews.py QA/SET [--passages 256] [--ray ray://HOST:PORT]

QA/SET is a folder of `../shared/data/qa`. Starting is what passes until two slices of one text are
back: processes come up, a model is opened in each. The rate is that of the texts, without it.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.settings import read_settings  # noqa: E402  # the repository is on the path only now
from embeddings.crew import Crew, Processes, Slices  # noqa: E402
from embeddings.encoder import load_encoder  # noqa: E402
from embeddings.ray_crew import RayCrew  # noqa: E402
from retrieval.remembering import N_TEXTS  # noqa: E402

MAX_CHARS = 250  # as long as the passages of an index are


def read(folder: Path, n_passages: int) -> list[str]:
    """Different passages, longest first, as a build hands them out."""
    with gzip.open(folder / "passages.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = dict.fromkeys(json.loads(line)["text"][:MAX_CHARS] for line in file)
    return sorted(itertools.islice(texts, n_passages), key=len, reverse=True)


def timed(crew: Crew, slices: Slices, fingerprint: str) -> tuple[float, np.ndarray]:
    """Seconds, and the vectors in the order of the texts."""
    begun = time.perf_counter()
    found = dict(crew.encode(slices, fingerprint))
    took = time.perf_counter() - begun
    return took, np.concatenate([found[place] for place in range(len(slices))])


def main() -> None:
    """Prints a line of the table for each way."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=256)
    parser.add_argument("--ray", help="the address of a cluster that runs already")
    asked = parser.parse_args()
    settings = read_settings()
    texts = read(asked.folder, asked.passages)
    slices = [texts[at : at + N_TEXTS] for at in range(0, len(texts), N_TEXTS)]
    load = partial(load_encoder, settings.model, settings.cache)
    encoder = load()
    encoder.encode_passages(texts[:1])
    begun = time.perf_counter()
    expected = np.concatenate([encoder.encode_passages(some) for some in slices])
    rate = len(texts) / (time.perf_counter() - begun)
    print(f"{len(texts)} passages of {sum(map(len, texts)) / len(texts):.0f} characters on average")
    print(f"| this process | – | {rate:.1f} | |", flush=True)
    ways: dict[str, Crew] = {"1 process": Processes(1, load), "2 processes": Processes(2, load)}
    if asked.ray:
        ways["Ray cluster"] = RayCrew(asked.ray, load)
    for name, crew in ways.items():
        start, _ = timed(crew, [[text] for text in texts[-2:]], encoder.fingerprint)
        took, vectors = timed(crew, slices, encoder.fingerprint)
        same = "equal" if np.array_equal(vectors, expected) else "not equal"
        rate = len(texts) / (took - start)
        print(f"| {name} | {start:.1f} | {rate:.1f} | {same} |", flush=True)


if __name__ == "__main__":
    main()
