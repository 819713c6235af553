"""Files -> the Corpus: all articles, dated, each under an id of its own; and what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from corpus.anchors import infer_years
from corpus.articles import Article
from corpus.documents import decode, find_files, read_bytes
from corpus.errors import UnreadableFileError
from corpus.memory import FORGETFUL, Memory, key_of, program_of
from corpus.pages import read_articles
from corpus.tagger import Tagger

__all__ = ["STARTER", "Corpus", "read_corpus"]

STARTER = Path(__file__).parent / "articles"

_remembered = msgspec.json.Decoder(list[Article])


@dataclass(frozen=True, slots=True)
class Corpus:
    """What was read.

    Attributes:
        articles: in order of their files, then of their place in them; ids are unique.
        problems: the files that could not be read, and why.
    """

    articles: tuple[Article, ...]
    problems: tuple[UnreadableFileError, ...]


def read_corpus(
    paths: Iterable[Path],
    tagger: Tagger,
    on_file: Callable[[Path], None] = lambda _: None,
    memory: Memory = FORGETFUL,
) -> Corpus:
    """Reads every page of files and folders; an unreadable one does not stop the others.

    Args:
        paths: files and folders.
        tagger: tells names on damaged pages.
        on_file: is told each file before it is read.
        memory: of pages that were read before.
    """
    pages: list[list[Article]] = []
    problems: list[UnreadableFileError] = []
    for item in find_files(paths):
        if isinstance(item, UnreadableFileError):
            problems.append(item)
            continue
        on_file(item)
        try:
            pages += _read(item, tagger, memory)
        except UnreadableFileError as exc:
            problems.append(exc)
    return Corpus(tuple(_with_own_ids(infer_years(pages))), tuple(problems))


def _read(path: Path, tagger: Tagger, memory: Memory) -> list[list[Article]]:
    """The pages of one file, not yet dated by other files."""
    data = read_bytes(path)
    document = decode(path, data)
    if document.kind == "jsonl":
        # Rows of one file share no page, so that none is dated by its neighbour.
        return [[a] for a in read_articles(document, tagger)]
    if document.kind == "md":
        return [read_articles(document, tagger)]
    # Only a damaged page costs more to repair than to remember.
    key = key_of("page", program_of(), path.name, data)
    known = memory.recall([key]).get(key)
    if known is not None:
        return [_remembered.decode(known)]
    articles = read_articles(document, tagger)
    memory.keep({key: msgspec.json.encode(articles)})
    return [articles]


def _with_own_ids(pages: Iterable[Iterable[Article]]) -> Iterable[Article]:
    """The second article of an id is renamed: two folders may hold pages of one name."""
    seen: Counter[str] = Counter()
    for page in pages:
        for article in page:
            own = article.id
            while own in seen:
                seen[article.id] += 1
                own = f"{article.id}~{seen[article.id]}"
            seen[own] = 1
            yield article if own == article.id else replace(article, id=own)
