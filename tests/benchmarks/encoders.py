"""Passages and questions -> the embedded model in each form that it can be run in, side by side.

    python tests/benchmarks/encoders.py QA/SET [--passages 200] [--questions 100]

QA/SET is a folder of `../shared/data/qa`. A form's vectors are compared with those of
sentence-transformers; R@1 is by cosine alone, among the passages taken. OpenVINO is tried where it
is installed (`pip install openvino`).
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.settings import read_settings  # noqa: E402  # the repository is on the path only now
from embeddings import graph  # noqa: E402
from embeddings.e5 import unpack_e5  # noqa: E402
from embeddings.prompts import E5  # noqa: E402
from embeddings.session import (  # noqa: E402
    Session,
    TokenRow,
    n_cores,
    padded,
    side_by_side,
)

Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
BATCH = 8  # texts, as the encoder of the program takes them
MAX_TOKENS = 512


def by_sentence_transformers(folder: Path, bf16: bool) -> Encode:
    """Torch, on all cores."""
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def encode(texts: Sequence[str]) -> Vectors:
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            found = model.encode(list(texts), batch_size=32, normalize_embeddings=True)
        return np.asarray(found, np.float32)

    return encode


def in_batches(folder: Path, run: Callable[[Sequence[TokenRow]], Vectors]) -> Encode:
    """A batch on each core; `texts` come sorted by length."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def encode(texts: Sequence[str]) -> Vectors:
        def one(start: int) -> Vectors:
            found = tokenizer.encode_batch(list(texts[start : start + BATCH]))
            return run([TokenRow(e.ids[:MAX_TOKENS], len(e.ids[:MAX_TOKENS])) for e in found])

        return np.concatenate(list(side_by_side(one, range(0, len(texts), BATCH))))

    return encode


def plain(found: graph._Graph, name: str, inputs: str) -> str:
    """A matrix in float32."""
    product = found.node("MatMul", inputs, found.constant(found.tensors[f"{name}.weight"].T))
    return found.node("Add", product, found.tensor(f"{name}.bias"))


def by_graph(folder: Path, to: Path, dense: object) -> Encode:
    """ONNX Runtime, with the matrices in one of three forms."""
    from safetensors.numpy import load_file

    tensors = load_file(folder / "model.safetensors")
    to.mkdir()
    with patch.object(graph, "_gridded", dense):
        graph.write_vectors(tensors, graph.Shape.of(tensors), to)
    return in_batches(folder, Session(to).run)


def by_openvino(folder: Path, to: Path) -> Encode:
    """OpenVINO reads the float32 model by way of torch's own export."""
    import openvino
    import torch
    from transformers import AutoModel

    model = AutoModel.from_pretrained(folder, add_pooling_layer=False).eval()
    like = {n: torch.ones(2, 9, dtype=torch.long) for n in ("input_ids", "attention_mask")}
    converted = openvino.convert_model(model, example_input=like)
    compiled = openvino.compile_model(converted, "CPU", {"PERFORMANCE_HINT": "LATENCY"})
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def encode(texts: Sequence[str]) -> Vectors:
        found = []
        for start in range(0, len(texts), BATCH):
            rows = tokenizer.encode_batch(list(texts[start : start + BATCH]))
            ids, _, mask = padded([TokenRow(e.ids[:MAX_TOKENS], MAX_TOKENS) for e in rows])
            hidden = compiled({"input_ids": ids, "attention_mask": mask})[0]
            summed = (hidden * mask[..., None]).sum(axis=1)
            found.append(summed / np.linalg.norm(summed, axis=1, keepdims=True))
        return np.concatenate(found).astype(np.float32)

    del to
    return encode


def read(folder: Path, n_passages: int, n_questions: int) -> tuple[list[str], list[str], list[int]]:
    """Passages, longest first; questions; and the passage of each."""

    def rows(name: str) -> list[dict[str, str]]:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file]

    taken = sorted(rows("passages")[:n_passages], key=lambda p: -len(p["text"]))
    at = {p["id"]: n for n, p in enumerate(taken)}
    asked = [q for q in rows("questions") if q.get("answers") and q["passage_id"] in at]
    asked = asked[:n_questions]
    return (
        [E5.passage + p["text"][:250] for p in taken],  # as long as the passages of an index are
        [E5.query + q["question"] for q in asked],
        [at[q["passage_id"]] for q in asked],
    )


def main() -> None:
    """Prints a line of the table a form."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--passages", type=int, default=200)
    parser.add_argument("--questions", type=int, default=100)
    given = parser.parse_args()
    passages, questions, right = read(given.folder, given.passages, given.questions)
    folder = unpack_e5(read_settings().cache)
    print(f"{len(passages)} passages, {len(questions)} questions, {n_cores()} cores\n")
    print("| form | open s | passages a second | ms a question | cosine, least | R@1 |")
    print("|---|---|---|---|---|---|")
    first: Vectors | None = None
    with tempfile.TemporaryDirectory() as name:
        to = Path(name)
        forms: dict[str, Callable[[], Encode]] = {
            "sentence-transformers, float32": lambda: by_sentence_transformers(folder, False),
            "sentence-transformers, bf16": lambda: by_sentence_transformers(folder, True),
            "graph, float32": lambda: by_graph(folder, to / "32", plain),
            "graph, 4 bits": lambda: by_graph(folder, to / "4", graph._gridded),
            "graph, 8 bits": lambda: by_graph(folder, to / "8", graph._learned),
            "OpenVINO, float32": lambda: by_openvino(folder, to),
        }
        for form, make in forms.items():
            begin = time.perf_counter()
            try:
                encode = make()
            except ImportError as exc:
                print(f"| {form} | not installed: {exc.name} |")
                continue
            opened = time.perf_counter() - begin
            encode(passages[:BATCH])
            n = len(passages) // 10 if "bf16" in form else len(passages)  # without AVX-512, hours
            begin = time.perf_counter()
            found = encode(passages[:n])
            speed = n / (time.perf_counter() - begin)
            begin = time.perf_counter()
            asked = np.concatenate([encode([q]) for q in questions])
            took = (time.perf_counter() - begin) / len(questions) * 1000
            first = found if first is None else first
            cosine = (found * first[:n]).sum(axis=1).min()
            hit = np.mean((asked @ found.T).argmax(axis=1) == right) if n == len(passages) else None
            told = "-" if hit is None else f"{hit:.3f}"
            print(
                f"| {form} | {opened:.1f} | {speed:.1f} | {took:.1f} | {cosine:.5f} | {told} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
