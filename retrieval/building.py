"""Articles -> index folder: a generation built beside the old one, then swapped in, in one step.

A generation is complete and checked before CURRENT names it, so a build that is killed changes
nothing.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from corpus.articles import Article
from corpus.passages import split_passages
from corpus.tagger import Tagger
from embeddings.crew import Crew
from embeddings.encoder import Encoder
from retrieval.bm25 import Bm25
from retrieval.cutting import Cutting
from retrieval.embedded_store import EMBEDDED
from retrieval.errors import IndexFolderError, NothingToIndexError, RetrievalError
from retrieval.generations import (
    BUILDING,
    SCHEMA,
    Calibration,
    Manifest,
    answers_already,
    clear_away,
    current,
    digest,
    discard,
    name_generation,
    point_at,
    read_manifest,
    write_lines,
)
from retrieval.lexical import make_dictionary
from retrieval.passage_store import PassageStore, Stock
from retrieval.record import event_names, named_in
from retrieval.remembering import encode_texts, read_told, texts_of
from retrieval.site import Site, open_site
from retrieval.store import BY_ARTICLE, RULES_ALONE, Index, open_generation
from retrieval.verifying import verify

__all__ = ["Progress", "build_at", "build_index"]

Progress = Callable[[Literal["passages", "facts"], int, int], None]


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
    cutting = Cutting(lexicon, site.cache)
    stock = Stock(passages, places, texts, vectors, cutting.tokens(texts))
    try:
        passing = Path(tempfile.mkdtemp(dir=site.folder, prefix=BUILDING))
        try:
            store.write(passing, stock)
            whole = cutting.tokens(f"{a.title}\n{a.text}" for a in articles)
            Bm25.build(whole).save(passing / BY_ARTICLE)
            write_lines(passing / "articles.jsonl", articles)
            write_lines(passing / "ids.json", [list(places)])
            write_lines(passing / "facts.jsonl", facts)
            write_lines(passing / "people.json", [named_in(facts)])
            write_lines(
                passing / "names.json", [{"terms": lexicon.terms, "people": lexicon.people}]
            )
            manifest = _manifest(passing, encoder, calibration, len(articles), len(passages))
            manifest = replace(manifest, store=store.kind)
            write_lines(passing / "manifest.json", [manifest])
            generation = name_generation(site.folder, passing)
        finally:
            shutil.rmtree(passing, ignore_errors=True)
        try:
            store.replace(generation, stock)
            index = open_generation(generation, encoder, store)
            verify(index, encoder)
            judge(index)
        except BaseException:
            with suppress(RetrievalError):  # what cannot be dropped now the next build drops
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
