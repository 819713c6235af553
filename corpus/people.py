"""Sentence -> its Persons: names, and the posts printed before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.names import mend_names
from corpus.tagger import Token
from corpus.titles import TITLE

__all__ = ["TITLE", "Person", "find_people"]

POST = re.compile(rf"{TITLE.pattern}$")
STOP_TAGS = ("p", "u", "d", "ad", "TIME", "t", "r", "f")


@dataclass(frozen=True, slots=True)
class Person:
    """A name in a sentence.

    Attributes:
        start: half-open offsets of the name in the sentence.
        post: as printed before the name; "" where there is none.
        group: persons with the same number are named side by side.
    """

    name: str
    start: int
    end: int
    post: str
    group: int


def find_people(text: str, tokens: Sequence[Token]) -> list[Person]:
    """The persons of a sentence, with their posts.

    Persons stand side by side while no verb, stop or other clause comes between them.
    """
    people: list[Person] = []
    tokens = mend_names(text, tokens)
    for i, token in enumerate(tokens):
        if token.tag != "PER" or len(token.text) == 1:
            continue
        begin = _post_start(tokens, i)
        post = text[tokens[begin].start : token.start] if begin < i else ""
        post = post.strip("“”、，— 和与及")
        if not TITLE.search(post):
            post = ""
        group = people[-1].group if people else 0
        if people and _apart(text, tokens, people[-1], token, begin):
            group += 1
        people.append(Person(token.text, token.start, token.end, post, group))
    return people


def _post_start(tokens: Sequence[Token], i: int) -> int:
    """The first token of the post before the name at i; i where there is none."""
    begin = i
    while begin > 0:
        token = tokens[begin - 1]
        if token.tag == "PER" or token.tag in STOP_TAGS or token.text in "，。；：！？,;:":
            break
        if token.tag == "v" and len(token.text) > 1 and not POST.search(token.text):
            break
        if token.tag == "c" and begin >= 2 and _after_person(tokens, begin - 1):  # noqa: PLR2004
            break
        begin -= 1
    while begin < i and (
        tokens[begin].tag in ("c", "w", "v", "xc") and tokens[begin].text not in "“《"
    ):
        begin += 1
    return begin


def _after_person(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i - 1].tag in ("PER", "w") or tokens[i].text in ("以及", "及")


def _apart(text: str, tokens: Sequence[Token], left: Person, right: Token, post_start: int) -> bool:
    """Whether more than a comma, an "and" and a post stands between two persons."""
    between = text[left.end : tokens[post_start].start if post_start else right.start]
    return not re.fullmatch(r"[、，,]?(?:以及|[和与及同]|并)?", between.strip())
