"""Tokens of question and window, and the characters they stand for."""

from __future__ import annotations

import pytest

from embeddings.e5 import unpack_e5
from embeddings.pieces import open_pieces
from retrieval.pairing import MAX_TOKENS, pair

WINDOW = "陈华文、何泽岗为突击队总队授旗。10月23日下午，新泾镇党委牵头举办了活动。"


@pytest.fixture(scope="module")
def pieces(cache):
    return open_pieces(unpack_e5(cache))


def test_the_tokens_of_a_window_cover_it(pieces) -> None:
    """No character of the window is lost, and none of the headline is among them."""
    found = pair(pieces, "谁授旗?", "东虹桥片区", WINDOW)
    covered = {at for start, end in found.places for at in range(start, end)}
    assert covered == set(range(len(WINDOW)))


def test_the_first_token_of_the_window_follows_question_and_headline(pieces) -> None:
    found = pair(pieces, "谁授旗?", "东虹桥片区", WINDOW)
    plain = pair(pieces, "谁授旗?", "", WINDOW)
    assert found.first > plain.first == plain.second
    assert found.ids[found.second - 1] == 2
    assert found.last == len(found.ids) - 1


def test_a_long_window_is_cut_at_its_end(pieces) -> None:
    found = pair(pieces, "谁授旗?", "", WINDOW * 40)
    assert len(found.ids) == MAX_TOKENS
    assert found.ids[-1] == 2
    assert found.places[0][0] == 0


def test_an_empty_window_has_no_places(pieces) -> None:
    found = pair(pieces, "谁授旗?", "标题", "")
    assert found.places == []
    assert found.first == found.last
