"""Hits -> Evidence: single sentences, weighed by how much of the question they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.articles import Article
from corpus.facts import Facts
from corpus.passages import Sentence, split_sentences
from corpus.quotes import Quote
from corpus.script import fold_once
from retrieval.question import Question, Term
from retrieval.record import Record
from retrieval.search import Hit

__all__ = ["Evidence", "cover", "gather", "match", "match_term", "weigh"]

CONTEXT = 0.55  # of a term's weight where it stands in a neighbouring sentence or the headline
PARTLY = 0.8  # of a term's weight, times the share of its character pairs, where it is cut up
REACH = 12.0  # characters over which a term's pull on a span falls to a third
COMMA = 6.0  # characters that a comma between term and span counts for
NAMED = 0.15  # what a sentence gains that names the persons of the question itself
CACHED_TERMS = 1024  # a question has ten, and looks for each in twenty sentences
RANK = 0.25  # what the best hit adds to its sentences over the worst


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may hold the answer.

    Attributes:
        facts: of the whole article.
        number: of the sentence in its article.
        sentences: of the whole article, for whoever looks around.
        text: the sentence, folded; offsets are those of the article less `sentence.start`.
        coverage: 0..1, the weighted share of the question's terms that it or its context has.
        score: coverage and the rank of its passage.
    """

    article: Article
    facts: Facts
    number: int
    sentences: tuple[Sentence, ...]
    text: str
    coverage: float
    score: float

    @property
    def sentence(self) -> Sentence:
        """Its place in the article."""
        return self.sentences[self.number]

    def holds(self, quote: Quote) -> bool:
        """Whether a quote of the article begins in this sentence."""
        return self.sentence.start <= quote.start < self.sentence.end

    def closeness(self, question: Question, start: int, end: int) -> float:
        """0..1, how near the question's terms stand to `text[start:end]`."""
        total = sum(t.weight for t in question.terms)
        pull = 0.0
        for term in question.terms:
            places = _places(term, self.text)
            nearest = min((self._distance(*p, start, end) for p in places), default=None)
            if nearest is not None:
                pull += term.weight * 2.72 ** (-nearest / REACH)
        return pull / total if total else 0.0

    def _distance(self, a: int, b: int, start: int, end: int) -> float:
        if a >= start and b <= end:
            return 0.0
        between = self.text[b:start] if b <= start else self.text[end:a]
        return len(between) + COMMA * sum(between.count(c) for c in "，；,;")


def match(term: str, text: str) -> float:
    """0..1, how far a folded text has a term: whole, or its character pairs.

    副书记 is no 书记: a term behind 副 does not count.
    """
    at = text.find(term)
    if at >= 0:
        while at > 0 and text[at - 1] == "副":
            at = text.find(term, at + 1)
        return float(at >= 0)
    pairs = _pairs(term)
    return PARTLY * sum(p in text for p in pairs) / len(pairs) if pairs else 0.0


def match_term(term: Term, text: str) -> float:
    """The same for a question's term, under any of its names."""
    found = match(term.text, text)
    for name in term.aliases:
        if found == 1.0:
            break
        found = max(found, match(name, text))
    return found


def gather(question: Question, hits: Sequence[Hit], record: Record) -> list[Evidence]:
    """The sentences of the hits, best first; of equals the one of the better hit."""
    found: dict[tuple[str, int], Evidence] = {}
    facts = {hit.passage.article_id: record.of(hit.passage.article_id) for hit in hits}
    for rank, hit in enumerate(hits):
        article = record.articles[hit.passage.article_id]
        sentences = _sentences(article.text)
        for number, sentence in enumerate(sentences):
            inside = hit.passage.start <= sentence.start and sentence.end <= hit.passage.end
            if inside and (article.id, number) not in found:
                plain = Evidence(article, facts[article.id], number, sentences, "", 0.0, 0.0)
                found[article.id, number] = weigh(question, plain, rank / len(hits))
    return sorted(found.values(), key=lambda e: -e.score)


def weigh(question: Question, plain: Evidence, rank: float) -> Evidence:
    """A sentence with its text, and how much of the question it has; rank 0 is the best."""
    article, sentences, number = plain.article, plain.sentences, plain.number
    text = _folded(article, sentences[number])
    near = sentences[max(0, number - 2) : number + 2]
    context = "\n".join((fold_once(article.title), *(_folded(article, s) for s in near)))
    coverage = cover(question.terms, text, context)
    named = sum(name in text for name in question.people) / max(1, len(question.people))
    score = coverage + RANK * (1 - rank) + NAMED * named
    return replace(plain, text=text, coverage=coverage, score=score)


def cover(terms: Sequence[Term], text: str, context: str = "") -> float:
    """The weighted share of terms that a text has, those of its context counting about half."""
    total = sum(t.weight for t in terms)
    have = sum(t.weight * _share(t, text, context) for t in terms)
    return have / total if total else 0.0


def _share(term: Term, text: str, context: str) -> float:
    """0..1, how far a text has a term, its context counting about half."""
    inside = match_term(term, text)
    return inside if inside >= CONTEXT else max(inside, CONTEXT * match_term(term, context))


@lru_cache(maxsize=512)
def _sentences(text: str) -> tuple[Sentence, ...]:
    return tuple(split_sentences(text))


def _folded(article: Article, sentence: Sentence) -> str:
    return fold_once(article.text)[sentence.start : sentence.end]


@lru_cache(CACHED_TERMS)
def _pairs(term: str) -> tuple[str, ...]:
    return tuple(term[i : i + 2] for i in range(len(term) - 1))


@lru_cache(CACHED_TERMS)
def _places(term: Term, text: str) -> tuple[tuple[int, int], ...]:
    """Where a text has a term under any of its names, in order."""
    names = "|".join(map(re.escape, (term.text, *term.aliases)))
    return tuple(m.span() for m in re.finditer(names, text))
