"""The wheel: all rooms and the starter corpus, the console script, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

HOUSE = Path(__file__).parents[1]
ROOMS = ("bot", "bot/telegram", "retrieval", "retrieval/training", "corpus", "embeddings")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """Built offline from a copy of what git would hand out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=True,
    )
    source = tmp_path_factory.mktemp("source")
    for name in filter(None, listed.stdout.split("\0")):
        if (HOUSE / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(HOUSE / name, source / name)
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist"],
        cwd=source,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = (source / "dist").iterdir()
    return ZipFile(path)


def files(wheel: ZipFile, folder: str) -> set[str]:
    """The names of the files in one folder of the wheel."""
    paths = map(Path, wheel.namelist())
    return {path.name for path in paths if path.parent == Path(folder)}


def test_the_wheel_runs_on_every_system(wheel) -> None:
    assert Path(wheel.filename).name == "wenshi-0.1.0-py3-none-any.whl"


@pytest.mark.parametrize("room", ROOMS)
def test_each_room_is_in_the_wheel_with_all_its_modules(wheel, room) -> None:
    assert files(wheel, room) == {path.name for path in (HOUSE / room).glob("*.py")}


def test_the_starter_corpus_is_in_the_wheel(wheel) -> None:
    articles = {path.name for path in (HOUSE / "corpus" / "articles").glob("*.md")}
    assert files(wheel, "corpus/articles") == articles
    assert len(articles) == 3


def test_nothing_else_is_in_the_wheel(wheel) -> None:
    """No tests, no seeds, no settings of ours: the rooms, the corpus and the wheel's own notes."""
    folders = {Path(name).parent.as_posix() for name in wheel.namelist()}
    notes = {folder for folder in folders if ".dist-info" in folder}
    assert folders - notes == {*ROOMS, "corpus/articles", "retrieval/weights"}


def test_the_console_script_is_the_command_line(wheel) -> None:
    (entry,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert wheel.read(entry).decode().split("\n")[:2] == [
        "[console_scripts]",
        "wenshi = bot.cli:main",
    ]


def test_the_licence_comes_along(wheel) -> None:
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())
