"""Articles -> index folder -> open Index: built beside the old one, then swapped in one step.

    DIR/CURRENT                 the name of the generation that answers
    DIR/<generation>/           manifest.json, articles.jsonl, facts.jsonl, people.json,
                                ids.json, names.json, bm25-articles/, and what the passage store
                                keeps there: passages.npy, bm25/, vectors.faiss (of a large index
                                also vectors.npy, moments.npy)
    DIR/cache.sqlite, LOCK      of the builds; see cache.py and site.py

A generation is complete and checked before CURRENT names it, so a build that is killed changes
nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from corpus.articles import Article
from corpus.passages import split_passages
from corpus.tagger import Tagger
from embeddings.crew import Crew
from embeddings.encoder import Encoder
from embeddings.errors import EmbeddingsError
from retrieval.bm25 import Bm25
from retrieval.embedded_store import EMBEDDED
from retrieval.errors import IndexFolderError, NothingToIndexError, RetrievalError
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
from retrieval.passage_store import OpenStore, PassageStore, Stock
from retrieval.record import RECORD_FILES, Record, encode, event_names, named_in, read_record
from retrieval.remembering import encode_texts, read_told, texts_of
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
    store: OpenStore
    by_article: Bm25
    lexicon: Lexicon
    record: Record


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
    store: PassageStore = EMBEDDED,
    crew: Crew | None = None,
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
        store: where the passages are kept.
        crew: encodes in the encoder's place.

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
        texts, encoder, site.cache, lambda n: on_progress("passages", n, len(texts)), crew
    )
    told = read_told(articles, tagger, site.cache, lambda n: on_progress("facts", n, len(articles)))
    facts = [each.facts for each in told]
    lexicon = make_dictionary((each.names for each in told), event_names(facts))
    places = {article.id: n for n, article in enumerate(articles)}
    stock = Stock(passages, places, texts, vectors, lexicon)
    try:
        passing = Path(tempfile.mkdtemp(dir=site.folder, prefix=BUILDING))
        try:
            store.write(passing, stock)
            whole = (lexicon.tokens(f"{a.title}\n{a.text}") for a in articles)
            Bm25.build(whole).save(passing / BY_ARTICLE)
            write_lines(passing / "articles.jsonl", (asdict(a) for a in articles))
            write_lines(passing / "ids.json", [list(places)])
            (passing / "facts.jsonl").write_bytes(b"\n".join(map(encode, facts)) + b"\n")
            write_lines(passing / "people.json", [named_in(facts)])
            write_lines(
                passing / "names.json", [{"terms": lexicon.terms, "people": lexicon.people}]
            )
            manifest = _manifest(passing, encoder, calibration, len(articles), len(passages))
            manifest = replace(manifest, store=store.kind)
            write_lines(passing / "manifest.json", [asdict(manifest)])
            generation = name_generation(site.folder, passing)
        finally:
            shutil.rmtree(passing, ignore_errors=True)
        try:
            store.replace(generation, stock)
            index = _open(generation, encoder, store)
            verify(index, encoder)
            judge(index)
        except BaseException:
            with suppress(
                RetrievalError
            ):  # what cannot be dropped now is dropped by the next build
                discard(generation, store.drop)
            raise
        _swap(site.folder, generation, index)
        site.cache.settle()
    except OSError as exc:
        raise IndexFolderError(
            f"the index folder {site.folder} cannot be written ({exc.strerror}); free some space, "
            "or choose another one with WENSHI_INDEX or --index"
        ) from exc
    return read_manifest(site.folder)


def _swap(folder: Path, generation: Path, index: Index) -> None:
    """Points to a generation that has been read back and found right, unless it is the same."""
    store = index.store.home
    if answers_already(folder, index.manifest):
        discard(generation, store.drop)
        return
    try:
        replaced = current(folder)
    except IndexFolderError:  # the first build, or the cure of a damaged pointer
        replaced = None
    store.point_at(generation)  # first: if it fails, the old index still answers
    point_at(folder, generation)
    clear_away(folder, replaced, store.drop)


def load_index(folder: Path, encoder: Encoder, store: PassageStore = EMBEDDED) -> Index:
    """Opens the current generation.

    Raises:
        IndexFolderError: it is missing, damaged, or was built with another model or for another
            store.
    """
    return _open(current(folder), encoder, store)


def _open(generation: Path, encoder: Encoder, store: PassageStore) -> Index:
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
