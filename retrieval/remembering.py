"""Passages -> vectors, articles -> what they tell: only what no build before has computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from corpus.articles import Article
from corpus.facts import Facts, read_facts
from corpus.memory import Memory, key_of, program_of
from corpus.passages import Passage, headed, split_sentences
from corpus.script import fold
from corpus.tagger import Tagger
from embeddings.crew import Crew
from embeddings.encoder import Encoder
from retrieval import lexical
from retrieval.lexical import Names, find_names

__all__ = ["Told", "encode_texts", "read_told", "texts_of", "unknown_texts"]

T = TypeVar("T")

N_TEXTS = 64  # embedded between two writes: a second or two of work that a kill can cost
N_ARTICLES = 64  # read between two writes: likewise


@dataclass(frozen=True, slots=True)
class Told:
    """What one article tells, and what it calls by name."""

    facts: Facts
    names: Names


_decoder = msgspec.json.Decoder(Told)


def texts_of(articles: Mapping[str, Article], passages: Iterable[Passage]) -> list[str]:
    """Each passage as the encoder and the word index see it; folded, as questions are."""
    return [fold(headed(articles[p.article_id], p)) for p in passages]


def encode_texts(
    texts: Sequence[str],
    encoder: Encoder,
    memory: Memory,
    on_progress: Callable[[int], None] = lambda _: None,
    crew: Crew | None = None,
) -> NDArray[np.float32]:
    """(n, d) float32, the vectors of texts in their order; each is held once it is computed.

    Args:
        texts: as the encoder is to see them.
        encoder: is asked for those that are not held, each once.
        memory: of vectors, by encoder and text.
        on_progress: how many are done.
        crew: encodes in the encoder's place.
    """
    keys = [_vector_key(encoder, text) for text in texts]
    held = memory.recall(keys)
    vectors = np.zeros((len(texts), encoder.dimension), np.float32)
    rows: dict[str, list[int]] = {}
    for row, (key, text) in enumerate(zip(keys, texts, strict=True)):
        if key in held:
            vectors[row] = np.frombuffer(held[key], np.float32)
        else:
            rows.setdefault(text, []).append(row)
    n_done = len(texts) - sum(map(len, rows.values()))
    if n_done:
        on_progress(n_done)
    # Longest first, as the encoder's batches are: together those of like length.
    slices = list(_slices(sorted(rows, key=len, reverse=True), N_TEXTS))
    here = (encoder.encode_passages(some, partial(_add, on_progress, n_done)) for some in slices)
    for place, fresh in crew.encode(slices, encoder.fingerprint) if crew else enumerate(here):
        some = slices[place]
        memory.keep({keys[rows[t][0]]: v.tobytes() for t, v in zip(some, fresh, strict=True)})
        for text, vector in zip(some, fresh, strict=True):
            vectors[rows[text]] = vector
            n_done += len(rows[text])
        if crew:
            on_progress(n_done)
    return vectors


def unknown_texts(texts: Sequence[str], encoder: Encoder, memory: Memory) -> int:
    """How many different texts `encode_texts` would have to ask the encoder for."""
    keys = {_vector_key(encoder, text) for text in texts}
    return len(keys) - len(memory.recall(list(keys)))


def read_told(
    articles: Sequence[Article],
    tagger: Tagger,
    memory: Memory,
    on_progress: Callable[[int], None] = lambda _: None,
) -> list[Told]:
    """What each article tells, in their order.

    Args:
        articles: dated by the whole corpus; another date is another article.
        tagger: finds the names in those that are not held.
        memory: of what was told, by article and program.
        on_progress: how many are done.
    """
    program = program_of(Path(lexical.__file__))
    told: list[Told] = []
    for some in _slices(articles, N_ARTICLES):
        keys = [key_of("told", program, msgspec.json.encode(article)) for article in some]
        held = memory.recall(keys)
        fresh: dict[bytes, bytes] = {}
        for key, article in zip(keys, some, strict=True):
            told.append(_decoder.decode(held[key]) if key in held else _read(article, tagger))
            if key not in held:
                fresh[key] = msgspec.json.encode(told[-1])
            on_progress(len(told))
        memory.keep(fresh)
    return told


def _read(article: Article, tagger: Tagger) -> Told:
    """Facts first: the names are found in sentences that are then already tagged."""
    return Told(read_facts(article, tagger), find_names(_sentences(article), tagger))


def _sentences(article: Article) -> Iterator[str]:
    return (article.text[s.start : s.end] for s in split_sentences(article.text))


def _add(on_progress: Callable[[int], None], n_before: int, n: int) -> None:
    on_progress(n_before + n)


def _slices(items: Sequence[T], n: int) -> Iterator[Sequence[T]]:
    return (items[start : start + n] for start in range(0, len(items), n))


def _vector_key(encoder: Encoder, text: str) -> bytes:
    return key_of("vector", encoder.fingerprint, text)
