"""What can go wrong between a text and its vector, and what the reader can do about it."""

from __future__ import annotations

__all__ = [
    "CacheError",
    "CrewError",
    "DamagedIndexError",
    "DamagedModelError",
    "EmbeddingsError",
    "ModelNotFoundError",
]


class EmbeddingsError(Exception):
    """Any error of this room; its text ends with the cure."""


class ModelNotFoundError(EmbeddingsError):
    """No folder, installed wheel, hub cache or network has the model."""


class DamagedModelError(EmbeddingsError):
    """The model is there, but is not what it should be."""


class CacheError(EmbeddingsError):
    """The folder in which the embedded model is unpacked cannot be written."""


class DamagedIndexError(EmbeddingsError):
    """The vectors on disk are missing, damaged, or of another index."""


class CrewError(EmbeddingsError):
    """The workers that were to encode cannot be had, or do not do it."""
