"""What the steps measured -> ranks to recall and MRR, a line a system, one Markdown table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

__all__ = ["SETS", "figures", "mrr", "recall", "table"]

SETS = ("drcd_dev_simplified", "news")
NAMES = {
    "wenshi": "问事, search",
    "wenshi-answer": "问事, whole answer",
    "txtai": "txtai",
    "haystack": "Haystack",
    "llamaindex": "LlamaIndex",
}
COLUMNS = {  # and whether less is better
    "build s": True,
    "build CPU s": True,
    "build MB": True,
    "p50 ms": True,
    "p95 ms": True,
    "asking MB": True,
    **{f"{name} {figure}": False for name in ("DRCD", "news") for figure in ("R@1", "R@5", "MRR")},
}


def recall(ranks: Sequence[int], k: int) -> float:
    """The share of the ranks that are among the first k.

    Example:
        >>> recall([1, 3, 0, 2], 2)
        0.5
    """
    return sum(1 <= rank <= k for rank in ranks) / len(ranks)


def mrr(ranks: Sequence[int]) -> float:
    """The mean of 1 / rank, where what was not found counts 0.

    Example:
        >>> mrr([1, 2, 0, 4])
        0.4375
    """
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


def figures(done: dict[str, Any], name: str, index: str) -> dict[str, float]:
    """A line of the table, by its columns; without those whose steps are not done.

    Args:
        done: what each step left, by its name.
        name: of the system.
        index: whose build it asks.
    """
    found: dict[str, float] = {}
    build = done.get(f"{index}.build")
    if build:
        found |= zip(list(COLUMNS)[:3], (build["s"], build["cpu_s"], build["peak_mb"]), strict=True)
    sets = [done[f"{name}.{each}"] for each in SETS if f"{name}.{each}" in done]
    if len(sets) == len(SETS):
        ms = [value for each in sets for value in each["ms"]]
        found |= {"p50 ms": float(np.median(ms)), "p95 ms": float(np.percentile(ms, 95))}
        found["asking MB"] = max(each["peak_mb"] for each in sets)
    for each, short in zip(SETS, ("DRCD", "news"), strict=True):
        ranks = done.get(f"{name}.{each}", {}).get("ranks")
        if ranks:
            found |= {f"{short} R@1": recall(ranks, 1), f"{short} R@5": recall(ranks, 5)}
            found[f"{short} MRR"] = mrr(ranks)
    return found


def table(lines: dict[str, dict[str, float]]) -> list[str]:
    """Markdown; the best of a column is bold, 问事's whole answer being out of competition."""
    told = [f"| | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    rivals = {name: line for name, line in lines.items() if name != "wenshi-answer"}
    behind = []
    best: dict[str, float] = {}
    for column, less in COLUMNS.items():
        values = {name: line[column] for name, line in rivals.items() if column in line}
        if values:
            best[column] = min(values.values()) if less else max(values.values())
            if "wenshi" in values and values["wenshi"] != best[column]:
                behind.append(column)
    for name, line in lines.items():
        cells = [
            cell(column, line.get(column), name in rivals and line.get(column) == best.get(column))
            for column in COLUMNS
        ]
        told.append(f"| {NAMES[name]} | {' | '.join(cells)} |")
    return [*told, "", f"问事's search is behind in: {', '.join(behind) or 'nothing'}"]


def cell(column: str, value: float | None, is_best: bool) -> str:
    if value is None:
        return "–"
    if not COLUMNS[column]:
        shown = f"{value:.3f}"
    else:
        shown = f"{value:.1f}" if column.endswith("ms") else f"{value:.0f}"
    return f"**{shown}**" if is_best else shown
