"""An update on its way through the bot -> its number in the log, and the seconds of each stage."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Journey", "Stage", "current", "set_out", "timed"]

# turn: until the chat's earlier updates are done; queue: until a worker is free; answer: the
# worker's time; send: to Telegram and back, with what its limits make us wait.
Stage = Literal["turn", "queue", "answer", "send"]


@dataclass(slots=True)
class Journey:
    """One update, from its arrival until everything about it is done.

    Attributes:
        number: of the question, in every line that the log holds about it.
        seconds: by stage, as far as it came; a stage may be passed several times.
        question: the text that was asked; "" where nothing was.
        outcome: "answered", "refused" or "failed"; "" where nothing was asked.
    """

    number: str = field(default_factory=lambda: secrets.token_hex(4))
    began: float = field(default_factory=time.perf_counter)
    seconds: dict[Stage, float] = field(default_factory=dict)
    question: str = ""
    outcome: str = ""

    def add(self, stage: Stage, seconds: float) -> None:
        """Book time to a stage."""
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds

    @property
    def total(self) -> float:
        """Seconds since the arrival."""
        return time.perf_counter() - self.began


_current: ContextVar[Journey | None] = ContextVar("journey", default=None)


def current() -> Journey | None:
    """The journey that this task, or the worker that serves it, is on."""
    return _current.get()


@contextmanager
def set_out() -> Iterator[Journey]:
    """A journey that everything inside belongs to."""
    journey = Journey()
    token = _current.set(journey)
    try:
        yield journey
    finally:
        _current.reset(token)


@contextmanager
def timed(stage: Stage) -> Iterator[None]:
    """Books the time spent inside to the current journey, if there is one."""
    begin = time.perf_counter()
    try:
        yield
    finally:
        if journey := current():
            journey.add(stage, time.perf_counter() - begin)
