"""The address of a Milvus -> an open client of it: the one door to pymilvus and its errors."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from retrieval.errors import StoreError

__all__ = ["asking", "connect", "is_file"]

CONNECT_S = 10.0  # longer than any network needs, short enough to wait for
N_REASON = 160  # characters of what Milvus says; its messages may go on for pages
UNSET = "or unset WENSHI_STORE to keep the passages in the index folder"


def is_file(uri: str) -> bool:
    """Whether it is a file of Milvus Lite, which this process serves to itself."""
    return uri.endswith(".db")


def connect(uri: str) -> Any:
    """A client that several threads may use.

    Args:
        uri: http://host:port, or the path of a file of Milvus Lite.

    Raises:
        StoreError: nothing answers there, or pymilvus is not installed.
    """
    try:
        import pymilvus

        if is_file(uri):
            import jieba
            import milvus_lite  # noqa: F401  # pymilvus would only say that it is illegal

            jieba.default_logger.setLevel(logging.WARNING)  # its analyser tells of every load
            Path(uri).parent.mkdir(parents=True, exist_ok=True)
    except ImportError as exc:
        raise StoreError(
            f"WENSHI_STORE needs {exc.name}; run: pip install 'wenshi[milvus]', {UNSET}"
        ) from exc
    except OSError as exc:
        raise StoreError(f"{uri} cannot be made ({exc.strerror}); choose another path") from exc
    # What they log with a traceback is raised as well; grpc's server is that of Milvus Lite.
    for name in ("pymilvus", "milvus_lite", "grpc._server"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with asking(uri):
        return pymilvus.MilvusClient(uri, timeout=CONNECT_S)


@contextmanager
def asking(uri: str) -> Iterator[None]:
    """Inside, what goes wrong at Milvus is raised as an error of this room.

    Raises:
        StoreError: it is not there, or does not do what it is asked for.
    """
    import grpc
    from pymilvus.exceptions import ConnectionConfigException, MilvusException

    try:
        yield
    except ConnectionConfigException as exc:
        if not is_file(uri):
            raise StoreError(f"{uri} is no address of a Milvus; correct WENSHI_STORE") from exc
        raise StoreError(
            f"the Milvus Lite file {uri} cannot be opened: another program has it open, or it was "
            "written by another version; stop that program, or let both ask one server "
            f"(milvus-lite server --host 127.0.0.1 --data-dir {uri}, "
            "WENSHI_STORE=milvus://127.0.0.1:19530)"
        ) from exc
    except (MilvusException, grpc.RpcError, ValueError) as exc:
        # ValueError: how gRPC tells of a channel that was closed under it
        reason = " ".join(str(getattr(exc, "message", exc)).split())[:N_REASON]
        raise StoreError(
            f"Milvus at {uri} does not answer ({reason}); start it again, or set WENSHI_STORE to "
            f"where it is, {UNSET}"
        ) from exc
