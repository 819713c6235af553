"""Settings -> a working 问事: the one file in which the rooms are put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.models import (
    calibration,
    check_calibration,
    open_crew,
    open_reader,
    open_store,
    open_tagger,
    read_golden,
)
from bot.orders import Built, Order, Preview, check_any, check_there
from bot.resident import give_back
from bot.settings import Settings
from bot.sources import FILE, Sources, as_sources, paths_of, write_sources

if TYPE_CHECKING:
    from corpus.memory import Memory
    from corpus.reading import Corpus
    from corpus.tagger import Tagger
    from retrieval.answer import Answerer
    from retrieval.golden import Ask
    from retrieval.record import Record
    from retrieval.store import Index, Manifest

__all__ = [
    "build",
    "go_back",
    "make_answerer",
    "mark",
    "open_record",
    "preview",
    "read_pages",
    "reopen",
    "which",
]

N_MARK = 8  # hexadecimal digits; they stand in the 64 bytes of every button


def read_pages(
    paths: Iterable[Path], settings: Settings, on_file: Callable[[Path], None] = lambda _: None
) -> Corpus:
    """The articles of files and folders; of the starter corpus where none are named."""
    return _read(paths, open_tagger(settings), on_file)


def _read(
    paths: Iterable[Path],
    tagger: Tagger,
    on_file: Callable[[Path], None],
    memory: Memory | None = None,
) -> Corpus:
    from corpus.memory import FORGETFUL
    from corpus.reading import STARTER, read_corpus

    return read_corpus(list(paths) or [STARTER], tagger, on_file, memory or FORGETFUL)


def _read_sources(sources: Sources, tagger: Tagger, order: Order, memory: Memory) -> Corpus:
    """What the sources hold, but for the articles that are left out.

    Raises:
        BotError: not one article.
    """
    corpus = _read(paths_of(sources), tagger, order.on_file, memory)
    kept = tuple(a for a in corpus.articles if a.id not in sources.left_out)
    corpus = replace(corpus, articles=kept)
    check_any(corpus)
    return corpus


def build(
    pages: Iterable[Path] | Sources,
    folder: Path,
    settings: Settings,
    order: Order | None = None,
) -> Built:
    """Reads pages and makes their index the current one of a folder, which remembers the sources.

    Raises:
        BotError: not one article could be read.
        RetrievalError: the folder cannot be written, or the new index must not answer.
    """
    from embeddings.encoder import load_encoder
    from retrieval.building import build_at
    from retrieval.generations import current
    from retrieval.site import open_site

    order, sources = order or Order(), as_sources(pages)
    check_there(paths_of(sources))
    golden = read_golden(folder, order)
    store, crew = open_store(settings), open_crew(order.workers, settings)
    tagger = open_tagger(settings)
    with open_site(folder, order.tell, full=order.full) as site:
        corpus = _read_sources(sources, tagger, order, site.cache)
        encoder = load_encoder(settings.model, settings.cache)
        reader = open_reader(settings)

        def judge(index: Index) -> None:
            if golden:
                from retrieval.answer import Answerer  # a second of rules that a build may not need

                new = Answerer(index, encoder, tagger, reader=reader)
                golden.judge(new.answer, lambda: _open_current(folder, new, settings), order.tell)

        manifest = build_at(
            site,
            corpus.articles,
            encoder,
            tagger,
            on_progress=order.on_progress,
            judge=judge,
            calibration=calibration(reader),
            store=store,
            crew=crew,
        )
        write_sources(current(folder) / FILE, sources.absolute())
    return Built(manifest, tuple(map(str, corpus.problems)))


def preview(
    pages: Iterable[Path] | Sources, folder: Path, settings: Settings, order: Order
) -> Preview:
    """What a build would change; nothing is written.

    Raises:
        BotError: not one article could be read.
    """
    from embeddings.encoder import load_encoder
    from retrieval.cache import Cache, peek
    from retrieval.changes import find_changes

    sources = as_sources(pages)
    check_there(paths_of(sources))
    with closing(Cache(":memory:") if order.full else peek(folder)) as cache:
        corpus = _read_sources(sources, open_tagger(settings), order, cache)
        encoder = load_encoder(settings.model, settings.cache)
        changes = find_changes(corpus.articles, encoder, cache, folder)
    return Preview(changes, tuple(map(str, corpus.problems)))


def go_back(folder: Path, settings: Settings, tell: Callable[[str], None]) -> Manifest:
    """Makes the generation before the current one answer again.

    Raises:
        RetrievalError: there is none, or it is damaged.
    """
    from retrieval import generations
    from retrieval.site import alone_in

    generations.current(folder)  # so that no folder is made where there is no index
    with alone_in(folder, tell):
        store = open_store(settings)
        return generations.go_back(
            folder,
            lambda generation, m: store.point_at(generation) if m.store == store.kind else None,
        )


def _open_current(folder: Path, new: Answerer, settings: Settings) -> Ask:
    """The current index, with the model and in the store that it was built with."""
    from embeddings.encoder import load_encoder
    from retrieval.embedded_store import EMBEDDED
    from retrieval.store import load_index, read_manifest

    manifest, encoder = read_manifest(folder), new.encoder
    if manifest.fingerprint != encoder.fingerprint:
        encoder = load_encoder(manifest.model, settings.cache)
    home = new.index.store.home
    store = home if manifest.store == home.kind else EMBEDDED
    index = load_index(folder, encoder, store)
    return replace(new, index=index, encoder=encoder).answer


def open_record(folder: Path) -> Record:
    """The people, events and initiatives of an index; no model is loaded.

    Raises:
        RetrievalError: the index is missing or damaged.
    """
    from retrieval.store import load_record

    return load_record(folder)


def make_answerer(folder: Path, settings: Settings) -> Answerer:
    """An open index with the models that read it.

    Raises:
        RetrievalError: the index is missing or does not fit; said before a model is loaded.
    """
    from retrieval.store import load_index, read_manifest

    read_manifest(folder)
    from embeddings.encoder import load_encoder
    from retrieval.answer import Answerer

    encoder = load_encoder(settings.model, settings.cache)
    index = load_index(folder, encoder, open_store(settings))
    # an index that was built for the rules alone is answered from by the rules alone
    reader = open_reader(settings) if index.manifest.reader else None
    check_calibration(index, reader, folder)
    answerer = Answerer(index, encoder, open_tagger(settings), reader=reader)
    give_back()  # what reading dictionaries and graphs took for a moment
    return answerer


def which(folder: Path) -> str:
    """The name of the generation that answers; another build has another name.

    Raises:
        RetrievalError: there is none.
    """
    from retrieval.generations import current

    return current(folder).name


def reopen(answerer: Answerer, folder: Path) -> Answerer:
    """The current index with the models that are open already.

    Raises:
        RetrievalError: it is damaged, or was built with another model.
    """
    from retrieval.store import load_index

    index = load_index(folder, answerer.encoder, answerer.index.store.home)
    check_calibration(index, answerer.reader, folder)
    return replace(answerer, index=index)


def mark(manifest: Manifest) -> str:
    """8 hexadecimal digits that change with the articles and with what was read out of them.

    The same pages, indexed by a newer program, may give other facts in another order.
    """
    read = f"{manifest.corpus}{manifest.files['facts.jsonl']}"
    return hashlib.sha256(read.encode()).hexdigest()[:N_MARK]
