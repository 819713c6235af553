"""Entries -> a picture of the timeline, drawn to be sent on."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.drawing import chinese_font, save_png
from bot.errors import BotError
from bot.looking import Entry

__all__ = ["draw_timeline"]

WIDTH = 9.0  # inches; a phone shows it without turning
ROW = 0.46  # inches a line of text
MARGIN = 0.9  # inches above the first and below the last row
DPI = 150  # sharp on a phone, below 300 KB for twenty events
WRAP = 30  # Chinese characters a line beside the axis
MAX_EVENTS = 200  # some 25,000 pixels of height; a longer picture is shown by no program
INK, LINE, QUIET = "#222222", "#b3392f", "#777777"


def draw_timeline(entries: Sequence[Entry], path: Path) -> None:
    """Draws dates left of a line, events right of it, in the order given.

    Raises:
        BotError: too many events for one picture, or the file cannot be written.
    """
    if len(entries) > MAX_EVENTS:
        raise BotError(
            f"{len(entries)} events are too many for one picture (at most {MAX_EVENTS}); "
            "choose a year with --year, or take --json"
        )
    from matplotlib.figure import Figure

    rows = [textwrap.wrap(entry.name, WRAP) or [""] for entry in entries]
    n_lines = sum(len(lines) + 1 for lines in rows)
    height = 2 * MARGIN + ROW * n_lines
    figure = Figure(figsize=(WIDTH, height), dpi=DPI, facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    axes.axis("off")
    axes.plot([3.0, 3.0], [MARGIN / 2, height - MARGIN / 2], color=LINE, linewidth=2)
    top = MARGIN
    for entry, lines in zip(entries, rows, strict=True):
        _draw_entry(axes, entry, lines, top)
        top += ROW * (len(lines) + 1)
    save_png(figure, path)


def _draw_entry(axes: Any, entry: Entry, lines: list[str], top: float) -> None:
    font = chinese_font()
    axes.plot([3.0], [top], "o", color=LINE, markersize=8)
    date = textwrap.fill(entry.about, 14)
    axes.text(2.8, top, date, ha="right", va="center", fontproperties=font, size=11, color=LINE)
    for n, line in enumerate(lines):
        axes.text(3.25, top + n * ROW, line, va="center", fontproperties=font, size=13, color=INK)
    source = f"《{entry.lines[0].citation.title}》"
    shown = source if len(source) <= WRAP + 4 else source[: WRAP + 3] + "…"
    below = top + len(lines) * ROW - ROW * 0.2
    axes.text(3.25, below, shown, va="center", fontproperties=font, size=9, color=QUIET)
