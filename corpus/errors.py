"""What can go wrong while pages are read; every text ends with the cure."""

from __future__ import annotations

__all__ = ["CorpusError", "DamagedDictionaryError", "DamagedTaggerError", "UnreadableFileError"]


class CorpusError(Exception):
    """Any failure of this room."""


class UnreadableFileError(CorpusError):
    """One file could not be read; the others still can."""


class DamagedDictionaryError(CorpusError):
    """What is kept of the general dictionary is damaged."""


class DamagedTaggerError(CorpusError):
    """The tagger's files are missing or are not the ones this release was measured with."""
