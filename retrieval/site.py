"""Index folder -> a Site: one builder at a time, with what the builds before it computed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from retrieval.cache import Cache, forget, open_cache
from retrieval.errors import IndexFolderError
from retrieval.generations import clear_killed

__all__ = ["Site", "alone_in", "open_site"]

LOCK = "LOCK"  # an empty database: its lock ends with the process, however that ends
LOOK_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class Site:
    """An index folder in which nobody else builds while it is open."""

    folder: Path
    cache: Cache


@contextmanager
def open_site(
    folder: Path, tell: Callable[[str], None] = lambda _: None, *, full: bool = False
) -> Iterator[Site]:
    """The folder, cleared of what killed builds have left.

    Args:
        folder: the index folder; made if need be.
        tell: is told of another builder, and of damage to the cache.
        full: forget the cache.

    Raises:
        IndexFolderError: the folder cannot be written.
    """
    with alone_in(folder, tell):
        try:
            clear_killed(folder)
            if full:
                forget(folder)
        except OSError as exc:
            raise _unwritable(folder, exc) from exc
        with closing(open_cache(folder, tell)) as cache:
            yield Site(folder, cache)
            if cache.n_damaged:
                tell(
                    f"{cache.n_damaged} entries of the cache in {folder} were damaged; they were "
                    "computed again"
                )


@contextmanager
def alone_in(folder: Path, tell: Callable[[str], None] = lambda _: None) -> Iterator[None]:
    """Inside, nobody else builds into the folder, which is made if need be.

    Args:
        folder: the index folder.
        tell: is told once if another builder has to be waited for.

    Raises:
        IndexFolderError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(folder / LOCK, timeout=0, isolation_level=None)
    except (OSError, sqlite3.Error) as exc:
        raise _unwritable(folder, exc) from exc
    with closing(lock):
        told = False
        while not _taken(lock, folder):
            if not told:
                tell(f"another `wenshi index` is at work in {folder}; waiting until it has done")
                told = True
            time.sleep(LOOK_EVERY_S)
        yield


def _taken(lock: sqlite3.Connection, folder: Path) -> bool:
    try:
        lock.execute("PRAGMA journal_mode = MEMORY")  # nothing is ever written, so no second file
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as exc:
        if exc.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return False
        raise _unwritable(folder, exc) from exc
    except sqlite3.DatabaseError as exc:
        raise IndexFolderError(
            f"{folder / LOCK} is damaged ({exc}); remove it, then run: wenshi index PAGES"
        ) from exc
    return True


def _unwritable(folder: Path, exc: Exception) -> IndexFolderError:
    why = exc.strerror if isinstance(exc, OSError) else exc
    return IndexFolderError(
        f"the index folder {folder} cannot be written ({why}); free some space, or choose "
        "another one with WENSHI_INDEX or --index"
    )
