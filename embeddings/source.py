"""A model's name -> Source: the folder it stands in, and what tells its weights from others."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from embeddings.e5 import CONVERSION, EMBEDDED_MODEL, WEIGHTS_SHA256, unpack_e5
from embeddings.errors import ModelNotFoundError

__all__ = ["Source", "find_source"]

_CURE = "set WENSHI_MODEL to the folder of a model, or unset it for the embedded one"
_ANSWER_TIMEOUT_S = 5.0  # a laptop without network is to be told so, not kept waiting
_READ_SUFFIXES = frozenset({".bin", ".json", ".model", ".py", ".safetensors", ".txt"})
_UNREAD_ON_HUB = ["onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a model is.

    Attributes:
        folder: holds the model's files.
        identity: equal for equal weights; another after any change to them.
        cure: what to do if the folder turns out damaged.
    """

    folder: Path
    identity: str
    cure: str


def find_source(model: str, cache: Path) -> Source:
    """The embedded model, a folder, or a hub name, tried in this order.

    Raises:
        ModelNotFoundError: there is no such model here, and none could be fetched.
        DamagedModelError: the embedded weights are not the pinned ones.
        CacheError: `cache` cannot be written.
    """
    if model == EMBEDDED_MODEL:
        folder = unpack_e5(cache)
        identity = f"{EMBEDDED_MODEL}@{WEIGHTS_SHA256}/v{CONVERSION}"
        return Source(folder, identity, f"delete {folder}, it is then made anew")
    folder = Path(model).expanduser()
    if model and folder.is_dir():  # the path of "" would be the working folder
        return Source(folder, _hash_folder(folder), _CURE)
    if folder.is_absolute() or model.startswith((".", "~")):
        raise ModelNotFoundError(f"there is no model folder {model}; {_CURE}")
    return _find_on_hub(model)


def _hash_folder(folder: Path) -> str:
    """SHA-256 over names and contents of the files that a model is loaded from."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in _READ_SUFFIXES and path.is_file():
            with path.open("rb") as file:
                content = hashlib.file_digest(file, "sha256").hexdigest()
            whole.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return whole.hexdigest()


def _find_on_hub(model: str) -> Source:
    """The copy in the hub's own cache, and only if there is none, the network."""
    folder = _fetch(model)
    return Source(
        folder,
        identity=f"{model}@{folder.name}",  # the hub names a snapshot's folder by its commit
        cure=f"delete {folder} and fetch it again, or {_CURE}",
    )


def _fetch(model: str) -> Path:
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import LocalEntryNotFoundError

    try:
        try:
            return Path(snapshot_download(model, local_files_only=True))
        except LocalEntryNotFoundError:
            # asked first because `snapshot_download` waits for ever on a hub that keeps silent
            HfApi().model_info(model, timeout=_ANSWER_TIMEOUT_S)
            return Path(snapshot_download(model, ignore_patterns=_UNREAD_ON_HUB))
    except Exception as exc:  # the hub's, httpx's and the system's errors have no common root
        reason = str(exc).partition("\n")[0]
        raise ModelNotFoundError(
            f"the model {model} is neither a folder nor can it be fetched ({reason}); {_CURE}"
        ) from exc
