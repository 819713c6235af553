"""Folder of a public question set -> its passages and questions, in simplified script."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.passages import Sentence, split_sentences
from corpus.script import fold

__all__ = ["Asked", "QuestionSet", "Text", "read_set"]

AROUND = 40  # characters on each side of an answer that tell which of its places is meant


@dataclass(frozen=True, slots=True)
class Text:
    """A passage of a set, folded, with its sentences."""

    id: str
    title: str
    text: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its answer's place.

    Attributes:
        answers: as the set has them, folded; empty where the passage holds none.
        start: half-open offsets of the answer in the passage; -1 where there is none.
    """

    id: str
    question: str
    text_id: str
    answers: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A set, its texts by their ids."""

    name: str
    texts: dict[str, Text]
    questions: tuple[Asked, ...]


def read_set(folder: Path) -> QuestionSet:
    """`passages.jsonl.gz` and `questions.jsonl.gz` of a folder.

    Source: shared/data/README.md for the format.
    """
    texts = {row["id"]: _text(row) for row in _rows(folder / "passages.jsonl.gz")}
    questions = (
        _asked(row, texts[row["passage_id"]].text) for row in _rows(folder / "questions.jsonl.gz")
    )
    return QuestionSet(folder.name, texts, tuple(q for q in questions if q is not None))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def _text(row: dict[str, Any]) -> Text:
    text = fold(row["text"])
    return Text(row["id"], fold(row["title"]), text, tuple(split_sentences(text)))


def _asked(row: dict[str, Any], text: str) -> Asked | None:
    """A question; None where its answer does not stand in the passage."""
    question = fold(row["question"])
    answers = tuple(map(fold, row["answers"]))
    if not answers:
        return Asked(row["id"], question, row["passage_id"], (), -1, -1)
    start = _place(question, text, answers[0])
    if start < 0:
        return None
    end = start + len(answers[0])
    return Asked(row["id"], question, row["passage_id"], answers, start, end)


def _place(question: str, text: str, answer: str) -> int:
    """Where an answer is meant to stand: among most of the question's character pairs."""
    pairs = {question[i : i + 2] for i in range(len(question) - 1)}
    best, most = -1, -1
    start = text.find(answer)
    while start >= 0:
        around = text[max(0, start - AROUND) : start + len(answer) + AROUND]
        shared = sum(pair in around for pair in pairs)
        if shared > most:
            best, most = start, shared
        start = text.find(answer, start + 1)
    return best
