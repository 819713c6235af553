"""jieba's dictionary -> a mapped file of words and counts, and a jieba that cuts by it.

As a table in memory its 349,000 words take 64 MB; as a trie and an array of counts they are 3 MB of
the disk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
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


def cutter(general: Dictionary) -> Any:
    """A jieba tokenizer of the caller's own, to add words to; the dictionary stays as it is."""
    return _cutter()(general)


class _Counts(dict[str, int]):
    """The counts of added words, and those of the dictionary's words as far as they were met.

    Attributes:
        begun: what the added words begin with, themselves included.
    """

    def __init__(self, general: Dictionary) -> None:
        super().__init__()
        self._general = general
        self.begun: set[str] = set()

    def __setitem__(self, word: str, count: int) -> None:
        super().__setitem__(word, count)
        self.begun.update(word[:end] for end in range(1, len(word) + 1))

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or self._general.count(str(word)) is not None


@cache
def _cutter() -> Any:
    """The class, once jieba is wanted."""
    import jieba

    class Cutter(jieba.Tokenizer):  # type: ignore[misc]  # jieba ships no types
        """Looks up all words that begin at a place at once, instead of one by one.

        jieba asks for the count of no word that it was not told of before, but when one is added.
        """

        def __init__(self, general: Dictionary) -> None:
            super().__init__()
            self._general = general
            self.FREQ, self.total, self.initialized = _Counts(general), general.total, True

        def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802  # jieba's name
            """From each character, the last ones of the words that begin there; all are now met."""
            beginning, counts = self._general.beginning, self._general.counts
            longest, meet, begun = self._general.longest, self.FREQ.setdefault, self.FREQ.begun
            found: dict[int, list[int]] = {}
            for start in range(len(sentence)):
                ends = [
                    start + len(word) - 1
                    for word, key in beginning(sentence[start : start + longest])
                    if meet(word, counts[key])
                ]
                if sentence[start] in begun:
                    ends = sorted({*ends, *self._added(sentence, start)})
                found[start] = ends or [start]
            return found

        def _added(self, sentence: str, start: int) -> Iterator[int]:
            """The last characters of the added words that begin at a place."""
            for end in range(start + 1, len(sentence) + 1):
                if sentence[start:end] not in self.FREQ.begun:
                    break
                if self.FREQ.get(sentence[start:end]):
                    yield end - 1

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
