"""Index folder -> the index that answers: a newer one is opened beside it and then takes over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.answer import Answerer
    from retrieval.reply import Reply
    from retrieval.turns import Turn

__all__ = ["Reloading"]

LOOK_EVERY_S = 1.0  # at one short file; a build is noticed well within five seconds

_log = logging.getLogger(__name__)


class Reloading:
    """The open index, and a thread that looks for a newer one while the context is open.

    A question is answered by one index from beginning to end; the next one by whichever is there
    then. Where a newer index cannot be opened, the open one goes on answering.
    """

    def __init__(
        self,
        answerer: Answerer,
        name: str,
        which: Callable[[], str],
        reopen: Callable[[Answerer], Answerer],
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        """Takes an open index.

        Args:
            answerer: the index with its models.
            name: what `which` said before it was opened.
            which: the name of the index that should answer.
            reopen: opens that one, with the same models.
            look_every_s: how often `which` is asked.
        """
        self._answerer = answerer
        self._which = which
        self._reopen = reopen
        self._look_every_s = look_every_s
        self._seen = name
        self._trouble = ""
        self._followers: list[Callable[[Answerer], None]] = []
        self._left = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="reloading", daemon=True)

    def answer(self, text: str, turns: Sequence[Turn] = ()) -> Reply:
        """The reply of the index that is open at this moment."""
        return self.answerer.answer(text, turns)

    @property
    def answerer(self) -> Answerer:
        """The index that is open at this moment."""
        return self._answerer

    def follow(self, follower: Callable[[Answerer], None]) -> None:
        """Has somebody told of each index that takes over, in the watching thread."""
        self._followers.append(follower)

    def __enter__(self) -> Reloading:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._left.set()  # an index that is being opened is nobody's business any more

    def _watch(self) -> None:
        while not self._left.wait(self._look_every_s):
            try:
                self._look()
            except Exception as exc:  # of a folder that is being repaired; the open index answers
                if str(exc) != self._trouble:
                    _log.warning("the index is not opened, the one before goes on: %s", exc)
                self._trouble = str(exc)

    def _look(self) -> None:
        name = self._which()
        if name == self._seen:
            return
        self._seen = name  # tried once: what is damaged now is damaged in a second, too
        newer = self._reopen(self._answerer)
        self._answerer = newer  # first: what the followers try is answered by the newer one
        for follower in self._followers:
            follower(newer)
        self._trouble = ""
        _log.info("a newer index answers: %d articles", newer.index.manifest.n_articles)
