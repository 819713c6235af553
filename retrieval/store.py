"""Articles -> index folder -> open Index: built beside the old one, then swapped in one step.

    DIR/CURRENT                 the name of the generation that answers
    DIR/<generation>/           manifest.json, articles.jsonl, passages.jsonl, names.json,
                                vectors.faiss, bm25/

A generation is complete before CURRENT names it, so a build that is killed changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus.articles import Article, PublicationDate, Run
from corpus.passages import Passage, headed, split_passages, split_sentences
from corpus.tagger import Tagger
from embeddings.encoder import Encoder
from embeddings.errors import EmbeddingsError
from embeddings.index import VectorIndex
from retrieval.errors import IndexFolderError, NothingToIndexError
from retrieval.lexical import Bm25, Lexicon, grow_dictionary

__all__ = ["Index", "Manifest", "build_index", "load_index", "read_manifest"]

SCHEMA = 1  # of the folder; another one is rebuilt, never guessed at
CURRENT = "CURRENT"
N_DIGEST = 8  # hexadecimal digits of the manifest's SHA-256 in the name of its generation
GENERATION = re.compile(rf"[0-9T]+-[0-9a-f]{{{N_DIGEST}}}")
KILLED_S = 86_400  # no build writes for a day; what stands longer was killed
KEPT = 2  # generations: the current one, and the one before for whoever still reads it
CURE = "run: wenshi index"


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


@dataclass(frozen=True)
class Index:
    """One generation, open; read-only, so that threads share it."""

    manifest: Manifest
    articles: dict[str, Article]
    passages: tuple[Passage, ...]
    vectors: VectorIndex
    bm25: Bm25
    lexicon: Lexicon


def build_index(
    articles: Sequence[Article],
    encoder: Encoder,
    tagger: Tagger,
    folder: Path,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
) -> Manifest:
    """Builds a generation and makes it the current one.

    Args:
        articles: at least one, ids unique.
        encoder: encodes each passage with its headline and date.
        tagger: finds the names that the dictionary grows by.
        folder: the index folder; made if need be.
        on_progress: passages encoded, passages in all.

    Raises:
        NothingToIndexError: there are no articles.
        IndexFolderError: the folder cannot be written.
    """
    passages = [p for article in articles for p in split_passages(article)]
    if not passages:
        raise NothingToIndexError("no article was found; give files or folders: wenshi index PATH")
    by_id = {a.id: a for a in articles}
    texts = [headed(by_id[p.article_id], p) for p in passages]
    vectors = encoder.encode_passages(texts, lambda done: on_progress(done, len(texts)))
    sentences = (a.text[s.start : s.end] for a in articles for s in split_sentences(a.text))
    lexicon = grow_dictionary(sentences, tagger)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        passing = Path(tempfile.mkdtemp(dir=folder, prefix=".building-"))
        try:
            VectorIndex.build(vectors).save(passing)
            Bm25.build([lexicon.tokens(t) for t in texts]).save(passing / "bm25")
            _write_lines(passing / "articles.jsonl", [asdict(a) for a in articles])
            _write_lines(passing / "passages.jsonl", [asdict(p) for p in passages])
            _write_lines(
                passing / "names.json", [{"terms": lexicon.terms, "people": lexicon.people}]
            )
            manifest = _manifest(passing, encoder, len(articles), len(passages))
            _write_lines(passing / "manifest.json", [asdict(manifest)])
            _make_current(folder, passing)
        finally:
            shutil.rmtree(passing, ignore_errors=True)
    except OSError as exc:
        raise IndexFolderError(
            f"the index folder {folder} cannot be written ({exc.strerror}); free some space, or "
            "choose another one with WENSHI_INDEX or --index"
        ) from exc
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the current generation.

    Raises:
        IndexFolderError: there is none, or it was written by another version.
    """
    return _read_manifest(_current(folder))


def load_index(folder: Path, encoder: Encoder) -> Index:
    """Opens the current generation.

    Raises:
        IndexFolderError: it is missing, damaged, or was built with another model.
    """
    current = _current(folder)
    manifest = _read_manifest(current)
    if manifest.fingerprint != encoder.fingerprint:
        raise IndexFolderError(
            f"the index in {folder} was built with {manifest.model}, the settings say "
            f"{encoder.name}; {CURE}, or set WENSHI_MODEL back"
        )
    try:
        for name, digest in manifest.files.items():
            if not (current / name).is_file() or _digest(current / name) != digest:
                raise IndexFolderError(f"{current / name} is missing or damaged; {CURE}")
        articles = [_article(row) for row in _read_lines(current / "articles.jsonl")]
        (names,) = _read_lines(current / "names.json")
        return Index(
            manifest,
            {a.id: a for a in articles},
            tuple(Passage(**row) for row in _read_lines(current / "passages.jsonl")),
            VectorIndex.load(current, manifest.n_passages, manifest.dimension),
            Bm25.load(current / "bm25"),
            Lexicon(names["terms"], names["people"]),
        )
    except (EmbeddingsError, OSError, ValueError, TypeError, KeyError) as exc:
        raise IndexFolderError(f"the index in {folder} cannot be read ({exc}); {CURE}") from exc


def _current(folder: Path) -> Path:
    pointer = folder / CURRENT
    if not pointer.is_file():
        raise IndexFolderError(f"there is no index in {folder}; {CURE}")
    name = pointer.read_text(encoding="utf-8", errors="replace").strip()
    if not GENERATION.fullmatch(name):
        raise IndexFolderError(f"{pointer} names no index; {CURE}")
    return folder / name


def _read_manifest(generation: Path) -> Manifest:
    path = generation / "manifest.json"
    try:
        (row,) = _read_lines(path)
        if row["schema"] != SCHEMA:
            raise IndexFolderError(f"the index was built by another version of 问事; {CURE}")
        if _digest(path)[:N_DIGEST] != generation.name[-N_DIGEST:]:
            raise IndexFolderError(f"{path} is damaged; {CURE}")
        return Manifest(**row)
    except (OSError, ValueError, TypeError, KeyError) as exc:
        raise IndexFolderError(f"{generation} holds no whole index; {CURE}") from exc


def _manifest(passing: Path, encoder: Encoder, n_articles: int, n_passages: int) -> Manifest:
    files = sorted(p for p in passing.rglob("*") if p.is_file())
    return Manifest(
        schema=SCHEMA,
        model=encoder.name,
        fingerprint=encoder.fingerprint,
        dimension=encoder.dimension,
        n_articles=n_articles,
        n_passages=n_passages,
        corpus=_digest(passing / "articles.jsonl"),
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        files={p.relative_to(passing).as_posix(): _digest(p) for p in files},
    )


def _make_current(folder: Path, passing: Path) -> None:
    """Names the generation by its time and content, points at it, clears away the oldest."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    generation = folder / f"{stamp}-{_digest(passing / 'manifest.json')[:N_DIGEST]}"
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


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_lines(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _read_lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def _article(row: dict[str, Any]) -> Article:
    row["published"] = PublicationDate(**row["published"])
    row["captions"] = tuple(row["captions"])
    row["runs"] = tuple(Run(**run) for run in row["runs"])
    return Article(**row)
