"""What is put before a text, so that the model knows which side it stands on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["E5", "Prompts", "choose_prompts", "fingerprint_of", "whole"]

_E5_NAME = re.compile(r"(?<![a-z0-9])m?e5(?![a-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prompts:
    """Of the two sides of a search."""

    query: str
    passage: str


E5 = Prompts("query: ", "passage: ")


def choose_prompts(declared: Mapping[str, str | None], name: str) -> Prompts:
    """The model's own where it declares any; E5's, where "e5" is a word of the name; else none.

    Source: https://huggingface.co/intfloat/multilingual-e5-small, "FAQ", for E5's two prefixes.
    """
    query = declared.get("query") or ""
    passage = declared.get("passage") or declared.get("document") or ""
    if not query and not passage and _E5_NAME.search(name):
        return E5
    return Prompts(query, passage)


def fingerprint_of(identity: str, prompts: Prompts) -> str:
    """64 hexadecimal digits over all that decides which vector a text gets."""
    facts = json.dumps([identity, prompts.query, prompts.passage])
    return hashlib.sha256(facts.encode()).hexdigest()


def whole(text: str) -> str:
    """Without half surrogate pairs, as broken JSON has them: those are no text to a tokenizer."""
    return text.encode("utf-8", "replace").decode()
