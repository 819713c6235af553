"""A question set -> how well each form of the reader reads, handed the right window.

    python tests/benchmarks/readers.py QA/SET [--n 200] [--run RUN]

QA/SET is a folder of `../shared/data/qa` that the reader was not trained on. Forms: as learned, in
float32 (`--run`, the folder of a training run); as shipped, deltas of 4 bits on the embedded model;
as run, a graph with matrices of 8 bits. Exact match and F1 are CMRC's; a near miss of each question
is asked of the same window, and is refused where no answer is likelier than any.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.settings import read_settings  # noqa: E402  # the repository is on the path only now
from corpus.script import fold  # noqa: E402
from corpus.tagger import load_tagger  # noqa: E402
from embeddings.e5 import unpack_e5  # noqa: E402
from embeddings.pieces import open_pieces  # noqa: E402
from embeddings.session import Session, TokenRow  # noqa: E402
from retrieval.pairing import Pair, pair  # noqa: E402
from retrieval.reader import _best  # noqa: E402
from retrieval.reader_weights import CONVERSION, DELTAS, open_reader  # noqa: E402
from retrieval.scoring import f1_score, is_exact  # noqa: E402
from retrieval.training.examples import misses_of, window_around  # noqa: E402
from retrieval.training.question_sets import read_set  # noqa: E402

SEED = 31
Form = Callable[[Pair], NDArray[np.float32]]


def of_torch(folder: Path, run: Path | None) -> Form:
    """A checkpoint, or the shipped deltas unpacked."""
    import torch

    from retrieval.training.learning import new_model, scores

    model = new_model(folder, None if run else DELTAS).eval()
    if run:
        model.load_state_dict(torch.load(run / "checkpoint.pt", weights_only=True)["model"])

    def form(each: Pair) -> NDArray[np.float32]:
        with torch.no_grad():
            return np.asarray(scores(model, [each])[0, : len(each.ids)].numpy(), np.float32)

    return form


def of_graph(cache: Path) -> Form:
    """As `wenshi ask` runs it."""
    name = open_reader(cache).fingerprint
    session = Session(cache / f"reader-{name[:12]}-v{CONVERSION}")
    return lambda each: session.run([TokenRow(each.ids, each.second)])[0]


def main() -> None:
    """Prints a line of the table a form."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--run", type=Path)
    given = parser.parse_args()
    cache = read_settings().cache
    folder = unpack_e5(cache)
    pieces = open_pieces(folder)
    found = read_set(given.folder)
    rng = random.Random(SEED)
    missed = list(misses_of(found, load_tagger(), SEED))
    asked = []
    for each, miss in rng.sample(missed, min(given.n, len(missed))):
        text = found.texts[each.text_id]
        low, high = window_around(text, each.start, each.end, rng)
        window = fold(text.text[low:high])
        rows = [pair(pieces, fold(q), fold(text.title), window) for q in (each.question, miss)]
        asked.append((each.answers, window, *rows))
    forms = {"as shipped, 4-bit deltas": of_torch(folder, None), "as run, 8 bits": of_graph(cache)}
    if given.run:
        forms = {"as learned, float32": of_torch(folder, given.run), **forms}
    print(f"{len(asked)} questions of {given.folder.name}, the right window handed\n")
    print("| form | exact match | F1 | near misses refused | ms a window |\n|---|---|---|---|---|")
    for name, form in forms.items():
        exact, f1, refused, begin = 0, 0.0, 0, time.perf_counter()
        for answers, window, right, miss in asked:
            best = _best(0, form(right), right, window)[0]
            said = window[best.start : best.end]
            exact += is_exact(said, [fold(a) for a in answers])
            f1 += f1_score(said, [fold(a) for a in answers])
            refused += _best(0, form(miss), miss, window)[0].score < 0
        took = (time.perf_counter() - begin) / len(asked) / 2 * 1000
        shares = " | ".join(f"{x / len(asked):.3f}" for x in (exact, f1, refused))
        print(f"| {name} | {shares} | {took:.0f} |", flush=True)


if __name__ == "__main__":
    main()
