"""Examples -> weights of the reader: E5 with two scores a token, learned from right places."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embeddings.pieces import Pieces
from embeddings.session import TokenRow, padded
from retrieval.pairing import Pair, pair
from retrieval.reader_weights import unpack
from retrieval.training.examples import Example

if TYPE_CHECKING:
    import torch

__all__ = ["Plan", "Row", "learn", "new_model", "rows"]

MULTIPLE = 16  # of tokens that a batch is padded to: few shapes, little waste
SORTED = 24  # batches that are filled together from rows of like length
CHECKPOINT_S = 240.0  # between two checkpoints
FROZEN = 3  # layers at the bottom that stay as they are: a sixth less to compute, less to ship
MASKED = -1e4  # the score of a place that no answer may begin or end at


@dataclass(frozen=True, slots=True)
class Plan:
    """How to learn.

    Attributes:
        n_steps: of `batch` rows; the rate is steady after `warm_up` and falls to 0 over the
            last `cool_down` steps, so that a stopped run can go on and be cooled down later.
    """

    n_steps: int
    cool_down: int
    warm_up: int = 100
    batch: int = 16
    rate: float = 2e-4
    head_rate: float = 1e-3
    decay: float = 0.01
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Row:
    """An example in tokens: its pair, and the first and last token of the answer; 0, 0 for none."""

    pair: Pair
    start: int
    end: int


def rows(examples: Sequence[Example], pieces: Pieces) -> Iterator[Row]:
    """The rows of examples in their order; one whose answer was cut off is left out."""
    for example in examples:
        found = pair(pieces, example.question, example.title, example.window)
        if example.start < 0:
            yield Row(found, 0, 0)
            continue
        inside = [
            found.first + n
            for n, (start, end) in enumerate(found.places)
            if start < example.end and end > example.start
        ]
        if inside and found.places[-1][1] >= example.end:
            yield Row(found, inside[0], inside[-1])


def new_model(folder: Path, deltas: Path | None = None) -> torch.nn.Module:
    """E5 as unpacked in a folder, with a new head; its word embeddings stay as they are.

    With `deltas`, shipped ones, what was learned before is the start.
    """
    import torch
    from safetensors.numpy import load_file
    from transformers import AutoConfig, AutoModel

    torch.manual_seed(0)
    config = AutoConfig.from_pretrained(
        folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
    )
    body = AutoModel.from_pretrained(
        folder, config=config, add_pooling_layer=False, attn_implementation="sdpa"
    )
    kept = ("word_embeddings", "position", *(f"layer.{n}." for n in range(FROZEN)))
    for name, weight in body.named_parameters():
        weight.requires_grad = not any(part in name for part in kept)
    model = torch.nn.ModuleDict({"body": body, "head": torch.nn.Linear(config.hidden_size, 2)})
    if deltas is not None:
        learned = unpack(load_file(folder / "model.safetensors"), deltas)
        model.load_state_dict(
            {
                n if n.startswith("head.") else f"body.{n}": torch.tensor(v)
                for n, v in learned.items()
            }
        )
    return model


def scores(model: torch.nn.Module, batch: Sequence[Pair]) -> torch.Tensor:
    """(n, length, 2): of each token as the first and as the last of the answer."""
    import torch

    tokens = [TokenRow(found.ids, found.second) for found in batch]
    ids, types, mask = map(torch.from_numpy, padded(tokens, MULTIPLE))
    closed = torch.ones(ids.shape, dtype=torch.bool)
    for n, found in enumerate(batch):
        closed[n, found.first : found.last] = False
        closed[n, 0] = False
    parts: Any = model
    hidden = parts["body"](input_ids=ids, attention_mask=mask, token_type_ids=types)[0]
    told: torch.Tensor = parts["head"](hidden)
    return told.masked_fill(closed[:, :, None], MASKED)


def learn(model: torch.nn.Module, data: Sequence[Row], plan: Plan, run: Path) -> None:
    """Learns in place; goes on from `run`/checkpoint.pt where there is one.

    `run`/log.jsonl gets a line every 20 steps: step, loss, seconds, rate.
    """
    import torch

    parts: Any = model
    free = [p for p in parts["body"].parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": free}, {"params": parts["head"].parameters()}], weight_decay=plan.decay
    )
    checkpoint, step = run / "checkpoint.pt", 0
    if checkpoint.exists():
        kept = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(kept["model"])
        optimizer.load_state_dict(kept["optimizer"])
        step = kept["step"]
    run.mkdir(parents=True, exist_ok=True)
    (run / "plan.json").write_text(json.dumps(asdict(plan)))
    begin, saved, loss_sum = time.monotonic(), time.monotonic(), 0.0
    batches = _batches(data, plan)
    for _ in range(step):
        next(batches)
    while step < plan.n_steps:
        batch = next(batches)
        share = _share(step, plan)
        for group, rate in zip(optimizer.param_groups, (plan.rate, plan.head_rate), strict=True):
            group["lr"] = rate * share
        loss: Any = _loss(model, batch)  # torch leaves its methods untyped
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        step += 1
        loss_sum += float(loss.detach())
        if step % 20 == 0:
            line = {"step": step, "loss": round(loss_sum / 20, 4), "share": round(share, 3)}
            line["seconds"] = round(time.monotonic() - begin, 1)
            with (run / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(line) + "\n")
            loss_sum = 0.0
        if time.monotonic() - saved > CHECKPOINT_S or step == plan.n_steps:
            passing = run / "checkpoint.new"
            torch.save(
                {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step},
                passing,
            )
            passing.replace(checkpoint)
            saved = time.monotonic()


def _loss(model: torch.nn.Module, batch: Sequence[Row]) -> torch.Tensor:
    import torch

    found = scores(model, [row.pair for row in batch])
    places = torch.tensor([(row.start, row.end) for row in batch])
    return torch.nn.functional.cross_entropy(found.transpose(1, 2).flatten(0, 1), places.flatten())


def _share(step: int, plan: Plan) -> float:
    """Of the full rate: up over the warm-up, steady, down over the cool-down."""
    up = (step + 1) / plan.warm_up
    down = (plan.n_steps - step) / max(1, plan.cool_down)
    return min(1.0, up, down)


def _batches(data: Sequence[Row], plan: Plan) -> Iterator[list[Row]]:
    """Batches of rows of like length, pass after pass, each pass in another order."""
    rng = random.Random(plan.seed)
    while True:
        order = rng.sample(range(len(data)), len(data))
        for begin in range(0, len(order), plan.batch * SORTED):
            part = sorted(
                order[begin : begin + plan.batch * SORTED], key=lambda n: len(data[n].pair.ids)
            )
            groups = [part[n : n + plan.batch] for n in range(0, len(part), plan.batch)]
            rng.shuffle(groups)
            yield from ([data[n] for n in group] for group in groups)
