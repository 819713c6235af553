"""A run's checkpoint -> the deltas that the package carries."""

from __future__ import annotations

import shutil
from pathlib import Path

from embeddings.e5 import unpack_e5
from retrieval.reader_weights import DELTAS, pack

__all__ = ["ship"]


def ship(cache: Path, run: Path, target: Path = DELTAS) -> None:
    """Writes what a run has learned beyond E5, with its plan and log beside it."""
    import torch
    from safetensors.numpy import load_file

    base = load_file(unpack_e5(cache) / "model.safetensors")
    kept = torch.load(run / "checkpoint.pt", weights_only=True)["model"]
    learned = {name.removeprefix("body."): values.numpy() for name, values in kept.items()}
    pack(base, learned, target)
    for name in ("plan.json", "log.jsonl"):
        if (run / name).is_file():
            shutil.copyfile(run / name, target.parent / f"reader-{name}")
