"""Evidence -> Spans: what could be the answer in a sentence; the words all kinds share."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.passages import Sentence
from corpus.tagged import read_words
from corpus.tagger import Tagger, Token
from retrieval.evidence import Evidence

__all__ = ["Span", "text_of", "tokens_at", "tokens_of"]


@dataclass(frozen=True, slots=True)
class Span:
    """A possible short answer.

    Attributes:
        text: as it would be said.
        fit: 0..1, how well it fits what was asked for.
        basis: what of it is inferred, and from what; "" where all of it is on the page.
        also: other sentences of the article that it leans on: their numbers.
        about: the event that it is told of; "" where it was read off the sentence alone.
    """

    text: str
    fit: float
    basis: str = ""
    also: tuple[int, ...] = ()
    about: str = ""


def tokens_of(evidence: Evidence, tagger: Tagger) -> tuple[Token, ...]:
    """The tagged words of the sentence in its own glyphs; offsets are the sentence's."""
    return tokens_at(evidence, evidence.number, tagger)


def tokens_at(evidence: Evidence, number: int, tagger: Tagger) -> tuple[Token, ...]:
    """The same for another sentence of the article; read from its facts, where they have it."""
    text, words = text_of(evidence, evidence.sentences[number]), evidence.facts.words
    return read_words(words[number], text) if words else tagger.tag(text)


def text_of(evidence: Evidence, sentence: Sentence) -> str:
    """A sentence of the evidence's article as printed."""
    return evidence.article.text[sentence.start : sentence.end]
