"""Slices encoded by several processes: the same vectors, whoever dies on the way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from counting_wenshi import CountingEncoder
from crew_toy import SLICES, Telling, broken, dying, expected, pids

from corpus.memory import key_of
from embeddings.crew import Processes
from embeddings.errors import CrewError
from retrieval.cache import Cache
from retrieval.remembering import N_TEXTS, encode_texts

FINGERPRINT = CountingEncoder().fingerprint
HOUSE = Path(__file__).parents[2]


def same(found: dict[int, np.ndarray]) -> bool:
    return sorted(found) == list(range(len(SLICES))) and all(
        np.array_equal(found[n], vectors) for n, vectors in enumerate(expected())
    )


def test_each_slice_comes_once_with_its_own_vectors(tmp_path: Path) -> None:
    crew = Processes(2, partial(Telling, folder=tmp_path))
    found = list(crew.encode(SLICES, FINGERPRINT))
    assert len(found) == len(SLICES)
    assert same(dict(found))
    assert len(set(pids(tmp_path))) == 2


def test_a_worker_that_is_killed_half_way_costs_nothing_but_time(tmp_path: Path) -> None:
    crew = Processes(2, partial(Telling, folder=tmp_path))
    found = []
    for pair in crew.encode(SLICES, FINGERPRINT):
        found.append(pair)
        if len(found) == len(SLICES) // 2:
            os.kill(pids(tmp_path)[-1], signal.SIGKILL)
    assert len(found) == len(SLICES)
    assert same(dict(found))
    assert len(set(pids(tmp_path))) > 2


def test_workers_that_all_die_end_with_the_cure() -> None:
    with pytest.raises(CrewError) as failed:
        list(Processes(2, dying).encode(SLICES, FINGERPRINT))
    assert str(failed.value) == (
        "the workers were killed 3 times before one had encoded anything, mostly for want of "
        "memory; run with fewer: wenshi index --workers 1 PAGES"
    )


def test_what_a_worker_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match=r"^the model is broken; install it again$"):
        list(Processes(2, broken).encode(SLICES, FINGERPRINT))


def test_a_worker_with_another_model_is_told() -> None:
    with pytest.raises(CrewError, match="a worker has another model than this program"):
        list(Processes(1, CountingEncoder).encode(SLICES, "another"))


def test_for_nothing_nobody_is_called() -> None:
    assert list(Processes(2, dying).encode([], FINGERPRINT)) == []


def test_what_was_encoded_before_an_interruption_is_kept(tmp_path: Path) -> None:
    texts = [f"第{n}号楼" for n in range(4 * N_TEXTS)]
    cache, encoder = Cache(tmp_path / "cache.sqlite"), CountingEncoder()
    (tmp_path / "told").mkdir()
    crew = Processes(1, partial(Telling, folder=tmp_path / "told"))

    def interrupt(n_done: int) -> None:
        if n_done == 2 * N_TEXTS:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        encode_texts(texts, encoder, cache, interrupt, crew)
    assert len(cache) == 2 * N_TEXTS
    n_before = len(pids(tmp_path / "told"))
    heard: list[int] = []
    vectors = encode_texts(texts, encoder, cache, heard.append, crew)
    assert np.array_equal(vectors, encoder.encode_passages(texts))
    assert heard == [2 * N_TEXTS, 3 * N_TEXTS, 4 * N_TEXTS]
    assert len(pids(tmp_path / "told")) - n_before == 2
    assert key_of("vector", FINGERPRINT, texts[0]) in cache.recall(
        [key_of("vector", FINGERPRINT, texts[0])]
    )
    cache.close()


def test_workers_leave_with_whoever_started_them(tmp_path: Path) -> None:
    fakes = [str(HOUSE / "tests" / room) for room in ("retrieval", "bot")]
    code = (
        f"import sys; sys.path[:0] = {fakes!r}\n"
        "from functools import partial; from pathlib import Path\n"
        "from crew_toy import SLICES, Telling\n"
        "from embeddings.crew import Processes\n"
        "if __name__ == '__main__':\n"
        f"    load = partial(Telling, folder=Path({str(tmp_path)!r}), takes_s=60)\n"
        "    list(Processes(2, load).encode(SLICES, load().fingerprint))\n"
    )
    program = tmp_path.with_suffix(".py")
    program.write_text(code)
    parent = subprocess.Popen(
        [sys.executable, str(program)], cwd=HOUSE, env={**os.environ, "PYTHONPATH": str(HOUSE)}
    )
    wait_until(lambda: len(set(pids(tmp_path))) == 2)
    parent.kill()
    parent.wait()
    wait_until(lambda: not any(is_running(pid) for pid in pids(tmp_path)))


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(holds, at_most_s: float = 60.0) -> None:
    end = time.monotonic() + at_most_s
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
