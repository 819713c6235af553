"""Keys <-> what was computed under them, kept beside the generations: no build does it twice.

    DIR/cache.sqlite

SQLite, since a process may be killed while it writes: a transaction is there as a whole or not at
all. Every value carries a checksum, since a database does not notice a flipped bit in a value.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import IndexFolderError
from retrieval.generations import KEPT

__all__ = ["Cache", "forget", "open_cache", "peek"]

CACHE = "cache.sqlite"
SCHEMA = 0x77730001  # of the tables; a cache of another one is begun anew
N_CHECKSUM = 16  # bytes before each value
N_ASKED = 500  # keys a query; SQLite takes 32,766
OUTSIDE = {  # codes that tell of the disk or of another program, not of what the file holds
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
BUSY_S = 60.0  # a dry run may be reading
TABLES = """
    CREATE TABLE entries (key BLOB PRIMARY KEY, value BLOB NOT NULL);
    CREATE TABLE uses (key BLOB PRIMARY KEY, build INTEGER NOT NULL) WITHOUT ROWID;
"""


class Cache:
    """An open cache; for one thread.

    Args:
        path: of the file, made if need be; ":memory:" for none.
        read_only: keep nothing.

    Attributes:
        n_damaged: values whose checksum was wrong, and which count as not held.
    """

    def __init__(self, path: Path | str, *, read_only: bool = False) -> None:
        self.n_damaged = 0
        self._path = path
        self._read_only = read_only
        self._used: set[bytes] = set()
        self._db = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
        self._db.text_factory = bytes  # there is no text, but for what a flipped bit makes of it
        try:
            self._prepare()
        except BaseException as exc:
            self._db.close()
            if isinstance(exc, UnicodeDecodeError):  # SQLite quotes the damage in its message
                raise sqlite3.DatabaseError("its tables are unreadable") from exc
            raise

    def _prepare(self) -> None:
        """Makes the tables of a new one.

        Raises:
            sqlite3.Error: it cannot be written, is damaged, or is of another version.
        """
        if not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._db.execute("PRAGMA auto_vacuum = FULL")  # what is dropped is given back
            self._db.executescript(f"BEGIN; PRAGMA application_id = {SCHEMA}; {TABLES} COMMIT")
        (schema,) = self._db.execute("PRAGMA application_id").fetchone()
        if schema != SCHEMA:
            raise sqlite3.DatabaseError("it was written by another version of 问事")
        (found,) = self._db.execute("PRAGMA quick_check(1)").fetchone()
        if found != b"ok":
            raise sqlite3.DatabaseError(found.decode("utf-8", "replace"))

    def recall(self, keys: Sequence[bytes]) -> Mapping[bytes, bytes]:
        """The values that are held, by key."""
        asked = list(dict.fromkeys(keys))
        held: dict[bytes, bytes] = {}
        with self._translated():
            for start in range(0, len(asked), N_ASKED):
                some = asked[start : start + N_ASKED]
                marks = ",".join("?" * len(some))
                held.update(
                    self._db.execute(f"SELECT key, value FROM entries WHERE key IN ({marks})", some)
                )
        whole = {k: v[N_CHECKSUM:] for k, v in held.items() if _is_whole(k, v)}
        self.n_damaged += len(held) - len(whole)
        self._used.update(whole)
        return whole

    def keep(self, rows: Mapping[bytes, bytes]) -> None:
        """Holds values from now on, all of them or, if the process is killed, none.

        Raises:
            IndexFolderError: they cannot be written.
        """
        if self._read_only or not rows:
            return
        with self._translated(), self._transaction():
            build = self._n_builds() + 1
            self._db.executemany(
                "INSERT OR REPLACE INTO entries VALUES (?, ?)",
                ((key, _checksum(key, value) + value) for key, value in rows.items()),
            )
            self._db.executemany(
                "INSERT OR REPLACE INTO uses VALUES (?, ?)", ((key, build) for key in rows)
            )
        self._used.update(rows)

    def settle(self) -> None:
        """The build has succeeded: drops what none of the generations that are kept has used.

        Raises:
            IndexFolderError: it cannot be written.
        """
        with self._translated(), self._transaction():
            build = self._n_builds() + 1
            self._db.executemany(
                "INSERT OR REPLACE INTO uses VALUES (?, ?)", ((key, build) for key in self._used)
            )
            self._db.execute("DELETE FROM uses WHERE build <= ?", (build - KEPT,))
            self._db.execute("DELETE FROM entries WHERE key NOT IN (SELECT key FROM uses)")
            self._db.execute(f"PRAGMA user_version = {build}")
        self._used.clear()

    def __len__(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM entries").fetchone()[0])

    def close(self) -> None:
        """Nothing is asked of it after this."""
        self._db.close()

    def _n_builds(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # SQLite has rolled back by itself where the disk was full
                self._db.execute("ROLLBACK")
            raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as exc:
            raise _failure(self._path, exc) from exc


def open_cache(folder: Path, tell: Callable[[str], None] = lambda _: None) -> Cache:
    """The cache of an index folder, which exists; a damaged one is begun anew, and that is told.

    Raises:
        IndexFolderError: it cannot be written.
    """
    path = folder / CACHE
    try:
        try:
            return Cache(path)
        except sqlite3.DatabaseError as exc:
            if _primary_code(exc) in OUTSIDE:
                raise
            tell(f"{path} is damaged ({exc}); it is begun anew, and everything is computed again")
            forget(folder)
            return Cache(path)
    except sqlite3.Error as exc:
        raise _failure(path, exc) from exc


def peek(folder: Path) -> Cache:
    """The same to look into; an empty one where there is none or none that is whole."""
    path = folder / CACHE
    try:
        return Cache(path if path.is_file() else ":memory:", read_only=True)
    except sqlite3.Error:
        return Cache(":memory:", read_only=True)


def forget(folder: Path) -> None:
    """Removes the cache of an index folder, if it has one."""
    for name in (CACHE, f"{CACHE}-journal"):
        (folder / name).unlink(missing_ok=True)


def _primary_code(exc: sqlite3.Error) -> int:
    """SQLite's code without its details; 0 where the error is not SQLite's own."""
    return getattr(exc, "sqlite_errorcode", 0) & 0xFF


def _failure(path: Path | str, exc: sqlite3.Error) -> IndexFolderError:
    cure = "begin it anew with: wenshi index --full PAGES"
    if _primary_code(exc) in OUTSIDE:
        return IndexFolderError(f"{path} cannot be written ({exc}); free some space, or {cure}")
    return IndexFolderError(f"{path} is damaged ({exc}); {cure}")


def _is_whole(key: bytes, value: object) -> bool:
    if not isinstance(value, bytes):  # a flipped bit may turn it into a number
        return False
    return value[:N_CHECKSUM] == _checksum(key, value[N_CHECKSUM:])


def _checksum(key: bytes, value: bytes) -> bytes:
    return hashlib.blake2b(key + value, digest_size=N_CHECKSUM).digest()
