"""What goes wrong behind an admin's button is said in his language, with its cure."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_engine import cite, found

from bot.errors import BotError
from bot.orders import check_there
from bot.pages import PAGE_SUFFIXES, Pages, safe_name
from bot.rebuild import _reason
from bot.sources import FILE, Sources, read_sources, sources_of, write_sources
from bot.telegram.operator_texts import OPERATOR_IN_CHINESE, OPERATOR_IN_ENGLISH
from corpus.documents import decode
from corpus.errors import CorpusError
from corpus.pages import read_articles
from retrieval.errors import RetrievalError
from retrieval.golden import Golden
from retrieval.question_file import Expected
from retrieval.reply import NoAnswer
from retrieval.verifying import _unfit

# Words of the program itself, and what a file is to hold, stay as they are typed.
TYPED = re.compile(
    r"wenshi index (?:--full |--margin|PAGES)*(?:PAGES)?|WENSHI_PAGES|UTF-8|GB18030|id|title|source"
    r"|published|text|\.txt|\.md|\.jsonl|/\S+|\(.*\)|（.*）"
)


def read(name: str, text: str | bytes) -> Callable[[Path], object]:
    data = text if isinstance(text, bytes) else text.encode()
    return lambda folder: read_articles(decode(folder / name, data), None)  # type: ignore[arg-type]  # none is asked


def write_where_a_file_is(folder: Path) -> None:
    (folder / "pages").write_text("a file, no folder")
    Pages(folder / "pages").keep(folder / "a.txt")


def remember_what_is_gone(folder: Path) -> None:
    write_sources(folder / FILE, Sources((Path("/gone"),)))
    read_sources(folder / FILE)


def lose_golden_questions(_: Path) -> None:
    """The index before answers both, the new one neither."""
    asked = tuple(Expected(str(n), f"{n}？", ("李明",), "", ()) for n in range(2))
    golden = Golden(Path("golden.jsonl"), asked, 0.0)
    nothing = NoAnswer("", "", "person", "没有。", (), ())
    golden.judge(lambda _: nothing, lambda: lambda _: found("李明", cite("李明致辞。")), print)


def killed(_: Path) -> None:
    raise BotError(_reason(-9, []))


def unfit(_: Path) -> None:
    raise _unfit("no vector")


TROUBLES: dict[str, Callable[[Path], object]] = {
    "wrong kind": lambda _: safe_name("a.pdf"),
    "empty": read("a.txt", b" \n"),
    "binary": read("a.txt", bytes(range(1, 32)) * 90),
    "front matter": read("a.md", "---\ntitle: [\n---\n文。"),
    "no text": read("a.md", "---\ntitle: 题\n---\n"),
    "no date": read("a.md", "---\ntitle: 题\npublished: 去年\n---\n文。"),
    "no row": read("a.jsonl", "[1]"),
    "no pages": lambda folder: check_there([folder / "none"]),
    "unwritable": write_where_a_file_is,
    "of unknown origin": lambda folder: read_sources(folder / FILE),
    "gone": remember_what_is_gone,
    "no index": sources_of,
    "killed": killed,
    "unfit": unfit,
    "golden questions": lose_golden_questions,
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_stops_an_admin_is_said_in_his_language_with_its_cure(
    tmp_path: Path, trouble: str
) -> None:
    """In Chinese without a word of English but what is to be typed; never with a path of ours."""
    with pytest.raises((BotError, CorpusError, RetrievalError)) as caught:
        TROUBLES[trouble](tmp_path)
    reason = str(caught.value)
    chinese, english = OPERATOR_IN_CHINESE.why(reason), OPERATOR_IN_ENGLISH.why(reason)
    assert not chinese.startswith("原因：")
    assert not re.search("[A-Za-z]{2,}", TYPED.sub("", chinese)), chinese
    assert re.search("请", chinese)
    assert not re.search("[\u3400-\u9fff]", english), english


def test_a_reason_that_nobody_foresaw_is_shown_as_it_is() -> None:
    assert OPERATOR_IN_CHINESE.why("the moon fell; wait") == "原因：the moon fell; wait"
    assert OPERATOR_IN_CHINESE.why(" ") == "原因：不明，请看日志。"
    assert OPERATOR_IN_ENGLISH.why("") == "Reason: unknown; please see the log."


def test_the_kinds_of_files_are_named_as_they_are() -> None:
    said = OPERATOR_IN_CHINESE.why("only x files are taken; convert it")
    assert said == f"我只收 {'、'.join(PAGE_SUFFIXES)} 文件，请转换后再发。"
