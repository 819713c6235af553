"""Question sets -> Examples: a question, a window of a text, and the answer's place or none."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.tagger import Tagger
from retrieval.training.near_misses import Names, names_of, near_miss
from retrieval.training.question_sets import Asked, QuestionSet, Text

__all__ = ["Example", "examples", "misses_of", "window_around"]

CHARS = (90, 230)  # of a window; the reader is to be at home in short and long ones
MISSES = 0.45  # of the questions that have a name or number to swap, asked again with it swapped
ELSEWHERE = 0.22  # of the questions, asked again of a window of the text without the answer
OTHER_TEXT = 0.12  # of the questions, asked again of the text that is most like the question
TITLED = 0.75  # of the windows that show their headline
N_LIKE = 4  # texts that are most like a question, one of which it is asked of


@dataclass(frozen=True, slots=True)
class Example:
    """A question about a window.

    Attributes:
        title: of the text; "" where it is not shown.
        start: half-open offsets of the answer in the window; -1 where it holds none.
        answers: what counts as right; empty where the window holds none.
    """

    question: str
    title: str
    window: str
    start: int
    end: int
    answers: tuple[str, ...] = ()


def examples(sets: Sequence[QuestionSet], tagger: Tagger, seed: int) -> list[Example]:
    """One pass over all sets, shuffled: every question once, some again as near misses."""
    rng = random.Random(seed)
    found = [e for each in sets for e in _of_set(each, tagger, rng)]
    rng.shuffle(found)
    return found


def misses_of(each: QuestionSet, tagger: Tagger, seed: int) -> Iterator[tuple[Asked, str]]:
    """The questions of a set that have something to swap, each with its near miss."""
    rng = random.Random(seed)
    names = _names(each, tagger)
    for asked in each.questions:
        if asked.answers:
            text = each.texts[asked.text_id]
            missed = near_miss(asked.question, f"{text.title}\n{text.text}", tagger, names, rng)
            if missed:
                yield asked, missed


def window_around(text: Text, start: int, end: int, rng: random.Random) -> tuple[int, int]:
    """Half-open offsets of whole sentences that hold text[start:end] and some more."""
    sentences = text.sentences
    first = next(n for n, s in enumerate(sentences) if s.end > start)
    last = next((n for n, s in enumerate(sentences) if s.end >= end), len(sentences) - 1)
    wanted = rng.randint(*CHARS)
    while True:
        grown = [n for n in (first - 1, last + 1) if 0 <= n < len(sentences)]
        if not grown:
            break
        n = rng.choice(grown)
        low, high = min(first, n), max(last, n)
        if sentences[high].end - sentences[low].start > wanted:
            break
        first, last = low, high
    return min(sentences[first].start, start), max(sentences[last].end, end)


def _of_set(each: QuestionSet, tagger: Tagger, rng: random.Random) -> Iterator[Example]:
    names = _names(each, tagger)
    like = _Alike(list(each.texts.values()))
    for asked in each.questions:
        text = each.texts[asked.text_id]
        title = text.title if rng.random() < TITLED else ""
        if not asked.answers:
            low, high = _any_window(text, rng)
            yield Example(asked.question, title, text.text[low:high], -1, -1)
            continue
        low, high = window_around(text, asked.start, asked.end, rng)
        window = text.text[low:high]
        yield Example(
            asked.question, title, window, asked.start - low, asked.end - low, asked.answers
        )
        if rng.random() < MISSES:
            whole = f"{text.title}\n{text.text}"
            missed = near_miss(asked.question, whole, tagger, names, rng)
            if missed:
                yield Example(missed, title, window, -1, -1)
        if rng.random() < ELSEWHERE:
            yield from _elsewhere(asked, text, title, rng)
        if rng.random() < OTHER_TEXT:
            yield from _other_text(asked, like, rng)


def _elsewhere(asked: Asked, text: Text, title: str, rng: random.Random) -> Iterator[Example]:
    """The question asked of sentences of its text that do not hold the answer."""
    low, high = _any_window(text, rng)
    window = text.text[low:high]
    if not any(answer in window for answer in asked.answers):
        yield Example(asked.question, title, window, -1, -1)


def _other_text(asked: Asked, like: _Alike, rng: random.Random) -> Iterator[Example]:
    """The question asked of another text that shares many of its character pairs."""
    text = like.other(asked, rng)
    if text is None:
        return
    low, high = like.best_window(asked.question, text, rng)
    window = text.text[low:high]
    if not any(answer in window for answer in asked.answers):
        title = text.title if rng.random() < TITLED else ""
        yield Example(asked.question, title, window, -1, -1)


def _any_window(text: Text, rng: random.Random) -> tuple[int, int]:
    sentence = rng.choice(text.sentences)
    return window_around(text, sentence.start, sentence.end, rng)


def _names(each: QuestionSet, tagger: Tagger) -> Names:
    return names_of((a.question for a in each.questions), tagger)


class _Alike:
    """Texts by their character pairs, rare ones counting more."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = texts
        self._rows: dict[str, list[int]] = defaultdict(list)
        for row, text in enumerate(texts):
            for pair in _pairs(text.title + text.text):
                self._rows[pair].append(row)

    def other(self, asked: Asked, rng: random.Random) -> Text | None:
        """One of the texts that are most like a question, but not its own."""
        scores = np.zeros(len(self.texts))
        for pair in _pairs(asked.question):
            rows = self._rows.get(pair, [])
            if rows:
                scores[rows] += self._rarity(pair)
        order = [r for r in np.argsort(-scores)[: N_LIKE + 1] if scores[r] > 0]
        others = [self.texts[r] for r in order if self.texts[r].id != asked.text_id]
        return rng.choice(others) if others else None

    def best_window(self, question: str, text: Text, rng: random.Random) -> tuple[int, int]:
        """The window around the sentence that shares most with a question."""
        pairs = _pairs(question)

        def shared(n: int) -> float:
            sentence = text.sentences[n]
            inside = _pairs(text.text[sentence.start : sentence.end])
            return sum(self._rarity(p) for p in pairs & inside)

        best = text.sentences[max(range(len(text.sentences)), key=shared)]
        return window_around(text, best.start, best.end, rng)

    def _rarity(self, pair: str) -> float:
        return float(np.log(1 + len(self.texts) / (1 + len(self._rows.get(pair, [])))))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}
