"""Index folder -> its current Generation: one pointer, swapped when a build is complete."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from retrieval.errors import IndexFolderError

__all__ = [
    "CURE",
    "SCHEMA",
    "Manifest",
    "check",
    "current",
    "digest",
    "make_current",
    "manifest_of",
    "read_lines",
    "read_manifest",
    "write_lines",
]

SCHEMA = 2  # of the folder; another one is rebuilt, never guessed at
CURRENT = "CURRENT"
N_DIGEST = 8  # hexadecimal digits of the manifest's SHA-256 in the name of its generation
GENERATION = re.compile(rf"[0-9T]+-[0-9a-f]{{{N_DIGEST}}}")
KILLED_S = 86_400  # no build writes for a day; what stands longer was killed
KEPT = 2  # generations: the current one, and the one before for whoever still reads it
CURE = "run: wenshi index PAGES"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was built from.

    Attributes:
        fingerprint: of the encoder; vectors of another one mean nothing here.
        corpus: SHA-256 over the articles.
        built: UTC, ISO.
        files: SHA-256 of every other file of the generation, by relative path.
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
    for name in names:
        path = generation / name
        if not path.is_file() or digest(path) != manifest.files.get(name):
            raise IndexFolderError(f"{path} is missing or damaged; {CURE}")


def make_current(folder: Path, passing: Path) -> None:
    """Names the generation by its time and content, points at it, clears away the oldest."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    generation = folder / f"{stamp}-{digest(passing / 'manifest.json')[:N_DIGEST]}"
    passing.rename(generation)
    with tempfile.NamedTemporaryFile("w", dir=folder, prefix=".current-", delete=False) as file:
        file.write(generation.name)
    Path(file.name).replace(folder / CURRENT)
    _clear_away(folder, generation)


def _clear_away(folder: Path, current: Path) -> None:
    """Removes all but the newest generations, and builds that were killed long ago."""
    whole = [p for p in folder.iterdir() if (p / "manifest.json").is_file() and p.name[0] != "."]
    older = sorted(p for p in whole if p.name < current.name)
    killed = [p for p in folder.glob(".building-*") if time.time() - p.stat().st_mtime > KILLED_S]
    for done_with in [*older[: 1 - KEPT], *killed]:
        shutil.rmtree(done_with, ignore_errors=True)


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_lines(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """JSON, one row a line."""
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_lines(path: Path) -> list[Any]:
    """The inverse of `write_lines`."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
