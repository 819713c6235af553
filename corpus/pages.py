"""Document -> Articles: a damaged page repaired, or clean articles read as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import yaml

from corpus.articles import UNKNOWN_DATE, Article, PublicationDate
from corpus.captions import split_caption
from corpus.documents import Document
from corpus.errors import UnreadableFileError
from corpus.layout import Block, arrange
from corpus.lines import Line, read_lines, split_sheets
from corpus.mend import mend
from corpus.printed import NOWHERE, Printed, join, runs
from corpus.repair import read_story
from corpus.seams import Seams
from corpus.tagger import Tagger

__all__ = ["read_articles"]

HALF_A_PAIR = re.compile("[\ud800-\udfff]")  # in JSON and file names; no encoding can write it
UNTITLED_CHARS = 24  # of the text that stand for a headline where the page has none

# The one in C, where it is there, is seven times as quick; an archive has ten thousand such pages.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
PRINTED = re.compile(r"(?:1[6-9]|2[0-9])")  # centuries that newspapers were printed in


def read_articles(document: Document, tagger: Tagger) -> list[Article]:
    """The articles of one file, in its order.

    Raises:
        UnreadableFileError: a row or the front matter is broken, or there is no text.
    """
    if document.kind == "jsonl":
        return list(_jsonl_articles(document))
    if document.kind == "md":
        return [_markdown_article(document)]
    return _page_articles(document, tagger)


@dataclass(frozen=True)
class _Page:
    """A page while it is read."""

    lines: list[Line]
    raw: str
    tagger: Tagger

    def line(self, i: int) -> Printed:
        return mend(self.lines[i].printed, self.raw)

    def paragraph(self, numbers: tuple[int, ...]) -> Printed:
        return mend(_run_on([self.lines[i].printed for i in numbers]), self.raw)


def _page_articles(document: Document, tagger: Tagger) -> list[Article]:
    articles: list[Article] = []
    for lines in split_sheets(read_lines(document.text)):
        page = _Page(lines, "\n".join(line.text for line in lines), tagger)
        blocks = arrange(lines, read_story(lines, Seams(tagger, page.raw)), tagger)
        if not blocks:  # nothing on the page is a sentence: every line is a paragraph
            blocks = [Block(tuple((i,) for i in range(len(lines))), (), ())]
        for block in blocks:
            articles.append(_page_article(document, page, len(articles), block))
    return articles


def _page_article(document: Document, page: _Page, n: int, block: Block) -> Article:
    body = join(map(page.paragraph, block.paragraphs), "\n")
    title = " ".join(page.line(i).text for i in block.heads)
    captions = [
        caption
        for i in block.captions
        for caption in split_caption(page.line(i).text, body.text, page.tagger)
    ]
    return Article(
        id=f"{_stem(document)}-{n + 1}",
        title=title or _opening(body.text),
        text=body.text,
        published=UNKNOWN_DATE,
        source=_whole(document.path.name),
        captions=tuple(captions),
        runs=runs(body),
    )


def _run_on(pieces: list[Printed]) -> Printed:
    """Wrapped lines as one; only between two Latin words does the line end stand for a space."""
    whole = pieces[:1]
    for piece in pieces[1:]:
        latin = whole[-1].text[-1:].isalnum() and whole[-1].text[-1:].isascii()
        if latin and piece.text[:1].isalpha() and piece.text[:1].isascii():
            whole.append(Printed(" ", (NOWHERE,)))
        whole.append(piece)
    return join(whole)


def _markdown_article(document: Document) -> Article:
    fields, begin = _front_matter(document)
    paragraphs: list[list[Printed]] = [[]]
    place = begin
    for piece in document.text[begin:].splitlines(keepends=True):
        core = piece.strip()
        if not core:
            paragraphs.append([])
        else:
            start = place + piece.index(core)
            paragraphs[-1].append(Printed(core, tuple(range(start, start + len(core)))))
        place += len(piece)
    body = join((_run_on(p) for p in paragraphs if p), "\n")
    if not body.text:
        raise UnreadableFileError(f"{document.path}: no text below the front matter; add some")
    return Article(
        id=_stem(document),
        title=_field(fields, "title") or _opening(body.text),
        text=body.text,
        published=_published(document, fields, ""),
        source=_field(fields, "source") or _whole(document.path.name),
        runs=runs(body),
    )


def _front_matter(document: Document) -> tuple[dict[str, Any], int]:
    """The fields, and where the text behind them begins."""
    lines = document.text.splitlines(keepends=True)
    if not lines or lines[0].strip() != "---":
        return {}, 0
    closing = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    try:
        fields = yaml.load("".join(lines[1:closing]), _LOADER) if closing else None
    except (yaml.YAMLError, ValueError, RecursionError) as exc:  # ValueError: 30 February
        raise UnreadableFileError(_front_matter_cure(document)) from exc
    if closing is None or not isinstance(fields, dict | None):
        raise UnreadableFileError(_front_matter_cure(document))
    return fields or {}, sum(map(len, lines[: closing + 1]))


def _front_matter_cure(document: Document) -> str:
    return (
        f"{document.path}: the front matter cannot be read; write `title: …`, `published: "
        "2020-10-23`, `source: …` between two lines of ---"
    )


def _jsonl_articles(document: Document) -> Iterator[Article]:
    for n, line in enumerate(document.text.split("\n"), 1):  # a string may hold other line ends
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as exc:
            raise UnreadableFileError(_row_cure(document, n)) from exc
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise UnreadableFileError(_row_cure(document, n))
        text = _whole(row["text"])
        if text.strip():
            yield Article(
                id=_field(row, "id") or f"{_stem(document)}-{n}",
                title=_field(row, "title") or _opening(text),
                text=text,
                published=_published(document, row, f" line {n}"),
                source=_field(row, "source") or _whole(document.path.name),
            )


def _row_cure(document: Document, n: int) -> str:
    return (
        f'{document.path} line {n}: not an article; write one {{"id", "title", "published", '
        '"text"} object a line'
    )


def _published(document: Document, fields: dict[str, Any], where: str) -> PublicationDate:
    value = fields.get("published")
    if value in (None, ""):
        return UNKNOWN_DATE
    iso = value.isoformat() if isinstance(value, date) else str(value).strip()
    n_chars = min(len(iso), len("2020-10-23"))
    padded = iso + "-01-01"[n_chars - 4 :] if n_chars in (4, 7) else iso
    try:
        day = _printed_on(padded)
    except ValueError as exc:
        raise UnreadableFileError(
            f"{document.path}{where}: published: {iso} is no date; "
            "write 2020-10-23, 2020-10 or 2020"
        ) from exc
    return PublicationDate(
        day[:n_chars] if n_chars in (4, 7) else day, _field(fields, "published_basis")
    )


def _printed_on(iso: str) -> str:
    """An ISO day or time as an ISO day.

    Raises:
        ValueError: it is none, or of a century without newspapers.
    """
    if not PRINTED.match(iso):
        raise ValueError(iso)
    return datetime.fromisoformat(iso).date().isoformat()


def _field(fields: dict[str, Any], name: str) -> str:
    """A field on one line; "" where it is missing, null or blank."""
    value = fields.get(name)
    return "" if value is None else " ".join(_whole(str(value)).split())


def _whole(text: str) -> str:
    return HALF_A_PAIR.sub("\ufffd", text)


def _opening(text: str) -> str:
    first = text.strip().splitlines()[0]
    return first if len(first) <= UNTITLED_CHARS else first[:UNTITLED_CHARS] + "…"


def _stem(document: Document) -> str:
    return _whole(document.path.name.split(".")[0])
