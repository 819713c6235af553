"""Files -> the Corpus: all articles, dated, each under an id of its own; and what failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.anchors import infer_years
from corpus.articles import Article
from corpus.documents import find_files, read_document
from corpus.errors import UnreadableFileError
from corpus.pages import read_articles
from corpus.tagger import Tagger

__all__ = ["STARTER", "Corpus", "read_corpus"]

STARTER = Path(__file__).parent / "articles"


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
) -> Corpus:
    """Reads every page of files and folders; an unreadable one does not stop the others."""
    pages: list[list[Article]] = []
    problems: list[UnreadableFileError] = []
    for item in find_files(paths):
        if isinstance(item, UnreadableFileError):
            problems.append(item)
            continue
        on_file(item)
        try:
            document = read_document(item)
            articles = read_articles(document, tagger)
            # Rows of one file share no page, so that none is dated by its neighbour.
            pages += [[a] for a in articles] if document.kind == "jsonl" else [articles]
        except UnreadableFileError as exc:
            problems.append(exc)
    return Corpus(tuple(_with_own_ids(infer_years(pages))), tuple(problems))


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
