"""A folder of the cache, made once: built beside its place and moved there in one step."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from embeddings.errors import CacheError, DamagedModelError

__all__ = ["made_of_model", "made_once"]

_STALE_S = 3600.0  # a folder is made in seconds; after an hour its leftovers are nobody's


def made_once(target: Path, fill: Callable[[Path], None]) -> Path:
    """The folder; where there is none, `fill` is given an empty one to write into.

    A kill in the middle, or two processes at once, leave either no folder or a whole one.

    Raises:
        OSError: it cannot be written.
    """
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(target)
    building = Path(tempfile.mkdtemp(prefix=_passing_name(target), dir=target.parent))
    try:
        fill(building)
        building.rename(target)
    except OSError:
        if not target.is_dir():  # else another process was first, and its folder is the same
            raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
    return target


def made_of_model(
    target: Path, fill: Callable[[Path], None], n_mb: int, model: Path, cure: str
) -> Path:
    """The same for what is made of a model's folder; `cure` is of a damaged one.

    `n_mb` says how many megabytes it takes, for whoever must free them.

    Raises:
        CacheError: it cannot be written.
        DamagedModelError: what it is made of is damaged.
    """
    try:
        return made_once(target, fill)
    except OSError as exc:
        raise CacheError(
            f"{target} cannot be written ({exc}); free {n_mb} MB there, or set WENSHI_CACHE to a "
            "folder that can be written"
        ) from exc
    except Exception as exc:  # whatever the libraries make of a damaged file
        raise DamagedModelError(f"the model in {model} cannot be read ({exc}); {cure}") from exc


def _remove_leftovers(target: Path) -> None:
    """Drops what a killed process left; a folder still being built is too young for that."""
    for folder in target.parent.glob(f"{_passing_name(target)}*"):
        if time.time() - folder.stat().st_mtime > _STALE_S:
            shutil.rmtree(folder, ignore_errors=True)


def _passing_name(target: Path) -> str:
    return f".{target.name}."
