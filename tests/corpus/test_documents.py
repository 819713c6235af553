"""Files -> Documents, and the files that are none, each refused with its cure."""

import gzip
import os
from pathlib import Path

import pytest

from corpus.documents import find_files, read_document
from corpus.errors import UnreadableFileError

NEWS = "东虹桥片区成立“进博先锋党员突击队”。\n新泾镇的176个党支部一呼即应。\n" * 20
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(range(256)) * 4


def page(folder: Path, data: bytes, name: str = "page.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (NEWS.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + NEWS.encode(), "utf-8"),
        (NEWS.encode("gb18030"), "gb18030"),
        (NEWS.encode("utf-16"), "utf-16"),
        (("\ufeff" + NEWS).encode("utf-16-be"), "utf-16"),
    ],
    ids=["utf-8", "utf-8 with a mark", "gb18030", "utf-16", "utf-16, big end first"],
)
def test_the_encoding_is_told_and_the_text_is_the_same(tmp_path, data, encoding):
    document = read_document(page(tmp_path, data))
    assert (document.text, document.encoding) == (NEWS, encoding)


def test_traditional_characters_in_big5_are_read(tmp_path):
    text = "市政府昨日舉行會議，討論環境保護與交通建設。\n" * 20
    assert read_document(page(tmp_path, text.encode("big5"))).text == text


def test_a_long_gb18030_page_is_told_from_whole_lines(tmp_path):
    """Longer than the 65,536 bytes that are looked at, so that one line is cut there."""
    text = NEWS * 60
    assert read_document(page(tmp_path, text.encode("gb18030"))).text == text


def test_one_lost_byte_spoils_one_character_only(tmp_path):
    """A UTF-8 page that breaks off inside its last character is not taken for GB18030."""
    document = read_document(page(tmp_path, (NEWS * 2 + "完").encode()[:-1]))
    assert (document.text, document.encoding) == (NEWS * 2 + "\ufffd", "utf-8")


@pytest.mark.parametrize(
    ("data", "cure"),
    [
        (b"", "put text into it or remove it"),
        (b" \n\t\n \r\n", "put text into it or remove it"),
        ("\u3000\n".encode(), "put text into it or remove it"),
        (b"\n" * 100_000, "put text into it or remove it"),
        (PNG, "extract its text first and save it as UTF-8"),
        (PNG.replace(b"\x00", b"\x01"), "extract its text first and save it as UTF-8"),
        ("新泾镇\x00党委\n".encode(), "extract its text first and save it as UTF-8"),
        (b"\xff\xfe\x00", "extract its text first and save it as UTF-8"),
    ],
    ids=["empty", "spaces", "wide space", "blank lines", "picture", "no NUL", "NUL", "half a char"],
)
def test_what_is_no_text_is_refused_by_name_with_the_cure(tmp_path, data, cure):
    path = page(tmp_path, data)
    with pytest.raises(UnreadableFileError) as failed:
        read_document(path)
    assert str(failed.value).startswith(f"{path}: ")
    assert str(failed.value).endswith(cure)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permission_is_refused(tmp_path):
    path = page(tmp_path, NEWS.encode())
    path.chmod(0)
    with pytest.raises(UnreadableFileError, match=r"check its permissions or replace it$"):
        read_document(path)


def test_a_path_that_cannot_be_read_is_refused(tmp_path):
    """Reading a folder as a file fails as a missing permission does: with an OSError."""
    folder = tmp_path / "page.txt"
    folder.mkdir()
    with pytest.raises(UnreadableFileError, match=r"check its permissions or replace it$"):
        read_document(folder)


def test_a_broken_archive_is_refused(tmp_path):
    path = page(tmp_path, gzip.compress(NEWS.encode())[:-9], "news.jsonl.gz")
    with pytest.raises(UnreadableFileError, match=r"check its permissions or replace it$"):
        read_document(path)


def test_a_file_of_two_names_is_read_once(tmp_path) -> None:
    page = tmp_path / "a.txt"
    page.write_text("正文", encoding="utf-8")
    (tmp_path / "b.txt").symlink_to(page)
    (tmp_path / "c.txt").hardlink_to(page)
    (tmp_path / "d.txt").symlink_to(tmp_path / "nowhere.txt")
    assert list(find_files([tmp_path, page])) == [page]


def test_a_page_that_is_put_in_anew_while_others_are_read_is_not_lost(tmp_path) -> None:
    """The disk may give it the number of one that was read and is gone."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("正文", encoding="utf-8")
    found = find_files([tmp_path])
    assert next(found) == tmp_path / "a.txt"
    (tmp_path / "a.txt").unlink()
    (tmp_path / "b.txt").unlink()
    (tmp_path / "new").write_text("正文", encoding="utf-8")
    (tmp_path / "new").rename(tmp_path / "b.txt")
    assert list(found) == [tmp_path / "b.txt"]


def test_files_come_once_and_in_order_and_hidden_ones_not_at_all(tmp_path):
    for name in ("b.txt", "a.md", "c.jsonl", ".hidden.txt", "picture.png"):
        page(tmp_path, b"x", name)
    found = list(find_files([tmp_path / "b.txt", tmp_path, tmp_path / "a.md"]))
    assert found == [tmp_path / name for name in ("b.txt", "a.md", "c.jsonl")]


@pytest.mark.parametrize(
    ("name", "cure"),
    [
        ("nowhere", "check the path"),
        ("picture.png", "rename or convert it to .txt, .md, .jsonl, .jsonl.gz"),
        ("empty", "put .txt, .md, .jsonl, .jsonl.gz files into it"),
    ],
)
def test_what_is_no_page_comes_out_as_an_error_in_its_place(tmp_path, name, cure):
    (tmp_path / "empty").mkdir()
    page(tmp_path, PNG, "picture.png")
    good = page(tmp_path, NEWS.encode(), "good.txt")
    error, after = find_files([tmp_path / name, good])
    assert isinstance(error, UnreadableFileError)
    assert str(error).startswith(str(tmp_path / name))
    assert str(error).endswith(cure)
    assert after == good
