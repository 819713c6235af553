"""Files -> Documents: find the pages, tell their encoding, refuse what is not text."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from charset_normalizer import from_bytes

from corpus.errors import UnreadableFileError

__all__ = ["SUFFIXES", "Document", "decode", "find_files", "read_bytes", "read_document"]

SUFFIXES = (".txt", ".md", ".jsonl", ".jsonl.gz")
LEGACY_ENCODINGS = ["gb18030", "big5"]  # what Chinese pages come in where it is not Unicode
MAX_CONTROL_SHARE = 0.02  # of all characters; text has next to none, decoded pictures have many
BROKEN = "\ufffd"  # stands for bytes that are no character
MAX_BROKEN_SHARE = 0.001  # of all characters; a UTF-8 page may have lost a byte, GB18030 loses all
SAMPLE_BYTES = 65_536  # enough to tell an encoding; the whole file is then decoded strictly


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read.

    Attributes:
        text: decoded, without a byte order mark; line ends as in the file.
        encoding: as Python names it.
    """

    path: Path
    text: str
    encoding: str

    @property
    def kind(self) -> str:
        """One of "txt", "md" and "jsonl"."""
        return _suffix(self.path).removesuffix(".gz").removeprefix(".")


def find_files(paths: Iterable[Path]) -> Iterator[Path | UnreadableFileError]:
    """The readable files of files and folders, each once, folders in order of their names.

    A path that does not exist, is of no known kind, or a folder without pages comes out as an
    error in its place, so that the rest is still read.
    """
    seen: set[Hashable] = set()
    for path in paths:
        found: Iterable[Path | UnreadableFileError]
        if path.is_dir():
            found = _pages_below(path)
        elif not path.exists():
            found = [UnreadableFileError(f"{path}: no such file or folder; check the path")]
        elif _suffix(path) not in SUFFIXES:
            kinds = ", ".join(SUFFIXES)
            found = [UnreadableFileError(f"{path}: not a page; rename or convert it to {kinds}")]
        else:
            found = [path]
        for item in found:
            if isinstance(item, UnreadableFileError):
                yield item
            elif (key := _identity(item)) not in seen:
                seen.add(key)
                yield item


def read_document(path: Path) -> Document:
    """One file, decoded.

    Raises:
        UnreadableFileError: the file is empty, binary, damaged or in an unknown encoding.
    """
    return decode(path, read_bytes(path))


def decode(path: Path, data: bytes) -> Document:
    """The text of a file's bytes.

    Raises:
        UnreadableFileError: they are empty, binary, damaged or in an unknown encoding.
    """
    text, encoding = _decode(path, data)
    if not text.strip():
        raise UnreadableFileError(f"{path}: the file is empty; put text into it or remove it")
    n_control = sum(1 for c in text[:SAMPLE_BYTES] if c < " " and c not in "\t\n\r\f\v")
    if n_control > MAX_CONTROL_SHARE * min(len(text), SAMPLE_BYTES):
        raise UnreadableFileError(_not_text(path))
    return Document(path, text, encoding)


def _pages_below(folder: Path) -> list[Path | UnreadableFileError]:
    pages: list[Path | UnreadableFileError] = [
        path
        for path in sorted(folder.rglob("*"), key=attrgetter("parts"))
        if _suffix(path) in SUFFIXES
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    kinds = ", ".join(SUFFIXES)
    return pages or [
        UnreadableFileError(f"{folder}: no pages in this folder; put {kinds} files into it")
    ]


def _suffix(path: Path) -> str:
    """One of `SUFFIXES`, none of which ends another; "" where it has none of them."""
    name = path.name.lower()
    return next((suffix for suffix in SUFFIXES if name.endswith(suffix)), "")


def _identity(path: Path) -> Hashable:
    """The same for two names of one file, and for no other.

    With its time of change, since the number of a file that is gone is given to the next one.
    """
    try:
        found = path.stat()
    except OSError:  # gone since it was listed: whoever reads it says so
        return path
    return found.st_dev, found.st_ino, found.st_ctime_ns


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, unpacked.

    Raises:
        UnreadableFileError: it cannot be read.
    """
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.name.lower().endswith(".gz") else data
    except (OSError, EOFError, zlib.error) as exc:
        raise UnreadableFileError(
            f"{path}: cannot be read ({exc}); check its permissions or replace it"
        ) from exc


def _decode(path: Path, data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\x00" in data[:SAMPLE_BYTES]:
        raise UnreadableFileError(_not_text(path))
    else:
        text = data.decode("utf-8-sig", errors="replace")
        if text.count(BROKEN) <= MAX_BROKEN_SHARE * len(text):
            return text, "utf-8"
        best = from_bytes(_sample(data), cp_isolation=LEGACY_ENCODINGS).best()
        if best is None:
            raise UnreadableFileError(_not_text(path))
        encoding = best.encoding
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError as exc:
        raise UnreadableFileError(_not_text(path)) from exc


def _sample(data: bytes) -> bytes:
    """Whole lines from the beginning, so that no character is cut."""
    end = data.rfind(b"\n", 0, SAMPLE_BYTES) + 1
    return data[:end] if end and len(data) > SAMPLE_BYTES else data


def _not_text(path: Path) -> str:
    return f"{path}: not text in UTF-8 or GB18030; extract its text first and save it as UTF-8"
