"""Question -> the sentences nearest to it, cited: a search without an answer read out of it."""

from __future__ import annotations

from retrieval.answer import Answerer
from retrieval.evidence import gather
from retrieval.question import understand
from retrieval.reply import Citation
from retrieval.search import search
from retrieval.wording import NEAR, cite

__all__ = ["find"]


def find(answerer: Answerer, text: str, k: int) -> tuple[Citation, ...]:
    """At most k sentences, best first, one an article as long as there are others.

    A sentence that has next to none of the question's words is none of them.
    """
    question = understand(text, answerer.index.lexicon, answerer.tagger)
    vector = answerer.encoder.encode_queries([question.folded])[0]
    hits = search(answerer.index, question.folded, vector, answerer.n_hits)
    near = [e for e in gather(question, hits, answerer.index.record) if e.coverage >= NEAR]
    first = {e.article.id: e for e in reversed(near)}
    ordered = sorted(near, key=lambda e: first[e.article.id] is not e)  # stable: best first in each
    return tuple(cite(e.article, e.sentence) for e in ordered[:k])
