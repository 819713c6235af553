"""jieba's dictionary -> a mapped file of words and counts, and a jieba that cuts by it.

As a table in memory its 349,000 words take 64 MB; as a trie and an array of counts they are 3 MB of
the disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["Dictionary", "cutter", "kept", "write_dictionary"]

CONVERSION = 1  # raise it when the files change, so that old ones are not taken
TRIE, COUNTS, ABOUT = "words.marisa", "counts.npy", "about.json"


class Dictionary:
    """The files that `write_dictionary` made, open; several threads may ask at once.

    Attributes:
        total: of all counts.
        longest: characters of its longest word.
    """

    def __init__(self, folder: Path) -> None:
        import marisa_trie

        trie = marisa_trie.Trie().mmap(str(folder / TRIE))
        self._key, self.beginning = trie.get, trie.iter_prefixes_with_ids
        self.counts = memoryview(np.load(folder / COUNTS, mmap_mode="r"))
        if len(self.counts) != len(trie):
            raise ValueError(f"{COUNTS} does not belong to {TRIE}")
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        self.total, self.longest = int(about["total"]), int(about["longest"])

    def count(self, word: str) -> int | None:
        """Of a word; 0 of what a longer one begins with, None of anything else."""
        key = self._key(word)
        return None if key is None else int(self.counts[key])


def cutter(general: Dictionary, terms: Iterable[str] = ()) -> Any:
    """A jieba tokenizer that also knows some terms; the dictionary stays as it is.

    A term weighs what jieba proposes for it alone, so that a text is cut the same whatever other
    terms there are that do not stand in it.
    """
    return _cutter()(general, terms)


@cache
def _cutter() -> Any:
    """The class, once jieba is wanted."""
    import jieba

    class Cutter(jieba.Tokenizer):  # type: ignore[misc]  # jieba ships no types
        """Looks up all words that begin at a place at once, instead of one by one.

        Its FREQ holds the words that were met; jieba asks for the count of no other.
        """

        def __init__(self, general: Dictionary, terms: Iterable[str]) -> None:
            super().__init__()
            self._general = general
            self._terms = frozenset(terms)
            self._begun = {term[:end] for term in self._terms for end in range(1, len(term) + 1)}
            self._plain = Cutter(general, ()) if self._terms else self
            self._weighed: set[str] = set()
            self.FREQ, self.total, self.initialized = dict[str, int](), general.total, True

        def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802  # jieba's name
            """From each character, the last ones of the words that begin there; all are now met."""
            beginning, counts = self._general.beginning, self._general.counts
            longest, meet, begun = self._general.longest, self.FREQ.setdefault, self._begun
            found: dict[int, list[int]] = {}
            for start in range(len(sentence)):
                ends = [
                    start + len(word) - 1
                    for word, key in beginning(sentence[start : start + longest])
                    if meet(word, counts[key])
                ]
                if sentence[start] in begun:
                    ends = sorted({*ends, *self._ends_of_terms(sentence, start)})
                found[start] = ends or [start]
            return found

        def _ends_of_terms(self, sentence: str, start: int) -> Iterator[int]:
            """The last characters of the terms that begin at a place; they are now weighed."""
            for end in range(start + 1, len(sentence) + 1):
                term = sentence[start:end]
                if term not in self._begun:
                    break
                if term in self._terms:
                    self._weigh(term)
                    yield end - 1

        def _weigh(self, term: str) -> None:
            if term not in self._weighed:
                self.FREQ[term] = self._plain.suggest_freq(term)
                self._weighed.add(term)

    return Cutter


def kept() -> str:
    """The name of a folder that is kept; of another jieba it is another."""
    return f"jieba-{version('jieba')}-v{CONVERSION}"


def write_dictionary(folder: Path) -> None:
    """Fills a folder with the dictionary that jieba brings along.

    Raises:
        OSError: it cannot be written.
    """
    import jieba
    import marisa_trie

    reader = jieba.Tokenizer()
    counts, total = reader.gen_pfdict(reader.get_dict_file())
    trie = marisa_trie.Trie(list(counts))
    column = np.zeros(len(trie), np.int32)
    for word, count in counts.items():
        column[trie.key_id(word)] = count
    trie.save(str(folder / TRIE))
    np.save(folder / COUNTS, column)
    about = {"total": total, "longest": max(map(len, counts))}
    (folder / ABOUT).write_text(json.dumps(about), encoding="utf-8")
