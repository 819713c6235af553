"""`wenshi` with WENSHI_STORE and `--workers`: as it is typed, and what is said when it fails."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from counting_wenshi import load_counting_encoder
from stores import served

import corpus.tagger
import embeddings.encoder
from bot import wiring
from bot.cli import main
from bot.reloading import Reloading
from bot.settings import read_settings
from corpus.tagger import LacTagger, load_tagger

WHO = "谁为新馆揭牌？"
Wenshi = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


@pytest.fixture
def wenshi(
    tmp_path: Path,
    tagger: LacTagger,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Wenshi:
    """Runs the program in this process: exit code, stdout, stderr."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.md").write_text("馆长周文为新馆揭牌。", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WENSHI_MODEL", "character counts")
    monkeypatch.setenv("WENSHI_READER", "off")
    monkeypatch.setattr(embeddings.encoder, "load_encoder", load_counting_encoder)
    monkeypatch.setattr(corpus.tagger, "load_tagger", lambda _: tagger)

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["wenshi", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsys.readouterr()
        return int(left.value.code or 0), out, err

    return run


@pytest.mark.parametrize("words", [["index", "pages"], ["ask", WHO], ["index", "--rollback"]])
def test_a_milvus_that_is_not_there_is_one_line_with_the_cure(
    wenshi: Wenshi, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    pytest.importorskip("pymilvus", reason="needs pymilvus: pip install -e .[milvus]")
    wenshi("index", "pages")
    monkeypatch.setenv("WENSHI_STORE", "milvus://127.0.0.1:9")
    code, out, err = wenshi(*words)
    assert (code, out) == (2, "")
    (line,) = err.strip().splitlines()
    assert line.startswith("Milvus at http://127.0.0.1:9 does not answer (")
    assert line.endswith("or unset WENSHI_STORE to keep the passages in the index folder")


def test_a_running_bot_takes_over_what_another_program_puts_into_milvus(
    wenshi: Wenshi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And goes back with it; questions are answered all the while."""
    with served(tmp_path / "data") as (address, _):
        monkeypatch.setenv("WENSHI_STORE", f"milvus://{address}/archive")
        assert wenshi("index", "pages")[0] == 0
        folder, settings = Path("index"), read_settings()
        with Reloading(
            wiring.make_answerer(folder, settings),
            wiring.which(folder),
            lambda: wiring.which(folder),
            lambda answerer: wiring.reopen(answerer, folder),
            look_every_s=0.05,
        ) as running:
            assert "周文" in running.answer(WHO).text
            page = tmp_path / "pages" / "a.md"
            page.write_text("馆长李明为新馆揭牌。", encoding="utf-8")
            assert wenshi("index", "pages")[0] == 0
            wait_until(lambda: "李明" in running.answer(WHO).text)
            code, _, err = wenshi("index", "--rollback")
            assert code == 0, err
            wait_until(lambda: "周文" in running.answer(WHO).text)
        code, out, _ = wenshi("ask", WHO)
        assert code == 0
        assert "周文" in out
        monkeypatch.delenv("WENSHI_STORE")
        code, _, err = wenshi("ask", WHO)
        assert code == 2
        assert err.endswith(
            "the index in index keeps its passages in: milvus, WENSHI_STORE says: folder; run: "
            "wenshi index PAGES, or set WENSHI_STORE back\n"
        )


def wait_until(holds: Callable[[], bool], at_most_s: float = 60.0) -> None:
    end = time.monotonic() + at_most_s
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(
    "value", ["redis://host:1", "milvus://host", "milvus://host:19530/a-b", "milvus:", "passages"]
)
def test_a_store_that_is_none_is_told_with_the_cure(
    wenshi: Wenshi, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("WENSHI_STORE", value)
    code, _, err = wenshi("ask", WHO)
    assert code == 2
    assert err == (
        f"WENSHI_STORE: {value!r} is no store; write milvus://HOST:PORT, milvus://HOST:PORT/NAME "
        "(NAME of letters and digits), or the path of a file of Milvus Lite that ends in .db\n"
    )


@pytest.mark.parametrize("value", ["-1", "two", "ray://", "ray://host", "ray://host:65536", "1000"])
def test_workers_that_are_none_are_told_with_the_cure(wenshi: Wenshi, value: str) -> None:
    code, _, err = wenshi("index", "pages", "--workers", value)
    assert code == 2
    assert err == (
        f"--workers {value}: write a number of processes from 0 to 999, or ray://HOST:PORT of a "
        "Ray cluster, such as ray://10.0.0.1:10001\n"
    )


def test_workers_build_the_very_same_index(wenshi: Wenshi, tmp_path: Path) -> None:
    """Of the same pages an index is the same, so it goes again, and one generation is left."""
    assert wenshi("index", "pages")[0] == 0
    before = Path("index/CURRENT").read_text(encoding="utf-8")
    code, _, err = wenshi("index", "pages", "--full", "--workers", "2")
    assert code == 0, err
    assert Path("index/CURRENT").read_text(encoding="utf-8") == before


def test_without_ray_the_extra_and_the_other_way_are_named(
    wenshi: Wenshi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    code, _, err = wenshi("index", "pages", "--workers", "ray://127.0.0.1:9")
    assert code == 2
    assert err == (
        "--workers ray://… needs Ray; run: pip install -c constraints.txt '.[ray]', or let "
        "processes of this machine encode: wenshi index --workers 2 PAGES\n"
    )
