"""Words of the command line -> the commands; errors -> one line with the cure, exit code 2."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.cli_evaluate import evaluate
from bot.cli_feedback import feedback, forget
from bot.cli_index import index, progress
from bot.cli_record import initiatives, timeline, who
from bot.errors import BotError
from bot.options import ANSWERED, FAILED, NO_ANSWER, AsJson, IndexFolder, Paths
from bot.settings import Settings, read_settings, with_index

if TYPE_CHECKING:
    from bot.reloading import Reloading
    from retrieval.answer import Answerer
    from retrieval.reply import Reply

__all__ = ["app", "main"]

MAX_QUESTION = 500  # characters; more is a text, not a question

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="问事：按报纸原文回答“什么时候、谁、在哪里、什么活动”，并给出原句。",
)

for command in (index, who, timeline, initiatives, evaluate, feedback, forget):
    app.command()(command)


@app.command()
def articles(paths: Paths = None, as_json: AsJson = False) -> None:
    """Print the articles as the repair left them."""
    from bot.screen import article_row
    from bot.wiring import read_pages

    with progress() as bar:
        reading = bar.add_task("读报 reading", total=None)
        corpus = read_pages(paths or [], read_settings(), lambda _: bar.advance(reading))
    for article in corpus.articles:
        if as_json:
            print(article_row(article))
            continue
        captions = "".join(f"［图］{caption}\n" for caption in article.captions)
        published = f"{article.published.iso or '年份不详'} {article.published.basis}".strip()
        print(f"# {article.title}\n{article.source} · {published}\n\n{article.text}\n{captions}")
    _tell(*map(str, corpus.problems))
    if not corpus.articles:
        raise typer.Exit(FAILED)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in plain Chinese.")] = None,
    as_json: AsJson = False,
    index: IndexFolder = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="Passages to read.")] = 10,
    conversation: Annotated[
        bool,
        typer.Option("--conversation", help="On a pipe, a line may lean on the lines before it."),
    ] = False,
) -> None:
    """Answer a question; without one: question mode, or one question a line from a pipe."""
    from bot.screen import one_line, reply_row, show
    from bot.talk import Talk
    from bot.wiring import which

    if question is not None:
        _check(question)
    settings = with_index(index)
    name = which(settings.index)
    answerer = _open(settings, k)
    console = Console(highlight=False, soft_wrap=True)
    if question is not None:
        reply = answerer.answer(question)
        print(reply_row(reply)) if as_json else show(reply, console)
        raise typer.Exit(_code([reply]))
    if sys.stdin.isatty() and not as_json:
        from bot.question_mode import question_mode

        with _reloading(settings, answerer, name) as fresh:
            question_mode(Talk(fresh.answer).ask, settings.cache / "history", console)
        return
    replies = []
    answer = Talk(answerer.answer).ask if conversation else answerer.answer
    for line in sys.stdin:
        replies.append(answer(line.strip()[:MAX_QUESTION]))
        print((reply_row if as_json else one_line)(replies[-1]), flush=True)
    raise typer.Exit(_code(replies))


@app.command()
def serve(
    index: IndexFolder = None,
    wait: Annotated[
        bool, typer.Option("--wait", help="At the start, wait for the network: for services.")
    ] = False,
) -> None:
    """Answer on Telegram; the token is read from WENSHI_TELEGRAM_TOKEN."""
    from bot.telegram.app import check_token, run
    from bot.telegram.lists import Lists
    from bot.wiring import mark, which
    from retrieval.finding import find

    settings = with_index(index)
    check_token(settings)
    name = which(settings.index)
    answerer = _open(settings, 10)

    def lists(answerer: Answerer) -> Lists:
        return Lists(answerer.index.record, mark(answerer.index.manifest))

    with _reloading(settings, answerer, name) as fresh:
        run(
            settings,
            fresh.answer,
            lists(answerer),
            lambda text, k: find(fresh.answerer, text, k),
            follow=lambda put_up: fresh.follow(lambda newer: put_up(lists(newer))),
            wait=wait,
        )


def main() -> None:
    """The console script: runs a command; whatever fails ends in a sentence, never a traceback."""
    from corpus.errors import CorpusError
    from embeddings.errors import EmbeddingsError
    from retrieval.errors import RetrievalError

    for stream in (sys.stdin, sys.stdout, sys.stderr):
        # A line ends with \n and nowhere else, so that a pipe gets an answer for each of its lines.
        stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]  # a TextIOWrapper
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except (BotError, CorpusError, EmbeddingsError, RetrievalError) as exc:
        _tell(str(exc))
        sys.exit(FAILED)
    except MemoryError:
        _tell("memory ran out; close other programs, then run the same command again")
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(130)  # as every shell reports a Ctrl-C
    except BrokenPipeError:
        # The reader of the pipe has gone; what is still unwritten goes nowhere, and quietly.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)
    except Exception as exc:  # a fault of the program: still a sentence, and no exit code 1
        _tell(
            f"{type(exc).__name__}: {exc}; run: wenshi index PAGES, and if that does not help, "
            "report it"
        )
        sys.exit(FAILED)


def _open(settings: Settings, k: int) -> Answerer:
    from bot.wiring import make_answerer

    with _status("载入索引与模型…"):
        return replace(make_answerer(settings.index, settings), n_hits=k)


def _reloading(settings: Settings, answerer: Answerer, name: str) -> Reloading:
    from bot.reloading import Reloading
    from bot.wiring import reopen, which

    folder = settings.index
    return Reloading(answerer, name, lambda: which(folder), lambda open_: reopen(open_, folder))


def _check(question: str) -> None:
    if not question.strip():
        raise BotError('the question is empty; ask like this: wenshi ask "谁为突击队总队授旗？"')
    if len(question) > MAX_QUESTION:
        raise BotError(f"the question is longer than {MAX_QUESTION} characters; shorten it")


def _code(replies: Iterable[Reply]) -> int:
    """0 if any question was answered, else 1."""
    from retrieval.reply import Answer

    return ANSWERED if any(isinstance(r, Answer) for r in replies) else NO_ANSWER


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)


@contextmanager
def _status(words: str) -> Iterator[None]:
    with Console(stderr=True).status(words):
        yield
