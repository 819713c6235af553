"""`wenshi index` as it is typed: what it says beforehand, what it keeps, the way back."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from counting_wenshi import CountingEncoder, load_counting_encoder

import corpus.tagger
import embeddings.encoder
from bot.cli import main
from bot.sources import sources_of
from corpus.tagger import LacTagger, load_tagger
from retrieval.generations import current

WHO = "谁为新馆揭牌？"
PAGES = {
    "a.md": "---\ntitle: 新馆\n---\n馆长周文为新馆揭牌。",
    "b.md": "---\ntitle: 灯塔\n---\n渔港码头修好了灯塔。",
    "c.txt": "来自12所学校的380名学生参\n加长跑赛。\n长跑赛\n",
}


@dataclass(frozen=True, slots=True)
class Run:
    """How a run of the program ended."""

    code: int
    out: str
    err: str


Wenshi = Callable[..., Run]


@pytest.fixture(scope="session")
def tagger() -> LacTagger:
    return load_tagger()


@pytest.fixture
def wenshi(
    tmp_path: Path,
    tagger: LacTagger,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Wenshi:
    """Runs the program in this process, in a folder with three pages, indexed into `index`."""
    (tmp_path / "pages").mkdir()
    for name, text in PAGES.items():
        (tmp_path / "pages" / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WENSHI_INDEX", "index")
    monkeypatch.setenv("WENSHI_MODEL", "character counts")
    monkeypatch.setattr(embeddings.encoder, "load_encoder", load_counting_encoder)
    monkeypatch.setattr(corpus.tagger, "load_tagger", lambda _: tagger)

    def run(*words: str | Path) -> Run:
        monkeypatch.setattr(sys, "argv", ["wenshi", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return Run(int(left.value.code or 0), printed.out, printed.err)

    built = run("index", "pages")
    assert built == Run(0, "", "indexed 3 articles, 3 passages in index\n")
    return run


def files(folder: Path) -> dict[Path, bytes]:
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def change_pages(pages: Path) -> None:
    """One page more, one changed, one gone."""
    (pages / "d.md").write_text("---\ntitle: 合唱\n---\n合唱团在社区礼堂排练。", encoding="utf-8")
    (pages / "a.md").write_text(PAGES["a.md"].replace("周文", "李明"), encoding="utf-8")
    (pages / "b.md").unlink()


def test_a_dry_run_says_what_would_change_and_writes_nothing(wenshi: Wenshi, tmp_path) -> None:
    change_pages(tmp_path / "pages")
    before = files(tmp_path / "index")
    assert wenshi("index", "pages", "--dry-run") == Run(
        0,
        "+ d\n~ a\n- b\nwould add 1, change 1, remove 1: 3 articles, 3 passages, 2 to embed; "
        "nothing was built\n",
        "",
    )
    assert files(tmp_path / "index") == before
    assert wenshi("index", "pages").code == 0
    assert wenshi("index", "pages", "--dry-run").out == (
        "would add 0, change 0, remove 0: 3 articles, 3 passages, 0 to embed; nothing was built\n"
    )
    assert wenshi("index", "pages", "--dry-run", "--full").out.endswith(
        "3 articles, 3 passages, 3 to embed; nothing was built\n"
    )


def test_a_dry_run_into_a_new_folder_makes_none(wenshi: Wenshi, tmp_path) -> None:
    done = wenshi("index", "pages", "--dry-run", "--index", "new")
    assert done.out.endswith(
        "would add 3, change 0, remove 0: 3 articles, 3 passages, 3 to embed; nothing was built\n"
    )
    assert not (tmp_path / "new").exists()


def test_a_long_dry_run_names_the_first_twenty(wenshi: Wenshi, tmp_path) -> None:
    for n in range(25):
        (tmp_path / "pages" / f"n{n:02}.md").write_text(f"第{n}号楼修好了。", encoding="utf-8")
    lines = wenshi("index", "pages", "--dry-run").out.splitlines()
    assert lines[19:21] == ["+ n19", "+ … 5 more"]
    assert len(lines) == 22


def test_only_what_changed_is_embedded(wenshi: Wenshi, tmp_path, monkeypatch) -> None:
    """Beside the sample of the check, which is the same for a large index."""
    asked: list[list[str]] = []
    encode = CountingEncoder.encode_passages

    def listen(self, texts, on_progress=lambda _: None):
        asked.append(list(texts))
        return encode(self, texts, on_progress)

    monkeypatch.setattr(CountingEncoder, "encode_passages", listen)
    change_pages(tmp_path / "pages")
    wenshi("index", "pages")
    assert sorted(asked[0]) == ["合唱\n合唱团在社区礼堂排练。", "新馆\n馆长李明为新馆揭牌。"]
    assert len(asked) == 2
    asked.clear()
    wenshi("index", "pages")
    assert len(asked) == 1
    asked.clear()
    wenshi("index", "pages", "--full")
    assert len(asked[0]) == 3


def test_a_changed_and_a_removed_page_leave_no_stale_answer(wenshi: Wenshi, tmp_path) -> None:
    assert wenshi("ask", WHO).out.startswith("周文")
    assert wenshi("ask", "谁修好了灯塔？").out.count("灯塔")
    change_pages(tmp_path / "pages")
    wenshi("index", "pages")
    assert wenshi("ask", WHO).out.startswith("李明")
    assert "渔港码头" not in wenshi("ask", "谁修好了灯塔？").out


def test_the_way_back_and_its_end(wenshi: Wenshi, tmp_path) -> None:
    change_pages(tmp_path / "pages")
    wenshi("index", "pages")
    done = wenshi("index", "--rollback")
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("back to the index of 20")
    assert done.err.endswith(": 3 articles, 3 passages in index\n")
    assert wenshi("ask", WHO).out.startswith("周文")
    done = wenshi("index", "--rollback")
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("build the one you want: wenshi index PAGES\n")
    assert wenshi("ask", WHO).out.startswith("周文")


def test_the_way_back_brings_back_what_the_index_was_built_from(wenshi: Wenshi, tmp_path) -> None:
    """Else the next rebuild from the chat would read other pages than those that answer."""
    first = sources_of(tmp_path / "index")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "d.md").write_text("---\ntitle: 合唱\n---\n合唱团排练。", "utf-8")
    wenshi("index", "other")
    assert sources_of(tmp_path / "index").paths == (tmp_path / "other",)
    wenshi("index", "--rollback")
    assert sources_of(tmp_path / "index") == first
    assert first.paths == (tmp_path / "pages",)


def test_the_same_index_of_pages_that_moved_knows_where_they_are(wenshi: Wenshi, tmp_path) -> None:
    """Nothing else has changed, so the generation stays."""
    before = current(tmp_path / "index")
    (tmp_path / "pages").rename(tmp_path / "moved")
    wenshi("index", "moved")
    assert current(tmp_path / "index") == before
    assert sources_of(tmp_path / "index").paths == (tmp_path / "moved",)


def test_back_to_another_model_names_it(wenshi: Wenshi, tmp_path, monkeypatch) -> None:
    change_pages(tmp_path / "pages")
    wenshi("index", "pages")
    monkeypatch.setenv("WENSHI_MODEL", "another")
    assert wenshi("index", "--rollback").err.endswith(
        "\nit was built with another model; set WENSHI_MODEL=character counts\n"
    )


@pytest.mark.parametrize("more", [["pages"], ["--full"], ["--dry-run"], ["--golden", "g"]])
def test_the_way_back_reads_no_pages(wenshi: Wenshi, more: list[str]) -> None:
    done = wenshi("index", "--rollback", *more)
    assert (done.code, done.err) == (
        2,
        "--rollback reads no pages; run: wenshi index --rollback\n",
    )


def test_the_way_back_makes_no_folder(wenshi: Wenshi, tmp_path) -> None:
    done = wenshi("index", "--rollback", "--index", "nowhere")
    assert (done.code, done.err) == (
        2,
        "there is no index in nowhere; run: wenshi index PAGES\n",
    )
    assert not (tmp_path / "nowhere").exists()


QUESTIONS = f'{{"question": "{WHO}", "answers": ["周文"]}}\n'


def test_golden_questions_stop_an_index_that_has_lost_them(wenshi: Wenshi, tmp_path) -> None:
    (tmp_path / "index" / "golden.jsonl").write_text(QUESTIONS, encoding="utf-8")
    change_pages(tmp_path / "pages")
    done = wenshi("index", "pages")
    said, refused, cure = done.err.splitlines()
    assert (done.code, done.out) == (2, "")
    assert said == ("index/golden.jsonl: 0 of 1 questions answered rightly, 1 by the index before")
    assert refused.endswith(f"and goes on answering; lost: {WHO}")
    assert cure.endswith("let it pass with: wenshi index --margin 1.0 PAGES")
    assert wenshi("ask", WHO).out.startswith("周文")
    assert wenshi("index", "pages", "--margin", "1.0").code == 0
    assert wenshi("ask", WHO).out.startswith("李明")


def test_golden_questions_may_stand_elsewhere(wenshi: Wenshi, tmp_path) -> None:
    (tmp_path / "mine.jsonl").write_text(QUESTIONS, encoding="utf-8")
    done = wenshi("index", "pages", "--golden", "mine.jsonl")
    assert (done.code, done.err.splitlines()[0]) == (
        0,
        "mine.jsonl: 1 of 1 questions answered rightly, 1 by the index before",
    )


@pytest.mark.parametrize("content", [None, '{"question": 1}\n'])
def test_golden_questions_that_cannot_be_read_stop_it_before_it_begins(
    wenshi: Wenshi, tmp_path, content: str | None
) -> None:
    if content:
        (tmp_path / "mine.jsonl").write_text(content, encoding="utf-8")
    before = files(tmp_path / "index")
    done = wenshi("index", "pages", "--golden", "mine.jsonl")
    assert done.code == 2
    assert done.err.startswith("mine.jsonl")
    assert files(tmp_path / "index") == before


def test_a_damaged_cache_is_told_and_begun_anew(wenshi: Wenshi, tmp_path) -> None:
    (tmp_path / "index" / "cache.sqlite").write_bytes(b"garbage" * 1000)
    done = wenshi("index", "pages")
    first, last = done.err.splitlines()
    assert done.code == 0
    assert first.startswith("index/cache.sqlite is damaged (")
    assert last == "indexed 3 articles, 3 passages in index"


def test_memory_that_runs_out_is_a_sentence_and_the_old_index_answers(
    wenshi: Wenshi, monkeypatch
) -> None:
    def run_out(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(CountingEncoder, "encode_passages", run_out)
    done = wenshi("index", "pages", "--full")
    assert (done.code, done.err) == (
        2,
        "memory ran out; close other programs, then run the same command again\n",
    )
    assert wenshi("ask", WHO).out.startswith("周文")
