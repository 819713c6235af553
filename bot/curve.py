"""Points -> a picture: how often the answers are right, against how many are given."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.drawing import chinese_font, save_png

if TYPE_CHECKING:
    from retrieval.measures import Point

__all__ = ["draw_curve"]

SIZE = (7.0, 5.0)  # inches; fits beside text
DPI = 150  # sharp on a phone
LINE, QUIET = "#b3392f", "#777777"
ROOM = 0.03  # of an axis, beyond 0 and 1, so that a point on the edge is seen whole


def draw_curve(points: Sequence[Point], right_f1: float, path: Path) -> None:
    """Draws coverage to the right, accuracy upwards, both 0..1; without points, empty axes.

    Raises:
        BotError: the file cannot be written.
    """
    from matplotlib.figure import Figure

    font = chinese_font()
    figure = Figure(figsize=SIZE, dpi=DPI, facecolor="white", layout="constrained")
    axes = figure.add_subplot()
    axes.plot([p.coverage for p in points], [p.accuracy for p in points], "o-", color=LINE, ms=3)
    axes.set(xlim=(-ROOM, 1 + ROOM), ylim=(-ROOM, 1 + ROOM))
    axes.grid(color="#dddddd", linewidth=0.6)
    axes.set_xlabel("作答的问题占全部问题之比（按得分由高到低作答）", fontproperties=font, size=11)
    axes.set_ylabel("作答的问题中答对之比", fontproperties=font, size=11)
    axes.set_title(f"把握与准确（F1 ≥ {right_f1} 算答对）", fontproperties=font, size=13)
    if points:
        last = points[-1]
        words = f"全部作答：{last.coverage:.0%} 的问题，{last.accuracy:.0%} 答对"
    else:
        words = "没有一个问题得到回答"
    axes.text(0.02, 0.03, words, fontproperties=font, size=11, color=QUIET)
    save_png(figure, path)
