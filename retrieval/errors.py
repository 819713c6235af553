"""What can go wrong with an index folder or a question; every text ends with the cure."""

from __future__ import annotations

__all__ = [
    "EvaluationError",
    "IndexFolderError",
    "NothingToIndexError",
    "ReaderError",
    "RetrievalError",
    "StoreError",
    "UnfitIndexError",
]


class RetrievalError(Exception):
    """Any failure of this room."""


class IndexFolderError(RetrievalError):
    """The index folder is missing, damaged, or was built with another model."""


class StoreError(RetrievalError):
    """The store that keeps the passages cannot be reached, or does not hold them."""


class NothingToIndexError(RetrievalError):
    """No article was found in what was to be indexed."""


class UnfitIndexError(RetrievalError):
    """An index was built but does not pass its check; the one before it stays."""


class EvaluationError(RetrievalError):
    """A line of a question file is no question with its answers."""


class ReaderError(RetrievalError):
    """The reader's weights are missing or damaged."""
