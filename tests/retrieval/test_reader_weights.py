"""What was learned is shipped small and comes back."""

from __future__ import annotations

import numpy as np
import pytest

from retrieval.errors import ReaderError
from retrieval.reader_weights import BLOCK, open_reader, pack, unpack


@pytest.fixture
def base():
    rng = np.random.default_rng(0)
    return {
        "large": rng.normal(size=(96, 64)).astype(np.float32),
        "still": rng.normal(size=(96, 64)).astype(np.float32),
        "small": rng.normal(size=64).astype(np.float32),
    }


def test_a_matrix_comes_back_to_half_a_level_of_its_block(base, tmp_path) -> None:
    """A block's scale is a seventh of its largest delta, kept in 16 bits."""
    delta = np.random.default_rng(1).normal(scale=0.01, size=(96, 64)).astype(np.float32)
    pack(base, base | {"large": base["large"] + delta}, tmp_path / "d.npz")
    found = unpack(base, tmp_path / "d.npz")["large"] - base["large"]
    largest = np.abs(delta.reshape(-1, BLOCK)).max(axis=1, keepdims=True)
    assert (np.abs(found - delta).reshape(-1, BLOCK) <= largest / 7 * 0.51 + 1e-6).all()


def test_what_did_not_change_is_not_shipped(base, tmp_path) -> None:
    pack(base, base | {"small": base["small"] + 0.5}, tmp_path / "d.npz")
    with np.load(tmp_path / "d.npz") as kept:
        assert kept.files == ["small:plain"]
    found = unpack(base, tmp_path / "d.npz")
    assert np.array_equal(found["still"], base["still"])
    assert np.allclose(found["small"], base["small"] + 0.5, atol=1e-3)


def test_a_tensor_that_the_base_lacks_comes_whole(base, tmp_path) -> None:
    head = np.array([[0.25, -0.5]], np.float32)
    pack(base, base | {"head.weight": head}, tmp_path / "d.npz")
    assert np.array_equal(unpack(base, tmp_path / "d.npz")["head.weight"], head)


def test_missing_deltas_are_said_with_the_cure(cache, tmp_path) -> None:
    with pytest.raises(ReaderError, match="run: pip install"):
        open_reader(cache, tmp_path / "none.npz")


def test_damaged_deltas_are_said_with_the_cure(cache, tmp_path) -> None:
    (tmp_path / "d.npz").write_bytes(b"no archive")
    with pytest.raises(ReaderError, match="run: pip install"):
        open_reader(cache, tmp_path / "d.npz")
