"""`wenshi feedback` and `wenshi forget`: what readers said, for whoever keeps the bot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fake_engine import cite, found, nothing_found

from bot.ledger import FILE, Ledger
from retrieval.question_file import read_questions

ROOT = Path(__file__).parents[2]


def wenshi(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        env={**os.environ, "WENSHI_DATA": str(folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Five verdicts: useful, rightly refused, corrected, corrected refusal, wrong and no more."""
    ledger = Ledger.open(tmp_path)
    replies = [
        found("2018年5月", cite("今年5月，成立。")),
        nothing_found("没有。"),
        found("镇长", cite("镇长到会。")),
        nothing_found("没有。"),
        found("十人", cite("十人。")),
    ]
    numbers = [ledger.keep(7, 7, reply) for reply in replies]
    for number, verdict in zip(
        numbers, ["useful", "useful", "wrong", "wrong", "wrong"], strict=True
    ):
        ledger.judge(number, 7, 7, verdict)
    for number, comment in ((numbers[2], "[red]书记[/red]"), (numbers[3], "李四")):
        ledger.prompted(number, 7, 100 + number)
        ledger.comment(7, 100 + number, 7, comment)
    ledger.choose(8, "en")
    ledger.close()
    return tmp_path


def test_the_rows_are_a_question_file_for_evaluate(folder: Path) -> None:
    """What is right is the reader's word; a wrong answer names no article."""
    done = wenshi(folder, "feedback", "--jsonl")
    assert done.returncode == 0
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["answers"] for row in rows] == [["2018年5月"], [], ["[red]书记[/red]"], ["李四"]]
    assert rows[0]["article_id"] == "a-1"
    assert (rows[0]["quote"], rows[0]["start"], rows[0]["end"]) == ("今年5月，成立。", 0, 8)
    assert [row.get("article_id", "") for row in rows[1:]] == ["", "", ""]
    assert done.stderr == (
        "1 answers were called wrong and nobody said what is right; they are left out\n"
    )
    file = folder / "feedback.jsonl"
    file.write_text(done.stdout, encoding="utf-8")
    expected = read_questions(file)
    assert [one.answers for one in expected] == [
        ("2018年5月",),
        (),
        ("[red]书记[/red]",),
        ("李四",),
    ]
    assert [one.id for one in expected] == ["1-7", "2-7", "3-7", "4-7"]


def test_the_table_is_short_and_shows_what_is_right(folder: Path) -> None:
    done = wenshi(folder, "feedback")
    assert done.returncode == 0
    assert done.stdout.startswith("有用 2，不对 3（其中 2 条说了对的是什么）\n")
    assert "[red]书记[/red]" in done.stdout
    assert "（没有找到）" in done.stdout
    assert len(done.stdout.splitlines()) == 7


def test_a_user_is_forgotten_and_the_language_of_another_is_not(folder: Path) -> None:
    done = wenshi(folder, "forget", "7")
    assert (done.returncode, done.stdout) == (0, "已删除用户 7 的 10 条记录\n")
    assert wenshi(folder, "forget", "7").stdout == "没有用户 7 的记录\n"
    done = wenshi(folder, "feedback")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "还没有人点过“有用”或“不对”。\n"
    ledger = Ledger.open(folder)
    assert ledger.language(8) == "en"
    ledger.close()


def test_looking_makes_no_file(tmp_path: Path) -> None:
    for words in (("feedback",), ("feedback", "--jsonl"), ("forget", "7")):
        assert "Traceback" not in wenshi(tmp_path / "none", *words).stderr
    assert not (tmp_path / "none").exists()


def test_a_file_that_is_no_ledger_is_one_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("this is a diary, " * 99)
    done = wenshi(tmp_path, "feedback")
    assert done.returncode == 2
    assert "WENSHI_DATA" in done.stderr
    assert len(done.stderr.splitlines()) == 1
