"""Words of the command line -> index: pages read, an index built, shown beforehand or gone back."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.errors import BotError
from bot.options import IndexFolder, Paths
from bot.orders import Order, check_workers
from bot.rebuild import OnProgress, progress_line
from bot.settings import Settings, with_index
from bot.sources import Sources, read_sources

__all__ = ["index", "progress"]

Pages = Sequence[Path] | Sources

N_LISTED = 20  # articles of a kind that a dry run names


def index(  # noqa: PLR0913, PLR0917  # each is a word of the command line
    paths: Paths = None,
    index: IndexFolder = None,
    full: Annotated[
        bool, typer.Option("--full", help="Forget what earlier builds computed.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change; build nothing.")
    ] = False,
    rollback: Annotated[
        bool, typer.Option("--rollback", help="Go back to the index before this one.")
    ] = False,
    golden: Annotated[
        Path | None,
        typer.Option(help="Questions it must answer; else golden.jsonl in the index folder."),
    ] = None,
    margin: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Share of them that may be lost; else 0.02."),
    ] = None,
    workers: Annotated[
        str,
        typer.Option(
            metavar="N|ray://HOST:PORT",
            help="Processes that encode, 0: this one; or a Ray cluster that does.",
        ),
    ] = "",
    sources: Annotated[Path | None, typer.Option("--sources", hidden=True)] = None,
    progress_lines: Annotated[bool, typer.Option("--progress-lines", hidden=True)] = False,
) -> None:
    """Read pages and build the index; without PATH, the starter corpus."""
    settings = with_index(index)
    order = Order(full=full, golden=golden, margin=margin, workers=check_workers(workers))
    pages = read_sources(sources) if sources else paths or []
    if rollback:
        if pages or dry_run or order != Order():
            raise BotError("--rollback reads no pages; run: wenshi index --rollback")
        _go_back(settings)
    elif dry_run:
        _preview(pages, settings, order)
    else:
        _build(pages, settings, order, progress_line() if progress_lines else None)


def _build(pages: Pages, settings: Settings, order: Order, on_progress: OnProgress | None) -> None:
    from bot.wiring import build

    with progress() as bar:
        reading = bar.add_task("读报 reading", total=None)
        stages = {
            "passages": bar.add_task("建索引 encoding", total=None, visible=False),
            "facts": bar.add_task("记事 facts", total=None, visible=False),
        }
        built = build(
            pages,
            settings.index,
            settings,
            replace(
                order,
                on_file=lambda _: bar.advance(reading),
                on_progress=on_progress
                or (
                    lambda stage, done, total: bar.update(
                        stages[stage], completed=done, total=total, visible=True
                    )
                ),
                tell=_tell,
            ),
        )
    _tell(*built.problems)
    n_articles, n_passages = built.manifest.n_articles, built.manifest.n_passages
    _tell(f"indexed {n_articles} articles, {n_passages} passages in {settings.index}")


def _preview(pages: Pages, settings: Settings, order: Order) -> None:
    from bot.wiring import preview

    with progress() as bar:
        reading = bar.add_task("读报 reading", total=None)
        on_file = replace(order, on_file=lambda _: bar.advance(reading))
        would = preview(pages, settings.index, settings, on_file)
    _tell(*would.problems)
    changes = would.changes
    for sign, ids in (("+", changes.added), ("~", changes.changed), ("-", changes.removed)):
        for article_id in ids[:N_LISTED]:
            print(sign, article_id)
        if len(ids) > N_LISTED:
            print(sign, f"… {len(ids) - N_LISTED} more")
    print(
        f"would add {len(changes.added)}, change {len(changes.changed)}, remove "
        f"{len(changes.removed)}: {changes.n_articles} articles, {changes.n_passages} passages, "
        f"{changes.n_to_embed} to embed; nothing was built"
    )


def _go_back(settings: Settings) -> None:
    from bot.wiring import go_back

    manifest = go_back(settings.index, settings, _tell)
    _tell(
        f"back to the index of {manifest.built}: {manifest.n_articles} articles, "
        f"{manifest.n_passages} passages in {settings.index}"
    )
    if manifest.model != settings.model:
        _tell(f"it was built with another model; set WENSHI_MODEL={manifest.model}")
    if (manifest.store == "folder") != (settings.store is None):
        _tell(f"it keeps its passages in: {manifest.store}; set WENSHI_STORE accordingly")


def _tell(*lines: str) -> None:
    for line in lines:
        print(line, file=sys.stderr)


@contextmanager
def progress() -> Iterator[Progress]:
    """Bars on a terminal, on stderr; nothing elsewhere."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        yield bar
