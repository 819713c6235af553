"""A newer index is opened beside the open one and takes over between two questions."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest

from bot.reloading import LOOK_EVERY_S, Reloading
from retrieval.reply import NoAnswer, Reply
from retrieval.turns import Turn

SOON_S = 10.0  # far longer than a hundredth of a second, for a busy machine


@dataclass
class Opened:
    """An index that answers with its name."""

    name: str
    gate: threading.Event | None = None

    @property
    def index(self) -> Any:
        return SimpleNamespace(manifest=SimpleNamespace(n_articles=1))

    def answer(self, text: str, turns: Sequence[Turn] = ()) -> Reply:
        if self.gate:
            assert self.gate.wait(SOON_S)
        return NoAnswer(text, text, "other", self.name, (), ())


@dataclass
class Shelf:
    """What the index folder says, and what comes of opening it."""

    current: str = "old"
    open: Callable[[str], Opened] = Opened
    n_opened: int = 0

    def which(self) -> str:
        return self.current

    def reopen(self, _: Any) -> Any:
        self.n_opened += 1
        return self.open(self.current)


@contextmanager
def watching(shelf: Shelf, opened: Opened | None = None) -> Iterator[Reloading]:
    first: Any = opened or Opened("old")
    with Reloading(first, "old", shelf.which, shelf.reopen, look_every_s=0.01) as fresh:
        yield fresh


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + SOON_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.005)


def said(fresh: Reloading) -> str:
    return fresh.answer("？").text


def test_it_looks_often_enough_for_five_seconds() -> None:
    assert LOOK_EVERY_S <= 2.5


def test_the_newer_index_answers_the_next_question_and_is_opened_once() -> None:
    shelf = Shelf()
    heard: list[Any] = []
    with watching(shelf) as fresh:
        fresh.follow(lambda newer: heard.append(newer.name))
        time.sleep(0.05)
        assert (said(fresh), shelf.n_opened) == ("old", 0)
        shelf.current = "new"
        until(lambda: said(fresh) == "new")
        time.sleep(0.05)
    assert (shelf.n_opened, heard) == (1, ["new"])


def test_while_it_is_opened_the_old_one_answers_without_waiting() -> None:
    gate, opening = threading.Event(), threading.Event()

    def open_slowly(name: str) -> Opened:
        opening.set()
        assert gate.wait(SOON_S)
        return Opened(name)

    shelf = Shelf(open=open_slowly)
    with watching(shelf) as fresh:
        shelf.current = "new"
        assert opening.wait(SOON_S)
        assert [said(fresh) for _ in range(100)] == ["old"] * 100
        gate.set()
        until(lambda: said(fresh) == "new")


def test_a_question_is_answered_by_one_index_from_beginning_to_end() -> None:
    gate = threading.Event()
    shelf = Shelf()
    with watching(shelf, Opened("old", gate)) as fresh, ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(said, fresh)
        time.sleep(0.02)
        shelf.current = "new"
        until(lambda: shelf.n_opened == 1)
        until(lambda: fresh._answerer.name == "new")  # type: ignore[attr-defined]
        gate.set()
        assert under_way.result(SOON_S) == "old"
        assert said(fresh) == "new"


def test_an_index_that_cannot_be_opened_is_told_once_and_the_old_one_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(name: str) -> Opened:
        if name == "damaged":
            raise ValueError("vectors.faiss is damaged; run: wenshi index PAGES")
        return Opened(name)

    shelf = Shelf(current="damaged", open=fail)
    with watching(shelf) as fresh:
        until(lambda: shelf.n_opened == 1)
        time.sleep(0.05)
        assert (said(fresh), shelf.n_opened) == ("old", 1)
        shelf.current = "mended"
        until(lambda: said(fresh) == "mended")
    (warning,) = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    assert warning == (
        "the index is not opened, the one before goes on: "
        "vectors.faiss is damaged; run: wenshi index PAGES"
    )


def test_a_folder_that_cannot_be_read_for_a_while_is_told_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shelf = Shelf()
    n_asked = 0

    def which() -> str:
        nonlocal n_asked
        n_asked += 1
        if n_asked < 10:
            raise OSError("the folder is away")
        return "new"

    shelf.which = which  # type: ignore[method-assign]
    shelf.current = "new"
    with watching(shelf) as fresh:
        until(lambda: said(fresh) == "new")
    assert [r.levelname for r in caplog.records].count("WARNING") == 1


def test_after_the_context_nobody_watches() -> None:
    shelf = Shelf()
    with watching(shelf) as fresh:
        pass
    fresh._thread.join(SOON_S)
    assert not fresh._thread.is_alive()
