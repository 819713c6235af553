"""A lifted line -> its captions: two that extraction ran together are taken apart."""

from __future__ import annotations

import re
from itertools import pairwise

from corpus.seams import PAIRS
from corpus.tagger import Tagger, Token

__all__ = ["split_caption"]

MIN_CHARS = 4  # of a caption; less is a credit or a piece of a word
SHARED = 6  # characters in a row that a caption must have from the article to be told from another
NOUNS = ("ORG", "LOC", "PER", "n", "nz", "nt")


def split_caption(line: str, body: str, tagger: Tagger) -> list[str]:
    """The captions of one line, in order.

    A space separates two captions where both sides can stand alone. Without a space they are
    separated where two long pieces of the article's text meet that do not meet in the article,
    the first ending and the second beginning with a noun.

    Args:
        line: mended.
        body: the text of the article.
        tagger: tells where a noun ends.
    """
    parts = _at_spaces(line)
    return [piece for part in parts for piece in _at_seam(part, body, tagger)]


def _at_spaces(line: str) -> list[str]:
    parts: list[str] = []
    for part in re.split(r"[ \u3000]+", line):
        if parts and not (_stands(parts[-1]) and _stands(part)):
            parts[-1] += f" {part}"
        else:
            parts.append(part)
    return parts


def _stands(text: str) -> bool:
    balanced = all(text.count(a) == text.count(b) for a, b in PAIRS.items())
    return (
        balanced
        and sum("\u3400" <= c <= "\u9fff" for c in text) >= MIN_CHARS
        and not text.endswith("摄")
    )


def _at_seam(line: str, body: str, tagger: Tagger) -> list[str]:
    tokens = tagger.tag(line)
    for left, right in pairwise(tokens):
        seam = right.start
        if not (_noun(left) and _noun(right)) or line[seam - 2 : seam + 2] in body:
            continue
        if line[:seam] in body and seam >= SHARED and line[seam : seam + SHARED] in body:
            return [line[:seam], *_at_seam(line[seam:], body, tagger)]
    return [line]


def _noun(token: Token) -> bool:
    return token.tag in NOUNS
