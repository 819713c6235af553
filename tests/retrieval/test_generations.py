"""Going back: the pointer moves to the generation before, if that is whole."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from comparing import contents, generation, generations
from toy import CountingEncoder, story

from corpus.tagger import Tagger
from retrieval.building import build_index
from retrieval.errors import IndexFolderError
from retrieval.generations import clear_killed, go_back
from retrieval.store import load_index

ENCODER = CountingEncoder()
TEXTS = ["渔港码头修好了灯塔。", "来自12所学校的380名学生参加长跑赛。", "灯会在荷塘公园开幕。"]


def build(folder: Path, n: int, tagger: Tagger) -> Path:
    """An index of the first n stories."""
    build_index([story(text) for text in TEXTS[:n]], ENCODER, tagger, folder)
    return generation(folder)


def n_articles(folder: Path) -> int:
    return len(load_index(folder, ENCODER).articles)


@pytest.fixture(scope="module")
def built(tagger: Tagger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    for n in (1, 2, 3):
        build(folder, n, tagger)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """Three generations, of one, two and three stories."""
    return Path(shutil.copytree(built, tmp_path / "index"))


def test_each_step_back_is_one_generation(folder: Path) -> None:
    assert n_articles(folder) == 3
    assert go_back(folder).n_articles == 2
    assert n_articles(folder) == 2
    assert go_back(folder).n_articles == 1
    assert n_articles(folder) == 1


def test_before_the_first_there_is_nothing(folder: Path) -> None:
    for _ in range(2):
        go_back(folder)
    with pytest.raises(IndexFolderError, match=r"no index before .* wenshi index PAGES$"):
        go_back(folder)
    assert n_articles(folder) == 1


def test_without_an_index_there_is_nothing_to_go_back_from(tmp_path: Path) -> None:
    with pytest.raises(IndexFolderError, match=r"there is no index in .* run: wenshi index PAGES$"):
        go_back(tmp_path)
    assert not list(tmp_path.iterdir())


def test_nobody_goes_back_to_a_damaged_generation(folder: Path) -> None:
    """One byte of any file of it; the current one stays."""
    target = generations(folder)[1]
    for path in sorted(p for p in target.rglob("*") if p.is_file()):
        whole = path.read_bytes()
        path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(IndexFolderError, match=r"run: wenshi index PAGES$"):
            go_back(folder)
        assert n_articles(folder) == 3
        path.write_bytes(whole)
    go_back(folder)


def test_a_build_after_going_back_stands_in_the_place_of_what_was_gone_back_from(
    folder: Path, tagger: Tagger
) -> None:
    one, two, three = generations(folder)
    go_back(folder)
    four = build(folder, 3, tagger)
    assert generations(folder) == [one, two, four]
    go_back(folder)
    assert generation(folder) == two
    assert not three.exists()


def test_a_generation_that_never_came_to_answer_goes_with_the_next_build(
    folder: Path, tagger: Tagger
) -> None:
    """As when a build is killed between the naming and the swap."""
    one, two, _ = generations(folder)
    (folder / "CURRENT").write_text(two.name)
    four = build(folder, 1, tagger)
    assert generations(folder) == [one, two, four]


def test_generations_are_in_order_whatever_the_clock_says(
    folder: Path, tagger: Tagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Wrong(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime(1999, 1, 1, tzinfo=UTC)

    monkeypatch.setattr("retrieval.generations.datetime", Wrong)
    before = generations(folder)
    four = build(folder, 1, tagger)
    assert generations(folder) == [*before[1:], four]
    assert go_back(folder).n_articles == 3


def test_what_killed_builds_left_is_removed_and_nothing_else(folder: Path) -> None:
    before = contents(folder)
    names = sorted(p.name for p in folder.iterdir())
    for name in (".building-a", ".gone-b"):
        (folder / name / "bm25").mkdir(parents=True)
        (folder / name / "bm25" / "x").write_text("x")
    (folder / ".current-c").write_text("x")
    (folder / ".keep").write_text("the operator's own")
    clear_killed(folder)
    assert sorted(p.name for p in folder.iterdir()) == sorted([*names, ".keep"])
    assert contents(folder) == before
