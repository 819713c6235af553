"""Words of the command line -> the options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["ANSWERED", "FAILED", "NO_ANSWER", "AsJson", "IndexFolder", "Paths"]

ANSWERED, NO_ANSWER, FAILED = 0, 1, 2  # exit codes of the contract

IndexFolder = Annotated[
    Path | None, typer.Option("--index", help="Index folder; else WENSHI_INDEX, else ./index.")
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line on stdout.")]
Paths = Annotated[
    list[Path] | None, typer.Argument(help="Pages: files (.txt .md .jsonl) or folders.")
]
