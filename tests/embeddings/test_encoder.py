"""Encoders: which vectors, in which order, under which name, and what is missing when none."""

from __future__ import annotations

import shutil
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from embeddings import EMBEDDED_MODEL, DamagedModelError, Encoder, ModelNotFoundError, load_encoder
from embeddings.e5 import unpack_e5
from embeddings.prompts import choose_prompts
from embeddings.source import find_source

CURE = r"set WENSHI_MODEL to the folder of a model, or unset it for the embedded one$"
PASSAGES = ["爱心接力站在市总工会揭牌。", "今年全市小麦喜获丰收。", "The library opened in May."]


def test_a_question_is_nearest_to_the_passage_that_answers_it(encoder: Encoder) -> None:
    queries = encoder.encode_queries(
        ["接力站在哪里揭牌？", "收成怎么样", "when did the library open"]
    )
    assert (queries @ encoder.encode_passages(PASSAGES).T).argmax(axis=1).tolist() == [0, 1, 2]


def test_rows_have_length_one_and_the_order_of_the_texts(encoder: Encoder) -> None:
    """Forty texts of forty lengths make five batches, sorted inside, two of them at once."""
    texts = [str(n) * (n * 7 % 40 + 1) for n in range(40)]
    vectors = encoder.encode_passages(texts)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(40), abs=1e-6)
    assert np.abs(vectors[[3, 39]] - encoder.encode_passages([texts[3], texts[39]])).max() < 1e-5


def test_progress_counts_up_to_all_texts(encoder: Encoder) -> None:
    heard: list[int] = []
    encoder.encode_passages(["字"] * 20, heard.append)
    assert heard == [8, 16, 20]


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_queries([]).shape == encoder.encode_passages([]).shape == (0, 384)


def test_a_query_and_a_passage_of_the_same_text_differ(encoder: Encoder) -> None:
    query, passage = encoder.encode_queries(["揭牌"])[0], encoder.encode_passages(["揭牌"])[0]
    assert 0.7 < query @ passage < 0.99


@pytest.mark.parametrize("text", ["", "\x00", "\ud83d", "<s></s>", "🎉" * 50, "长" * 10_000])
def test_odd_text_still_gives_a_unit_row(encoder: Encoder, text: str) -> None:
    assert np.linalg.norm(encoder.encode_queries([text])) == pytest.approx(1, abs=1e-6)


def test_what_lies_beyond_512_tokens_is_not_read(encoder: Encoder) -> None:
    long, longer = encoder.encode_passages(["长安" * 2000, "长安" * 2000 + "丰收"])
    assert long @ longer == pytest.approx(1, abs=1e-6)


def test_threads_may_ask_at_once(encoder: Encoder) -> None:
    alone = encoder.encode_queries(PASSAGES)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: encoder.encode_queries(PASSAGES), range(16)))
    assert max(np.abs(vectors - alone).max() for vectors in together) < 1e-6


def test_the_embedded_fingerprint_is_the_same_everywhere(encoder: Encoder) -> None:
    """It is made from the pinned hash, the versions of folder and graph, and the two prefixes."""
    assert encoder.name == EMBEDDED_MODEL
    assert encoder.fingerprint.startswith("4da5bd6a0a2a0f7d")


def test_loading_and_encoding_say_nothing(
    cache: Path, encoder: Encoder, capfd: pytest.CaptureFixture[str]
) -> None:
    load_encoder(encoder.name, cache).encode_passages(PASSAGES)
    assert capfd.readouterr() == ("", "")


@pytest.fixture
def folder(roomy: Path, cache: Path, encoder: Encoder) -> Path:
    """A copy of the unpacked model, as an operator's own, under a name that says nothing."""
    assert encoder.dimension == 384
    return Path(shutil.copytree(unpack_e5(cache), roomy / "mine"))


def test_a_folder_is_a_model_with_the_prompts_it_declares(folder: Path, encoder: Encoder) -> None:
    mine = load_encoder(str(folder), folder)
    cosines = (mine.encode_queries(PASSAGES) * encoder.encode_queries(PASSAGES)).sum(axis=1)
    assert cosines.min() > 0.9995  # the same weights; as a graph, activations have 8 bits
    assert mine.fingerprint != encoder.fingerprint


def test_any_change_to_weights_or_settings_changes_the_identity(folder: Path) -> None:
    seen = {find_source(str(folder), folder).identity}
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(-1, 2)
        file.write(b"\x01")
    seen.add(find_source(str(folder), folder).identity)
    (folder / "config_sentence_transformers.json").write_text("{}")
    seen.add(find_source(str(folder), folder).identity)
    (folder / "README.md").write_text("no part of the model")
    assert len(seen) == 3
    assert find_source(str(folder), folder).identity in seen


def test_a_truncated_model_names_its_folder_and_the_cure(folder: Path) -> None:
    with (folder / "model.safetensors").open("r+b") as file:
        file.truncate(1000)
    with pytest.raises(DamagedModelError, match=rf"{folder} cannot be loaded.*{CURE}"):
        load_encoder(str(folder), folder)


@pytest.mark.parametrize("model", ["/no/such/folder", "./none", "~/none", "../none"])
def test_a_missing_folder_is_not_looked_for_on_the_hub(model: str, tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match=rf"there is no model folder {model}; {CURE}"):
        load_encoder(model, tmp_path)


@pytest.mark.parametrize("model", ["nobody/no-such-model", "没有", "a/b/c", ""])
def test_a_model_that_cannot_be_had_is_named_within_seconds(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    start = time.monotonic()
    with pytest.raises(ModelNotFoundError, match=rf"the model {model} is neither.*{CURE}"):
        load_encoder(model, tmp_path)
    assert time.monotonic() - start < 5


def test_a_hub_that_keeps_silent_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The socket takes connections and never answers, as a captive network does."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", url)
        monkeypatch.setattr("embeddings.source._ANSWER_TIMEOUT_S", 0.2)
        with pytest.raises(ModelNotFoundError, match=rf"timed out.*{CURE}"):
            find_source("nobody/no-such-model", tmp_path)


def test_a_hub_model_fetched_before_needs_no_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub's own cache, as it lies on disk: a branch that names the commit, and its folder."""
    fetched = tmp_path / "models--someone--model"
    (fetched / "snapshots" / "c0ffee").mkdir(parents=True)
    (fetched / "refs").mkdir()
    (fetched / "refs" / "main").write_text("c0ffee")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    source = find_source("someone/model", tmp_path)
    assert source.folder == fetched / "snapshots" / "c0ffee"
    assert source.identity == "someone/model@c0ffee"


@pytest.mark.parametrize(
    ("declared", "name", "query", "passage"),
    [
        ({"query": "", "document": ""}, "intfloat/e5-base", "query: ", "passage: "),
        ({}, "/models/mE5_small", "query: ", "passage: "),
        ({}, "/models/multilingual-E5-small/", "query: ", "passage: "),
        ({"query": "问：", "document": ""}, "my-e5", "问：", ""),
        ({"query": "q ", "passage": "p ", "document": "d "}, "any", "q ", "p "),
        ({}, "snapshots/3e5f", "", ""),
    ],
)
def test_declared_prompts_win_over_the_name(
    declared: dict[str, str | None], name: str, query: str, passage: str
) -> None:
    prompts = choose_prompts(declared, name)
    assert (prompts.query, prompts.passage) == (query, passage)
