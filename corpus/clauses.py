"""Tagged sentence -> Clauses: cut at commas and stops, each quotation one word, no brackets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.people import Person
from corpus.tagger import Token

__all__ = ["QUOTED", "Clause", "open_quotes", "split_clauses", "with_names"]

QUOTED = "QUOTE"  # the tag of a quotation or the title of a work, taken as one word
PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")", "【": "】"}
BRACKETS = "（(【"
ENDS = "，,；;。！!？?：:"


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two marks of a sentence.

    Attributes:
        words: in order; without the marks at its ends and without what is in brackets.
        mark: that ends it; "" at the end of the text.
        begin: of the mark that ends it, a character offset: the clause goes as far as this.
    """

    words: tuple[Token, ...]
    mark: str
    begin: int


def open_quotes(text: str) -> list[bool]:
    """Whether each place of a text is inside a quotation; one that stays open ends with its line.

    Example:
        >>> open_quotes("他说“好”。")
        [False, False, False, True, True, False]
    """
    inside, places = False, []
    for char in text:
        places.append(inside)
        if char in "“「":
            inside = True
        elif char in "”」\n":
            inside = False
    return places


def split_clauses(text: str, tokens: Sequence[Token], *, quoted: bool = False) -> list[Clause]:
    """The clauses of a sentence; `quoted`: it begins inside a quotation, which is left out."""
    clauses: list[Clause] = []
    words: list[Token] = []
    for token in _joined(text, tokens, quoted=quoted):
        if token.tag == QUOTED or token.text not in ENDS:
            words.append(token)
            continue
        clauses.append(Clause(tuple(words), token.text, token.start))
        words = []
    return [*clauses, Clause(tuple(words), "", len(text))] if words else clauses


def with_names(tokens: Sequence[Token], people: Sequence[Person]) -> list[Token]:
    """The words, each person one PER; what the tagger only took for one is a noun."""
    words: list[Token] = []
    named = {person.start: person for person in people}
    end = 0  # of the last name
    for token in tokens:
        inside = [start for start in range(token.start, token.end) if start in named]
        begin = max(token.start, end)
        tag = "n" if token.tag == "PER" else token.tag
        for start in inside:
            person = named[start]
            words += _piece(token, begin, start, tag)
            words.append(Token(person.name, "PER", person.start, person.end))
            begin = end = person.end
        words += _piece(token, begin, token.end, tag)
    return words


def _piece(token: Token, begin: int, end: int, tag: str) -> list[Token]:
    """What is left of a word beside the names in it."""
    text = token.text[begin - token.start : end - token.start] if end > begin else ""
    return [Token(text, tag, begin, end)] if text else []


def _joined(text: str, tokens: Sequence[Token], *, quoted: bool) -> list[Token]:
    """The words, with each quotation as one and without brackets and white space."""
    words: list[Token] = []
    start, awaited = (0, "”") if quoted else (0, "")
    opened = "“"
    for token in tokens:
        if awaited:
            if token.text.endswith(awaited):
                awaited = ""
                if opened not in BRACKETS:
                    words.append(Token(text[start : token.end], QUOTED, start, token.end))
        elif token.text[:1] in PAIRS and token.tag in ("w", "xc", ""):
            opened, start, awaited = token.text[0], token.start, PAIRS[token.text[0]]
        elif token.text.strip():
            words.append(token)
    if awaited and opened not in BRACKETS:
        words.append(Token(text[start:], QUOTED, start, len(text)))
    return words
