"""An answering engine for tests of the chat: it echoes, or does as it was told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from retrieval.reply import Answer, Citation, NoAnswer, Reply
from retrieval.turns import Turn


@dataclass
class Engine:
    """Answers each question with itself; `replies` says what happens at a question instead."""

    asked: list[str] = field(default_factory=list)
    replies: dict[str, Callable[[], Reply]] = field(default_factory=dict)
    near: list[Citation] = field(default_factory=list)
    before: list[tuple[str, ...]] = field(default_factory=list)  # short answers it leaned on

    def __call__(self, question: str, turns: Sequence[Turn] = ()) -> Reply:
        self.asked.append(question)
        self.before.append(tuple(turn.short for turn in turns))
        if question in self.replies:
            return self.replies[question]()
        return found(f"答：{question}", cite("今年5月，党建联席会议成立。"))

    def find(self, question: str, k: int) -> list[Citation]:
        """The nearest sentences to any question."""
        return self.near[:k]


def cite(quote: str, title: str = "党建联席会议成立", source: str = "001.txt") -> Citation:
    return Citation("a-1", title, "2018-07", "据正文“今年5月”推断", source, quote, 0, len(quote))


def found(short: str, *citations: Citation) -> Answer:
    return Answer("问", "问", "other", short, short, 0.9, citations)


def nothing_found(text: str, *nearest: Citation) -> NoAnswer:
    return NoAnswer("问", "问", "person", text, ("王五",), nearest)
