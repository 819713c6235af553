"""Articles -> Changes: what a build of them would do to the current index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corpus.articles import Article
from corpus.memory import Memory
from corpus.passages import split_passages
from embeddings.encoder import Encoder
from retrieval.errors import IndexFolderError
from retrieval.remembering import texts_of, unknown_texts
from retrieval.store import load_record

__all__ = ["Changes", "find_changes"]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build would do.

    Attributes:
        added: ids of articles, in order; likewise `changed` (text, headline, date or source) and
            `removed`.
        n_articles: that the new index would hold.
        n_passages: likewise.
        n_to_embed: different texts among them that the encoder would have to be asked for.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    n_articles: int
    n_passages: int
    n_to_embed: int


def find_changes(
    articles: Sequence[Article], encoder: Encoder, memory: Memory, folder: Path
) -> Changes:
    """Against the current index of a folder; without one that can be read, all is new."""
    old = _current(folder)
    new = {a.id: a for a in articles}
    passages = [p for article in articles for p in split_passages(article)]
    return Changes(
        added=tuple(i for i in new if i not in old),
        changed=tuple(i for i in new if i in old and _printed(new[i]) != _printed(old[i])),
        removed=tuple(i for i in old if i not in new),
        n_articles=len(articles),
        n_passages=len(passages),
        n_to_embed=unknown_texts(texts_of(new, passages), encoder, memory),
    )


def _current(folder: Path) -> Mapping[str, Article]:
    try:
        return load_record(folder).articles
    except IndexFolderError:
        return {}


def _printed(article: Article) -> Article:
    """Without the way back to the file: an empty line above an article does not change it."""
    return replace(article, runs=())
