"""Outcomes -> tables for a person, one JSON object for a program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from retrieval.evaluation import Outcome
from retrieval.measures import (
    RIGHT_F1,
    Point,
    Shares,
    Stage,
    curve,
    measure,
    measure_types,
    stages,
)
from retrieval.reply import Answer

__all__ = ["measured_row", "missed_lines", "show_measured"]

WIDTH = 80  # columns at the least: on a pipe too a row stays on its line
HEADS = ("题数", "R@1", "R@5", "R@10", "MRR", "EM", "F1", "无答案\n拒答", "有答案\n拒答")
STAGES = {
    "total": "全程 total",
    "encode": "编码 encode",
    "search": "检索 search",
    "read": "阅读 read",
    "record": "据记录作答 record",
}
QUARTERS = (0.25, 0.5, 0.75, 1.0)  # of the answers given, the surest first


def measured_row(outcomes: Sequence[Outcome]) -> str:
    """The JSON object of the command line contract."""
    total = stages(outcomes)[0]
    row = {
        **_shares_row(measure(outcomes)),
        "p50_ms": total.p50_ms,
        "p95_ms": total.p95_ms,
        "by_type": {name: _shares_row(s) for name, s in measure_types(outcomes).items()},
    }
    return json.dumps(row, ensure_ascii=False)


def show_measured(outcomes: Sequence[Outcome], console: Console) -> None:
    """The figures in all and by type, the milliseconds, and the curve in four rows."""
    rows = {"全部 all": measure(outcomes), **measure_types(outcomes)}
    console.width = max(WIDTH, console.width)
    console.print(_shares_table(rows))
    console.print(_stages_table(stages(outcomes)))
    points = curve(outcomes)
    if points:
        console.print(_curve_table(points))


def missed_lines(outcome: Outcome) -> tuple[str, ...]:
    """A question that is not exactly right, with what was said; nothing where it is."""
    said, expected = outcome.reply, outcome.expected
    if outcome.exact if outcome.answerable else not outcome.answered:
        return ()
    first = said.text.partition("\n")[0]
    shown = f"{said.short}（F1 {outcome.f1:.2f}）" if isinstance(said, Answer) else first
    wanted = " / ".join(expected.answers) or "没有答案"
    return (f"{expected.id}　{expected.question}", f"    答：{shown}", f"    应：{wanted}")


def _shares_row(shares: Shares) -> dict[str, Any]:
    return {name.replace("_at_", "@"): value for name, value in asdict(shares).items()}


def _shares_table(rows: dict[str, Shares]) -> Table:
    table = _table("", *HEADS)
    for name, shares in rows.items():
        n, *values = asdict(shares).values()
        table.add_row(name, str(n), *map(_share, values))
    return table


def _stages_table(timed: Iterable[Stage]) -> Table:
    table = _table("毫秒 ms", "题数", "p50", "p95")
    for stage in timed:
        if stage.n:
            table.add_row(
                STAGES[stage.name], str(stage.n), f"{stage.p50_ms:.1f}", f"{stage.p95_ms:.1f}"
            )
    return table


def _curve_table(points: Sequence[Point]) -> Table:
    table = _table("只答得分不低于", "作答", f"其中答对（F1 ≥ {RIGHT_F1}）")
    shown = [
        next(p for p in points if p.coverage >= quarter * points[-1].coverage)
        for quarter in QUARTERS
    ]
    for point in dict.fromkeys(shown):
        table.add_row(f"{point.score:.2f}", f"{point.coverage:.0%}", f"{point.accuracy:.0%}")
    return table


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(first, no_wrap=True)
    for head in others:
        table.add_column(head, justify="right", no_wrap=True)
    return table


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
