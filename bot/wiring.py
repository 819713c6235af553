"""Settings -> a working 问事: the one file in which the rooms are put together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BotError
from bot.settings import Settings
from bot.sources import FILE, Sources, write_sources

if TYPE_CHECKING:
    from corpus.reading import Corpus
    from corpus.tagger import Tagger
    from retrieval.answer import Answerer
    from retrieval.record import Record
    from retrieval.store import Manifest, Progress

__all__ = ["Built", "build", "make_answerer", "mark", "open_record", "read_pages"]

N_MARK = 8  # hexadecimal digits; they stand in the 64 bytes of every button


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build, and the files that could not take part in it."""

    manifest: Manifest
    problems: tuple[str, ...]


def read_pages(paths: Iterable[Path], on_file: Callable[[Path], None] = lambda _: None) -> Corpus:
    """The articles of files and folders; of the starter corpus where none are named."""
    from corpus.tagger import load_tagger

    return _read(paths, load_tagger(), on_file)


def _read(paths: Iterable[Path], tagger: Tagger, on_file: Callable[[Path], None]) -> Corpus:
    from corpus.reading import STARTER, read_corpus

    return read_corpus(list(paths) or [STARTER], tagger, on_file)


def _paths_of(sources: Sources) -> list[Path]:
    from corpus.reading import STARTER

    return [*([STARTER] if sources.with_starter else []), *sources.paths]


def build(
    pages: Iterable[Path] | Sources,
    folder: Path,
    settings: Settings,
    on_file: Callable[[Path], None] = lambda _: None,
    on_progress: Progress = lambda stage, done, total: None,
) -> Built:
    """Reads pages and makes their index the current one of a folder, which remembers the sources.

    Raises:
        BotError: not one article could be read.
    """
    from corpus.tagger import load_tagger
    from embeddings.encoder import load_encoder
    from retrieval.store import build_index

    sources = pages if isinstance(pages, Sources) else Sources(tuple(p.resolve() for p in pages))
    tagger = load_tagger()
    corpus = _read(_paths_of(sources), tagger, on_file)
    articles = [a for a in corpus.articles if a.id not in sources.left_out]
    problems = tuple(str(p) for p in corpus.problems)
    if not articles:
        raise BotError("\n".join([*problems, "nothing was indexed; the old index, if any, stays"]))
    encoder = load_encoder(settings.model, settings.cache)
    manifest = build_index(articles, encoder, tagger, folder, on_progress)
    write_sources(folder / FILE, sources)
    return Built(manifest, problems)


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
    from corpus.tagger import load_tagger
    from retrieval.store import load_index, read_manifest

    read_manifest(folder)
    from embeddings.encoder import load_encoder
    from retrieval.answer import Answerer

    encoder = load_encoder(settings.model, settings.cache)
    return Answerer(load_index(folder, encoder), encoder, load_tagger())


def mark(manifest: Manifest) -> str:
    """8 hexadecimal digits that change with the articles and with what was read out of them.

    The same pages, indexed by a newer program, may give other facts in another order.
    """
    read = f"{manifest.corpus}{manifest.files['facts.jsonl']}"
    return hashlib.sha256(read.encode()).hexdigest()[:N_MARK]
