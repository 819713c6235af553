"""Place in a sentence -> the date that belongs to it: of its clause, or opening an earlier one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dated import DateFact
from corpus.quotes import Quote
from corpus.telling import BRACKET, Line

__all__ = ["find_moment"]

SINCE = re.compile(r"(?:以来|起(?!义)|前|之前|到|至今|出版|刊发)")  # dates behind or before these
UNTIL = re.compile(r"(?:自|自从|截至|截止到?|从|早在|到)$")  # bound something else
OF_NAME = re.compile(r"[“《]|度|全国|中国|国际|世界|第")
OPENERS = ("当地时间", "北京时间", "于", "而", "但")
FAR = 5  # clauses between a date that opens one and the verb that it dates


def find_moment(
    line: Line, number: int, what: Quote, limit: int, dates: Sequence[DateFact]
) -> DateFact | None:
    """The nearest date before the offset `limit` in clause `number`, or one that opens a clause.

    A date inside the name `what` is part of it and dates nothing.
    """
    clauses = line.clauses()
    here = clauses[number]
    text, begin = line.sentence.text, line.sentence.start
    for date in reversed(dates):
        written = date.written
        if written.start >= limit or what.start <= written.start < what.end:
            continue
        if written.start < line.sentence.start:
            return None
        if OF_NAME.match(text, written.end - begin) and not date.date.month:
            continue  # 2018年“春风”活动 and 2020年度讲堂 are names
        if (
            written.text.endswith("度")
            or SINCE.match(text, written.end - begin)
            or UNTIL.search(text[: written.start - begin])
        ):
            continue
        if written.start >= here.start:
            return date
        at = max((n for n, c in enumerate(clauses) if c.start <= written.start), default=0)
        before = [w for w in clauses[at].words if w.end <= written.start]
        opens = all(w.tag in ("TIME", BRACKET) or w.text in OPENERS for w in before)
        apart = "；" in text[written.end - begin : here.start - begin] or number - at > FAR
        return date if opens and not apart else None
    return None
