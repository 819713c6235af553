"""Texts -> their tokens: cut anew only where a term stands in one that is new, or gone.

How a text is cut depends on it and on the terms that stand in it. So words that were cut by another
dictionary are right as long as none of the terms that only one of the two has stands in the text.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from corpus.memory import Memory, key_of, program_of
from corpus.script import fold
from retrieval import lexical
from retrieval.lexical import Lexicon, pairs_of

__all__ = ["Cutting"]

N_TEXTS = 512  # looked up together
MANY = 2_000  # terms apart: to look for so many in a text takes half as long as to cut it
SOME = 100  # terms apart, from which on words are kept anew, so that few dictionaries need be kept
N_KEY = 16  # bytes before the words: the key of the dictionary that they were cut by
BETWEEN = "\n"  # which no word holds, and no term, since names are told within sentences
LEVEL = 1  # of zlib: a half of the size, for a hundredth of the time that cutting takes


class Cutting:
    """Cuts the texts of a build.

    Args:
        lexicon: its dictionary.
        memory: of the words of texts, and of the terms of the dictionaries that cut them.
    """

    def __init__(self, lexicon: Lexicon, memory: Memory) -> None:
        self._lexicon = lexicon
        self._memory = memory
        self._program = program_of(Path(lexical.__file__), Path(__file__))
        terms = _packed(lexicon.terms)
        self._own = key_of("terms", self._program, terms)
        self._apart: dict[bytes, Sequence[str] | None] = {self._own: ()}
        memory.keep({self._own: terms})

    def tokens(self, texts: Iterable[str]) -> Iterator[list[str]]:
        """Of each text, in any script, what `Lexicon.tokens` finds in it."""
        folded = map(fold, texts)
        while some := list(islice(folded, N_TEXTS)):
            for text, words in zip(some, self._words(some), strict=True):
                yield words + pairs_of(text)

    def _words(self, texts: Sequence[str]) -> list[list[str]]:
        """Of folded texts."""
        keys = [key_of("words", self._program, text) for text in texts]
        held, fresh = self._memory.recall(keys), dict[bytes, bytes]()
        found: list[list[str]] = []
        for key, text in zip(keys, texts, strict=True):
            value = held.get(key, b"")
            apart = self._terms_apart(value[:N_KEY]) if value else None
            if apart is None or any(term in text for term in apart):
                found.append(self._lexicon.words(text))
            else:
                found.append(_unpacked(value[N_KEY:]))
                if len(apart) < SOME:
                    continue
            fresh[key] = self._own + _packed(found[-1])
        self._memory.keep(fresh)
        return found

    def _terms_apart(self, key: bytes) -> Sequence[str] | None:
        """The terms that only one has of the dictionary with a key and ours.

        None where they are too many, or where it is no longer known.
        """
        if key not in self._apart:
            held = self._memory.recall([key]).get(key)
            apart = None if held is None else {*_unpacked(held)} ^ {*self._lexicon.terms}
            self._apart[key] = None if apart is None or len(apart) > MANY else sorted(apart)
        return self._apart[key]


def _packed(words: Sequence[str]) -> bytes:
    return zlib.compress(BETWEEN.join(words).encode("utf-8", "surrogatepass"), LEVEL)


def _unpacked(packed: bytes) -> list[str]:
    joined = zlib.decompress(packed).decode("utf-8", "surrogatepass")
    return joined.split(BETWEEN) if joined else []
