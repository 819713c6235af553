"""Question -> the sentences nearest to it, cited: a search without an answer read out of it."""

from __future__ import annotations

from retrieval.answer import N_ENCODED, Answerer
from retrieval.evidence import cover, gather
from retrieval.question import understand
from retrieval.reply import Citation
from retrieval.ruling import MIN_COVERAGE
from retrieval.search import search
from retrieval.wording import cite

__all__ = ["find"]


def find(answerer: Answerer, text: str, k: int) -> tuple[Citation, ...]:
    """At most k sentences, best first, one an article as long as there are others.

    Each has some of the question's words itself; of a question in English no sentence has any, so
    those of the nearest passages are taken as they come.
    """
    question = understand(text, answerer.index.lexicon, answerer.tagger)
    vector = answerer.encoder.encode_queries([question.folded])[0]
    hits = search(answerer.index, question.folded, vector, answerer.n_hits)
    near = gather(question, hits, answerer.index.record)
    if question.chinese:
        near = [e for e in near if cover(question.terms, e.text) >= MIN_COVERAGE]
    else:
        near = near[:N_ENCODED]
    first = {e.article.id: e for e in reversed(near)}
    ordered = sorted(near, key=lambda e: first[e.article.id] is not e)  # stable: best first in each
    return tuple(cite(e.article, e.sentence) for e in ordered[:k])
