"""What was found -> the words of an answer, or of a refusal, with citations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.articles import Article
from corpus.passages import Sentence
from corpus.quotes import Quote
from retrieval.evidence import Evidence
from retrieval.question import Question
from retrieval.reply import Answer, Citation, NoAnswer
from retrieval.spans import Span

__all__ = ["WANTED", "Candidate", "accept", "cite", "refusal", "refuse", "source_line"]

NEAR = 0.25  # of the question's terms; a sentence with fewer is near to nothing
WANTED = {
    "date": "日期",
    "person": "是谁",
    "role": "职务",
    "place": "地点",
    "organisation": "是哪个单位",
    "number": "数目",
    "list": "具体有哪些",
    "initiative": "名称",
    "other": "这件事",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a sentence as an answer.

    Attributes:
        score: 0..1 and a little over; how well sentence and span fit the question.
    """

    evidence: Evidence
    span: Span
    score: float


def accept(question: Question, found: Sequence[Candidate]) -> Answer:
    """The answer that candidates give, the best first; several are posts of several years."""
    citations = [c for candidate in found for c in _citations(candidate)]
    short = _join(found)
    basis = found[0].span.basis
    sources = (source_line(c, with_basis=n == 0) for n, c in enumerate(citations))
    quotes = "\n".join(f"“{c.quote}”——{s}" for c, s in zip(citations, sources, strict=True))
    return Answer(
        question=question.text,
        resolved_question=question.text,
        type=question.type,
        short=short,
        text=f"{short}（{basis}）\n{quotes}" if basis else f"{short}\n{quotes}",
        score=round(min(1.0, found[0].score), 4),
        citations=tuple(citations),
        basis=basis,
    )


def refuse(question: Question, evidence: Sequence[Evidence], missing: Sequence[str]) -> NoAnswer:
    """A refusal that says what is missing and names the nearest sentence."""
    near = [cite(e.article, e.sentence) for e in evidence[:1] if e.coverage >= NEAR]
    return refusal(question, missing, near)


def refusal(question: Question, missing: Sequence[str], near: Sequence[Citation]) -> NoAnswer:
    """A refusal in words: what is missing, and the nearest report where there is one."""
    text = f"文章里没有找到答案：{'；'.join(missing)}。"
    if near:
        text += f"\n最接近的报道：{source_line(near[0])}"
    kind = question.type
    return NoAnswer(question.text, question.text, kind, text, tuple(missing), tuple(near))


def source_line(citation: Citation, *, with_basis: bool = True) -> str:
    """《title》，date（basis），source."""
    date = citation.published
    if date and citation.published_basis and with_basis:
        date += f"（{citation.published_basis}）"
    return "，".join(part for part in (f"《{citation.title}》", date, citation.source) if part)


def _join(found: Sequence[Candidate]) -> str:
    """One answer as it is; posts of several years each behind its year."""
    texts = dict.fromkeys(c.span.text for c in found)
    if len(texts) == 1:
        return found[0].span.text
    years = (c.evidence.article.published.year for c in found)
    return "；".join(
        dict.fromkeys(
            f"{y}年：{c.span.text}" if y else c.span.text for y, c in zip(years, found, strict=True)
        )
    )


def _citations(candidate: Candidate) -> Iterator[Citation]:
    evidence = candidate.evidence
    for number in (evidence.number, *candidate.span.also):
        sentence = evidence.sentences[number]
        yield cite(evidence.article, sentence)


def cite(article: Article, at: Sentence | Quote) -> Citation:
    """The citation of a stretch of an article."""
    return Citation(
        article_id=article.id,
        title=article.title,
        published=article.published.iso,
        published_basis=article.published.basis,
        source=article.source,
        quote=article.text[at.start : at.end],
        start=at.start,
        end=at.end,
    )
