"""The files of a VectorIndex, written whole or not at all, read mapped, their damage told."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.errors import DamagedIndexError

__all__ = ["CURE", "read_array", "read_faiss", "replace_file"]

CURE = "run: wenshi index PAGES"


def replace_file(path: Path, write: Callable[[Any], object]) -> None:
    """Has a file written beside it and put in its place; a reader sees the old or the new one."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".vectors", delete=False) as file:
        write(file)
    Path(file.name).replace(path)


def read_array(path: Path, shape: tuple[int, int], dtype: np.dtype[Any]) -> NDArray[Any]:
    """The array in the file, mapped.

    Raises:
        DamagedIndexError: it is missing, damaged, or of another kind.
    """
    try:
        array: NDArray[Any] = np.asarray(np.load(path, mmap_mode="r"))
    except OSError as exc:
        raise DamagedIndexError(f"{path} cannot be read: {exc.strerror}; {CURE}") from exc
    except (ValueError, EOFError) as exc:  # how numpy reports bytes it cannot read
        raise DamagedIndexError(f"{path} is damaged; {CURE}") from exc
    if array.shape != shape or array.dtype != dtype:
        raise DamagedIndexError(f"{path} does not belong to the vectors beside it; {CURE}")
    return array


def read_faiss(path: Path) -> Any:
    """The FAISS index in the file: a flat one of inner products, or codes of them.

    Raises:
        DamagedIndexError: it is missing, damaged, or of another kind.
    """
    import faiss

    try:
        path.open("rb").close()  # of a file that cannot be opened FAISS says less
        index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)  # flat rows stay on the disk
    except OSError as exc:
        raise DamagedIndexError(f"{path} cannot be read: {exc.strerror}; {CURE}") from exc
    except (RuntimeError, MemoryError) as exc:  # how FAISS reports bytes it cannot read
        raise DamagedIndexError(f"{path} is damaged; {CURE}") from exc
    if not isinstance(index, faiss.IndexFlatIP | faiss.IndexPQFastScan):
        raise DamagedIndexError(f"{path} is no index of this program; {CURE}")
    return index
