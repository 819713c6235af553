"""Question files as operators and public sets write them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from corpus.errors import UnreadableFileError
from retrieval.errors import EvaluationError
from retrieval.question_file import EXAMPLE, Expected, read_questions


def written(folder: Path, *rows: object) -> Path:
    path = folder / "q.jsonl"
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_row_of_a_public_set_is_read(tmp_path) -> None:
    row = {"id": "a", "question": "谁？", "answers": ["甲"], "passage_id": "p", "types": ["person"]}
    assert read_questions(written(tmp_path, row)) == [
        Expected("a", "谁？", ("甲",), "p", ("person",))
    ]


def test_a_row_of_our_own_files_is_read(tmp_path) -> None:
    row = {"id": "a", "question": "谁？", "answers": ["甲"], "article_id": "p", "type": "person"}
    row |= {"unanswerable": False, "must_contain": ["甲"], "evidence": "甲到场", "note": ""}
    assert read_questions(written(tmp_path, row)) == [
        Expected("a", "谁？", ("甲",), "p", ("person",))
    ]


def test_question_and_answers_are_enough(tmp_path) -> None:
    rows = [{"question": "谁？", "answers": []}, "", {"question": "何时？", "answers": ["1月"]}]
    first, second = read_questions(written(tmp_path, *rows))
    assert first == Expected("1", "谁？", (), "", ())
    assert second == Expected("3", "何时？", ("1月",), "", ())


@pytest.mark.parametrize("key", ["unanswerable", "is_impossible"])
def test_a_row_that_says_so_has_no_answers(tmp_path, key) -> None:
    (row,) = read_questions(written(tmp_path, {"question": "谁？", "answers": ["甲"], key: True}))
    assert row.answers == ()


def test_a_gzipped_file_is_read(tmp_path) -> None:
    path = tmp_path / "q.jsonl.gz"
    path.write_bytes(gzip.compress('{"question": "谁？", "answers": ["甲"]}\n'.encode()))
    assert [q.question for q in read_questions(path)] == ["谁？"]


def test_a_line_separator_in_a_question_is_no_line_end(tmp_path) -> None:
    path = written(tmp_path, {"question": "谁\u2028来？", "answers": []})
    assert [q.question for q in read_questions(path)] == ["谁\u2028来？"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ([1], "not a JSON object"),
        ({"answers": []}, 'no "question"'),
        ({"question": 1, "answers": []}, 'no "question"'),
        ({"question": "谁？"}, 'no "answers"'),
        ({"question": "谁？", "answers": "甲"}, 'no "answers"'),
        ({"question": "谁？", "answers": [" "]}, 'no "answers"'),
        ({"question": "谁？", "answers": [], "types": "date"}, '"types"'),
        ({"question": "谁？", "answers": [], "type": 1}, '"types"'),
    ],
)
def test_a_bad_row_is_named_by_its_line_with_the_cure(tmp_path, row, problem) -> None:
    path = written(tmp_path, {"question": "谁？", "answers": []}, row)
    with pytest.raises(EvaluationError) as caught:
        read_questions(path)
    assert str(caught.value).startswith(f"{path}, line 2: {problem}")
    assert str(caught.value).endswith(f"write one question a line, like {EXAMPLE}")


def test_the_example_in_the_cure_is_a_row(tmp_path) -> None:
    assert read_questions(written(tmp_path, EXAMPLE))


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\x00\x01" * 50])
def test_an_empty_or_binary_file_is_refused(tmp_path, content) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(content)
    with pytest.raises(UnreadableFileError):
        read_questions(path)


def test_a_missing_file_is_refused(tmp_path) -> None:
    with pytest.raises(UnreadableFileError):
        read_questions(tmp_path / "none.jsonl")
