"""File of questions with their answers -> Expected, one a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.documents import read_document
from retrieval.errors import EvaluationError

__all__ = ["Expected", "read_questions"]

EXAMPLE = '{"id": "1", "question": "谁授的旗？", "answers": ["陈华文"]}'


@dataclass(frozen=True, slots=True)
class Expected:
    """A question and what its writer holds to be right.

    Attributes:
        answers: any of them is right; none where the pages hold no answer.
        article_id: the article that holds it; "" where the file does not say.
        types: kinds of answer, as the writer calls them; may be empty.
    """

    id: str
    question: str
    answers: tuple[str, ...]
    article_id: str
    types: tuple[str, ...]


def read_questions(path: Path) -> list[Expected]:
    """The rows of a .jsonl or .jsonl.gz file, in its order; at least one.

    `article_id` may stand for `passage_id`, `type` for `types`; a row without `id` is called by
    its line; `unanswerable` or `is_impossible` says that its answers do not count.

    Raises:
        EvaluationError: a line is no such row.
        UnreadableFileError: the file is missing, empty, or no text.
    """
    return list(_rows(path))


def _rows(path: Path) -> Iterator[Expected]:
    for n, line in enumerate(read_document(path).text.split("\n"), start=1):
        if line.strip():
            try:
                yield _expected(json.loads(line), n)
            except (ValueError, RecursionError) as exc:
                problem = str(exc) if type(exc) is ValueError else "not JSON"
                raise EvaluationError(
                    f"{path}, line {n}: {problem}; write one question a line, like {EXAMPLE}"
                ) from exc


def _expected(row: Any, n: int) -> Expected:
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")  # noqa: TRY004  # of the file, not of the program
    if not isinstance(row.get("question"), str):
        raise ValueError('no "question" that is a text')  # noqa: TRY004  # likewise
    given = row.get("answers")
    if not isinstance(given, list) or not all(isinstance(a, str) and a.strip() for a in given):
        raise ValueError('no "answers" that is a list of texts; an empty list for no answer')
    types = row.get("types") or ([row["type"]] if row.get("type") else [])
    if not isinstance(types, list) or not all(isinstance(t, str) for t in types):
        raise ValueError('"types" is not a list of texts')
    impossible = row.get("unanswerable") or row.get("is_impossible")
    return Expected(
        id=str(row.get("id") or n),
        question=row["question"],
        answers=() if impossible else tuple(given),
        article_id=str(row.get("passage_id") or row.get("article_id") or ""),
        types=tuple(dict.fromkeys(types)),
    )
