"""The index folder: whole or not at all, and every kind of damage named with its cure."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from comparing import generation, generations
from numpy.typing import NDArray
from toy import CountingEncoder, story

from corpus.articles import Article, PublicationDate
from corpus.tagger import Tagger
from retrieval.answer import Answerer
from retrieval.building import build_index
from retrieval.errors import IndexFolderError, NothingToIndexError
from retrieval.store import load_index, read_manifest

OLD = [
    story("9月12日上午，灯会在荷塘公园开幕，馆长沈月琴致辞。", "灯会开幕", "2019-09-13"),
    story("来自12所学校的380名学生参加长跑赛。", "长跑赛", "2018", "据文内“2018年”推定"),
]
NEW = [*OLD, story("渔港码头修好了灯塔。", "灯塔")]
ASKED = ["灯会是哪天开幕的？", "沈月琴是什么职务？", "多少名学生参加长跑赛？", "谁修好了灯塔？"]
ENCODER = CountingEncoder()


class BrokenError(RuntimeError):
    """What a model raises when memory runs out."""


@dataclass(frozen=True)
class BreakingEncoder(CountingEncoder):
    """Breaks off after half of the passages."""

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        on_progress(len(texts) // 2)
        raise BrokenError


@pytest.fixture(scope="module")
def built(tagger: Tagger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    build_index(OLD, ENCODER, tagger, folder)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return Path(shutil.copytree(built, tmp_path / "index"))


def names(folder: Path) -> list[str]:
    """What stands in the folder, generations last."""
    return sorted((p.name for p in folder.iterdir()), key=lambda name: (name[0].isdigit(), name))


def failure(folder: Path) -> str:
    """The text of the one exception that opening a damaged folder may raise."""
    with pytest.raises(IndexFolderError) as failed:
        load_index(folder, ENCODER)
    return str(failed.value)


def test_what_is_built_is_what_is_loaded(built: Path) -> None:
    index = load_index(built, ENCODER)
    assert list(index.articles.values()) == OLD
    assert [p.text for p in index.store.all_passages()] == [a.text for a in OLD]
    assert index.lexicon.people == ("沈月琴",)
    assert index.manifest == read_manifest(built)
    assert (index.manifest.n_articles, index.manifest.n_passages) == (2, 2)
    assert (index.manifest.model, index.manifest.fingerprint) == ("counting", "c0" * 32)


def test_captions_and_dates_survive(tagger: Tagger, tmp_path: Path) -> None:
    article = replace(
        OLD[0], captions=("灯会现场", "沈月琴"), published=PublicationDate("2019-09", "推定")
    )
    build_index([article], ENCODER, tagger, tmp_path)
    assert load_index(tmp_path, ENCODER).articles == {article.id: article}


def test_an_index_loaded_twice_or_built_twice_answers_alike(
    built: Path, tagger: Tagger, tmp_path: Path
) -> None:
    build_index(OLD, ENCODER, tagger, tmp_path)
    one, two, other = (
        Answerer(load_index(f, ENCODER), ENCODER, tagger) for f in (built, built, tmp_path)
    )
    for question in ASKED:
        assert one.answer(question) == two.answer(question) == other.answer(question)


def test_progress_ends_with_all_passages_and_the_facts_of_all_articles(
    tagger: Tagger, tmp_path: Path
) -> None:
    heard: list[tuple[str, int, int]] = []
    build_index(OLD, ENCODER, tagger, tmp_path, lambda *told: heard.append(told))
    assert heard == [("passages", 2, 2), ("facts", 1, 2), ("facts", 2, 2)]


def test_a_second_build_becomes_the_current_one(folder: Path, tagger: Tagger) -> None:
    before = generation(folder)
    build_index(NEW, ENCODER, tagger, folder)
    assert generation(folder) != before
    assert len(load_index(folder, ENCODER).articles) == 3
    assert not list(folder.glob(".*"))


def test_three_generations_are_kept(folder: Path, tagger: Tagger) -> None:
    """Of five builds the last three stay: the current one, and two to go back to."""
    names = [generation(folder)]
    for n in range(4):
        build_index([*NEW, story(f"第{n}号楼修好了。")], ENCODER, tagger, folder)
        names.append(generation(folder))
    assert generations(folder) == names[2:]
    assert len(set(names)) == 5


def test_a_build_that_changes_nothing_leaves_the_way_back(folder: Path, tagger: Tagger) -> None:
    """Unless the current generation is damaged: then it is replaced."""
    build_index(NEW, ENCODER, tagger, folder)
    before = generations(folder)
    assert build_index(NEW, ENCODER, tagger, folder) == read_manifest(folder)
    assert generations(folder) == before
    (before[1] / "people.json").write_bytes(b"")
    build_index(NEW, ENCODER, tagger, folder)
    assert generation(folder) not in before
    assert len(load_index(folder, ENCODER).articles) == 3


def test_an_open_index_outlives_its_generation(folder: Path, tagger: Tagger) -> None:
    answerer = Answerer(load_index(folder, ENCODER), ENCODER, tagger)
    before = [answerer.answer(question) for question in ASKED]
    before_it = generation(folder)
    for n in range(3):
        build_index([*NEW, story(f"第{n}号楼修好了。")], ENCODER, tagger, folder)
    assert not before_it.exists()
    assert [answerer.answer(question) for question in ASKED] == before


def test_a_build_that_breaks_off_changes_nothing(folder: Path, tagger: Tagger) -> None:
    before = generation(folder)
    with pytest.raises(BrokenError):
        build_index(NEW, BreakingEncoder(), tagger, folder)
    assert generation(folder) == before
    assert names(folder) == ["CURRENT", "LOCK", "cache.sqlite", before.name]
    assert len(load_index(folder, ENCODER).articles) == 2


def test_a_build_that_breaks_off_while_writing_leaves_nothing_behind(
    folder: Path, tagger: Tagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk is full when the manifest is written, last of all files."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = generation(folder)
    monkeypatch.setattr("retrieval.building._manifest", full)
    with pytest.raises(IndexFolderError, match=r"No space left.*WENSHI_INDEX or --index$"):
        build_index(NEW, ENCODER, tagger, folder)
    assert names(folder) == ["CURRENT", "LOCK", "cache.sqlite", before.name]


@pytest.mark.parametrize("articles", [[], [story("")], [story(" \n ")]])
def test_without_a_sentence_nothing_is_built(
    articles: list[Article], folder: Path, tagger: Tagger
) -> None:
    before = generation(folder)
    with pytest.raises(NothingToIndexError, match=r"wenshi index PATH$"):
        build_index(articles, ENCODER, tagger, folder)
    assert generations(folder) == [before]


def test_a_page_without_a_word_is_built_all_the_same(tagger: Tagger, tmp_path: Path) -> None:
    build_index([story("😀")], ENCODER, tagger, tmp_path)
    assert [p.text for p in load_index(tmp_path, ENCODER).store.all_passages()] == ["😀"]


def test_a_folder_that_is_a_file_names_the_cure(tagger: Tagger, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("")
    with pytest.raises(IndexFolderError, match=r"WENSHI_INDEX or --index$"):
        build_index(OLD, ENCODER, tagger, tmp_path / "index")


def test_builds_at_once_end_in_one_whole_index(folder: Path, tagger: Tagger) -> None:
    with ThreadPoolExecutor(2) as pool:
        for articles in ([OLD, NEW], [NEW, OLD]):
            manifests = list(pool.map(lambda a: build_index(a, ENCODER, tagger, folder), articles))
            index = load_index(folder, ENCODER)
            assert index.manifest in manifests
            assert list(index.articles.values()) in (OLD, NEW)
            assert not list(folder.glob(".*"))


def test_an_index_is_never_half_there_for_a_reader(folder: Path, tagger: Tagger) -> None:
    with ThreadPoolExecutor(1) as pool:
        building = pool.submit(lambda: [build_index(NEW, ENCODER, tagger, folder)])
        sizes = [len(load_index(folder, ENCODER).articles)]
        while not building.done():
            sizes.append(len(load_index(folder, ENCODER).articles))
    assert building.result()
    assert set(sizes) <= {2, 3}
    assert sizes == sorted(sizes)


FILES = [
    "manifest.json",
    "articles.jsonl",
    "facts.jsonl",
    "people.json",
    "ids.json",
    "passages.npy",
    "names.json",
    "vectors.faiss",
]


def paths_of(folder: Path) -> list[Path]:
    return sorted(p for p in generation(folder).rglob("*") if p.is_file())


def test_the_generation_holds_the_files_that_are_damaged_below(built: Path) -> None:
    names = {p.relative_to(generation(built)).as_posix() for p in paths_of(built)}
    assert names > set(FILES)
    assert all(name in FILES or name.startswith(("bm25/", "bm25-articles/")) for name in names)


def test_a_flipped_byte_in_any_file_is_found(folder: Path) -> None:
    """At the start, in the middle and at the end of each file, one bit and all bits."""
    for path in paths_of(folder):
        whole = path.read_bytes()
        for at in {0, len(whole) // 2, len(whole) - 1}:
            for flip in (0x01, 0xFF):
                path.write_bytes(whole[:at] + bytes([whole[at] ^ flip]) + whole[at + 1 :])
                assert failure(folder).endswith("run: wenshi index PAGES"), (path, at, flip)
        path.write_bytes(whole)
    assert len(load_index(folder, ENCODER).articles) == 2


def test_a_missing_emptied_or_cut_file_is_found(folder: Path) -> None:
    for path in paths_of(folder):
        whole = path.read_bytes()
        for rest in (None, b"", whole[: len(whole) // 2]):
            path.unlink() if rest is None else path.write_bytes(rest)
            assert failure(folder).endswith("run: wenshi index PAGES"), path
        path.write_bytes(whole)
    assert len(load_index(folder, ENCODER).articles) == 2


@pytest.mark.parametrize(
    "pointer",
    [b"", b"\n", b"2026", b"\xe4\xbd", b"\x00", b"..", b"/", b"../index", b"nowhere-0123abcd"],
)
def test_a_half_written_pointer_is_found(pointer: bytes, folder: Path) -> None:
    (folder / "CURRENT").write_bytes(pointer)
    assert failure(folder).endswith("run: wenshi index PAGES")


def test_a_pointer_to_a_generation_that_is_gone_is_found(folder: Path) -> None:
    shutil.rmtree(generation(folder))
    assert failure(folder).endswith("run: wenshi index PAGES")


@pytest.mark.parametrize("name", ["empty", "nowhere", "file"])
def test_a_folder_without_an_index_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("")
    assert (
        failure(tmp_path / name)
        == f"there is no index in {tmp_path / name}; run: wenshi index PAGES"
    )


@pytest.mark.parametrize(
    "rows", ["{}", "[]", "null", "1", '"text"', '{"schema": 0}', '{"schema": 1}', "{}\n{}", "{", ""]
)
def test_a_manifest_of_another_version_or_shape_is_refused(rows: str, folder: Path) -> None:
    (generation(folder) / "manifest.json").write_text(rows)
    assert failure(folder).endswith("run: wenshi index PAGES")
    with pytest.raises(IndexFolderError, match=r"run: wenshi index PAGES$"):
        read_manifest(folder)


def test_an_index_of_another_schema_says_so(folder: Path) -> None:
    path = generation(folder) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "schema": 99}))
    assert failure(folder) == (
        "the index was built by another version of 问事; run: wenshi index PAGES"
    )


def test_an_index_of_another_model_names_both_and_two_cures(built: Path) -> None:
    other = CountingEncoder(name="another", fingerprint="ff" * 32)
    with pytest.raises(IndexFolderError) as failed:
        load_index(built, other)
    assert str(failed.value) == (
        f"the index in {built} was built with counting, the settings say another; "
        "run: wenshi index PAGES, or set WENSHI_MODEL back"
    )
