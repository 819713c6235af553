"""`wenshi index`, killed at any step: the old index answers, the next run goes on."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from comparing import contents
from counting_wenshi import load_counting_encoder

from corpus.reading import read_corpus
from corpus.tagger import LacTagger, load_tagger
from retrieval.answer import Answerer
from retrieval.building import build_index
from retrieval.cache import peek
from retrieval.store import load_index

HOUSE = Path(__file__).parents[2]
PROGRAM = [sys.executable, str(Path(__file__).with_name("killed_wenshi.py"))]
N_KILLS = 6  # two seconds each, for the program's start
ASKED = "谁为新馆揭牌？"
ENCODER = load_counting_encoder("", Path())


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for n in range(8):
        (folder / f"{n}.md").write_text(f"第{n}号楼的渔港码头修好了灯塔，船只平安进港。")
    (folder / "new.md").write_text("馆长李明为新馆揭牌。")
    (folder / "page.txt").write_text("来自12所学校的380名学生参\n加长跑赛。\n长跑赛\n")
    return folder


@pytest.fixture(scope="module")
def whole(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index that an undisturbed build of the pages makes."""
    folder = tmp_path_factory.mktemp("whole")
    assert index(0, pages, folder).returncode == 0
    return folder


@pytest.fixture
def old(tagger: LacTagger, tmp_path: Path) -> Path:
    """An index of one page, which says something else."""
    (tmp_path / "old.md").write_text("馆长周文为新馆揭牌。")
    articles = read_corpus([tmp_path / "old.md"], tagger).articles
    build_index(articles, ENCODER, tagger, tmp_path / "index")
    return tmp_path / "index"


def index(step: int, pages: Path, folder: Path, **how: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, str(step), "index", str(pages), "--index", str(folder)],
        cwd=HOUSE,
        # these rooms, whichever are installed; the rules alone, like the index that is compared
        env={**os.environ, "PYTHONPATH": str(HOUSE), "WENSHI_READER": "off"},
        capture_output=True,
        text=True,
        check=False,
        **how,  # type: ignore[call-overload]
    )


def answer(folder: Path, tagger: LacTagger) -> str:
    return Answerer(load_index(folder, ENCODER), ENCODER, tagger).answer(ASKED).text[:2]


def n_held(folder: Path) -> int:
    with closing(peek(folder)) as cache:
        return len(cache)


def test_after_a_kill_at_any_step_the_index_answers_and_the_next_run_goes_on(
    pages: Path, whole: Path, old: Path, tagger: LacTagger, tmp_path: Path
) -> None:
    """Kills at random steps of one and the same build, each going on from what the last left."""
    counted = index(0, pages, Path(shutil.copytree(old, tmp_path / "counted")))
    assert counted.returncode == 0, counted.stderr
    n_steps = int(counted.stdout)
    assert n_steps > 100
    seed = random.randrange(10**6)
    steps = sorted(random.Random(seed).sample(range(1, n_steps), N_KILLS))
    held = n_held(old)
    for step in steps:
        killed = index(step, pages, old)
        said = f"seed {seed}, step {step} of {n_steps}: {killed.stderr}"
        assert killed.returncode in (-signal.SIGKILL, 0), said  # 0: less was left to do
        assert answer(old, tagger) in ("周文", "李明"), said
        if killed.returncode and answer(old, tagger) == "周文":
            assert n_held(old) >= held, said
            held = n_held(old)
    assert index(0, pages, old).returncode == 0
    assert contents(old) == contents(whole), seed
    assert not list(old.glob(".*"))


def test_a_disk_that_is_full_is_a_sentence_and_the_old_index_answers(
    pages: Path, whole: Path, old: Path, tagger: LacTagger
) -> None:
    """No file may grow beyond 20,000 bytes, as far as the kernel is concerned."""
    limit = 20_000
    done = index(
        0,
        pages,
        old,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 2, done.stderr
    assert "cannot be written" in done.stderr
    assert "free some space" in done.stderr
    assert "Traceback" not in done.stderr
    assert answer(old, tagger) == "周文"
    assert index(0, pages, old).returncode == 0
    assert contents(old) == contents(whole)
