"""A new Index -> nothing, or the reason why it must not answer: checked before it is swapped in.

What is checked is what was read back from the disk, through the search that will be used.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from corpus.passages import Passage, split_passages, split_sentences
from corpus.script import fold
from embeddings.encoder import Encoder
from retrieval.errors import UnfitIndexError
from retrieval.remembering import texts_of
from retrieval.search import search

if TYPE_CHECKING:
    from retrieval.store import Index

__all__ = ["verify"]

N_SAMPLE = 16  # passages that are looked at closely; a second on two cores
MIN_CHARS = 16  # of a sentence that is looked for; 本报讯 stands in every other article
SHARED = 0.8  # of its character pairs in the passage found first: that one or its twin
MIN_FOUND = 0.5  # of the sentences looked for; news gives 0.99, daily reports of one form less
NEAR = 0.05  # of a number of a unit vector; another batch or runtime changes less


def verify(index: Index, encoder: Encoder) -> None:
    """Looks whether an index holds what it was made from, and finds it.

    Raises:
        UnfitIndexError: it does not.
    """
    manifest = index.manifest
    if encoder.dimension != manifest.dimension:
        raise _unfit(f"vectors of {manifest.dimension} numbers, not {encoder.dimension}")
    for n_rows, what in (
        (len(index.articles), "articles"),
        (index.by_article.n, "rows of words of articles"),
    ):
        if n_rows != manifest.n_articles:
            raise _unfit(f"{n_rows} {what}, not {manifest.n_articles}")
    # Rows of one passage are one another's by their place alone.
    for what, n_rows in index.store.counts().items():
        if n_rows != manifest.n_passages:
            raise _unfit(f"{n_rows} {what}, not {manifest.n_passages}")
    passages = [p for a in index.articles.values() for p in split_passages(a)]
    if list(index.store.all_passages()) != passages:
        raise _unfit("passages are lost, doubled or changed")
    numbers = list(range(manifest.n_passages))
    sample = random.Random(manifest.corpus).sample(numbers, min(N_SAMPLE, len(numbers)))
    looked_at = [passages[n] for n in sample]
    _verify_vectors(index, encoder, sample, looked_at)
    _verify_search(index, encoder, looked_at)


def _verify_vectors(
    index: Index, encoder: Encoder, sample: list[int], passages: list[Passage]
) -> None:
    """That each row is the vector of its passage, and not of its neighbour."""
    expected = encoder.encode_passages(texts_of(index.articles, passages))
    held = index.store.vectors_of(sample)
    if not np.allclose(held, expected, atol=NEAR):
        raise _unfit("vectors that are not those of their passages")


def _verify_search(index: Index, encoder: Encoder, sample: list[Passage]) -> None:
    """That the index finds its own sentences."""
    sentences = [fold(s) for passage in sample for s in _telling_sentence(passage)]
    if not sentences:
        return
    vectors = encoder.encode_queries(sentences)
    n_found = sum(
        _holds(search(index, sentence, vector, 1)[0].passage.text, sentence)
        for sentence, vector in zip(sentences, vectors, strict=True)
    )
    if n_found < MIN_FOUND * len(sentences):
        raise _unfit(f"only {n_found} of {len(sentences)} of its own sentences found first")


def _telling_sentence(passage: Passage) -> Iterator[str]:
    """The longest sentence of a passage, if it says enough to be told from others."""
    sentences = [passage.text[s.start : s.end] for s in split_sentences(passage.text)]
    yield from (s for s in [max(sentences, key=len)] if len(s) >= MIN_CHARS)


def _holds(text: str, sentence: str) -> bool:
    pairs, wanted = _pairs(fold(text)), _pairs(sentence)
    return len(wanted & pairs) >= SHARED * len(wanted)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _unfit(what: str) -> UnfitIndexError:
    return UnfitIndexError(
        f"the new index has not passed its check ({what}); the one before it goes on answering; "
        "run: wenshi index --full PAGES"
    )
