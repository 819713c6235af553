"""What the chat must not forget, and what it must."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from fake_engine import cite, found, nothing_found
from hypothesis import given
from hypothesis import strategies as st

from bot import ledger as of_ledger
from bot.ledger import FILE, KEPT_DAYS, Ledger, LedgerError
from retrieval.reply import Answer, Citation, NoAnswer

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CITATION = st.builds(Citation, TEXT, TEXT, TEXT, TEXT, TEXT, TEXT, st.integers(), st.integers())
TYPE = st.sampled_from(["date", "person", "other"])
MANY = st.lists(CITATION, max_size=3).map(tuple)
ANSWER = st.builds(Answer, TEXT, TEXT, TYPE, TEXT, TEXT, st.floats(0, 1), MANY, TEXT)
REFUSAL = st.builds(NoAnswer, TEXT, TEXT, TYPE, TEXT, st.lists(TEXT).map(tuple), MANY)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(tmp_path / "new" / "folder")


@given(ANSWER | REFUSAL, st.booleans())
def test_a_reply_comes_back_as_it_was_kept(
    tmp_path_factory: pytest.TempPathFactory, reply: Answer | NoAnswer, with_question: bool
) -> None:
    ledger = Ledger.open(tmp_path_factory.mktemp("ledger"))
    kept = ledger.kept(ledger.keep(7, 8, reply, with_question=with_question), 7)
    ledger.close()
    assert kept is not None
    assert kept.reply == reply
    assert kept.with_question is with_question


def test_a_reply_belongs_to_its_chat(ledger: Ledger) -> None:
    number = ledger.keep(7, 7, found("甲", cite("甲。")))
    assert ledger.kept(number, 8) is None
    assert ledger.judge(number, 8, 8, "useful") is False
    assert ledger.feedback() == []


def test_replies_are_kept_for_thirty_days_and_verdicts_for_good(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = 1e9
    monkeypatch.setattr(of_ledger.time, "time", lambda: clock)
    old = ledger.keep(7, 7, found("甲", cite("甲。")))
    ledger.judge(old, 7, 7, "useful")
    clock += KEPT_DAYS * 24 * 3600 - 1
    ledger.keep(7, 7, found("乙", cite("乙。")))
    assert ledger.kept(old, 7) is not None
    clock += 24 * 3600 + 1
    new = ledger.keep(7, 7, found("丙", cite("丙。")))
    assert ledger.kept(old, 7) is None
    assert ledger.kept(new, 7) is not None
    assert [one.reply.short for one in ledger.feedback()] == ["甲"]


def test_numbers_are_never_given_twice(ledger: Ledger) -> None:
    """An old button must not open a newer reply."""
    first = ledger.keep(7, 7, found("甲", cite("甲。")))
    ledger.forget(7)
    assert ledger.keep(7, 7, found("乙", cite("乙。"))) > first


def test_a_user_is_forgotten_in_every_table_and_others_are_not(
    ledger: Ledger, tmp_path: Path
) -> None:
    """His own replies, choice and verdicts, and what others said of his questions in a group."""
    his = ledger.keep(-100, 7, found("绝密的回答", cite("甲。")))
    others = ledger.keep(-100, 8, found("乙", cite("乙。")))
    ledger.choose(7, "en")
    ledger.choose(8, "zh-hant")
    for number, user in ((his, 8), (others, 7), (others, 8)):
        ledger.judge(number, -100, user, "wrong")
    ledger.prompted(others, 7, 55)
    ledger.comment(-100, 55, 7, "绝密的更正")
    assert ledger.forget(7) == 4
    assert ledger.language(7) is None
    assert ledger.language(8) == "zh-hant"
    assert ledger.kept(his, -100) is None
    assert [(one.reply_id, one.user_id) for one in ledger.feedback()] == [(others, 8)]
    assert ledger.forget(7) == 0
    written = b"".join(file.read_bytes() for file in (tmp_path / "new" / "folder").iterdir())
    assert "绝密".encode() not in written


def test_threads_and_a_second_process_write_side_by_side(ledger: Ledger, tmp_path: Path) -> None:
    other = Ledger.open(tmp_path / "new" / "folder")

    def keep(into: Ledger) -> None:
        for _ in range(50):
            into.keep(7, 7, nothing_found("没有。"))

    threads = [threading.Thread(target=keep, args=(one,)) for one in (ledger, ledger, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.keep(7, 7, nothing_found("没有。")) == 151


def test_a_file_that_is_no_ledger_names_the_cure(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("this is a diary, " * 99)
    with pytest.raises(LedgerError, match="WENSHI_DATA"):
        Ledger.open(tmp_path)


def test_a_folder_that_is_a_file_names_the_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="WENSHI_DATA"):
        Ledger.open(tmp_path / "file")


def test_half_a_character_and_numbers_too_large_are_an_error_of_ours(ledger: Ledger) -> None:
    with pytest.raises(LedgerError):
        ledger.keep(7, 7, found("\ud83c", cite("甲。")))
    with pytest.raises(LedgerError):
        ledger.language(2**64)


def test_a_reply_in_another_format_is_an_error_of_ours(ledger: Ledger, tmp_path: Path) -> None:
    number = ledger.keep(7, 7, found("甲", cite("甲。")))
    with sqlite3.connect(tmp_path / "new" / "folder" / FILE) as db:
        db.execute("update replies set reply = '{}'")
    db.close()
    with pytest.raises(LedgerError, match="cannot be used"):
        ledger.kept(number, 7)
