"""Words of the command line -> evaluate: how well a file of questions is answered."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import track

from bot.errors import BotError
from bot.options import AsJson, IndexFolder
from bot.settings import Settings, with_index

if TYPE_CHECKING:
    from retrieval.answer import Answerer
    from retrieval.question_file import Expected

__all__ = ["evaluate"]


def evaluate(
    questions: Annotated[
        Path,
        typer.Argument(
            metavar="QUESTIONS.jsonl",
            help='.jsonl or .jsonl.gz: {"id", "question", "answers": [...], "passage_id"?, '
            '"types"?} a line; no answers: the pages hold none.',
        ),
    ],
    as_json: AsJson = False,
    png: Annotated[
        Path | None, typer.Option("--png", help="Draw accuracy against coverage into this file.")
    ] = None,
    show: Annotated[
        bool, typer.Option("--show", help="List each question that is not exactly right.")
    ] = False,
    index: IndexFolder = None,
) -> None:
    """Ask the questions of a file and print how well they were answered."""
    from bot.measured import measured_row, missed_lines, show_measured
    from retrieval import evaluation
    from retrieval.measures import RIGHT_F1, curve
    from retrieval.question_file import read_questions

    expected = read_questions(questions)
    _check_writable(png)
    errors = Console(stderr=True)
    answerer = _open(with_index(index), errors)
    _warn(answerer, expected)
    outcomes = list(
        track(
            evaluation.evaluate(answerer, expected),
            "提问 asking",
            total=len(expected),
            console=errors,
            transient=True,
            disable=not errors.is_terminal,
        )
    )
    for line in (line for one in outcomes for line in missed_lines(one)) if show else ():
        print(line, file=sys.stderr if as_json else sys.stdout)
    if as_json:
        print(measured_row(outcomes))
    else:
        show_measured(outcomes, Console(highlight=False))
    if png is not None:
        from bot.curve import draw_curve

        draw_curve(curve(outcomes), RIGHT_F1, png)
        print(png, file=sys.stderr)


def _open(settings: Settings, errors: Console) -> Answerer:
    from bot.wiring import make_answerer

    with errors.status("载入索引与模型…"):
        return make_answerer(settings.index, settings)


def _check_writable(png: Path | None) -> None:
    """Before the questions are asked: thousands take minutes."""
    if png is not None and (png.is_dir() or not png.parent.is_dir()):
        raise BotError(f"the picture cannot be written to {png}; name a file in a folder that is")


def _warn(answerer: Answerer, expected: list[Expected]) -> None:
    from retrieval.evaluation import unknown_articles

    n = unknown_articles(answerer, expected)
    if n:
        print(
            f"{n} questions name an article that the index does not have: not found by R@k and "
            "MRR; index the pages that the questions were written for",
            file=sys.stderr,
        )
    n = sum(not e.question.strip() for e in expected)
    if n:
        print(f"{n} questions are empty and will be refused; fill or remove them", file=sys.stderr)
