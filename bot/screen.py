"""Reply -> the screen: bold and calm on a terminal, plain on a pipe, JSON where asked for."""

from __future__ import annotations

import json

from rich.console import Console
from rich.text import Text

from bot.rows import citation_row
from corpus.articles import Article
from retrieval.reply import Answer, Citation, Reply
from retrieval.wording import source_line

__all__ = ["article_row", "one_line", "reply_row", "show"]


def show(reply: Reply, console: Console) -> None:
    """The short answer in bold, each quote with its source; a refusal with the nearest report.

    A question that leaned on the talk comes first, as it was understood.
    """
    if reply.resolved_question != reply.question:
        console.print(Text(_understood(reply), style="dim"))
    if isinstance(reply, Answer):
        text = Text(reply.short, style="bold")
        if reply.basis:
            text.append(f"（{reply.basis}）", style="not bold")
        console.print(text)
        for n, citation in enumerate(reply.citations):
            _show_citation(citation, console, with_basis=n == 0)
    else:
        console.print(Text(reply.text.partition("\n")[0]))
        for citation in reply.nearest:
            console.print(Text("最接近的报道：", style="dim"))
            _show_citation(citation, console, with_basis=True)


def one_line(reply: Reply) -> str:
    """The whole reply on one line, for a pipe; at its end how a leaning question was understood."""
    leaned = reply.resolved_question != reply.question
    text = f"{reply.text}（{_understood(reply)}）" if leaned else reply.text
    return " ".join(text.splitlines())


def reply_row(reply: Reply) -> str:
    """The JSON object of the command line contract."""
    answered = isinstance(reply, Answer)
    citations = reply.citations if isinstance(reply, Answer) else ()
    nearest = () if isinstance(reply, Answer) else reply.nearest
    row = {
        "question": reply.question,
        "resolved_question": reply.resolved_question,
        "answered": answered,
        "type": reply.type,
        "answer": reply.short if isinstance(reply, Answer) else "",
        "text": reply.text,
        "score": reply.score if isinstance(reply, Answer) else 0.0,
        "citations": [citation_row(c) for c in citations],
        "nearest": [citation_row(c) for c in nearest],
    }
    return json.dumps(row, ensure_ascii=False)


def article_row(article: Article) -> str:
    """An article as the repair left it, as a JSON object."""
    row = {
        "id": article.id,
        "title": article.title,
        "published": article.published.iso or None,
        "published_basis": article.published.basis,
        "source": article.source,
        "text": article.text,
        "captions": list(article.captions),
    }
    return json.dumps(row, ensure_ascii=False)


def _understood(reply: Reply) -> str:
    return f"理解为：{reply.resolved_question}"


def _show_citation(citation: Citation, console: Console, *, with_basis: bool) -> None:
    console.print(Text(f"  “{citation.quote}”", style="green"))
    console.print(Text(f"  ——{source_line(citation, with_basis=with_basis)}", style="dim"))
