"""Text -> the tokens that BM25 scores: jieba's words and character pairs together.

Words alone miss names that the dictionary cuts wrongly; pairs alone miss that 突击队 is one thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeVar

from corpus.people import find_people
from corpus.romanised import Romanised
from corpus.script import fold
from corpus.tagger import Tagger
from corpus.words import tokenizer

__all__ = ["Lexicon", "Names", "find_names", "grow_dictionary", "make_dictionary", "pairs_of"]

K = TypeVar("K")

HAN_RUN = re.compile(r"[\u3400-\u9fff]{2,}")
QUOTED = re.compile(r"[“《]([^“”《》，。；！？]{2,16})[”》]")
NAMES = ("PER", "LOC", "ORG")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]+")
STRETCH = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+|\w")  # jieba cuts each by itself
MIN_TERM = 2  # characters; one says too little
N_HELD = 65_536  # stretches between two marks; 40 MB, and all of 7,000 short articles
MAX_NAME = 4  # characters of a person's name that can be looked for in a question
MAX_TERM = 12  # characters; longer "names" are the tagger running on
PAIR = "\u2060"  # before a character pair, so that it is told from a word of two characters


class Lexicon:
    """Cuts texts into the tokens of the lexical half; may be asked by several threads.

    Args:
        terms: what the corpus calls by name.
        people: those of the names that are persons'.
        n_held: stretches of text whose words are remembered, for a build, which meets most twice.
    """

    def __init__(self, terms: Iterable[str], people: Iterable[str] = (), n_held: int = 0) -> None:
        self.people = tuple(sorted(set(people)))
        self.terms = tuple(sorted({*terms, *self.people}))
        self._known = frozenset(self.terms)
        self.romanised = Romanised(t for t in self.terms if HAN_RUN.fullmatch(t))
        self._words = tokenizer(self.terms)
        self._cut = lru_cache(n_held)(self._words_of_stretch)

    def words(self, text: str) -> list[str]:
        """The words of a folded text in search mode, long words also in their parts."""
        return [word for stretch in STRETCH.findall(text) for word in self._cut(stretch)]

    def _words_of_stretch(self, stretch: str) -> tuple[str, ...]:
        found = self._words.cut_for_search(stretch, HMM=False)
        return tuple(w for w in found if len(w) > 1 or w.isalnum())

    def phrases(self, text: str) -> list[str]:
        """The words of a folded text, each character in one word only."""
        return list(self._words.cut(text, HMM=False))

    def knows(self, word: str) -> bool:
        """Whether the corpus names a folded word."""
        return word in self._known

    def ending_in(self, char: str) -> Sequence[str]:
        """The terms that end in a character, in order."""
        return self._by_end.get(char, ())

    def as_long_as(self, word: str) -> Sequence[str]:
        """The terms of as many characters as a word, in order."""
        return self._by_length.get(len(word), ())

    def people_in(self, folded: str) -> list[str]:
        """The people whose names stand in a folded text, in the order of `people`."""
        pieces = {
            folded[at : at + length]
            for length in self._lengths
            for at in range(len(folded) - length + 1)
        }
        return sorted(pieces & self._persons)

    @cached_property
    def _by_end(self) -> dict[str, list[str]]:
        return _grouped(self.terms, lambda term: term[-1:])

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        return _grouped(self.terms, len)

    @cached_property
    def _persons(self) -> frozenset[str]:
        return frozenset(self.people)

    @cached_property
    def _lengths(self) -> frozenset[int]:
        return frozenset(map(len, self.people))

    def tokens(self, text: str) -> list[str]:
        """Words and character pairs of a text in any script."""
        folded = fold(text)
        return self.words(folded) + pairs_of(folded)


def pairs_of(text: str) -> list[str]:
    """The character pairs of a folded text, marked as such."""
    return [PAIR + run[i : i + 2] for run in HAN_RUN.findall(text) for i in range(len(run) - 1)]


def _grouped(terms: Iterable[str], key: Callable[[str], K]) -> dict[K, list[str]]:
    """Terms by what a key gives for them, in their order."""
    found: dict[K, list[str]] = {}
    for term in terms:
        found.setdefault(key(term), []).append(term)
    return found


@dataclass(frozen=True, slots=True)
class Names:
    """What a general dictionary does not know, folded; each sorted.

    Attributes:
        terms: names of all kinds, quoted terms, words in Latin letters.
        people: those of the names that are persons'.
    """

    terms: tuple[str, ...]
    people: tuple[str, ...]


def find_names(sentences: Iterable[str], tagger: Tagger) -> Names:
    """The names and quoted terms of some sentences; the tagger finds the names."""
    terms: set[str] = set()
    people: set[str] = set()
    for sentence in sentences:
        found = tagger.tag(sentence)
        persons = (fold(p.name) for p in find_people(sentence, found))
        people.update(p for p in persons if MIN_TERM <= len(p) <= MAX_NAME)
        named = [t.text for t in found if t.tag in NAMES]
        named += QUOTED.findall(sentence) + LATIN.findall(sentence)
        terms.update(fold(t) for t in named if MIN_TERM <= len(t) <= MAX_TERM)
    return Names(tuple(sorted(terms)), tuple(sorted(p for p in people if HAN_RUN.fullmatch(p))))


def make_dictionary(found: Iterable[Names], names: Iterable[str] = ()) -> Lexicon:
    """The dictionary of a corpus.

    Args:
        found: the names of each article.
        names: further ones, such as those of events.
    """
    terms: set[str] = set(map(fold, names))
    people: set[str] = set()
    for each in found:
        terms.update(each.terms)
        people.update(each.people)
    return Lexicon(terms, people, N_HELD)


def grow_dictionary(sentences: Iterable[str], tagger: Tagger, names: Iterable[str] = ()) -> Lexicon:
    """The dictionary of a corpus that is not kept apart by articles."""
    return make_dictionary([find_names(sentences, tagger)], names)
