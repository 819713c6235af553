"""Index folder -> open Index: the generation that answers.

    DIR/CURRENT                 the name of the generation that answers
    DIR/<generation>/           manifest.json, articles.jsonl, facts.jsonl, people.json,
                                ids.json, names.json, bm25-articles/, and what the passage store
                                keeps there: passages.npy, bm25/, vectors.faiss (of a large index
                                also vectors.npy, moments.npy)
    DIR/cache.sqlite, LOCK      of the builds; see cache.py and site.py

Nothing of a generation changes once it is named, so that many processes may have it open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.articles import Article
from embeddings.encoder import Encoder
from embeddings.errors import EmbeddingsError
from retrieval.bm25 import Bm25
from retrieval.embedded_store import EMBEDDED
from retrieval.errors import IndexFolderError
from retrieval.generations import (
    CURE,
    Calibration,
    Manifest,
    check,
    current,
    manifest_of,
    read_lines,
    read_manifest,
)
from retrieval.lexical import Lexicon
from retrieval.passage_store import OpenStore, PassageStore
from retrieval.record import RECORD_FILES, Record, read_record

__all__ = [
    "BY_ARTICLE",
    "RULES_ALONE",
    "Index",
    "Manifest",
    "load_index",
    "load_record",
    "open_generation",
    "read_manifest",
]

RULES_ALONE = Calibration("", 0.62)  # set on half of the questions in tests/data
BY_ARTICLE = "bm25-articles"  # the folder of the lexical half over whole articles


@dataclass(frozen=True)
class Index:
    """One generation, open; read-only, so that threads share it."""

    manifest: Manifest
    articles: Mapping[str, Article]
    store: OpenStore
    by_article: Bm25
    lexicon: Lexicon
    record: Record


def load_index(folder: Path, encoder: Encoder, store: PassageStore = EMBEDDED) -> Index:
    """Opens the current generation.

    Raises:
        IndexFolderError: it is missing, damaged, or was built with another model or for another
            store.
    """
    return open_generation(current(folder), encoder, store)


def open_generation(generation: Path, encoder: Encoder, store: PassageStore) -> Index:
    """Opens one generation, current or not.

    Raises:
        IndexFolderError: as for `load_index`.
    """
    manifest = manifest_of(generation)
    folder = generation.parent
    if manifest.fingerprint != encoder.fingerprint:
        raise IndexFolderError(
            f"the index in {folder} was built with {manifest.model}, the settings say "
            f"{encoder.name}; {CURE}, or set WENSHI_MODEL back"
        )
    if manifest.store != store.kind:
        raise IndexFolderError(
            f"the index in {folder} keeps its passages in: {manifest.store}, WENSHI_STORE says: "
            f"{store.kind}; {CURE}, or set WENSHI_STORE back"
        )
    try:
        check(generation, manifest, manifest.files)
        record = read_record(generation)
        (names,) = read_lines(generation / "names.json")
        whole = Bm25.load(generation / BY_ARTICLE)
        return Index(
            manifest,
            record.articles,
            store.open(generation, manifest, record.articles, whole),
            whole,
            Lexicon(names["terms"], names["people"]),
            record,
        )
    except (EmbeddingsError, OSError, ValueError, TypeError, KeyError) as exc:
        raise IndexFolderError(f"the index in {folder} cannot be read ({exc}); {CURE}") from exc


def load_record(folder: Path) -> Record:
    """The record of the current generation alone; no encoder is needed to look at it.

    Raises:
        IndexFolderError: it is missing or damaged.
    """
    generation = current(folder)
    try:
        check(generation, manifest_of(generation), RECORD_FILES)
        return read_record(generation)
    except (OSError, ValueError, TypeError, KeyError) as exc:
        raise IndexFolderError(f"the index in {folder} cannot be read ({exc}); {CURE}") from exc
