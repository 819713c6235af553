"""Question -> the same about another: a name, place, year, edition or number swapped."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from corpus.tagger import Tagger

__all__ = ["Names", "names_of", "near_miss"]

KINDS = ("PER", "LOC", "ORG")
NUMBER = re.compile(r"[0-9]+|(?<=第)[一二三四五六七八九十]+(?=[届次个章季轮代任])")
YEAR = re.compile(r"(?:1[0-9]|20)[0-9]{2}")
MOST_YEARS = 9  # how far a swapped year is from the one that was asked about
HAN = "一二三四五六七八九十"
FROM_TEXT = 0.45  # of swapped names: another one of the same text, the hardest to tell
ONE_CHARACTER = 0.25  # of swapped names: the name with one character of another
N_TRIES = 8

Names = Mapping[str, Sequence[str]]  # by kind, each name as often as it occurs


def names_of(texts: Iterable[str], tagger: Tagger) -> Names:
    """The names of some texts by kind: what a swapped name is drawn from."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for token in tagger.tag(text):
            if token.tag in KINDS and len(token.text) > 1:
                found[token.tag].append(token.text)
    return found


def near_miss(
    question: str, text: str, tagger: Tagger, everywhere: Names, rng: random.Random
) -> str | None:
    """A question that the text does not answer; None where it names nothing to swap.

    Args:
        question: one that the text answers, folded.
        text: the passage, its headline with it; folded.
        tagger: finds the names.
        everywhere: names of other texts.
        rng: chooses what to swap for what.
    """
    places = [
        (t.start, t.end, t.tag)
        for t in tagger.tag(question)
        if t.tag in KINDS and len(t.text) > 1 and t.text in text
    ]
    places += [(m.start(), m.end(), "number") for m in NUMBER.finditer(question)]
    rng.shuffle(places)
    here: Names | None = None
    for start, end, kind in places:
        if kind == "number":
            other = _other_number(question[start:end], text, rng)
        else:
            here = names_of([text], tagger) if here is None else here
            name = question[start:end]
            others = [n for n in here.get(kind, ()) if n not in question and name not in n]
            other = _other_name(name, text, others, everywhere.get(kind, ()), rng)
        if other:
            return question[:start] + other + question[end:]
    return None


def _other_name(
    name: str, text: str, here: Sequence[str], everywhere: Sequence[str], rng: random.Random
) -> str | None:
    """Another name of the same text, of another one, or the name with one character changed."""
    chance = rng.random()
    if chance < FROM_TEXT and here:
        return rng.choice(here)
    for _ in range(N_TRIES if everywhere else 0):
        other = rng.choice(everywhere)
        if chance > 1 - ONE_CHARACTER:
            at = rng.randrange(len(name))
            other = name[:at] + rng.choice(other) + name[at + 1 :]
        if other not in text and other != name:
            return other
    return None


def _other_number(number: str, text: str, rng: random.Random) -> str | None:
    for _ in range(N_TRIES):
        if not number.isdigit():
            other = rng.choice(HAN)
        elif YEAR.fullmatch(number):
            other = str(int(number) + rng.choice((-1, 1)) * rng.randint(1, MOST_YEARS))
        else:
            value = int(number)
            other = str(max(1, value + rng.choice((-1, 1)) * rng.randint(1, max(2, value // 3))))
        if other != number and other not in text:
            return other
    return None
