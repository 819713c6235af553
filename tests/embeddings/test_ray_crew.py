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
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from counting_wenshi import CountingEncoder
from crew_toy import SLICES, Telling, broken, expected, pids

from embeddings.errors import CrewError
from embeddings.ray_crew import RayCrew

FINGERPRINT = CountingEncoder().fingerprint
HOUSE = Path(__file__).parents[2]
PORTS = ("dashboard-agent-listen", "dashboard-agent-grpc", "runtime-env-agent", "metrics-export")
START_S = 120.0  # of a node, on a busy machine
ROOMS = [HOUSE, *(HOUSE / "tests" / room for room in ("retrieval", "bot"))]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def node(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """One node with one CPU, as a group of processes that is killed together."""
    start = [sys.executable, "-m", "ray.scripts.scripts", "start", "--block", "--num-cpus=1"]
    # Ports that are given need not be waited for, and two nodes of one machine do not share any.
    start += [f"--{name}-port={free_port()}" for name in PORTS]
    process = subprocess.Popen(
        [*start, "--disable-usage-stats", "--object-store-memory=100000000", *words],
        env={**os.environ, "PYTHONPATH": ":".join(map(str, ROOMS))},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        kill(process)


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
    why = "needs Ray: pip install -c constraints.txt -e .[ray]"
    pytest.importorskip("ray", reason=why)
    from ray.util import get_node_ip_address

    port, client = free_port(), free_port()
    with ExitStack() as nodes, pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_AUTH_MODE", "disabled")  # nobody else reaches this cluster
        folder = nodes.enter_context(tempfile.TemporaryDirectory(prefix="ws-"))
        nodes.enter_context(
            node(
                "--head",
                f"--port={port}",
                f"--ray-client-server-port={client}",
                "--include-dashboard=false",
                "--include-log-monitor=false",
                "--no-monitor",
                f"--temp-dir={folder}",
            )
        )
        host = get_node_ip_address()
        wait_for(host, client)
        second = nodes.enter_context(node(f"--address={host}:{port}"))
        address = f"ray://{host}:{client}"
        wait_for_cpus(address, 2)
        yield address, second


def wait_for(host: str, port: int) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        with socket.socket() as door:
            if not door.connect_ex((host, port)):
                return
        time.sleep(0.1)
    raise TimeoutError(f"no Ray at {host}:{port}")


def wait_for_cpus(address: str, n: int) -> None:
    import ray

    ray.init(address, logging_level=50, log_to_driver=False)
    end = time.monotonic() + START_S
    while ray.cluster_resources().get("CPU", 0) < n:
        assert time.monotonic() < end
        time.sleep(0.2)
    ray.shutdown()


def same(found: list[tuple[int, np.ndarray]]) -> bool:
    return sorted(n for n, _ in found) == list(range(len(SLICES))) and all(
        np.array_equal(vectors, expected()[n]) for n, vectors in found
    )


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


def test_a_node_that_is_killed_half_way_costs_nothing_but_time(
    cluster, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Both nodes encode; one dies; every slice still comes once, and Ray says nothing."""
    address, second = cluster
    crew = RayCrew(address, partial(Telling, folder=tmp_path, takes_s=0.3))
    found = []
    for pair in crew.encode(SLICES, FINGERPRINT):
        found.append(pair)
        if len(set(pids(tmp_path))) > 1 and second.poll() is None:
            kill(second)
    assert second.poll() is not None
    assert len(found) == len(SLICES)
    assert same(found)
    assert capfd.readouterr() == ("", "")


def test_a_cluster_that_is_not_there_is_told_with_the_cure() -> None:
    pytest.importorskip("ray", reason="needs Ray: pip install -c constraints.txt -e .[ray]")
    with pytest.raises(CrewError, match=r"^the Ray cluster at ray://127.0.0.1:9 does not work"):
        list(RayCrew("ray://127.0.0.1:9", CountingEncoder).encode(SLICES, FINGERPRINT))
