"""The mapped vocabulary: token for token that of `tokenizers`, with the same places."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from embeddings.e5 import unpack_e5
from embeddings.errors import DamagedModelError
from embeddings.pieces import Cut, open_pieces

STARTER = Path(__file__).parents[2] / "corpus" / "articles"
ODD = st.sampled_from("<s></s><unk><mask>▁～ﬁ①３　 \n\u200b🚀한ñé公司the新泾镇")
TEXTS = st.text(st.one_of(ODD, st.characters(exclude_categories=["Cs"])), max_size=60)


@pytest.fixture(scope="module")
def model(cache):
    return unpack_e5(cache)


@pytest.fixture(scope="module")
def pieces(model):
    return open_pieces(model)


@pytest.fixture(scope="module")
def tokenizer(model):
    return Tokenizer.from_file(str(model / "tokenizer.json"))


def expected(tokenizer, text) -> Cut:
    encoding = tokenizer.encode(text, add_special_tokens=False)
    return Cut(encoding.ids, [tuple(place) for place in encoding.offsets])


@settings(max_examples=400, deadline=None)
@given(text=TEXTS)
@example("")
@example("谁  授旗？ 第３届①ﬁne 한국 e\u0301")
@example("<s>授<mask>旗</s> <unk><pad>")
@example("🚀🚀𠮷𠮷吃")  # unknown characters in a row are one token
@example("a" * 300)
def test_any_text_is_cut_as_tokenizers_cuts_it(pieces, tokenizer, text) -> None:
    assert pieces.cut(text) == expected(tokenizer, text)


@pytest.mark.parametrize("path", sorted(STARTER.glob("*.md")), ids=lambda path: path.stem)
def test_a_whole_article_is_cut_as_tokenizers_cuts_it(pieces, tokenizer, path) -> None:
    text = path.read_text(encoding="utf-8")
    found = pieces.cut(text)
    assert found == expected(tokenizer, text)
    assert len(found.ids) > len(text) / 4


def test_threads_may_cut_at_once(pieces) -> None:
    texts = [f"第{n}届进博会在上海开幕。" * 5 for n in range(200)]
    alone = [pieces.cut(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(pieces.cut, texts)) == alone


def test_encoder_and_reader_share_it(pieces, model) -> None:
    assert open_pieces(model) is pieces


def test_damage_is_said_with_the_folder_to_delete(model, pieces, tmp_path) -> None:
    """Files cut off, as a full disk leaves them; the model itself is whole."""
    made = next(model.parent.glob(f"{model.name}-pieces-*"))
    other, copy = tmp_path / model.name, tmp_path / made.name
    other.mkdir()
    shutil.copytree(made, copy)
    for path in copy.glob("*.marisa"):
        path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(DamagedModelError, match=f"delete {copy}"):
        open_pieces(other)


def test_a_damaged_tokenizer_is_said_before_anything_is_kept(tmp_path) -> None:
    model = tmp_path / "model"
    model.mkdir()
    (model / "tokenizer.json").write_text("{", encoding="utf-8")
    with pytest.raises(DamagedModelError, match=f"delete {model}"):
        open_pieces(model)
    assert [p.name for p in tmp_path.iterdir()] == ["model"]
