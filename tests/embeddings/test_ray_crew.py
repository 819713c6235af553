"""Slices encoded by a real Ray cluster of two nodes on this machine, one of which is killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from counting_wenshi import CountingEncoder
from crew_toy import SLICES, Telling, broken, expected, pids

from embeddings.errors import CrewError
from embeddings.ray_crew import RayCrew
from retrieval.cache import Cache
from retrieval.remembering import N_TEXTS, encode_texts

FINGERPRINT = CountingEncoder().fingerprint
HOUSE = Path(__file__).parents[2]
PORTS = ("dashboard-agent-listen", "dashboard-agent-grpc", "runtime-env-agent", "metrics-export")
N_STARTS = 4  # of a node: Ray gives one 30 s to be up, however busy the machine is
PATIENCE = {  # of Ray with itself, likewise; instead of 30 s or less
    "RAY_raylet_start_wait_time_s": "180",
    "RAY_agent_register_timeout_ms": "180000",
    "RAY_CLIENT_SERVER_CHECK_CHANNEL_TIMEOUT_S": "180",
    "RAY_CLIENT_RECONNECT_GRACE_PERIOD": "180",
}
HEAD = ("--head", "--include-dashboard=false", "--include-log-monitor=false", "--no-monitor")
ROOMS = [HOUSE, *(HOUSE / "tests" / room for room in ("retrieval", "bot"))]
WHY = "needs Ray: pip install -c constraints.txt '.[ray]'"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def node(log: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """One node with one CPU, as soon as it is up; killed with all that it started."""
    start = [sys.executable, "-m", "ray.scripts.scripts", "start", "--block", "--num-cpus=1"]
    start += ["--disable-usage-stats", "--object-store-memory=100000000", *words]
    for _ in range(N_STARTS):
        # Ports that are given need not be waited for, and two nodes of one machine share none.
        ports = [f"--{name}-port={free_port()}" for name in PORTS]
        with log.open("wb") as told:
            process = subprocess.Popen([*start, *ports], stdout=told, stderr=told)
        try:
            while process.poll() is None and "Ray runtime started" not in log.read_text():
                time.sleep(0.1)
            if process.poll() is None:
                yield process
                return
        finally:
            kill(process)
    raise TimeoutError(log.read_text())


def kill(process: subprocess.Popen[bytes]) -> None:
    """A node with all that it has started, which Ray puts into groups of their own."""
    for pid in [*descendants(process.pid), process.pid]:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()


def descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    below = [int(child) for child in children.read_text().split()] if children.exists() else []
    return [each for child in below for each in (child, *descendants(child))]


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Its address, and the second of its two nodes."""
    pytest.importorskip("ray", reason=WHY)
    from ray.util import get_node_ip_address

    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("PYTHONPATH", ":".join(map(str, ROOMS)))
        patch.setenv("RAY_AUTH_MODE", "disabled")  # whatever whoever runs the tests has set up
        for name, value in PATIENCE.items():
            patch.setenv(name, value)
        # A short name: Ray keeps sockets in there, whose paths have 107 bytes at most.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ws-")))
        host, port, client = get_node_ip_address(), free_port(), free_port()
        doors = (f"--port={port}", f"--ray-client-server-port={client}", f"--temp-dir={folder}/ray")
        stack.enter_context(node(folder / "head.log", *HEAD, *doors))
        second = stack.enter_context(node(folder / "second.log", f"--address={host}:{port}"))
        wait_for(host, client)
        yield f"ray://{host}:{client}", second


def wait_for(host: str, port: int, at_most_s: float = 60.0) -> None:
    end = time.monotonic() + at_most_s
    while time.monotonic() < end:
        with socket.socket() as door:
            if not door.connect_ex((host, port)):
                return
        time.sleep(0.1)
    raise TimeoutError(f"no Ray at {host}:{port}")


def same(found: list[tuple[int, np.ndarray]]) -> bool:
    return sorted(n for n, _ in found) == list(range(len(SLICES))) and all(
        np.array_equal(vectors, expected()[n]) for n, vectors in found
    )


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="CPUs are given on Linux alone")
def test_each_worker_takes_a_cpu_of_its_own_while_there_are_any() -> None:
    """And leaves it to the next one when it dies."""
    cpus = sorted(os.sched_getaffinity(0))[:2]
    with ExitStack() as workers:
        running = [workers.enter_context(settled(cpus)) for _ in cpus]
        assert sorted(told(worker) for worker in running) == [[cpu] for cpu in cpus]
        assert told(workers.enter_context(settled(cpus))) == cpus
        freed = told(running[0])
        running[0].kill()
        running[0].wait()
        assert told(workers.enter_context(settled(cpus))) == freed


@contextmanager
def settled(cpus: list[int]) -> Iterator[subprocess.Popen[str]]:
    """A process that may use these, takes its place, and tells it whenever it is asked."""
    code = (
        "import os, sys; from embeddings.ray_crew import _settle\n"
        f"os.sched_setaffinity(0, {cpus}); _settle()\n"
        "for _ in sys.stdin: print(*sorted(os.sched_getaffinity(0)), flush=True)"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=HOUSE, stdin=pipe, stdout=pipe, text=True
    ) as process:
        yield process
        process.kill()


def told(process: subprocess.Popen[str]) -> list[int]:
    assert process.stdin
    assert process.stdout
    print(file=process.stdin, flush=True)
    return [int(cpu) for cpu in process.stdout.readline().split()]


def test_what_a_worker_raises_is_told_with_the_cure(cluster) -> None:
    with pytest.raises(CrewError) as failed:
        list(RayCrew(cluster[0], broken).encode(SLICES, FINGERPRINT))
    assert str(failed.value) == (
        f"the Ray cluster at {cluster[0]} does not work (the model is broken; install it again); "
        "what was encoded is kept: mend it, or run: wenshi index PAGES"
    )


def test_a_worker_with_another_model_is_told(cluster) -> None:
    with pytest.raises(CrewError, match="a worker has another model than this program"):
        list(RayCrew(cluster[0], CountingEncoder).encode(SLICES, "another"))


def test_a_worker_that_is_killed_half_way_costs_nothing_but_time(cluster, tmp_path: Path) -> None:
    """What it was at is begun once more, and all vectors are as ever."""
    crew = RayCrew(cluster[0], partial(Telling, folder=tmp_path, takes_s=0.3))
    found = []
    for pair in crew.encode(SLICES, FINGERPRINT):
        found.append(pair)
        if len(found) == len(SLICES) // 2:
            os.kill(pids(tmp_path)[-1], signal.SIGKILL)
    assert same(found)
    assert len(pids(tmp_path)) > len(SLICES)


def test_what_was_encoded_before_an_interruption_is_kept(cluster, tmp_path: Path) -> None:
    texts = [f"第{n}号楼" for n in range(4 * N_TEXTS)]
    encoder, crew = CountingEncoder(), RayCrew(cluster[0], partial(Telling, folder=tmp_path))

    def interrupt(n_done: int) -> None:
        if n_done == 2 * N_TEXTS:
            raise KeyboardInterrupt

    with closing(Cache(":memory:")) as cache:
        with pytest.raises(KeyboardInterrupt):
            encode_texts(texts, encoder, cache, interrupt, crew)
        assert len(cache) == 2 * N_TEXTS
        heard: list[int] = []
        vectors = encode_texts(texts, encoder, cache, heard.append, crew)
    assert np.array_equal(vectors, encoder.encode_passages(texts))
    assert heard == [2 * N_TEXTS, 3 * N_TEXTS, 4 * N_TEXTS]


def test_a_node_that_is_killed_half_way_costs_nothing_but_time(
    cluster, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Both nodes encode; one dies; every slice still comes once, and Ray says nothing."""
    address, second = cluster
    crew = RayCrew(address, partial(Telling, folder=tmp_path, takes_s=0.3))
    found: list[tuple[int, np.ndarray]] = []
    for pair in crew.encode(SLICES, FINGERPRINT):
        found.append(pair)
        if len(set(pids(tmp_path))) > 1 and second.poll() is None:
            kill(second)
    assert second.poll() is not None
    assert same(found)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("door", ["127.0.0.1:9", "nowhere.invalid:10001"])
def test_a_cluster_that_is_not_there_is_told_with_the_cure(door: str) -> None:
    pytest.importorskip("ray", reason=WHY)
    with pytest.raises(CrewError) as failed:
        RayCrew(f"ray://{door}", CountingEncoder).greet()
    told = str(failed.value)
    assert told.startswith(f"no Ray cluster answers at ray://{door} (")
    assert told.endswith(
        f"start one there with: ray start --head --ray-client-server-port={door.partition(':')[2]},"
        " or let processes of this machine encode: wenshi index --workers 2 PAGES"
    )
