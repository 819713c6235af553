"""jieba's dictionary -> a mapped file of words and counts, and texts cut into them.

As a table in memory its 349,000 words take 64 MB; as a trie and an array of counts they are 3 MB of
the disk. Texts are cut as jieba cuts them without its model of unknown words.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.metadata import version
from math import log
from pathlib import Path

import numpy as np

__all__ = ["Dictionary", "Words", "kept", "write_dictionary"]

CONVERSION = 1  # raise it when the files change, so that old ones are not taken
TRIE, COUNTS, ABOUT = "words.marisa", "counts.npy", "about.json"
# A stretch that is cut into words; all else is cut into characters, but for the end of a line.
# Source: jieba 0.42.1.
STRETCH = re.compile(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+)|\r\n|.", re.DOTALL)
LETTER = re.compile(r"[a-zA-Z0-9]")


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


class Words:
    """A dictionary and words of one's own; several threads may ask once these are added."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._general = dictionary
        self._own: dict[str, int] = {}  # the beginnings of added words, too, with 0
        self._lengths: dict[str, tuple[int, ...]] = defaultdict(tuple)  # of those that begin so
        self.total = dictionary.total
        self._searched: Callable[[str], Sequence[str]] = self._search

    def hold(self, n: int) -> None:
        """Remembers from now on how the last n stretches were cut; nothing is added any more."""
        self._searched = lru_cache(n)(self._search)

    def count(self, word: str) -> int | None:
        """Of a word; 0 of what a longer one begins with, None of anything else."""
        own = self._own.get(word)
        return self._general.count(word) if own is None else own

    def add(self, word: str) -> None:
        """From now on the word is cut out of texts whole, as if it were frequent enough."""
        share = 1.0
        for part in self.cut(word):
            count = self.count(part)
            share *= (1 if count is None else count) / float(self.total)
        known = self.count(word)
        count = max(int(share * self.total) + 1, 1 if known is None else known)
        self._own[word] = count
        self.total += count
        for end in range(1, len(word)):
            if self.count(word[:end]) is None:
                self._own[word[:end]] = 0
        lengths = self._lengths[word[:2]]
        if len(word) not in lengths:
            self._lengths[word[:2]] = (*lengths, len(word))

    def cut(self, text: str) -> list[str]:
        """The likeliest words that together are the text."""
        return self._each_stretch(text, self._cut)

    def cut_for_search(self, text: str) -> list[str]:
        """The same; before a longer word, the words of two and three characters within it."""
        return self._each_stretch(text, self._searched)

    def likelihood(self, text: str) -> float:
        """Of the likeliest words that together are the text, in nats."""
        return self._path(text)[0][0]

    def _each_stretch(self, text: str, cut: Callable[[str], Iterable[str]]) -> list[str]:
        words: list[str] = []
        for part in STRETCH.finditer(text):
            if part[1] is None:
                words.append(part[0])
            else:
                words += cut(part[1])
        return words

    def _search(self, stretch: str) -> Sequence[str]:
        words: list[str] = []
        for word in self._cut(stretch):
            for n in (2, 3):
                if len(word) > n:
                    parts = (word[at : at + n] for at in range(len(word) - n + 1))
                    words += (part for part in parts if self.count(part))
            words.append(word)
        return words

    def _cut(self, stretch: str) -> Iterator[str]:
        """Letters and digits that are no word stay together."""
        _, ends = self._path(stretch)
        start, letters = 0, ""
        while start < len(stretch):
            word = stretch[start : ends[start]]
            start = ends[start]
            if len(word) == 1 and LETTER.match(word):
                letters += word
                continue
            if letters:
                yield letters
                letters = ""
            yield word
        if letters:
            yield letters

    def _path(self, text: str) -> tuple[list[float], list[int]]:
        """From each place: how likely the best words to the end are, and where the first ends.

        Of equals the longer word, as in jieba; the sums are in its order, too.
        """
        begun, counts, own = self._general.beginning, self._general.counts, self._own
        longest, whole = self._general.longest, log(self.total)
        scores, ends = [0.0] * (len(text) + 1), [0] * (len(text) + 1)
        for start in range(len(text) - 1, -1, -1):
            best, best_end = None, start + 1
            found = [
                (start + len(word), counts[key])
                for word, key in begun(text[start : start + longest])
                if word not in own
            ]
            for beginning in (text[start], text[start : start + 2]) if own else ():
                for length in self._lengths.get(beginning, ()):
                    found.append((start + length, own.get(text[start : start + length], 0)))
            for end, count in found:
                if count and end <= len(text):
                    score = log(count) - whole + scores[end]
                    if best is None or score > best or (score == best and end > best_end):
                        best, best_end = score, end
            if best is None:
                best = log(self.count(text[start]) or 1) - whole + scores[start + 1]
            scores[start], ends[start] = best, best_end
        return scores, ends


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
