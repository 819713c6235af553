"""What an index was built from <-> sources.json in its generation, for whoever builds it again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from bot.errors import BotError
from retrieval.generations import current

__all__ = [
    "FILE",
    "Sources",
    "as_sources",
    "paths_of",
    "read_sources",
    "sources_of",
    "write_sources",
]

FILE = "sources.json"
NAMES = "surrogateescape"  # the name of a file may be no UTF-8


@dataclass(frozen=True, slots=True)
class Sources:
    """The pages of an index.

    Attributes:
        paths: files and folders, absolute where they are kept; none for the starter corpus.
        left_out: ids of articles that stand in these pages and not in the index.
        with_starter: whether the starter corpus is read as well.
    """

    paths: tuple[Path, ...] = ()
    left_out: frozenset[str] = frozenset()
    with_starter: bool = False

    def absolute(self) -> Sources:
        """These, wherever they are read from later."""
        return replace(self, paths=tuple(path.resolve() for path in self.paths))

    def with_pages(self, pages: Path) -> Sources:
        """These and a folder of pages; what was read so far stays, the starter corpus, too."""
        pages = pages.resolve()
        if any(pages.is_relative_to(path) for path in self.paths):
            return self
        return replace(
            self, paths=(*self.paths, pages), with_starter=self.with_starter or not self.paths
        )

    def without(self, ids: Iterable[str]) -> Sources:
        """These, some articles left out."""
        return replace(self, left_out=self.left_out | frozenset(ids))

    def again_with(self, ids: Iterable[str]) -> Sources:
        """These, some articles no longer left out."""
        return replace(self, left_out=self.left_out - frozenset(ids))


def sources_of(index: Path) -> Sources:
    """Of the generation that answers: going back to the one before brings back its own.

    Raises:
        BotError: they are not known, or a path of theirs is gone.
        RetrievalError: there is no index.
    """
    return read_sources(current(index) / FILE)


def read_sources(file: Path) -> Sources:
    """The inverse of `write_sources`.

    Raises:
        BotError: there are none, or a path of theirs is gone.
    """
    try:
        row = json.loads(file.read_text(encoding="utf-8", errors=NAMES))
        sources = Sources(
            tuple(Path(path) for path in row["paths"]),
            frozenset(map(str, row["left_out"])),
            bool(row["with_starter"]),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as exc:
        raise BotError(
            "it is not known what the index was built from; run once: wenshi index PAGES"
        ) from exc
    gone = [str(path) for path in sources.paths if not path.exists()]
    if gone:
        raise BotError(
            f"the index was built from {', '.join(gone)}, which cannot be found; put it back, or "
            "run: wenshi index PAGES"
        )
    return sources


def write_sources(file: Path, sources: Sources) -> None:
    """Puts the file in place in one step.

    Raises:
        BotError: the folder cannot be written.
    """
    row = {
        "paths": [str(path) for path in sources.paths],
        "left_out": sorted(sources.left_out),
        "with_starter": sources.with_starter,
    }
    # one builder at a time: a name of its own each time would only pile up behind killed ones
    passing = file.with_name(f".{file.name}")
    try:
        passing.write_text(
            json.dumps(row, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", errors=NAMES
        )
        passing.replace(file)
    except OSError as exc:
        raise BotError(
            f"{file} cannot be written ({exc.strerror}); free some space, then run: "
            "wenshi index PAGES"
        ) from exc


def paths_of(sources: Sources) -> list[Path]:
    """All that is read, the starter corpus first where it belongs to them."""
    from corpus.reading import STARTER

    return [*([STARTER] if sources.with_starter else []), *sources.paths]


def as_sources(pages: Iterable[Path] | Sources) -> Sources:
    """Pages as they are named, as the sources of an index."""
    return pages if isinstance(pages, Sources) else Sources(tuple(pages))
