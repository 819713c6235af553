"""Reply -> Turn: what a talk keeps of a question and its answer."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.reply import Answer, AnswerType, Citation, Reply

__all__ = ["N_TURNS", "Turn", "turn_of"]

N_TURNS = 3  # that a question may lean on; who looks further back names what he means


@dataclass(frozen=True, slots=True)
class Turn:
    """A question that was asked before, and what came back.

    Attributes:
        question: as understood, so that it stands alone.
        short: the short answer; "" for a refusal.
        citations: of the answer; none of a refusal, whose nearest report may be about anything.
    """

    question: str
    type: AnswerType
    short: str
    citations: tuple[Citation, ...]


def turn_of(reply: Reply) -> Turn:
    """The turn that a reply ends."""
    if isinstance(reply, Answer):
        return Turn(reply.resolved_question, reply.type, reply.short, reply.citations)
    return Turn(reply.resolved_question, reply.type, "", ())
