"""Words after /remove -> the articles and files that they may mean."""

from __future__ import annotations

from pathlib import Path

from bot.pages import ASIDE, Pages
from bot.telegram import operator_texts as words
from bot.telegram.message import Part, Span, pack, say
from bot.telegram.offers import Removal
from bot.wiring import open_record
from corpus.script import fold

__all__ = ["choice_part", "confirm_part", "find_removals"]

N_CHOICES = 8
MAX_LABEL = 60  # characters of a title


def find_removals(about: str, pages: Pages, index: Path) -> tuple[Removal, ...]:
    """Files that were sent, and articles whose title, id or source has the words; files first.

    Without words, only the files: there may be thousands of articles.

    Raises:
        RetrievalError: the index is missing or damaged.
    """
    wanted = fold(about)
    files = [
        Removal(label=f"文件 {page.name}", page=page.name)
        for page in pages.listed()
        if wanted in fold(page.name)
    ]
    if not wanted:
        return tuple(files[:N_CHOICES])
    articles = [
        Removal(label=_clip(f"《{article.title}》 {article.source}"), article=article.id)
        for article in open_record(index).articles.values()
        if wanted in fold(f"{article.title}\n{article.id}\n{article.source}")
    ]
    return tuple([*files, *articles][:N_CHOICES])


def choice_part(removals: tuple[Removal, ...], about: str) -> Part:
    """The numbered list, or the line that says why there is none."""
    if not removals:
        none = words.NOT_FOUND.format(about=_clip(about)) if about else words.NOTHING_TO_REMOVE
        return say(f"{none}\n{words.HOW_TO_REMOVE}")[0]
    lines = [f"{n}. {removal.label}" for n, removal in enumerate(removals, start=1)]
    below = [] if about else [(Span(words.HOW_TO_REMOVE),)]
    return pack([(Span(words.WHICH),), (Span("\n".join(lines)),), *below])[0]


def confirm_part(removal: Removal, pages: Pages) -> Part:
    """What would be removed, and what becomes of it."""
    aside = words.CONFIRM_PAGE.format(aside=pages.folder / ASIDE)
    said = aside if removal.page else words.CONFIRM_ARTICLE
    return pack([(Span(removal.label, "b"),), (Span(said),)])[0]


def _clip(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_LABEL else line[: MAX_LABEL - 1] + "…"
