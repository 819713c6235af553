"""jieba's dictionary -> a mapped file of words and counts, and a jieba that cuts by it.

As a table in memory its 349,000 words take 64 MB; as a trie and an array of counts they are 3 MB of
the disk.
"""

from __future__ import annotations

import json
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
    """The counts of added words, and behind them those of a dictionary.

    Attributes:
        own: the count of an added word, or None.
        begun: what the added words begin with, themselves included.
    """

    def __init__(self, general: Dictionary) -> None:
        super().__init__()
        self._count, self.own = general.count, super().get
        self.begun: set[str] = set()

    def __setitem__(self, word: str, count: int) -> None:
        super().__setitem__(word, count)
        self.begun.update(word[:end] for end in range(1, len(word) + 1))

    def __missing__(self, word: str) -> int:
        count = self._count(word)
        if count is None:
            raise KeyError(word)
        return count

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or self._count(str(word)) is not None

    def get(self, word: str, default: Any = None) -> Any:
        """The count of a word of either; 0 is that of the beginning of one."""
        found = self.own(word)
        found = self._count(word) if found is None else found
        return default if found is None else found


@cache
def _cutter() -> Any:
    """The class, once jieba is wanted."""
    import jieba

    class Cutter(jieba.Tokenizer):  # type: ignore[misc]  # jieba ships no types
        """Looks up all words that begin at a place at once, instead of one by one."""

        def __init__(self, general: Dictionary) -> None:
            super().__init__()
            self._general = general
            self.FREQ, self.total, self.initialized = _Counts(general), general.total, True

        def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802  # jieba's name
            """From each character, the last ones of the words that begin there."""
            beginning, counts = self._general.beginning, self._general.counts
            longest, own = self._general.longest, self.FREQ
            found: dict[int, list[int]] = {}
            for start in range(len(sentence)):
                ahead = sentence[start : start + longest]
                ends = [start + len(w) - 1 for w, key in beginning(ahead) if counts[key]]
                end = start + 1
                while sentence[start:end] in own.begun and end <= len(sentence):
                    if own.own(sentence[start:end]):
                        ends.append(end - 1)
                    end += 1
                found[start] = sorted(set(ends)) or [start]
            return found

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
