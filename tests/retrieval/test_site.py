"""One builder at a time: the second waits and says so; the lock ends with its holder."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from retrieval.errors import IndexFolderError
from retrieval.site import alone_in, open_site

HOUSE = Path(__file__).parents[2]
HOLDING = """
import sys, time
from pathlib import Path
from retrieval.site import alone_in
with alone_in(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_the_second_waits_for_the_first_and_says_so_once(tmp_path: Path) -> None:
    told: list[str] = []
    order: list[str] = []
    waiting = threading.Event()

    def second() -> None:
        with alone_in(tmp_path, lambda line: (told.append(line), waiting.set())):
            order.append("second")

    thread = threading.Thread(target=second)
    with alone_in(tmp_path):
        thread.start()
        assert waiting.wait(60)
        order.append("first")
    thread.join(60)
    assert order == ["first", "second"]
    assert told == [f"another `wenshi index` is at work in {tmp_path}; waiting until it has done"]


def test_a_killed_builder_holds_nothing(tmp_path: Path) -> None:
    told: list[str] = []
    command = [sys.executable, "-c", HOLDING, str(tmp_path)]
    with subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        process.kill()
    with alone_in(tmp_path, told.append):
        assert [p.name for p in tmp_path.iterdir()] == ["LOCK"]
    assert told == []


def test_the_site_is_cleared_and_full_forgets(tmp_path: Path) -> None:
    with open_site(tmp_path) as site:
        site.cache.keep({b"k" * 16: b"value"})
    (tmp_path / ".building-x").mkdir()
    with open_site(tmp_path) as site:
        assert len(site.cache) == 1
        assert not (tmp_path / ".building-x").exists()
    with open_site(tmp_path, full=True) as site:
        assert len(site.cache) == 0


def test_a_folder_that_is_a_file_is_told_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(IndexFolderError, match=r"cannot be written .* WENSHI_INDEX or --index$"),
        open_site(tmp_path / "file"),
    ):
        pass


def test_a_lock_that_is_no_lock_is_told_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "LOCK").write_bytes(b"something else" * 100)
    with (
        pytest.raises(IndexFolderError, match=r"remove it, then run: wenshi index PAGES$"),
        open_site(tmp_path),
    ):
        pass
