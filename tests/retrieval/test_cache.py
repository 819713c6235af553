"""The cache: whole or not at all, bounded, and never believed where it is damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus.memory import key_of
from retrieval.cache import Cache, forget, open_cache, peek
from retrieval.errors import IndexFolderError

ONE, TWO, THREE = (key_of("test", name) for name in ("one", "two", "three"))
ROWS = {ONE: b"1" * 99, TWO: b"", THREE: bytes(range(256)) * 40}
CURE = "begin it anew with: wenshi index --full PAGES"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With three values in its cache."""
    with closing(open_cache(tmp_path)) as cache:
        cache.keep(ROWS)
    return tmp_path


def held(folder: Path) -> set[bytes]:
    with closing(Cache(folder / "cache.sqlite")) as cache:
        return set(cache.recall(list(ROWS)))


def build(folder: Path, *keys: bytes) -> None:
    """A build that succeeds and has used these."""
    with closing(open_cache(folder)) as cache:
        cache.recall(keys)
        cache.settle()


def test_what_was_kept_is_recalled_by_the_next_process(folder: Path) -> None:
    with closing(open_cache(folder)) as cache:
        assert cache.recall([TWO, ONE, ONE, key_of("nothing")]) == {ONE: b"1" * 99, TWO: b""}
        assert cache.recall([]) == {}
        assert len(cache) == 3


def test_a_thousand_keys_are_asked_for_at_once(tmp_path: Path) -> None:
    rows = {key_of(str(n)): str(n).encode() for n in range(1001)}
    with closing(open_cache(tmp_path)) as cache:
        cache.keep(rows)
        assert cache.recall(list(rows)) == rows


def test_what_none_of_three_builds_has_used_is_dropped(folder: Path) -> None:
    build(folder, ONE, TWO, THREE)
    build(folder, ONE, TWO)
    build(folder, ONE)
    assert held(folder) == {ONE, TWO, THREE}
    build(folder, ONE)
    assert held(folder) == {ONE, TWO}
    build(folder)
    assert held(folder) == {ONE}


def test_what_is_dropped_is_given_back_to_the_disk(folder: Path) -> None:
    with closing(open_cache(folder)) as cache:
        cache.keep({key_of(str(n)): bytes(1000) for n in range(1000)})
    large = (folder / "cache.sqlite").stat().st_size
    for _ in range(4):
        build(folder, ONE)
    assert large > 1_000_000
    assert (folder / "cache.sqlite").stat().st_size < 100_000


def test_what_a_build_that_never_succeeded_has_kept_is_there(folder: Path) -> None:
    """Three builds on, it goes the way of the rest."""
    for _ in range(2):
        build(folder)
    assert held(folder) == {ONE, TWO, THREE}
    build(folder)
    build(folder)
    assert held(folder) == set()


def test_a_transaction_that_breaks_off_leaves_nothing(folder: Path) -> None:
    with closing(open_cache(folder)) as cache:
        with pytest.raises(TypeError):
            cache.keep({key_of("four"): b"4", key_of("five"): "no bytes"})  # type: ignore[dict-item]
        assert len(cache) == 3
        cache.keep({key_of("six"): b"6"})
        assert len(cache) == 4


def test_a_full_disk_is_told_with_the_cure_and_costs_nothing_held(folder: Path) -> None:
    with closing(open_cache(folder)) as cache:
        cache._db.execute("PRAGMA max_page_count = 20")  # what SQLite calls a full disk
        with pytest.raises(IndexFolderError, match=rf"disk is full.*free some space, or {CURE}$"):
            cache.keep({key_of("large"): bytes(1_000_000)})
        cache.keep({key_of("small"): b"small"})
    assert held(folder) == {ONE, TWO, THREE}


def test_a_flipped_byte_anywhere_never_gives_a_wrong_value(folder: Path) -> None:
    """Each value comes back right or not at all; or the cache is begun anew, and that is told."""
    path = folder / "cache.sqlite"
    whole = path.read_bytes()
    outcomes = {"right": 0, "missing": 0, "anew": 0, "told": 0}
    for at in {*range(120), *range(120, len(whole), 97)}:
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        told: list[str] = []
        try:
            with closing(open_cache(folder, told.append)) as cache:
                found = cache.recall(list(ROWS))
                cache.keep(ROWS)
        except IndexFolderError as exc:
            assert str(exc).endswith(CURE), at
            outcomes["told"] += 1
        else:
            assert found.items() <= ROWS.items(), at
            assert all("is damaged" in line for line in told), at
            kind = "anew" if told else "right" if len(found) == len(ROWS) else "missing"
            outcomes[kind] += 1
            assert held(folder) == set(ROWS), at
        forget(folder)
    assert outcomes["missing"] > 100
    assert outcomes["anew"] > 10


def test_a_value_whose_checksum_is_wrong_is_counted(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "cache.sqlite")) as db, db:
        db.execute("UPDATE entries SET value = value || x'00' WHERE key = ?", (ONE,))
    with closing(open_cache(folder)) as cache:
        assert set(cache.recall(list(ROWS))) == {TWO, THREE}
        assert cache.n_damaged == 1


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_file_that_is_no_cache_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "cache.sqlite").write_bytes(content)
    told: list[str] = []
    with closing(open_cache(tmp_path, told.append)) as cache:
        cache.keep(ROWS)
    (line,) = told
    assert line.startswith(f"{tmp_path / 'cache.sqlite'} is damaged (")
    assert line.endswith("it is begun anew, and everything is computed again")


def test_a_cache_of_another_version_is_begun_anew(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "cache.sqlite")) as db:
        db.execute("PRAGMA application_id = 7")
    told: list[str] = []
    open_cache(folder, told.append).close()
    assert "another version of 问事" in told[0]
    assert held(folder) == set()


def test_a_look_changes_nothing(folder: Path, tmp_path: Path) -> None:
    before = (folder / "cache.sqlite").read_bytes()
    with closing(peek(folder)) as cache:
        assert set(cache.recall([ONE])) == {ONE}
        cache.keep({key_of("four"): b"4"})
    assert (folder / "cache.sqlite").read_bytes() == before
    with closing(peek(tmp_path / "nowhere")) as cache:
        assert len(cache) == 0
    assert not (tmp_path / "nowhere").exists()
