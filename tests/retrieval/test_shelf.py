"""Articles and passages on the disk: the same as in memory, read when they are asked for."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from corpus.articles import UNKNOWN_DATE, Article, PublicationDate, Run
from corpus.passages import split_passages
from retrieval import shelf
from retrieval.generations import write_lines
from retrieval.shelf import Articles, Lines, Passages, places_of

STORIES = (
    Article(
        "a", "题", "山。水。\n花𠀀。" * 60, PublicationDate("2020-10"), "a.txt", ("图",),
        (Run(0, 3, 5), Run(5, 9, 2)),
    ),
    Article("b", "", "鸟\u2028飞。", UNKNOWN_DATE, "b.md"),
)  # fmt: skip


@pytest.fixture
def articles(tmp_path: Path) -> Articles:
    write_lines(tmp_path / "articles.jsonl", [asdict(a) for a in STORIES])
    return Articles(Lines(tmp_path / "articles.jsonl"), [a.id for a in STORIES])


def test_articles_come_back_as_they_went_in(articles: Articles) -> None:
    assert list(articles.values()) == list(STORIES)
    assert dict(articles) == {a.id: a for a in STORIES}
    assert "c" not in articles
    assert articles.get("c") is None


def test_passages_come_back_as_they_went_in(articles: Articles) -> None:
    cut = [p for a in STORIES for p in split_passages(a)]
    held = Passages(places_of(cut, list(articles)), articles)
    assert list(held) == cut
    assert held[-1] == cut[-1]
    assert held[1:3] == tuple(cut[1:3])
    with pytest.raises(IndexError):
        held[len(cut)]


@pytest.mark.parametrize(
    ("held", "lines"),
    [
        (b"", []),
        (b"\n", [b""]),
        (b"a\nbc\n", [b"a", b"bc"]),
        (b"a\n\nbc", [b"a", b"", b"bc"]),
        (b"a\rb\n", [b"a\rb"]),
    ],
)
@pytest.mark.parametrize("n_at_once", [1, 2, 1 << 24])
def test_lines_are_those_of_the_file(
    held: bytes, lines: list[bytes], n_at_once: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf, "N_AT_ONCE", n_at_once)
    (tmp_path / "file").write_bytes(held)
    assert list(Lines(tmp_path / "file")) == lines


def test_an_index_of_no_passages_has_none(articles: Articles) -> None:
    assert list(Passages(places_of([], ["a"]), articles)) == []
    assert places_of([], []).shape == (0, 3)
    assert places_of([], []).dtype == np.int32
