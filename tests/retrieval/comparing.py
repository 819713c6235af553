"""What the current generation of an index folder holds, file by file, but for the time."""

from __future__ import annotations

import json
from pathlib import Path


def generation(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text(encoding="utf-8")


def generations(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_dir())


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of the current generation; of the manifest all but when it was built."""
    root = generation(folder)
    files = {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}
    manifest = {**json.loads(files["manifest.json"]), "built": ""}
    return {**files, "manifest.json": json.dumps(manifest).encode()}
