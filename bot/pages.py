"""A file that was sent -> a page in the folder of pages, under a name that is no path."""

from __future__ import annotations

import contextlib
import re
import shutil
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import BotError

__all__ = ["PAGE_SUFFIXES", "Kept", "Pages", "safe_name"]

PAGE_SUFFIXES = (".txt", ".md", ".jsonl")  # no .gz: a small one may hold more than the disk does
ASIDE = ".aside"  # what was replaced or removed; a hidden folder is never read as pages
MAX_STEM_BYTES = 150  # file systems allow 255 for the whole name, and a number may be put before it
UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069\ud800-\udfff]+')


def safe_name(name: str) -> str:
    """A name of one of the kinds of pages, without any power to name another folder.

    Raises:
        BotError: it is of no such kind.

    Example:
        >>> safe_name("../../etc/第3版 .TXT")
        '第3版.txt'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem, dot, suffix = last.rpartition(".")
    suffix = f"{dot}{suffix.strip().lower()}"
    if suffix not in PAGE_SUFFIXES:
        kinds = ", ".join(PAGE_SUFFIXES)
        raise BotError(f"only {kinds} files are taken; convert it, then send it again")
    stem = UNSAFE.sub("_", stem).strip(" .")
    stem = stem.encode("utf-8")[:MAX_STEM_BYTES].decode("utf-8", "ignore").strip(" .")
    return f"{stem or 'page'}{suffix}"


@dataclass(frozen=True, slots=True)
class Kept:
    """A change of the folder that can be taken back.

    Attributes:
        page: the file in the folder that came or went.
        aside: where the one before, or the removed one, lies now; None where there was none.
        came: whether the page came; else it went.
    """

    page: Path
    aside: Path | None
    came: bool

    def take_back(self) -> None:
        """The folder as it was."""
        if self.came:
            self.page.unlink(missing_ok=True)
        if self.aside is not None:
            self.aside.replace(self.page)


@dataclass(frozen=True, slots=True)
class Pages:
    """The folder of the pages that admins sent."""

    folder: Path

    def listed(self) -> list[Path]:
        """The pages, the newest first."""
        if not self.folder.is_dir():
            return []
        pages = [p for p in self.folder.iterdir() if p.is_file() and p.suffix in PAGE_SUFFIXES]
        pages = [p for p in pages if not p.name.startswith(".")]
        return sorted(pages, key=lambda p: (-p.stat().st_mtime, p.name))

    def has(self, name: str) -> bool:
        """Whether a page of this name is there."""
        return (self.folder / name).is_file()

    def keep(self, file: Path) -> Kept:
        """Moves a file of a safe name in; a page of the same name is put aside.

        Raises:
            BotError: the folder cannot be written.
        """
        page, arriving = self.folder / file.name, self.folder / f".arriving-{file.name}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, arriving)  # it may come from another disk
            aside = self._put_aside(page) if page.exists() else None
            arriving.replace(page)
            file.unlink()
        except OSError as exc:
            with contextlib.suppress(OSError):  # the folder may be no folder at all
                arriving.unlink()
            raise BotError(self._cure(exc)) from exc
        return Kept(page, aside, came=True)

    def remove(self, name: str) -> Kept:
        """Puts a page aside.

        Raises:
            BotError: it is gone already, or the folder cannot be written.
        """
        page = self.folder / name
        try:
            return Kept(page, self._put_aside(page), came=False)
        except OSError as exc:
            raise BotError(self._cure(exc)) from exc

    def _put_aside(self, page: Path) -> Path:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        aside = self.folder / ASIDE / f"{stamp}-{page.name}"
        aside.parent.mkdir(exist_ok=True)
        page.replace(aside)
        return aside

    def _cure(self, exc: OSError) -> str:
        return (
            f"the folder {self.folder} cannot be changed ({exc.strerror}); make it writable, or "
            "choose another one with WENSHI_PAGES"
        )
