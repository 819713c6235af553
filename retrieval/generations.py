"""Index folder -> its current Generation: one pointer, swapped when a build has passed its check.

Whoever swaps or clears away is alone in the folder (`locking.py`); readers come and go.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from retrieval.errors import IndexFolderError

__all__ = [
    "BUILDING",
    "CURE",
    "KEPT",
    "SCHEMA",
    "Calibration",
    "Manifest",
    "answers_already",
    "before",
    "check",
    "clear_away",
    "clear_killed",
    "current",
    "digest",
    "discard",
    "go_back",
    "manifest_of",
    "name_generation",
    "point_at",
    "read_lines",
    "read_manifest",
    "write_lines",
]

SCHEMA = 5  # of the folder; another one is rebuilt, never guessed at
CURRENT = "CURRENT"
N_DIGEST = 8  # hexadecimal digits of the manifest's SHA-256 in the name of its generation
STAMP = "%Y%m%dT%H%M%S%f"
GENERATION = re.compile(rf"[0-9]{{8}}T[0-9]{{12}}-[0-9a-f]{{{N_DIGEST}}}")
N_READERS = 2  # threads that check sums; a large index has gigabytes
KEPT = 3  # generations: the current one, and two to go back to
BUILDING, GONE, POINTING = ".building-", ".gone-", ".current-"  # what a killed build leaves behind
CURE = "run: wenshi index PAGES"


@dataclass(frozen=True, slots=True)
class Calibration:
    """From when on something is said.

    Attributes:
        reader: fingerprint of the reader and its judge; "" where the rules answer alone.
        threshold: of an answer's probability; of the rules' score where they answer alone.
    """

    reader: str
    threshold: float


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from.

    Attributes:
        fingerprint: of the encoder; vectors of another one mean nothing here.
        corpus: SHA-256 over the articles.
        built: UTC, ISO.
        files: SHA-256 of every other file of the generation, by relative path.
        reader: fingerprint of the reader and its judge that the threshold was fitted with.
        threshold: probability below which nothing is said.
        store: the kind of store that its passages are kept in; "folder" is that of the generation.
    """

    schema: int
    model: str
    fingerprint: str
    dimension: int
    n_articles: int
    n_passages: int
    corpus: str
    built: str
    files: dict[str, str]
    reader: str
    threshold: float
    store: str = "folder"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the current generation.

    Raises:
        IndexFolderError: there is none, or it was written by another version.
    """
    return manifest_of(current(folder))


def current(folder: Path) -> Path:
    """The folder of the generation that answers.

    Raises:
        IndexFolderError: there is none.
    """
    pointer = folder / CURRENT
    if not pointer.is_file():
        raise IndexFolderError(f"there is no index in {folder}; {CURE}")
    name = pointer.read_text(encoding="utf-8", errors="replace").strip()
    if not GENERATION.fullmatch(name):
        raise IndexFolderError(f"{pointer} names no index; {CURE}")
    return folder / name


def manifest_of(generation: Path) -> Manifest:
    """The manifest of one generation.

    Raises:
        IndexFolderError: it is not whole, or was written by another version.
    """
    path = generation / "manifest.json"
    try:
        (row,) = read_lines(path)
        if row["schema"] != SCHEMA:
            raise IndexFolderError(f"the index was built by another version of 问事; {CURE}")
        if digest(path)[:N_DIGEST] != generation.name[-N_DIGEST:]:
            raise IndexFolderError(f"{path} is damaged; {CURE}")
        return Manifest(**row)
    except (OSError, ValueError, TypeError, KeyError) as exc:
        raise IndexFolderError(f"{generation} holds no whole index; {CURE}") from exc


def check(generation: Path, manifest: Manifest, names: Iterable[str]) -> None:
    """That files are there and are those that the build wrote."""
    paths = [generation / name for name in names]
    with ThreadPoolExecutor(N_READERS) as readers:
        found = readers.map(lambda path: digest(path) if path.is_file() else None, paths)
        for path, read in zip(paths, found, strict=True):
            if read is None or read != manifest.files.get(path.relative_to(generation).as_posix()):
                raise IndexFolderError(f"{path} is missing or damaged; {CURE}")


def answers_already(folder: Path, manifest: Manifest) -> bool:
    """Whether the current generation holds the very same, undamaged."""
    try:
        generation = current(folder)
        now = manifest_of(generation)
        check(generation, now, now.files)
    except IndexFolderError:
        return False
    return replace(now, built="") == replace(manifest, built="")


def before(folder: Path) -> Path:
    """The generation that answered before the current one.

    Raises:
        IndexFolderError: there is none.
    """
    now = current(folder)
    older = [p for p in _generations(folder) if p.name < now.name]
    if not older:
        raise IndexFolderError(
            f"{folder} holds no index before the current one; build the one you want: "
            "wenshi index PAGES"
        )
    return max(older)


def go_back(
    folder: Path, also: Callable[[Path, Manifest], None] = lambda generation, manifest: None
) -> Manifest:
    """Makes the generation before the current one answer again, if it is whole.

    Args:
        folder: the index folder.
        also: does the same where passages are kept elsewhere; if it raises, all stays as it is.

    Raises:
        IndexFolderError: there is none, or it is damaged.
    """
    generation = before(folder)
    manifest = manifest_of(generation)
    check(generation, manifest, manifest.files)
    also(generation, manifest)
    point_at(folder, generation)
    return manifest


def name_generation(folder: Path, passing: Path) -> Path:
    """Names a complete generation by its time and content; nobody is pointed to it yet."""
    moment = datetime.now(UTC).replace(tzinfo=None)
    for other in _generations(folder):  # names are in order of time, whatever the clock says
        taken = datetime.strptime(other.name.partition("-")[0], STAMP)
        moment = max(moment, taken + timedelta(microseconds=1))
    stamp = moment.strftime(STAMP)
    generation = folder / f"{stamp}-{digest(passing / 'manifest.json')[:N_DIGEST]}"
    passing.rename(generation)
    return generation


def point_at(folder: Path, generation: Path) -> None:
    """Makes a generation the current one, in one step."""
    with tempfile.NamedTemporaryFile("w", dir=folder, prefix=POINTING, delete=False) as file:
        file.write(generation.name)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(folder / CURRENT)


def clear_away(
    folder: Path, replaced: Path | None, drop: Callable[[Path], None] = lambda _: None
) -> None:
    """Leaves the current generation and the newest of those before it.

    Args:
        folder: the index folder.
        replaced: the generation that was current until now. One that is newer than it was gone
            back from, or never came to answer: a build after that stands in its place.
        drop: as for `discard`.
    """
    now = current(folder)
    others = [p for p in _generations(folder) if p != now]
    older = [p for p in others if replaced is None or p.name <= replaced.name]
    for generation in set(others) - set(sorted(older)[1 - KEPT :]):
        discard(generation, drop)


def clear_killed(folder: Path) -> None:
    """Removes what killed builds have left behind."""
    for prefix in (BUILDING, GONE, POINTING):
        for path in folder.glob(f"{prefix}*"):
            path.unlink() if path.is_file() else shutil.rmtree(path, ignore_errors=True)


def discard(generation: Path, drop: Callable[[Path], None] = lambda _: None) -> None:
    """Removes a generation; a kill in the middle leaves none that looks whole.

    Args:
        generation: its folder.
        drop: removes first what is kept of it elsewhere, while its name is still known.
    """
    drop(generation)
    gone = generation.with_name(f"{GONE}{generation.name}")
    generation.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _generations(folder: Path) -> list[Path]:
    return [p for p in folder.iterdir() if GENERATION.fullmatch(p.name) and p.is_dir()]


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_lines(path: Path, rows: Iterable[Any]) -> None:
    """JSON, one row a line; a row may be a dataclass."""
    with path.open("wb") as file:
        file.writelines(msgspec.json.encode(row) + b"\n" for row in rows)


def read_lines(path: Path) -> list[Any]:
    """The inverse of `write_lines`."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
