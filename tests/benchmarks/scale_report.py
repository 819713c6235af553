"""What scale.py has measured -> a Markdown table and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

MB = 1 << 20


@dataclass(frozen=True)
class Measured:
    """One size.

    Attributes:
        built: seconds for the vectors, the words of passages, the words of articles.
        opened: seconds to open it, without the checksums.
        spent: milliseconds, median and 95th percentile, of each half and of the whole search.
        recall: share of the ten nearest of all rows that are among the ten found.
        anonymous: bytes of memory that no file stands behind.
        mapped: bytes of mapped files that are in memory after all questions.
        disk: bytes of all files.
    """

    n: int
    built: dict[str, float]
    opened: float
    spent: dict[str, tuple[float, float]]
    recall: float
    anonymous: int
    mapped: int
    disk: int


def table(rows: Sequence[Measured]) -> str:
    """Markdown, a row a size."""
    lines = [
        "| passages | build: vectors, words, articles' words, s | open, s | search p50, p95, ms "
        "| vectors alone | words alone | recall@10 | memory, bytes a passage | mapped, MB "
        "| disk, MB |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        built = ", ".join(f"{row.built[part]:.1f}" for part in ("vectors", "words", "articles"))
        search, vectors, words = (
            "{:.1f}, {:.1f}".format(*row.spent[part]) for part in ("search", "vectors", "words")
        )
        lines.append(
            f"| {row.n:,} | {built} | {row.opened:.2f} | {search} | {vectors} | {words} "
            f"| {row.recall:.4f} | {row.anonymous / row.n:,.0f} | {row.mapped / MB:,.0f} "
            f"| {row.disk / MB:,.0f} |"
        )
    return "\n".join(lines)


def draw(rows: Sequence[Measured], path: Path) -> None:
    """Four curves over the number of passages, both axes logarithmic."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    sizes = [row.n for row in rows]
    figure = Figure(figsize=(10, 7), layout="constrained")
    FigureCanvasAgg(figure)
    plots = (
        ("build, s", {"all": [sum(row.built.values()) for row in rows]}),
        (
            "search, ms",
            {
                "p50": [row.spent["search"][0] for row in rows],
                "p95": [row.spent["search"][1] for row in rows],
            },
        ),
        (
            "memory, MB",
            {
                "no file behind it": [row.anonymous / MB for row in rows],
                "mapped": [row.mapped / MB for row in rows],
            },
        ),
        ("disk, MB", {"all": [row.disk / MB for row in rows]}),
    )
    for axes, (title, curves) in zip(figure.subplots(2, 2).flat, plots, strict=True):
        for name, values in curves.items():
            axes.plot(sizes, values, marker="o", label=name)
        axes.set(title=title, xscale="log", yscale="log", xlabel="passages")
        axes.grid(visible=True, alpha=0.3)
        axes.legend()
    figure.savefig(path, dpi=120)
