"""A page that was sent -> what the repair made of it, read by another process and shown."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.errors import BotError
from bot.rebuild import run_niced
from bot.telegram.basis import in_brackets
from bot.telegram.message import Block, Span, written_date
from bot.telegram.texts import Words

__all__ = ["Preview", "Told", "preview_blocks", "read_preview"]

READING_S = 300.0  # a page takes less than one; a file made to take for ever is stopped
MAX_OUTPUT = 100_000_000  # bytes that 20 MB of articles may come to
MAX_MEMORY = 3 << 30  # bytes of address space of the process that reads a stranger's file
N_SHOWN = 8  # articles; the others are counted
MAX_LINE = 80  # characters of a title or first sentence
FIRST = re.compile(r"[^。！？!?\n]*[。！？!?]?[”’」』]?")


@dataclass(frozen=True, slots=True)
class Told:
    """What the preview says of one article.

    Attributes:
        published: ISO, as far as it is known; with what it was inferred from.
        opening: its first sentence.
    """

    id: str
    title: str
    published: str
    basis: str
    opening: str
    n_captions: int


@dataclass(frozen=True, slots=True)
class Preview:
    """The articles of a file as the repair leaves them.

    Attributes:
        problems: what could not be read, as the command line says it.
    """

    articles: tuple[Told, ...]
    problems: tuple[str, ...]


async def read_preview(file: Path, program: Sequence[str]) -> Preview:
    """The articles of one file, within bounds of time and memory.

    Raises:
        TimeoutError: it took too long.
        BotError: its articles are too large.
    """
    articles: list[Told] = []
    problems: list[str] = []
    rest, n_bytes = b"", 0

    def take(chunk: bytes) -> None:
        nonlocal rest, n_bytes
        n_bytes += len(chunk)
        if n_bytes > MAX_OUTPUT:
            raise BotError("memory ran out; send smaller files")
        *lines, rest = (rest + chunk).split(b"\n")
        articles.extend(_told(json.loads(line)) for line in lines)

    async with asyncio.timeout(READING_S):
        command = [*program, "articles", "--json", "--", str(file)]
        await run_niced(command, problems.append, take, max_memory=MAX_MEMORY)
    return Preview(tuple(articles), tuple(filter(None, problems)))


def preview_blocks(name: str, preview: Preview, words: Words, *, replaces: bool) -> list[Block]:
    """Titles, dates with their basis, first sentences, captions; the first articles of many."""
    n_captions = sum(told.n_captions for told in preview.articles)
    said, n = words.operator, len(preview.articles)
    blocks: list[Block] = [(Span(name, "b"), Span(said.repaired.format(n=n, captions=n_captions)))]
    for number, told in enumerate(preview.articles[:N_SHOWN], start=1):
        date = written_date(told.published, words) + in_brackets(told.basis, words)
        captions = [said.captions.format(n=told.n_captions)] if told.n_captions else []
        title = Span(f"{number}. {told.title or words.chat.untitled}", "b")
        blocks.append((title, Span("\n".join([date, told.opening, *captions]))))
    if n > N_SHOWN:
        blocks.append((Span(said.more.format(n=n - N_SHOWN)),))
    if replaces:
        blocks.append((Span(said.replaces),))
    return blocks


def _told(row: dict[str, Any]) -> Told:
    first = FIRST.match(row["text"].strip())
    opening = _clip(first[0] if first and first[0] else row["text"].strip())
    published, basis = row["published"] or "", row["published_basis"] or ""
    return Told(row["id"], _clip(row["title"]), published, basis, opening, len(row["captions"]))


def _clip(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_LINE else line[: MAX_LINE - 1] + "…"
