"""The reader: its spans are slices of their windows, and it says when there is none."""

from __future__ import annotations

import numpy as np
import pytest

from embeddings.e5 import unpack_e5
from embeddings.pieces import open_pieces
from retrieval.errors import ReaderError
from retrieval.pairing import Pair
from retrieval.reader import Window, _best, load_reader
from retrieval.reader_weights import open_reader

AWARD = Window(
    "a", "突击队成立", "会上，陈华文、何泽岗为突击队总队授旗。新泾镇党委书记卞晓清做主旨发言。"
)
WEATHER = Window("b", "天气", "明天白天多云，最高气温十八度，风力三到四级。夜里转阴有小雨。")


@pytest.fixture(scope="module")
def reader(cache):
    return open_reader(cache)


def said(reading, windows):
    return windows[reading.window].text[reading.start : reading.end]


def test_it_reads_who_did_what(reader) -> None:
    windows = [WEATHER, AWARD]
    best = reader.read("谁为突击队总队授旗？", windows)[0]
    assert best.window == 1
    assert said(best, windows) == "陈华文、何泽岗"
    assert best.score > 0


def test_a_window_about_something_else_holds_no_answer(reader) -> None:
    assert all(r.score < 0 for r in reader.read("谁为突击队总队授旗？", [WEATHER]))


def test_its_spans_are_slices_and_at_most_three_a_window(reader) -> None:
    windows = [AWARD, WEATHER, AWARD]
    readings = reader.read("卞晓清做了什么？", windows)
    for n, window in enumerate(windows):
        here = [r for r in readings if r.window == n]
        assert 0 < len(here) <= 3
        assert all(0 <= r.start < r.end <= len(window.text) for r in here)
    assert [r.score for r in readings] == sorted((r.score for r in readings), reverse=True)


def test_two_windows_of_one_text_get_one_score(reader) -> None:
    """Activations are brought to 8 bits a batch at a time: a few tenths of a nat."""
    alone = reader.read("谁授旗？", [AWARD])[0].score
    beside = [r.score for r in reader.read("谁授旗？", [AWARD, AWARD]) if r.window == 1]
    assert beside[0] == pytest.approx(alone, abs=1.5)


def test_traditional_script_is_read_like_simplified(reader) -> None:
    old = Window("a", "突擊隊成立", "會上，陳華文、何澤崗為突擊隊總隊授旗。")
    new = Window("a", "突击队成立", "会上，陈华文、何泽岗为突击队总队授旗。")
    one, other = (reader.read("誰為突擊隊總隊授旗？", [w])[0] for w in (old, new))
    assert (one.start, one.end) == (other.start, other.end)


def test_a_span_over_two_sentences_must_be_the_better_for_it() -> None:
    """Its ends win by half a nat together and lose one for the 。 between them."""
    text = "甲来了。乙走了。"
    places = [(n, n + 1) for n in range(len(text))]
    scores = np.full((3 + len(text), 2), -9.0, np.float32)
    scores[0] = 0.0
    scores[2 + text.index("甲")] = 3.0, -9.0
    scores[2 + text.index("来") + 1] = -9.0, 2.5
    scores[2 + text.index("走") + 1] = -9.0, 3.0
    (best, *_) = _best(0, scores, Pair(list(range(len(scores))), 2, places), text)
    assert text[best.start : best.end] == "甲来了"
    assert best.score == pytest.approx(5.5)


@pytest.mark.parametrize("text", ["", " ", "？", "😀😀", "who?", "啊" * 2000])
def test_odd_questions_and_windows_do_no_harm(reader, text) -> None:
    reader.read(text, [AWARD])
    reader.read("谁授旗？", [Window("c", text[:20], text)])
    assert reader.read(text, []) == []


def test_a_damaged_graph_is_said_with_the_cure(cache, tmp_path) -> None:
    (tmp_path / "g.onnx").write_bytes(np.zeros(64, np.uint8).tobytes())
    with pytest.raises(ReaderError, match="delete"):
        load_reader(tmp_path / "g.onnx", open_pieces(unpack_e5(cache)), "")
