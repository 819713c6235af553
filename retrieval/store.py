"""Articles -> index folder -> open Index: built beside the old one, then swapped in one step.

    DIR/CURRENT                 the name of the generation that answers
    DIR/<generation>/           manifest.json, articles.jsonl, facts.jsonl, people.json,
                                ids.json, passages.npy, names.json, vectors.faiss (of a large
                                index also vectors.npy, moments.npy), bm25/, bm25-articles/
    DIR/cache.sqlite, LOCK      of the builds; see cache.py and site.py

A generation is complete and checked before CURRENT names it, so a build that is killed changes
nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.articles import Article
from corpus.passages import Passage, split_passages
from corpus.tagger import Tagger
from embeddings.encoder import Encoder
from embeddings.errors import EmbeddingsError
from embeddings.index import VectorIndex
from retrieval.bm25 import Bm25
from retrieval.errors import IndexFolderError, NothingToIndexError
from retrieval.generations import (
    BUILDING,
    CURE,
    SCHEMA,
    Calibration,
    Manifest,
    answers_already,
    check,
    clear_away,
    current,
    digest,
    discard,
    manifest_of,
    name_generation,
    point_at,
    read_lines,
    read_manifest,
    write_lines,
)
from retrieval.lexical import Lexicon, make_dictionary
from retrieval.pool import Halves
from retrieval.record import RECORD_FILES, Record, encode, event_names, named_in, read_record
from retrieval.remembering import encode_texts, read_told, texts_of
from retrieval.shelf import Passages, places_of
from retrieval.site import Site, open_site
from retrieval.verifying import verify

__all__ = [
    "RULES_ALONE",
    "Index",
    "Manifest",
    "Progress",
    "build_at",
    "build_index",
    "load_index",
    "load_record",
    "read_manifest",
]

Progress = Callable[[Literal["passages", "facts"], int, int], None]

RULES_ALONE = Calibration("", 0.62)  # set on half of the questions in tests/data
PASSAGES = "passages.npy"  # where in the articles they are; see shelf.py
BY_ARTICLE = "bm25-articles"  # the folder of the lexical half over whole articles


@dataclass(frozen=True)
class Index:
    """One generation, open; read-only, so that threads share it."""

    manifest: Manifest
    articles: Mapping[str, Article]
    passages: Sequence[Passage]
    vectors: VectorIndex
    bm25: Bm25
    by_article: Bm25
    lexicon: Lexicon
    record: Record

    @cached_property
    def halves(self) -> Halves:
        """What is searched."""
        return Halves.of(self.vectors, self.bm25, self.by_article, self.article_rows)

    @cached_property
    def article_rows(self) -> NDArray[np.int64]:
        """(n,) of each passage, which article it is cut from, by its place among the articles."""
        if isinstance(self.passages, Passages):
            return self.passages.places[:, 0].astype(np.int64)
        return places_of(self.passages, list(self.articles))[:, 0].astype(np.int64)


def build_index(
    articles: Sequence[Article],
    encoder: Encoder,
    tagger: Tagger,
    folder: Path,
    on_progress: Progress = lambda stage, done, total: None,
) -> Manifest:
    """Builds a generation and makes it the current one; waits for whoever builds there already.

    Raises:
        As `build_at`.
    """
    with open_site(folder) as site:
        return build_at(site, articles, encoder, tagger, on_progress=on_progress)


def build_at(  # noqa: PLR0913  # where, of what, with which models, and two who are told
    site: Site,
    articles: Sequence[Article],
    encoder: Encoder,
    tagger: Tagger,
    *,
    on_progress: Progress = lambda stage, done, total: None,
    judge: Callable[[Index], None] = lambda _: None,
    calibration: Calibration = RULES_ALONE,
) -> Manifest:
    """Builds a generation and, once it has passed its check, makes it the current one.

    One that is the very same as the current one goes again: a build every hour of pages that stay
    leaves something to go back to, and no bot opens anything.

    Args:
        site: the open index folder; what it has cached is not computed again.
        articles: at least one, ids unique.
        encoder: encodes each passage with its headline and date.
        tagger: finds the names that facts and dictionary are made of.
        on_progress: the stage, what of it is done, how much it is in all.
        judge: looks at the new index before it answers; whatever it raises stops it.
        calibration: of whoever is to answer from it.

    Raises:
        NothingToIndexError: there are no articles.
        IndexFolderError: the folder cannot be written.
        UnfitIndexError: the new index does not hold what it should.
    """
    passages = [p for article in articles for p in split_passages(article)]
    if not passages:
        raise NothingToIndexError("no article was found; give files or folders: wenshi index PATH")
    texts = texts_of({a.id: a for a in articles}, passages)
    vectors = encode_texts(
        texts, encoder, site.cache, lambda n: on_progress("passages", n, len(texts))
    )
    told = read_told(articles, tagger, site.cache, lambda n: on_progress("facts", n, len(articles)))
    facts = [each.facts for each in told]
    ids = [a.id for a in articles]
    lexicon = make_dictionary((each.names for each in told), event_names(facts))
    try:
        passing = Path(tempfile.mkdtemp(dir=site.folder, prefix=BUILDING))
        try:
            VectorIndex.build(vectors).save(passing)
            Bm25.build(map(lexicon.tokens, texts)).save(passing / "bm25")
            whole = (lexicon.tokens(f"{a.title}\n{a.text}") for a in articles)
            Bm25.build(whole).save(passing / BY_ARTICLE)
            write_lines(passing / "articles.jsonl", (asdict(a) for a in articles))
            write_lines(passing / "ids.json", [ids])
            (passing / "facts.jsonl").write_bytes(b"\n".join(map(encode, facts)) + b"\n")
            write_lines(passing / "people.json", [named_in(facts)])
            np.save(passing / PASSAGES, places_of(passages, ids))
            write_lines(
                passing / "names.json", [{"terms": lexicon.terms, "people": lexicon.people}]
            )
            manifest = _manifest(passing, encoder, calibration, len(articles), len(passages))
            write_lines(passing / "manifest.json", [asdict(manifest)])
            generation = name_generation(site.folder, passing)
        finally:
            shutil.rmtree(passing, ignore_errors=True)
        _swap(site, generation, encoder, judge)
        site.cache.settle()
    except OSError as exc:
        raise IndexFolderError(
            f"the index folder {site.folder} cannot be written ({exc.strerror}); free some space, "
            "or choose another one with WENSHI_INDEX or --index"
        ) from exc
    return read_manifest(site.folder)


def _swap(site: Site, generation: Path, encoder: Encoder, judge: Callable[[Index], None]) -> None:
    """Points to a generation as soon as it has been read back from the disk and found right."""
    try:
        index = _open(generation, encoder)
        verify(index, encoder)
        judge(index)
    except BaseException:
        discard(generation)
        raise
    if answers_already(site.folder, index.manifest):
        discard(generation)
        return
    try:
        replaced = current(site.folder)
    except IndexFolderError:  # the first build, or the cure of a damaged pointer
        replaced = None
    point_at(site.folder, generation)
    clear_away(site.folder, replaced)


def load_index(folder: Path, encoder: Encoder) -> Index:
    """Opens the current generation.

    Raises:
        IndexFolderError: it is missing, damaged, or was built with another model.
    """
    return _open(current(folder), encoder)


def _open(generation: Path, encoder: Encoder) -> Index:
    manifest = manifest_of(generation)
    folder = generation.parent
    if manifest.fingerprint != encoder.fingerprint:
        raise IndexFolderError(
            f"the index in {folder} was built with {manifest.model}, the settings say "
            f"{encoder.name}; {CURE}, or set WENSHI_MODEL back"
        )
    try:
        check(generation, manifest, manifest.files)
        record = read_record(generation)
        (names,) = read_lines(generation / "names.json")
        return Index(
            manifest,
            record.articles,
            Passages(np.asarray(np.load(generation / PASSAGES, mmap_mode="r")), record.articles),
            VectorIndex.load(generation, manifest.n_passages, manifest.dimension),
            Bm25.load(generation / "bm25"),
            Bm25.load(generation / BY_ARTICLE),
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


def _manifest(
    passing: Path, encoder: Encoder, calibration: Calibration, n_articles: int, n_passages: int
) -> Manifest:
    files = sorted(p for p in passing.rglob("*") if p.is_file())
    return Manifest(
        schema=SCHEMA,
        model=encoder.name,
        fingerprint=encoder.fingerprint,
        dimension=encoder.dimension,
        n_articles=n_articles,
        n_passages=n_passages,
        corpus=digest(passing / "articles.jsonl"),
        built=datetime.now(UTC).isoformat(timespec="seconds"),
        files={p.relative_to(passing).as_posix(): digest(p) for p in files},
        reader=calibration.reader,
        threshold=calibration.threshold,
    )
