"""What stands behind /remove -> the articles and files that it may mean."""

from __future__ import annotations

from pathlib import Path

from bot.pages import ASIDE, Pages
from bot.telegram.message import Part, Span, pack, say
from bot.telegram.offers import Removal
from bot.telegram.operator_texts import OperatorWords
from bot.wiring import open_record
from corpus.script import fold

__all__ = ["choice_part", "confirm_part", "find_removals"]

N_CHOICES = 8
MAX_LABEL = 60  # characters of a title


def find_removals(
    about: str, pages: Pages, index: Path, words: OperatorWords
) -> tuple[Removal, ...]:
    """Files that were sent, and articles whose title, id or source has the words; files first.

    Without words, only the files: there may be thousands of articles.

    Raises:
        RetrievalError: the index is missing or damaged.
    """
    wanted = fold(about)
    files = [
        Removal(label=words.page.format(name=page.name), page=page.name)
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


def choice_part(removals: tuple[Removal, ...], about: str, words: OperatorWords) -> Part:
    """The numbered list, or the line that says why there is none."""
    if not removals:
        none = words.not_found.format(about=_clip(about)) if about else words.nothing_to_remove
        return say(f"{none}\n{words.how_to_remove}")[0]
    lines = [f"{n}. {removal.label}" for n, removal in enumerate(removals, start=1)]
    below = [] if about else [(Span(words.how_to_remove),)]
    return pack([(Span(words.which),), (Span("\n".join(lines)),), *below])[0]


def confirm_part(removal: Removal, pages: Pages, words: OperatorWords) -> Part:
    """What would be removed, and what becomes of it."""
    aside = words.confirm_page.format(aside=pages.folder / ASIDE)
    said = aside if removal.page else words.confirm_article
    return pack([(Span(removal.label, "b"),), (Span(said),)])[0]


def _clip(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_LABEL else line[: MAX_LABEL - 1] + "…"
