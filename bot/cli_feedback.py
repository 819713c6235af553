"""Words of the command line -> what readers said of the answers, and forgetting a reader."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.options import ANSWERED, NO_ANSWER
from bot.settings import read_settings

if TYPE_CHECKING:
    from bot.ledger import Feedback, Ledger

__all__ = ["feedback", "forget"]

N_SHOWN = 20  # newest ones in the table; a screen
MAX_CELL = 40  # characters
VERDICTS = {"useful": "有用", "wrong": "不对"}


def feedback(
    as_jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Rows for wenshi evaluate, one JSON object a line.")
    ] = False,
) -> None:
    """Print what readers said of the bot's answers: 有用, 不对, and what is right."""
    with _open() as ledger:
        told = ledger.feedback() if ledger else []
    if as_jsonl:
        rows = [row for row in map(_row, told) if row is not None]
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
        if len(rows) < len(told):
            left_out = f"{len(told) - len(rows)} answers were called wrong and nobody said what is"
            print(f"{left_out} right; they are left out", file=sys.stderr)
    elif told:
        _show(told)
    else:
        print("还没有人点过“有用”或“不对”。", file=sys.stderr)
    raise typer.Exit(ANSWERED if told else NO_ANSWER)


def forget(
    user_id: Annotated[int, typer.Argument(metavar="USER_ID", help="The number Telegram gives.")],
) -> None:
    """Remove everything that is kept of a user: replies, verdicts, comments, the language."""
    with _open() as ledger:
        n = ledger.forget(user_id) if ledger else 0
    print(f"已删除用户 {user_id} 的 {n} 条记录" if n else f"没有用户 {user_id} 的记录")


@contextmanager
def _open() -> Iterator[Ledger | None]:
    """The ledger, where the bot has made one; looking makes none."""
    from bot.ledger import FILE, Ledger

    folder = read_settings().data
    ledger = Ledger.open(folder) if folder and (folder / FILE).exists() else None
    try:
        yield ledger
    finally:
        if ledger:
            ledger.close()


def _row(told: Feedback) -> dict[str, Any] | None:
    """A question with what is right; None where nobody said.

    A wrong answer stands in the wrong article as often as not, so only a useful one names its own.
    """
    from retrieval.reply import Answer

    reply = told.reply
    if told.verdict == "wrong" and not told.comment:
        return None
    row: dict[str, Any] = {
        "id": f"{told.reply_id}-{told.user_id}",
        "question": reply.resolved_question or reply.question,
        "answers": [told.comment] if told.verdict == "wrong" else [],
        "type": reply.type,
        "verdict": told.verdict,
    }
    if isinstance(reply, Answer):
        row["answered"] = reply.short
        if told.verdict == "useful":
            best = reply.citations[0]
            row |= {"answers": [reply.short], "article_id": best.article_id}
            row |= {"quote": best.quote, "start": best.start, "end": best.end}
    return row


def _show(told: list[Feedback]) -> None:
    """Totals, and the newest ones in a table."""
    from retrieval.reply import Answer

    wrong = [one for one in told if one.verdict == "wrong"]
    corrected = sum(bool(one.comment) for one in wrong)
    print(f"有用 {len(told) - len(wrong)}，不对 {len(wrong)}（其中 {corrected} 条说了对的是什么）")
    table = Table("日期", "评价", "问题", "回答", "对的是", box=None, pad_edge=False)
    for one in told[-N_SHOWN:]:
        answer = one.reply.short if isinstance(one.reply, Answer) else "（没有找到）"
        date = datetime.fromtimestamp(one.given).astimezone().date().isoformat()
        cells = (one.reply.question, answer, one.comment)
        table.add_row(date, VERDICTS[one.verdict], *_clipped(cells))
    Console(highlight=False).print(table)


def _clipped(cells: Iterable[str]) -> Iterable[Text]:
    for cell in cells:
        line = " ".join(cell.split())
        yield Text(line if len(line) <= MAX_CELL else line[: MAX_CELL - 1] + "…")
