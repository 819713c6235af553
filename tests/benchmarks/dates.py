"""Labelled dates -> how many are resolved right: ours, and jionlp alone beside it.

    python tests/benchmarks/dates.py [--set jionlp|recognizers|news] [--show SYSTEM] [--data DIR]

Right is the first and the last day. What is out of scope is counted: open ends (2018年以前),
lengths of time, repeating times, clock times without a day, the reading ahead (`ret_future`), and
for recognizers dates left in the lunar calendar. A vague gold date (年底) is right when the answer
lies within its days; one without days, and what is no date (每周三), when no day is given.
"""

import argparse
import contextlib
import gzip
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from corpus.articles import Article, PublicationDate
from corpus.dated import read_dates
from corpus.resolving import resolve_sentence

GOLD = Path(__file__).parents[1] / "data" / "dates_gold.jsonl"  # odd lines are held out
HAS_DAY = re.compile(r"[日号天昨今明周期月节夕夜旬]|[0-9][-/.][0-9]")  # beside a clock time
LUNAR = re.compile(r"[农阴]历|正月|大年|初[一二三四五六七八九十]|[年元]正月")

Days = tuple[str, str]  # first and last, "" for none
NONE: Days = ("", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One expression, where it stands in its text, and the days that people say it means."""

    part: str
    text: str
    start: int
    end: int
    base: Any
    right: tuple[Days, ...]
    grain: str = ""

    @property
    def iso(self) -> str:
        """The base as a date of print."""
        if isinstance(self.base, dict):
            parts = [self.base[k] for k in ("year", "month", "day") if k in self.base]
        elif isinstance(self.base, list):
            parts = self.base[:3]
        else:
            return str(self.base)[:10]
        return "-".join(f"{n:02}" for n in parts)


def lines(path: Path) -> Iterator[Any]:
    """The rows of a file of JSON lines."""
    packed = path.read_bytes()
    text = gzip.decompress(packed) if path.suffix == ".gz" else packed
    yield from map(json.loads, text.decode().strip().split("\n"))


def jionlp_rows(data: Path, out: Counter[str]) -> Iterator[Row]:
    """The tests of jionlp: points and spans of whole days, or of a clock time with its day."""
    for row in lines(data / "time/jionlp_time.jsonl.gz"):
        kind, text = row["expected"]["type"], row["input"]
        if kind not in ("time_point", "time_span"):
            out[kind] += 1
            continue
        first, last = row["expected"]["time"]
        whole = first.endswith("00:00:00") and last.endswith("23:59:59")
        if "inf" in (first + last) or row["options"]:
            out["open end" if "inf" in (first + last) else "reading ahead"] += 1
        elif whole or (first[:10] == last[:10] and HAS_DAY.search(text)):
            yield Row("all", text, 0, len(text), row["reference"], ((first[:10], last[:10]),))
        else:
            out["clock time, or to the moment"] += 1


def recognizers_rows(data: Path, out: Counter[str]) -> Iterator[Row]:
    """Recognizers-Text: dates and closed ranges of dates, the past reading."""
    for row in lines(data / "time/recognizers_datetime.jsonl.gz"):
        for found in row["results"]:
            kind = found["type"].removeprefix("datetimeV2.")
            if kind not in ("date", "daterange"):
                out[kind] += 1
            elif LUNAR.search(found["text"]):
                out["lunar"] += 1
            elif days := past_days(found["value"] or {}):
                start, end = found["start"], found["start"] + len(found["text"])
                yield Row("all", row["input"], start, end, row["reference"], days)
            else:
                out["open end"] += 1


def past_days(value: Any) -> tuple[Days, ...]:
    """The accepted days. A range ends before its end; one of two dates may end with its last."""
    past = value.get("PastResolution") or (value.get("values") or [{}])[0]
    if day := past.get("date") or past.get("value"):
        return () if day == "not resolved" else (NONE if day < "0002" else (day, day),)
    first = past.get("startDate") or past.get("start")
    end = past.get("endDate") or past.get("end")
    if past.get("Mod") or not first or not end:
        return ()
    stated = date.fromisoformat(end)
    before = (stated - timedelta(days=1)).isoformat()
    timex = value.get("Timex") or past.get("timex")
    if not timex.startswith("("):
        return ((first, before),)
    lasts = [end, before]
    if stated.day == 1:
        lasts.append(((stated + timedelta(days=31)).replace(day=1) - timedelta(1)).isoformat())
    if end.endswith("-01-01"):
        lasts.append(f"{end[:4]}-12-31")
    return tuple((first, last) for last in lasts)


def news_rows(data: Path, _: Counter[str]) -> Iterator[Row]:
    """The hand-labelled expressions of news of a known date."""
    gold = list(lines(GOLD))
    wanted = {row["id"] for row in gold}
    texts = {
        a["id"]: a
        for source in sorted({row["source"] for row in gold})
        for a in lines(data / f"{source}.jsonl.gz")
        if a["id"] in wanted
    }
    for number, row in enumerate(gold, 1):
        article = texts[row["id"]]
        start, end = row["start"], row["end"]
        digest = hashlib.sha256(article["text"][start:end].encode()).hexdigest()[:8]
        assert digest == row["digest"], row
        part = "held out" if number % 2 else "development"
        days = (row["first"], row["last"])
        yield Row(part, article["text"], start, end, article["published"], (days,), row["grain"])


def ours(row: Row) -> tuple[bool, Days]:
    """Whether we find it, and the days we give it. The one door."""
    published = PublicationDate("" if row.base is None else row.iso)
    if row.grain:
        facts = read_dates(Article("a", "", row.text, published, ""))
        found = [(f.written.start, f.written.end, f.date) for f in facts]
    else:
        found = [(m.start, m.end, d) for m, d in resolve_sentence(row.text, published)]
    near = [d for start, end, d in found if start < row.end and row.start < end]
    return (bool(near), (near[0].first, near[0].last) if len(near) == 1 else NONE)


def load_jionlp() -> Callable[[Row], tuple[bool, Days]]:
    """The same door to jionlp; it is given the expression's own words where a text is long."""
    with contextlib.redirect_stdout(io.StringIO()):
        import jionlp  # type: ignore[import-untyped]

    def days(text: str, base: Any) -> Days:
        try:
            first, last = jionlp.parse_time(text, time_base=base)["time"]
        except Exception:  # it raises whatever its tables raise
            return NONE
        return (str(first)[:10], str(last)[:10])

    def answer(row: Row) -> tuple[bool, Days]:
        base = row.iso if row.grain or "T" in str(row.base) else row.base
        if isinstance(base, str):
            year, month, day = map(int, base[:10].split("-"))
            base = {"year": year, "month": month, "day": day}
        if row.grain or (row.start, row.end) == (0, len(row.text)):
            given = days(row.text[row.start : row.end], base)
            return given != NONE, given
        with contextlib.redirect_stdout(io.StringIO()):
            found = jionlp.ner.extract_time(row.text, time_base=base, with_parsing=False)
        near = [f["text"] for f in found if f["offset"][0] < row.end and row.start < f["offset"][1]]
        return (bool(near), days(near[0], base) if len(near) == 1 else NONE)

    return answer


def is_right(row: Row, given: Days) -> bool:
    """See the top of the file."""
    (first, last), *_ = row.right
    if row.grain == "vague" and first:
        return bool(given[0]) and first <= given[0] and given[1] <= last
    return given in row.right


def report(name: str, rows: list[Row], out: Counter[str], show: str) -> None:
    """A line for each part of a set, and the rows that one system has wrong."""
    systems = {"ours": ours, "jionlp": load_jionlp()}
    print(f"{name}: {len(rows)} in scope, out: {dict(out)}")
    results = {s: [(r, *call(r)) for r in rows] for s, call in systems.items()}
    for part in sorted({r.part for r in rows}):
        for system, answered in results.items():
            own = [(r, found, given) for r, found, given in answered if r.part == part]
            right = sum(is_right(r, given) for r, _, given in own)
            dated = sum(bool(given[0]) for *_, given in own)
            wrong = sum(bool(given[0]) and not is_right(r, given) for r, _, given in own)
            found = sum(f for _, f, _ in own)
            print(
                f"  {part:12} {system:7} n {len(own):4}  found {found / len(own):6.1%}"
                f"  right {right / len(own):6.1%}"
                f"  wrong among those dated {wrong / max(1, dated):6.1%}"
            )
    if name == "news":
        by_grain(results)
    for row, _, given in results.get(show, ()):
        if not is_right(row, given) and row.part != "held out":
            words = row.text[max(0, row.start - 8) : row.end + 6].replace("\n", "/")
            print(f"    {words} [{row.text[row.start : row.end]}] {row.base}: {row.right} {given}")


def by_grain(results: dict[str, list[tuple[Row, bool, Days]]]) -> None:
    """Right answers for each grain, over both halves."""
    for grain in ("day", "span", "month", "year", "vague", "none"):
        counts = []
        for system, answered in results.items():
            own = [is_right(r, given) for r, _, given in answered if r.grain == grain]
            counts.append(f"{system} {sum(own)}/{len(own)}")
        print(f"    {grain:6} {'  '.join(counts)}")


SETS = {"jionlp": jionlp_rows, "recognizers": recognizers_rows, "news": news_rows}


def main() -> None:
    """Measure one set or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", choices=SETS)
    parser.add_argument("--show", default="", choices=["", "ours", "jionlp"])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    args = parser.parse_args()
    for name, read in SETS.items():
        if args.set in (None, name):
            out: Counter[str] = Counter()
            report(name, list(read(args.data, out)), out, args.show)


if __name__ == "__main__":
    main()
