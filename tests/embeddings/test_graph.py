"""The graph that is run without torch gives what the model gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings.graph import GRAPH, GRID, LEVELS, Shape, quantise, write_scores, write_vectors

HIDDEN, N_PIECES, N_HEADS, N_LAYERS = 64, 96, 2, 2


@pytest.fixture(scope="module")
def small():
    """A BERT of two layers, its word embeddings on the 4-bit grid, and a head."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=N_PIECES,
        hidden_size=HIDDEN,
        num_hidden_layers=N_LAYERS,
        num_attention_heads=N_HEADS,
        intermediate_size=128,
        layer_norm_eps=1e-12,
        pad_token_id=1,
    )
    model = BertModel(config, add_pooling_layer=False).eval()
    levels = torch.randint(-8, 8, (N_PIECES, HIDDEN // 32, 32))
    levels[..., 0] = -8  # the largest of each block, which its scale is told by
    words = (levels * 0.01).reshape(N_PIECES, HIDDEN)
    with torch.no_grad():
        model.embeddings.word_embeddings.weight.copy_(words)
    return model, torch.nn.Linear(HIDDEN, 2)


def on_grid(weight):
    """The nearest matrix whose blocks have their largest weight, by size, at level -8."""
    blocks = weight.reshape(len(weight), -1, GRID)
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(axis=2)[..., None], axis=2)
    levels = np.clip(np.round(blocks / (largest / -8)), -8, 7)
    return (levels * (largest / -8)).reshape(weight.shape).astype(np.float32)


def run(model, head, path: Path, feed):
    import onnxruntime

    tensors = {name: t.detach().numpy() for name, t in model.state_dict().items()}
    tensors |= {f"head.{name}": t.detach().numpy() for name, t in head.state_dict().items()}
    path.mkdir()
    write_scores(tensors, Shape(N_LAYERS, N_HEADS), path)
    session = onnxruntime.InferenceSession(str(path / GRAPH), providers=["CPUExecutionProvider"])
    return session.run(None, feed)[0]


def expected(model, head, feed):
    import torch

    with torch.no_grad():
        hidden = model(
            input_ids=torch.tensor(feed["ids"]),
            attention_mask=torch.tensor(feed["mask"]),
            token_type_ids=torch.tensor(feed["types"]),
        )[0]
        return head(hidden).numpy()


def test_its_scores_are_those_of_the_model_but_for_rounding(small, tmp_path) -> None:
    """Two rows, one of them padded; 7-bit weights and 8-bit activations cost a few hundredths."""
    ids = np.array([[0, 5, 9, 2, 40, 41, 42, 2], [0, 7, 2, 50, 2, 1, 1, 1]])
    mask = (ids != 1).astype(np.int64)
    types = np.array([[0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 1, 1, 0, 0, 0]])
    feed = {"ids": ids, "types": types, "mask": mask}
    found, wanted = run(*small, tmp_path / "g", feed), expected(*small, feed)
    inside = mask.astype(bool)
    assert np.abs(found[inside] - wanted[inside]).max() < 0.1 * wanted[inside].std()


def test_its_vectors_are_those_of_the_model_on_its_grid(small, tmp_path) -> None:
    """No weight is lost; 8-bit activations cost a thousandth or so."""
    import onnxruntime
    import torch

    model, _ = small
    tensors = {
        name: on_grid(t.numpy()) if name.startswith("encoder") and t.ndim == 2 else t.numpy()
        for name, t in model.state_dict().items()
    }
    model.load_state_dict({n: torch.tensor(v) for n, v in tensors.items()}, strict=False)
    ids = np.array([[0, 5, 9, 40, 41, 2], [0, 7, 50, 2, 1, 1]])
    mask = (ids != 1).astype(np.int64)
    with torch.no_grad():
        hidden = model(torch.tensor(ids), torch.tensor(mask))[0].numpy()
    wanted = (hidden * mask[..., None]).sum(axis=1)
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    write_vectors(tensors, Shape(N_LAYERS, N_HEADS), tmp_path)
    session = onnxruntime.InferenceSession(
        str(tmp_path / GRAPH), providers=["CPUExecutionProvider"]
    )
    (found,) = session.run(None, {"ids": ids, "types": np.zeros_like(ids), "mask": mask})
    assert np.linalg.norm(found, axis=1) == pytest.approx(1, abs=1e-6)
    assert (found * wanted).sum(axis=1).min() > 0.999


def test_what_stands_in_the_padding_changes_nothing(small, tmp_path) -> None:
    ids = np.array([[0, 5, 9, 2, 40, 2, 1, 1]])
    mask, types = (ids != 1).astype(np.int64), np.array([[0, 0, 0, 0, 1, 1, 0, 0]])
    feed = {"ids": ids, "types": types, "mask": mask}
    other = feed | {"ids": np.where(mask == 0, 33, ids)}
    one = run(*small, tmp_path / "one", feed)[:, :6]
    two = run(*small, tmp_path / "two", other)[:, :6]
    assert np.abs(one - two).max() < 0.05


def test_a_matrix_comes_back_to_half_a_level() -> None:
    matrix = np.random.default_rng(1).normal(size=(32, 8)).astype(np.float32)
    levels, scales = quantise(matrix)
    assert np.abs(levels).max() == LEVELS
    assert (np.abs(levels * scales - matrix) <= scales / 2 + 1e-6).all()
