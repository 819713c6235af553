"""Work for the CPU -> threads that know whose question they are at, and book their time."""

from __future__ import annotations

import contextvars
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from bot.journey import current, timed

__all__ = ["Workers"]

P = ParamSpec("P")
T = TypeVar("T")


class Workers(ThreadPoolExecutor):
    """Runs each piece of work within the context that it was handed in from."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The future of the work; its journey gets the wait for a thread and the work itself."""
        handed_in = time.perf_counter()

        def work() -> T:
            if journey := current():
                journey.add("queue", time.perf_counter() - handed_in)
            with timed("answer"):
                return fn(*args, **kwargs)

        return super().submit(contextvars.copy_context().run, work)
