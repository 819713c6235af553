"""Articles -> index folder -> open Index: built beside the old one, then swapped in one step.

    DIR/CURRENT                 the name of the generation that answers
    DIR/<generation>/           manifest.json, articles.jsonl, facts.jsonl, people.json,
                                passages.jsonl, names.json, vectors.faiss, bm25/

A generation is complete before CURRENT names it, so a build that is killed changes nothing.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from corpus.articles import Article, PublicationDate, Run
from corpus.facts import Facts, read_facts
from corpus.passages import Passage, headed, split_passages, split_sentences
from corpus.tagger import Tagger
from embeddings.encoder import Encoder
from embeddings.errors import EmbeddingsError
from embeddings.index import VectorIndex
from retrieval.errors import IndexFolderError, NothingToIndexError
from retrieval.generations import (
    CURE,
    SCHEMA,
    Manifest,
    check,
    current,
    digest,
    make_current,
    manifest_of,
    read_lines,
    read_manifest,
    write_lines,
)
from retrieval.lexical import Bm25, Lexicon, grow_dictionary
from retrieval.record import Record, encode, named_in

__all__ = [
    "Index",
    "Manifest",
    "Progress",
    "build_index",
    "load_index",
    "load_record",
    "read_manifest",
]

Progress = Callable[[Literal["passages", "facts"], int, int], None]

NAMED_EVENT = re.compile(r"[\u3400-\u9fff]{2,10}(?:会|节|展|赛|论坛)")
RECORD = ("articles.jsonl", "facts.jsonl", "people.json")  # what a look at the record reads


@dataclass(frozen=True)
class Index:
    """One generation, open; read-only, so that threads share it."""

    manifest: Manifest
    articles: dict[str, Article]
    passages: tuple[Passage, ...]
    vectors: VectorIndex
    bm25: Bm25
    lexicon: Lexicon
    record: Record


def build_index(
    articles: Sequence[Article],
    encoder: Encoder,
    tagger: Tagger,
    folder: Path,
    on_progress: Progress = lambda stage, done, total: None,
) -> Manifest:
    """Builds a generation and makes it the current one.

    Args:
        articles: at least one, ids unique.
        encoder: encodes each passage with its headline and date.
        tagger: finds the names that facts and dictionary are made of.
        folder: the index folder; made if need be.
        on_progress: the stage, what of it is done, how much it is in all.

    Raises:
        NothingToIndexError: there are no articles.
        IndexFolderError: the folder cannot be written.
    """
    passages = [p for article in articles for p in split_passages(article)]
    if not passages:
        raise NothingToIndexError("no article was found; give files or folders: wenshi index PATH")
    by_id = {a.id: a for a in articles}
    texts = [headed(by_id[p.article_id], p) for p in passages]
    vectors = encoder.encode_passages(texts, lambda n: on_progress("passages", n, len(texts)))
    facts: list[Facts] = []
    sentences = _read(articles, tagger, facts, on_progress)
    lexicon = grow_dictionary(sentences, tagger, _event_names(facts))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        passing = Path(tempfile.mkdtemp(dir=folder, prefix=".building-"))
        try:
            VectorIndex.build(vectors).save(passing)
            Bm25.build([lexicon.tokens(t) for t in texts]).save(passing / "bm25")
            write_lines(passing / "articles.jsonl", [asdict(a) for a in articles])
            (passing / "facts.jsonl").write_bytes(b"\n".join(map(encode, facts)) + b"\n")
            write_lines(passing / "people.json", [named_in(facts)])
            write_lines(passing / "passages.jsonl", [asdict(p) for p in passages])
            write_lines(
                passing / "names.json", [{"terms": lexicon.terms, "people": lexicon.people}]
            )
            manifest = _manifest(passing, encoder, len(articles), len(passages))
            write_lines(passing / "manifest.json", [asdict(manifest)])
            make_current(folder, passing)
        finally:
            shutil.rmtree(passing, ignore_errors=True)
    except OSError as exc:
        raise IndexFolderError(
            f"the index folder {folder} cannot be written ({exc.strerror}); free some space, or "
            "choose another one with WENSHI_INDEX or --index"
        ) from exc
    return manifest


def load_index(folder: Path, encoder: Encoder) -> Index:
    """Opens the current generation.

    Raises:
        IndexFolderError: it is missing, damaged, or was built with another model.
    """
    generation = current(folder)
    manifest = manifest_of(generation)
    if manifest.fingerprint != encoder.fingerprint:
        raise IndexFolderError(
            f"the index in {folder} was built with {manifest.model}, the settings say "
            f"{encoder.name}; {CURE}, or set WENSHI_MODEL back"
        )
    try:
        check(generation, manifest, manifest.files)
        record = _record(generation)
        (names,) = read_lines(generation / "names.json")
        return Index(
            manifest,
            dict(record.articles),
            tuple(Passage(**row) for row in read_lines(generation / "passages.jsonl")),
            VectorIndex.load(generation, manifest.n_passages, manifest.dimension),
            Bm25.load(generation / "bm25"),
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
        check(generation, manifest_of(generation), RECORD)
        return _record(generation)
    except (OSError, ValueError, TypeError, KeyError) as exc:
        raise IndexFolderError(f"the index in {folder} cannot be read ({exc}); {CURE}") from exc


def _record(generation: Path) -> Record:
    articles = [_article(row) for row in read_lines(generation / "articles.jsonl")]
    lines = (generation / "facts.jsonl").read_bytes().splitlines()
    (named,) = read_lines(generation / "people.json")
    return Record({a.id: a for a in articles}, lines, named)


def _read(
    articles: Sequence[Article], tagger: Tagger, facts: list[Facts], on_progress: Progress
) -> Iterator[str]:
    """The sentences of all articles; the facts of each are read while its tags are at hand."""
    for n, article in enumerate(articles, start=1):
        facts.append(read_facts(article, tagger))
        yield from (article.text[s.start : s.end] for s in split_sentences(article.text))
        on_progress("facts", n, len(articles))


def _event_names(facts: list[Facts]) -> Iterator[str]:
    """The events that are known by a name of their own: 中国国际进口博览会."""
    for found in facts:
        for event in found.events:
            if NAMED_EVENT.fullmatch(event.what.text):
                yield event.what.text


def _manifest(passing: Path, encoder: Encoder, n_articles: int, n_passages: int) -> Manifest:
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
    )


def _article(row: dict[str, Any]) -> Article:
    row["published"] = PublicationDate(**row["published"])
    row["captions"] = tuple(row["captions"])
    row["runs"] = tuple(Run(**run) for run in row["runs"])
    return Article(**row)
