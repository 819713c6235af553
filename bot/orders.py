"""What a build is told -> what it tells: the orders of `wenshi index`, and their outcome."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import BotError

if TYPE_CHECKING:
    from corpus.reading import Corpus
    from retrieval.building import Progress
    from retrieval.changes import Changes
    from retrieval.store import Manifest

__all__ = ["Built", "Order", "Preview", "check_any", "check_there", "check_workers"]

PORTS = range(1, 65536)


def _unheard(*_: object) -> None:
    """For news that nobody asked for."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a build is to be done, and who is told of it.

    Attributes:
        full: forget what earlier builds have computed.
        golden: questions that the new index must answer; else those in the index folder, if any.
        margin: share of them that may be lost against the current index.
        workers: how many processes encode, or ray://host:port of a cluster that does; "" for none.
        on_file: each file before it is read.
        on_progress: the stage, what of it is done, how much it is in all.
        tell: what an operator should know, in a sentence.
    """

    full: bool = False
    golden: Path | None = None
    margin: float | None = None
    workers: str = ""
    on_file: Callable[[Path], None] = _unheard
    on_progress: Progress = _unheard
    tell: Callable[[str], None] = _unheard


@dataclass(frozen=True, slots=True)
class Preview:
    """What a build would do, and the files that could not take part in it."""

    changes: Changes
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Built:
    """A finished build, and the files that could not take part in it."""

    manifest: Manifest
    problems: tuple[str, ...]


def check_there(paths: list[Path]) -> None:
    """Worth asking before a folder is made, or a model loaded.

    Raises:
        BotError: not one of the paths leads to a page.
    """
    from corpus.documents import find_files

    problems = []
    for item in find_files(paths):
        if isinstance(item, Path):
            return  # one page is enough; an archive has ten thousand
        problems.append(str(item))
    if paths:
        raise _nothing(problems)


def check_any(corpus: Corpus) -> None:
    """That something was read.

    Raises:
        BotError: not one article.
    """
    if not corpus.articles:
        raise _nothing(map(str, corpus.problems))


def check_workers(text: str) -> str:
    """A number of processes, the address of a cluster, or "" for the 0 of none.

    Raises:
        BotError: it is something else.
    """
    match = re.fullmatch(r"0?|[1-9][0-9]{0,2}|ray://[^\s/]+:([0-9]{1,5})", text)
    if match and int(match[1] or 1) in PORTS:
        return "" if text == "0" else text
    raise BotError(
        f"--workers {text}: write a number of processes from 0 to 999, or ray://HOST:PORT of a Ray "
        "cluster, such as ray://10.0.0.1:10001"
    )


def _nothing(problems: Iterable[str]) -> BotError:
    return BotError("\n".join([*problems, "nothing was indexed; the old index, if any, stays"]))
