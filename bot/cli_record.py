"""Words of the command line -> a look at the record: who, timeline, initiatives."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from bot.errors import BotError
from bot.options import ANSWERED, NO_ANSWER, AsJson, IndexFolder
from bot.settings import with_index

if TYPE_CHECKING:
    from bot.looking import Entry
    from corpus.chronicle import EventRecord
    from corpus.persons import PersonRecord
    from retrieval.record import Record

__all__ = ["initiatives", "timeline", "who"]

INFERRED = "年份为推定"  # where the article's basis was told before
CITED = ("职务", "事迹")  # lines that are shown with their sentence


def who(
    name: Annotated[str | None, typer.Argument(help="A person; without one, everybody.")] = None,
    as_json: AsJson = False,
    index: IndexFolder = None,
) -> None:
    """Print a person's posts with their years, and acts, each with its sentence."""
    from bot.looking import person_entry
    from bot.rows import person_row

    record = _open(index)
    if name is None:
        people = record.people
        if as_json:
            _print_rows(map(person_row, people))
        else:
            for person in people:
                post = person.posts[0].post.post.text if person.posts else ""
                print(f"{person.name}　{person.n_mentions}处　{post}".rstrip("　"))
        if not people:
            print("文章里没有找到人物。", file=sys.stderr)
        raise typer.Exit(ANSWERED if people else NO_ANSWER)
    found = _persons(record, name)
    if as_json:
        _print_rows(map(person_row, found))
    explained: set[str] = set()
    for n, person in enumerate(found, start=1) if not as_json else ():
        if len(found) > 1:
            print(f"同名的第{n}人：")
        _show(person_entry(person), explained)
    raise typer.Exit(ANSWERED if found else NO_ANSWER)


def timeline(
    year: Annotated[int | None, typer.Option("--year", min=1, max=9999, help="Only one.")] = None,
    as_json: AsJson = False,
    png: Annotated[
        Path | None, typer.Option("--png", help="Draw a picture into this file instead.")
    ] = None,
    index: IndexFolder = None,
) -> None:
    """Print the events in order of time, each with its sentence."""
    from bot.looking import event_entry
    from bot.rows import event_row

    record = _open(index)
    events = [e for e in record.events if year is None or e.year == year]
    if not events:
        print(_no_events(record.events, year), file=sys.stderr if as_json else sys.stdout)
        raise typer.Exit(NO_ANSWER)
    if png is not None:
        from bot.picture import draw_timeline

        draw_timeline([event_entry(e) for e in events], png)
        print(png, file=sys.stderr if as_json else sys.stdout)
        if not as_json:
            return
    if as_json:
        _print_rows(map(event_row, events))
        return
    explained: set[str] = set()
    for event in events:
        _show(event_entry(event), explained, date_first=True)


def initiatives(as_json: AsJson = False, index: IndexFolder = None) -> None:
    """Print the named initiatives: who began them, their parts in full, their sentences."""
    from bot.looking import initiative_entry
    from bot.rows import initiative_row

    found = _open(index).initiatives
    if as_json:
        _print_rows(map(initiative_row, found))
    if not found:
        print("文章里没有找到行动、计划或活动的名称。", file=sys.stderr)
    explained: set[str] = set()
    for initiative in found if not as_json else ():
        _show(initiative_entry(initiative), explained)
    raise typer.Exit(ANSWERED if found else NO_ANSWER)


def _open(index: Path | None) -> Record:
    from bot.wiring import open_record

    return open_record(with_index(index).index)


def _persons(record: Record, name: str) -> Sequence[PersonRecord]:
    """Whoever bears the name; without anybody, says so and names who is nearly called so."""
    from corpus.script import fold
    from retrieval.support import near_names

    folded = fold(name).strip()
    if not folded:
        raise BotError("the name is empty; ask like this: wenshi who 宋宗德")
    found = record.person(folded)
    if not found:
        near = near_names(folded, record.names)[:3]
        hint = f"（文中有“{'”“'.join(near)}”，是另一个名字）" if near else ""
        Console(stderr=True, highlight=False).print(Text(f"文章里没有提到“{name}”{hint}。"))
    return found


def _no_events(events: Iterable[EventRecord], year: int | None) -> str:
    years = sorted({e.year for e in events if e.year})
    if year is None or not years:
        return "文章里没有找到活动。"
    return f"文章里没有{year}年的活动；写到的年份：{'、'.join(map(str, years))}。"


def _print_rows(rows: Iterable[dict[str, Any]]) -> None:
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))


def _show(entry: Entry, explained: set[str], *, date_first: bool = False) -> None:
    """An entry for a person to read; how an article's year is known is said once in a run."""
    from retrieval.wording import source_line

    console = Console(highlight=False, soft_wrap=True)
    name, about = Text(entry.name, style="bold"), Text(entry.about)
    head = Text("　").join((about, name) if date_first else (name, about))
    if entry.basis:
        told = entry.lines[0].citation.article_id in explained
        head.append(f"（{INFERRED if told else entry.basis}）", style="dim")
    console.print(head)
    source = ""
    for n, line in enumerate(entry.lines):
        source = (
            source_line(line.citation, with_basis=line.citation.article_id not in explained)
            or source
        )
        explained.add(line.citation.article_id)
        is_quote = line.text == line.citation.quote
        console.print(
            Text(
                "    " + (f"“{line.text}”" if is_quote else f"{line.label} {line.text}"),
                style="green" if is_quote else "",
            )
        )
        if not is_quote and line.label in CITED:
            console.print(Text(f"        “{line.citation.quote}”", style="green"))
        following = entry.lines[n + 1].citation.article_id if n + 1 < len(entry.lines) else ""
        if following != line.citation.article_id:
            console.print(Text(f"    ——{source}", style="dim"))
    console.print()
