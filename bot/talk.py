"""Questions, one after another -> replies; each question may lean on the last turns."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Protocol

from retrieval.reply import Reply
from retrieval.turns import N_TURNS, Turn, turn_of

__all__ = ["Engine", "Talk"]


class Engine(Protocol):
    """What `Answerer.answer` is: a question, and the turns it may lean on, oldest first."""

    def __call__(self, text: str, turns: Sequence[Turn] = (), /) -> Reply:
        """The one door to the answers."""
        ...


class Talk:
    """Holds the last turns."""

    def __init__(self, answer: Engine) -> None:
        self._answer = answer
        self._turns: deque[Turn] = deque(maxlen=N_TURNS)

    def ask(self, question: str) -> Reply:
        """The reply to the next question; an empty one is no turn."""
        reply = self._answer(question, tuple(self._turns))
        if question.strip():
            self._turns.append(turn_of(reply))
        return reply
