"""The graph that is run without torch gives what the model gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from embeddings.graph import LEVELS, Shape, quantise, write_graph

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


def run(model, head, path: Path, feed):
    import onnxruntime

    tensors = {name: t.detach().numpy() for name, t in model.state_dict().items()}
    tensors |= {f"head.{name}": t.detach().numpy() for name, t in head.state_dict().items()}
    write_graph(tensors, Shape(N_LAYERS, N_HEADS), path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
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
    found, wanted = run(*small, tmp_path / "g.onnx", feed), expected(*small, feed)
    inside = mask.astype(bool)
    assert np.abs(found[inside] - wanted[inside]).max() < 0.1 * wanted[inside].std()


def test_what_stands_in_the_padding_changes_nothing(small, tmp_path) -> None:
    ids = np.array([[0, 5, 9, 2, 40, 2, 1, 1]])
    mask, types = (ids != 1).astype(np.int64), np.array([[0, 0, 0, 0, 1, 1, 0, 0]])
    feed = {"ids": ids, "types": types, "mask": mask}
    other = feed | {"ids": np.where(mask == 0, 33, ids)}
    one = run(*small, tmp_path / "one.onnx", feed)[:, :6]
    two = run(*small, tmp_path / "two.onnx", other)[:, :6]
    assert np.abs(one - two).max() < 0.05


def test_a_matrix_comes_back_to_half_a_level() -> None:
    matrix = np.random.default_rng(1).normal(size=(32, 8)).astype(np.float32)
    levels, scales = quantise(matrix)
    assert np.abs(levels).max() == LEVELS
    assert (np.abs(levels * scales - matrix) <= scales / 2 + 1e-6).all()
