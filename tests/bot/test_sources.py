"""What an index was built from: remembered, added to, left out; the folder of pages."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.errors import BotError
from bot.pages import Pages
from bot.setting_values import Address, address, ids, number, switch, web_address
from bot.sources import FILE, Sources, read_sources, write_sources


def test_sources_come_back_as_they_were_written(tmp_path: Path) -> None:
    told = Sources((tmp_path,), frozenset({"b-1", "甲-2"}), with_starter=True)
    write_sources(tmp_path / FILE, told)
    assert read_sources(tmp_path / FILE) == told
    assert [p.name for p in tmp_path.iterdir()] == [FILE]


def test_the_starter_corpus_stays_when_the_first_page_comes(tmp_path: Path) -> None:
    first = Sources().with_pages(tmp_path)
    assert first == Sources((tmp_path.resolve(),), with_starter=True)
    assert first.with_pages(tmp_path) == first


def test_a_folder_of_pages_inside_what_is_read_is_not_read_twice(tmp_path: Path) -> None:
    told = Sources((tmp_path.resolve(),))
    assert told.with_pages(tmp_path / "pages") == told


def test_an_article_that_is_sent_again_is_no_longer_left_out() -> None:
    left = Sources().without(["a-1", "a-2"])
    assert left.again_with(["a-2", "b-1"]).left_out == {"a-1"}


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"paths": 1, "left_out": [], "with_starter": 0}']
)
def test_a_file_that_does_not_tell_is_refused_with_the_cure(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(BotError, match="wenshi index PAGES"):
        read_sources(tmp_path / FILE)


def test_the_newest_page_is_listed_first_and_hidden_ones_never(tmp_path: Path) -> None:
    for age, name in enumerate(("new.txt", "old.md", ".hidden.txt", "note.pdf")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    assert [page.name for page in Pages(tmp_path).listed()] == ["new.txt", "old.md"]
    assert Pages(tmp_path / "none").listed() == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", None),
        ("9090", Address("127.0.0.1", 9090)),
        ("0.0.0.0:80", Address("0.0.0.0", 80)),
        ("[::1]:80", Address("::1", 80)),
        ("unix:/run/w.sock", Address(unix="/run/w.sock")),
    ],
)
def test_an_address_is_a_port_or_a_socket(text: str, read: Address | None) -> None:
    assert address("WENSHI_MONITOR", text) == read


def test_ids_stand_with_commas_or_spaces_between() -> None:
    assert ids("WENSHI_ADMINS", " 7, -1001234，8 ") == {7, -1001234, 8}


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (address, "70000"),
        (address, "unix:"),
        (address, "host"),
        (ids, "@name"),
        (number, "-1"),
        (number, "many"),
        (switch, "maybe"),
        (web_address, "http://bot.example/hook"),
        (web_address, "https://bot.example"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_the_setting_and_the_cure(read, text: str) -> None:
    with pytest.raises(BotError, match=r"WENSHI_X: .*;.* "):
        read("WENSHI_X", text)


def test_a_file_whose_name_no_encoding_can_write_is_found_again(tmp_path: Path) -> None:
    page = tmp_path / "第3版\udcff.txt"
    page.write_text("正文。", encoding="utf-8")
    write_sources(tmp_path / FILE, Sources((page,)))
    assert read_sources(tmp_path / FILE) == Sources((page,))


def test_what_is_kept_is_found_from_any_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Sources((Path("pages"),)).absolute() == Sources((tmp_path.resolve() / "pages",))
