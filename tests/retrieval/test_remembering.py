"""Nothing is computed twice, and what comes of it is what a full build gives, file by file."""

from __future__ import annotations

import gzip
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from comparing import contents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from toy import CountingEncoder, story

import retrieval.remembering
from corpus.articles import Article
from corpus.memory import FORGETFUL, key_of
from corpus.reading import read_corpus
from corpus.script import fold
from corpus.tagger import Tagger, Token
from retrieval.answer import Answerer
from retrieval.building import build_at, build_index
from retrieval.cache import Cache
from retrieval.changes import Changes, find_changes
from retrieval.remembering import encode_texts, read_told
from retrieval.site import open_site
from retrieval.store import load_index

STORIES = [
    story("9月12日上午，灯会在荷塘公园开幕，馆长沈月琴致辞。", "灯会开幕", "2019-09-13"),
    story("来自12所学校的380名学生参加长跑赛。", "长跑赛", "2018"),
    story("渔港码头修好了灯塔。", "灯塔"),
]
ASKED = ["灯会是哪天开幕的？", "沈月琴是什么职务？", "多少名学生参加长跑赛？", "谁修好了灯塔？"]


@dataclass(frozen=True)
class Listening(CountingEncoder):
    """Remembers which passages it was asked for; breaks off where it is told to."""

    heard: list[str] = field(default_factory=list)
    breaks_after: int = 1_000_000

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        if len(self.heard) >= self.breaks_after:
            raise MemoryError
        self.heard.extend(texts)
        return super().encode_passages(texts, on_progress)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return CountingEncoder().encode_queries(texts)


class Counting:
    """Counts how often the real tagger is asked."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self.n = 0

    def tag(self, text: str) -> tuple[Token, ...]:
        self.n += 1
        return self._tagger.tag(text)


@pytest.fixture
def cache() -> Iterator[Cache]:
    with closing(Cache(":memory:")) as opened:
        yield opened


# --- vectors


def test_a_text_is_encoded_once_whatever_its_place(cache: Cache) -> None:
    encoder = Listening()
    first = encode_texts(["甲", "乙", "甲"], encoder, cache)
    again = encode_texts(["丙", "甲", "乙"], encoder, cache)
    assert sorted(encoder.heard) == ["丙", "乙", "甲"]
    assert np.array_equal(first, encoder.encode_queries(["甲", "乙", "甲"]))
    assert np.array_equal(again, encoder.encode_queries(["丙", "甲", "乙"]))


def test_another_model_shares_no_vector(cache: Cache) -> None:
    encode_texts(["甲"], Listening(), cache)
    other = Listening(fingerprint="d0" * 32)
    encode_texts(["甲"], other, cache)
    assert other.heard == ["甲"]


def test_progress_counts_what_was_there_already(cache: Cache) -> None:
    heard: list[int] = []
    encode_texts(["甲", "乙"], Listening(), cache)
    encode_texts(["甲", "丙", "乙", "丁"], Listening(), cache, heard.append)
    assert heard == [2, 4]


def test_what_was_embedded_before_memory_ran_out_is_not_embedded_again(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two texts between two writes; the third pair breaks off."""
    monkeypatch.setattr(retrieval.remembering, "N_TEXTS", 2)
    texts = ["一", "二二", "三三三", "四四四四", "五五五五五"]
    broken = Listening(breaks_after=4)
    with pytest.raises(MemoryError):
        encode_texts(texts, broken, cache)
    encoder = Listening()
    vectors = encode_texts(texts, encoder, cache)
    assert (broken.heard, encoder.heard) == (texts[:0:-1], ["一"])
    assert np.array_equal(vectors, encoder.encode_queries(texts))


# --- facts and names


def test_an_unchanged_article_is_not_tagged_again(cache: Cache, tagger: Tagger) -> None:
    counting = Counting(tagger)
    told = read_told(STORIES, counting, cache)
    n_first = counting.n
    assert read_told(STORIES, counting, cache) == told == read_told(STORIES, tagger, FORGETFUL)
    assert 0 < n_first == counting.n
    moved = [STORIES[2], replace(STORIES[0], published=STORIES[1].published), STORIES[1]]
    assert read_told(moved, counting, cache)[0] == told[2]
    assert counting.n > n_first


def test_what_an_older_program_read_is_read_again(
    cache: Cache, tagger: Tagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting = Counting(tagger)
    read_told(STORIES, counting, cache)
    n_first = counting.n
    monkeypatch.setattr(retrieval.remembering, "program_of", lambda *files: key_of("newer"))
    read_told(STORIES, counting, cache)
    assert counting.n == 2 * n_first


# --- pages

PAGE = "馆长周文为新馆\n揭牌。读者三百人\n到场。\n新馆开放\n"


def test_an_unchanged_page_is_not_repaired_again(
    cache: Cache, tagger: Tagger, tmp_path: Path
) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    counting = Counting(tagger)
    corpus = read_corpus([tmp_path], counting, memory=cache)
    n_first = counting.n
    assert read_corpus([tmp_path], counting, memory=cache) == corpus
    assert read_corpus([tmp_path], tagger) == corpus
    assert 0 < n_first == counting.n


def test_a_renamed_page_has_its_new_name(cache: Cache, tagger: Tagger, tmp_path: Path) -> None:
    """Ids and sources are the file's name."""
    (tmp_path / "old.txt").write_text(PAGE, encoding="utf-8")
    read_corpus([tmp_path], tagger, memory=cache)
    (tmp_path / "old.txt").rename(tmp_path / "new.txt")
    assert read_corpus([tmp_path], tagger, memory=cache) == read_corpus([tmp_path], tagger)


# --- a whole build


def test_one_article_more_costs_its_own_passages(tagger: Tagger, tmp_path: Path) -> None:
    """The check of the new index asks for its sample again: that much at most, however large."""
    with open_site(tmp_path) as site:
        build_at(site, STORIES, Listening(), tagger)
        encoder, counting = Listening(), Counting(tagger)
        more = [story("市民中心昨天开放。", "新馆"), *STORIES]
        build_at(site, more, encoder, counting)
    texts = [fold(f"{a.title}（{a.published.iso}）\n{a.text}".replace("（）", "")) for a in more]
    assert encoder.heard[:1] == [texts[0]]
    assert sorted(encoder.heard[1:]) == sorted(texts)
    alone = Counting(tagger)
    read_told(more[:1], alone, FORGETFUL)
    assert counting.n == alone.n


def test_a_removed_article_leaves_no_answer(tagger: Tagger, tmp_path: Path) -> None:
    encoder = CountingEncoder()
    build_index(STORIES, encoder, tagger, tmp_path)
    before = Answerer(load_index(tmp_path, encoder), encoder, tagger).answer(ASKED[1])
    build_index(STORIES[1:], encoder, tagger, tmp_path)
    after = Answerer(load_index(tmp_path, encoder), encoder, tagger).answer(ASKED[1])
    assert "馆长" in before.text
    assert "馆长" not in after.text


# --- the law

SENTENCES = [
    "9月12日上午，灯会在荷塘公园开幕，馆长沈月琴致辞。",
    "来自12所学校的380名学生参加长跑赛。",
    "渔港码头修好了灯塔。",
    "第二届灯会昨天闭幕。",
    "2019年度的长跑赛由市体育局主办。",
    "副馆长李明说：“渔港的孩子也来了。”",
]
NAMES = ["a.txt", "b.txt", "c.md", "d.jsonl.gz"]
Edit = tuple[str, tuple[str, ...]]
SAID = st.lists(st.sampled_from(SENTENCES), max_size=3, unique=True).map(tuple)
EDITS = st.tuples(st.sampled_from(NAMES), SAID)


def write(folder: Path, edit: Edit) -> None:
    """A file with these sentences; without any, the file goes."""
    name, sentences = edit
    path = folder / name
    if not sentences:
        path.unlink(missing_ok=True)
    elif name.endswith(".gz"):
        rows = [json.dumps({"id": s[:4], "title": s[:2], "text": s}) for s in sentences]
        path.write_bytes(gzip.compress("\n".join(rows).encode()))
    elif name.endswith(".md"):
        path.write_text(f"---\ntitle: {sentences[0][:4]}\n---\n" + "\n\n".join(sentences))
    else:
        path.write_text("\n".join(s[i : i + 9] for s in sentences for i in range(0, len(s), 9)))


@contextmanager
def folders(n: int) -> Iterator[list[Path]]:
    with tempfile.TemporaryDirectory() as root:
        paths = [Path(root) / str(i) for i in range(n)]
        for path in paths:
            path.mkdir()
        yield paths


def grown(pages: Path, index: Path, encoder: CountingEncoder, tagger: Tagger) -> Sequence[Article]:
    """What `wenshi index` does: the articles that were read, and the index beside its cache."""
    with open_site(index) as site:
        articles = read_corpus([pages], tagger, memory=site.cache).articles
        build_at(site, articles, encoder, tagger)
    return articles


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=2, max_size=4))
def test_after_any_history_of_edits_the_index_is_that_of_a_full_build(
    history: list[list[Edit]], tagger: Tagger
) -> None:
    """File by file but for the time; and the answers, which a person sees."""
    encoder = CountingEncoder()
    with folders(2 + len(history)) as (pages, index, *others):
        for edits, other in zip(history, others, strict=True):
            write(pages, ("c.md", (SENTENCES[0],)))  # so that there is something to index
            for edit in edits:
                write(pages, edit)
            if not read_corpus([pages], tagger).articles:
                continue
            grown(pages, index, encoder, tagger)
            build_index(read_corpus([pages], tagger).articles, encoder, tagger, other)
            assert contents(index) == contents(other)
            one, two = (Answerer(load_index(f, encoder), encoder, tagger) for f in (index, other))
            assert [one.answer(q) for q in ASKED] == [two.answer(q) for q in ASKED]


# --- what a build would change


def test_a_dry_run_says_what_a_build_would_do(tagger: Tagger, tmp_path: Path) -> None:
    encoder = CountingEncoder()
    with open_site(tmp_path) as site:
        assert find_changes(STORIES, encoder, site.cache, tmp_path) == Changes(
            tuple(a.id for a in STORIES), (), (), 3, 3, 3
        )
        build_at(site, STORIES, encoder, tagger)
        assert find_changes(STORIES, encoder, site.cache, tmp_path) == Changes((), (), (), 3, 3, 0)
        edited = [replace(STORIES[0], text="灯会闭幕。"), STORIES[2], story("新馆开放。")]
        assert find_changes(edited, encoder, site.cache, tmp_path) == Changes(
            ("新馆开放。",), (STORIES[0].id,), (STORIES[1].id,), 3, 3, 2
        )
