"""Text -> vectors, and vectors -> an index that can be searched."""

from embeddings.e5 import EMBEDDED_MODEL
from embeddings.encoder import Encoder, load_encoder
from embeddings.errors import (
    CacheError,
    DamagedIndexError,
    DamagedModelError,
    EmbeddingsError,
    ModelNotFoundError,
)
from embeddings.index import VECTORS_FILE, Neighbours, VectorIndex
from embeddings.vectors import Spread, best

__all__ = [
    "EMBEDDED_MODEL",
    "VECTORS_FILE",
    "CacheError",
    "DamagedIndexError",
    "DamagedModelError",
    "EmbeddingsError",
    "Encoder",
    "ModelNotFoundError",
    "Neighbours",
    "Spread",
    "VectorIndex",
    "best",
    "load_encoder",
]
