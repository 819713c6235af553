"""Passages in Milvus: its alias and collections, and what is said when it is not there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from stores import STAMP, lite, need_milvus, put, served, stock_of, unit
from toy import CountingEncoder, story

from corpus.tagger import Tagger
from retrieval.building import build_at
from retrieval.errors import StoreError
from retrieval.generations import current, go_back
from retrieval.milvus_store import FLAT_MOST, MilvusStore
from retrieval.search import search
from retrieval.site import open_site
from retrieval.store import load_index

ENCODER = CountingEncoder()
STORIES = [story(f"第{n}号楼的渔港码头修好了灯塔，船只平安进港。") for n in range(5)]
HOUSE = Path(__file__).parents[2]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[MilvusStore]:
    with lite(tmp_path / "passages.db") as milvus:
        yield milvus


def build(folder: Path, tagger: Tagger, store: MilvusStore, n: int) -> str:
    """The collection of an index of the first n stories."""
    with open_site(folder) as site:
        build_at(site, STORIES[:n], ENCODER, tagger, store=store)
    return store.collection(current(folder))


def answering(store: MilvusStore) -> str:
    return store.client.describe_alias(store.name)["collection_name"]


def test_alias_and_collections_follow_the_index(
    store: MilvusStore, tagger: Tagger, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    built = []
    for n in (1, 2, 3, 4):
        built.append(build(folder, tagger, store, n))
        assert answering(store) == built[-1]
    assert sorted(store.client.list_collections()) == built[1:]
    assert build(folder, tagger, store, 4) == built[3]  # the very same: nothing is left of it
    assert sorted(store.client.list_collections()) == built[1:]
    go_back(folder, lambda generation, manifest: store.point_at(generation))
    assert answering(store) == built[2]


def test_the_folder_of_a_generation_holds_no_passages(
    store: MilvusStore, tagger: Tagger, tmp_path: Path
) -> None:
    build(tmp_path / "index", tagger, store, 3)
    files = {p.name for p in current(tmp_path / "index").iterdir()}
    assert not files & {"passages.jsonl", "vectors.faiss", "bm25"}
    assert files >= {"manifest.json", "articles.jsonl", "facts.jsonl", "bm25-articles"}


def test_two_archives_share_a_milvus(store: MilvusStore, tagger: Tagger, tmp_path: Path) -> None:
    other = MilvusStore(store.uri, "other")
    mine = build(tmp_path / "mine", tagger, store, 2)
    for n in (1, 2, 3, 4):
        theirs = build(tmp_path / "theirs", tagger, other, n)
    assert (answering(store), answering(other)) == (mine, theirs)
    assert mine in store.client.list_collections()
    assert len(list(load_index(tmp_path / "mine", ENCODER, store).store.all_passages())) == 2


def test_an_alias_that_cannot_be_moved_leaves_the_old_index(
    store: MilvusStore, tagger: Tagger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "index"
    build(folder, tagger, store, 2)
    before = current(folder)

    def point_at(self: MilvusStore, generation: Path) -> None:
        raise StoreError("no")

    monkeypatch.setattr(MilvusStore, "point_at", point_at)
    with pytest.raises(StoreError, match=r"^no$"):
        build(folder, tagger, store, 4)
    assert current(folder) == before
    monkeypatch.undo()
    after = build(folder, tagger, store, 3)
    assert set(store.client.list_collections()) == {store.collection(before), after}


def test_a_collection_that_is_gone_is_told_with_the_cure(
    store: MilvusStore, tagger: Tagger, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    collection = build(folder, tagger, store, 2)
    store.client.drop_alias(store.name)
    store.client.drop_collection(collection)
    with pytest.raises(StoreError) as failed:
        load_index(folder, ENCODER, store)
    assert f"has no collection {collection}" in str(failed.value)
    assert str(failed.value).endswith("correct it, or run: wenshi index PAGES")


def test_a_headline_longer_than_milvus_takes_is_cut_where_words_are_counted(
    store: MilvusStore, tmp_path: Path
) -> None:
    stock = stock_of(["渔港", "灯塔"], unit(2, 8))
    stock = replace(stock, texts=["渔港" + "长" * 30_000, "灯塔"])
    kept = put(store, tmp_path, stock)
    near = kept.search("渔港", [], unit(1, 8)[0], 10)
    assert [score > 0 for score in near.pool.lexical] == [True, False]


def test_a_milvus_that_is_not_there_is_told_with_the_cure() -> None:
    need_milvus()
    with pytest.raises(StoreError) as failed:
        MilvusStore("http://127.0.0.1:9").greet()
    assert str(failed.value).startswith("Milvus at http://127.0.0.1:9 does not answer (")
    assert str(failed.value).endswith(
        "or unset WENSHI_STORE to keep the passages in the index folder"
    )


def test_a_file_that_another_program_has_open_is_told_with_the_cure(tmp_path: Path) -> None:
    with served(tmp_path / "passages.db"), pytest.raises(StoreError) as failed:
        MilvusStore(str(tmp_path / "passages.db")).greet()
    assert "another program has it open" in str(failed.value)
    assert str(failed.value).endswith("WENSHI_STORE=milvus://127.0.0.1:19530)")


def test_a_server_that_dies_while_questions_come_is_told(tagger: Tagger, tmp_path: Path) -> None:
    with served(tmp_path / "data") as (address, process):
        store = MilvusStore(f"http://{address}")
        build(tmp_path / "index", tagger, store, 5)
        index = load_index(tmp_path / "index", ENCODER, store)
        (vector,) = ENCODER.encode_queries(["灯塔"])
        assert len(search(index, "灯塔", vector, 9)) == 5
        process.kill()
        process.wait()
        with pytest.raises(StoreError, match="does not answer"):
            search(index, "灯塔", vector, 9)


def test_without_pymilvus_the_extra_is_named(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pymilvus'] = None\n"
        "from retrieval.milvus_store import MilvusStore\n"
        "from retrieval.errors import StoreError\n"
        "try: MilvusStore('http://127.0.0.1:9').greet()\n"
        "except StoreError as exc: print(exc)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HOUSE
    )
    assert done.stdout == (
        "WENSHI_STORE needs pymilvus; run: pip install 'wenshi[milvus]', or unset WENSHI_STORE to "
        "keep the passages in the index folder\n"
    )


def test_many_passages_are_searched_through_a_graph(
    store: MilvusStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With SQ8: of 2,000, at least 99 of the nearest 100 are found, with their exact cosines."""
    assert FLAT_MOST > 2_000
    monkeypatch.setattr("retrieval.milvus_store.FLAT_MOST", 1_000)
    vectors, query = unit(2_000, 32), unit(1, 32, seed=1)[0]
    kept = put(store, tmp_path, stock_of([str(n) for n in range(2_000)], vectors))
    made = store.client.describe_index(store.collection(tmp_path / STAMP.format(0)), "vector")
    assert made["index_type"] == "HNSW_SQ"
    near = kept.search("", [], query, 10)
    cosines = vectors @ query
    found = near.pool.rows.tolist()
    assert near.pool.cosines == pytest.approx(cosines[found], abs=1e-6)
    nearest = set((-cosines).argsort()[:100].tolist())
    assert len(nearest & set(found)) >= 99
