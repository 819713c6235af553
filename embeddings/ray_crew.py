"""Slices of texts -> their vectors, by the machines of a Ray cluster: the one door to Ray."""

from __future__ import annotations

import logging
import os
import pickle
import socket
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.crew import N_AHEAD, Encoded, Load, Slices, checked, encode_slice
from embeddings.errors import CrewError

__all__ = ["RayCrew"]

N_TRIES = 5  # of a slice whose worker dies; texts that kill each of them end the build
KNOCK_S = 10.0  # for a connection, over whatever network
PATIENCE_S = 600.0  # in which some worker encodes some slice: the first one opens its model


@dataclass(frozen=True, slots=True)
class RayCrew:
    """A `Crew` of all the CPUs of a cluster, whichever machines come and go.

    Attributes:
        address: ray://host:port, of the client server of its head.
        load: opens the encoder on each machine, where 问事 is installed, too; can be pickled.
    """

    address: str
    load: Load

    def greet(self) -> None:
        """Asks whether the cluster is there, before hours are spent on what leads up to it.

        Raises:
            CrewError: it is not, or Ray is not installed.
        """
        with _cluster(self.address):
            pass

    def encode(self, slices: Slices, fingerprint: str) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """As `Crew` says; each task has a CPU of its own."""
        if not slices:
            return
        with _cluster(self.address) as ray:
            task = ray.remote(num_cpus=1, max_retries=N_TRIES)(_encode_alone)
            load = pickle.dumps(self.load)
            waiting = dict(enumerate(slices))
            pending: dict[Any, int] = {}
            while waiting or pending:
                n_cpus = max(1, int(ray.cluster_resources().get("CPU", 0)))
                for place in list(waiting)[: max(0, N_AHEAD * n_cpus - len(pending))]:
                    pending[task.remote(load, list(waiting.pop(place)))] = place
                done, _ = ray.wait(list(pending), timeout=PATIENCE_S)
                if not done:
                    raise CrewError(
                        f"no worker of {self.address} has encoded anything for "
                        f"{PATIENCE_S / 60:.0f} minutes; look there with: ray status"
                    )
                for each in done:
                    yield pending.pop(each), checked(ray.get(each), fingerprint)


def _encode_alone(load: bytes, texts: list[str]) -> Encoded:
    """On a worker, as `encode_slice`, on a CPU of its own."""
    _settle()
    return encode_slice(load, texts)


@cache
def _settle() -> socket.socket | None:
    """A worker takes a CPU that none of its machine has, once; a name that it holds while it lives.

    A model that computes in as many threads as there are CPUs, in each worker, is slower than one.
    """
    if not hasattr(os, "sched_setaffinity"):  # Linux alone
        return None
    for cpu in sorted(os.sched_getaffinity(0)):
        place = socket.socket(socket.AF_UNIX)
        try:
            place.bind(f"\0wenshi-cpu-{cpu}")  # in no folder; gone with the process, even if killed
        except OSError:
            place.close()
            continue
        os.sched_setaffinity(0, {cpu})
        return place
    return None


def _knock(address: str) -> None:
    """Ray itself takes half a minute to find that nobody is there.

    Raises:
        CrewError: so it is.
    """
    host, _, port = address.removeprefix("ray://").rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), KNOCK_S).close()
    except OSError as exc:
        raise CrewError(
            f"no Ray cluster answers at {address} ({exc.strerror or exc}); start one there with: "
            f"ray start --head --ray-client-server-port={port}, or let processes of this machine "
            "encode: wenshi index --workers 2 PAGES"
        ) from exc


@contextmanager
def _cluster(address: str) -> Iterator[Any]:
    """Ray, connected and silent; its own words are left to the cluster's log.

    Raises:
        CrewError: it is not installed, not there, or gives up.
    """
    try:
        import ray
    except ImportError as exc:
        raise CrewError(
            "--workers ray://… needs Ray; run: pip install -c constraints.txt '.[ray]', or let "
            "processes of this machine encode: wenshi index --workers 2 PAGES"
        ) from exc
    _knock(address)
    logging.getLogger("ray").setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is raised as well
            ray.init(address, logging_level=logging.CRITICAL, log_to_driver=False)
        yield ray
    except (ray.exceptions.RayError, ConnectionError, RuntimeError, TimeoutError) as exc:
        cause = getattr(exc, "cause", None) or exc  # what was raised on a worker, or by Ray
        reason = (str(cause).strip() or type(cause).__name__).splitlines()[0]
        raise CrewError(
            f"the Ray cluster at {address} does not work ({reason}); what was encoded is kept: "
            "mend it, or run: wenshi index PAGES"
        ) from exc
    finally:
        ray.shutdown()
