"""The operator's questions -> whether a new index may answer in place of the current one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from embeddings.errors import EmbeddingsError
from retrieval.errors import RetrievalError, UnfitIndexError
from retrieval.measures import RIGHT_F1
from retrieval.question_file import Expected
from retrieval.reply import Answer, Reply
from retrieval.scoring import f1_score

__all__ = ["GOLDEN", "MARGIN", "Ask", "Golden"]

GOLDEN = "golden.jsonl"  # in the index folder; rows as `wenshi evaluate` reads them
MARGIN = 0.02  # share of the questions that may go wrong anew: one of fifty, none of fewer
N_SHOWN = 5  # lost questions that are named
ROUNDING = 1e-9  # 0.02 of 50 is one question, whatever the last bit says

Ask = Callable[[str], Reply]


@dataclass(frozen=True, slots=True)
class Golden:
    """Questions that a new index must answer about as well as the current one.

    Attributes:
        path: where they stand.
        margin: how much of all of them may be lost, in 0..1.
    """

    path: Path
    questions: tuple[Expected, ...]
    margin: float

    def judge(self, new: Ask, open_current: Callable[[], Ask], tell: Callable[[str], None]) -> None:
        """Asks both indexes everything.

        Args:
            new: asks the new index.
            open_current: opens the current one; where that fails, nothing is compared.
            tell: is told how both have done.

        Raises:
            UnfitIndexError: the new one has lost more than the margin.
        """
        now = [_is_right(new(q.question), q) for q in self.questions]
        told = f"{self.path}: {sum(now)} of {len(now)} questions answered rightly"
        try:
            current = open_current()
        except (RetrievalError, EmbeddingsError) as exc:
            tell(f"{told}; nothing to compare with: {exc}")
            return
        before = [_is_right(current(q.question), q) for q in self.questions]
        tell(f"{told}, {sum(before)} by the index before")
        self._compare(now, before)

    def _compare(self, now: Sequence[bool], before: Sequence[bool]) -> None:
        n, n_lost = len(self.questions), sum(before) - sum(now)
        if n_lost <= self.margin * n + ROUNDING:
            return
        rows = zip(self.questions, now, before, strict=True)
        lost = [q.question for q, is_right, was_right in rows if was_right and not is_right]
        shown = " ".join(lost[:N_SHOWN]) + (" …" if len(lost) > N_SHOWN else "")
        raise UnfitIndexError(
            f"the new index answers {sum(now)} of the {n} questions in {self.path} rightly, the "
            f"current one {sum(before)}, and goes on answering; lost: {shown}\n"
            "mend the pages or the questions, or let it pass with: "
            f"wenshi index --margin {-(-100 * n_lost // n) / 100} PAGES"
        )


def _is_right(reply: Reply, expected: Expected) -> bool:
    """As on the curve of `wenshi evaluate`; no is right where the pages hold no answer."""
    if not expected.answers:
        return not isinstance(reply, Answer)
    return isinstance(reply, Answer) and f1_score(reply.short, expected.answers) >= RIGHT_F1
