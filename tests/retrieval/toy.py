"""A toy newspaper: made-up articles, an encoder that counts characters, evidence without search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.articles import UNKNOWN_DATE, Article, PublicationDate
from corpus.facts import read_facts
from corpus.passages import split_passages, split_sentences
from corpus.tagger import Tagger
from retrieval.answer import Answerer
from retrieval.building import build_index
from retrieval.evidence import Evidence, gather
from retrieval.lexical import Lexicon, grow_dictionary
from retrieval.question import Question, understand
from retrieval.record import Record
from retrieval.search import Hit
from retrieval.store import load_index

WIDTH = 256


@dataclass(frozen=True)
class CountingEncoder:
    """A vector counts the characters of a text, each in the place of its code modulo 256."""

    name: str = "counting"
    fingerprint: str = "c0" * 32
    dimension: int = WIDTH

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_passages(texts)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), WIDTH), np.float32)
        for row, text in enumerate(texts):
            for char in text:
                vectors[row, ord(char) % WIDTH] += 1
        on_progress(len(texts))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths == 0, 1, lengths)


def story(text: str, title: str = "", published: str = "", basis: str = "") -> Article:
    """An article; its id is the beginning of its text."""
    date = PublicationDate(published, basis) if published else UNKNOWN_DATE
    return Article(text[:12], title, text, date, "toy.txt")


def lexicon_of(articles: Sequence[Article], tagger: Tagger) -> Lexicon:
    """The dictionary that an index of these articles has."""
    sentences = (a.text[s.start : s.end] for a in articles for s in split_sentences(a.text))
    return grow_dictionary(sentences, tagger)


def ask(text: str, tagger: Tagger, *articles: Article) -> Question:
    """A question as it is understood over these articles."""
    return understand(text, lexicon_of(articles, tagger), tagger)


def read(text: str, article: Article, tagger: Tagger) -> tuple[Question, list[Evidence]]:
    """A question and the sentences of one article in its order, as evidence."""
    question = ask(text, tagger, article)
    hits = [Hit(p, 0.0, 0.0) for p in split_passages(article)]
    evidence = gather(question, hits, record_of([article], tagger))
    return question, sorted(evidence, key=lambda e: e.number)


def record_of(articles: Sequence[Article], tagger: Tagger) -> Record:
    """What these articles tell."""
    facts = [read_facts(article, tagger) for article in articles]
    return Record.build({a.id: a for a in articles}, facts)


def answerer_of(articles: Sequence[Article], tagger: Tagger, folder: Path) -> Answerer:
    """The whole of the room over these articles, with the counting encoder."""
    encoder = CountingEncoder()
    build_index(articles, encoder, tagger, folder)
    return Answerer(load_index(folder, encoder), encoder, tagger)
