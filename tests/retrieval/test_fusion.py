"""Both halves on one scale, the share of each told by the question."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from retrieval.fusion import FARTHEST, circumstances, fuse, load_shares, standard

SCORES = arrays.arrays(np.float32, 7, elements=st.floats(0, 40, width=32))
ROWS = np.array([0, 0, 1, 2, 2, 3, 3])


def test_standard_scores_by_hand() -> None:
    """0, 0, 3 have the mean 1 and the spread sqrt 2."""
    found = standard(np.array([0, 0, 3], np.float32))
    assert found == pytest.approx([-(2**-0.5), -(2**-0.5), 2**0.5])
    assert standard(np.ones(3, np.float32)).tolist() == [0, 0, 0]


@given(SCORES, SCORES, SCORES, st.integers(0, 600))
def test_no_circumstance_leads_far_astray(dense, lexical, whole, n_chars) -> None:
    found = circumstances(dense / 40, lexical, whole, ROWS, n_chars)
    assert found[0] == 1
    assert np.abs(found[1:]).max() <= FARTHEST


@given(SCORES, SCORES, SCORES)
def test_a_passage_that_is_best_in_everything_comes_first(dense, lexical, whole) -> None:
    """No share is below 0, so whoever leads all three scores leads their sum."""
    dense, lexical, whole = (s.copy() for s in (dense / 41, lexical, whole))
    for scores in (dense, lexical, whole):
        scores[4] = scores.max() + 1
    fused = fuse(dense, lexical, whole, ROWS, 12)
    assert fused[4] == fused.max()


def test_one_passage_is_found_without_a_second_to_compare_it_with() -> None:
    one = np.array([0.9], np.float32)
    assert fuse(one, one, one, np.array([0]), 10).tolist() == [0]


def test_a_short_question_leans_on_the_encoder_and_a_long_one_on_words() -> None:
    """Passage 0 is the encoder's first by far, passage 6 the first by words and article."""
    dense = np.array([0.92, 0.8, 0.8, 0.8, 0.8, 0.8, 0.82], np.float32)
    words = np.array([2, 1, 1, 1, 1, 1, 9], np.float32)
    short, long_ = (fuse(dense, words, words, ROWS, n) for n in (5, 40))
    assert short[0] - short[6] > long_[0] - long_[6]


def test_the_shipped_shares_are_three_rows() -> None:
    assert load_shares().shape == (3, 9)
