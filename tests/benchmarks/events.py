"""A hand-made record -> how much of its events, initiatives and lists is read.

    python tests/benchmarks/events.py [--half even|odd|all] [--show] [--speed N]

Rules were tuned on the rows with an even number, counted from 0; the odd ones are held out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from corpus.articles import Article, PublicationDate  # noqa: E402  # on the path only now
from corpus.dated import read_dates  # noqa: E402
from corpus.events import read_events  # noqa: E402
from corpus.initiatives import read_initiatives  # noqa: E402
from corpus.lists import read_lists  # noqa: E402
from corpus.reading import read_corpus  # noqa: E402
from corpus.tagger import Tagger, load_tagger  # noqa: E402

GOLD = ROOT / "tests" / "data" / "events_gold.jsonl"
SHARED = ROOT.parent / "shared"
MARKS = re.compile(r"[^\w]+")
ALIKE = 0.6  # share of character pairs from which two names are of one thing


class Tally:
    """Counts of what was right, read, and on record, by kind; and what to show."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.read: Counter[str] = Counter()
        self.gold: Counter[str] = Counter()
        self.notes: list[str] = []

    def add(self, kind: str, right: int, read: int, gold: int) -> None:
        self.right[kind] += right
        self.read[kind] += read
        self.gold[kind] += gold

    def table(self) -> Iterator[str]:
        yield f"{'kind':28}{'precision':>10}{'recall':>8}{'right':>7}{'read':>6}{'gold':>6}"
        for kind in self.gold:
            right, read, gold = self.right[kind], self.read[kind], self.gold[kind]
            precision, recall = right / read if read else 0.0, right / gold if gold else 0.0
            yield f"{kind:28}{precision:10.2f}{recall:8.2f}{right:7}{read:6}{gold:6}"


def bare(text: str) -> str:
    return MARKS.sub("", text)


def pairs(text: str) -> set[str]:
    text = bare(text)
    return {text[i : i + 2] for i in range(len(text) - 1)}


def same_name(one: str, other: str) -> bool:
    """Whether one contains the other, or they share most of their character pairs."""
    a, b = bare(one), bare(other)
    if not a or not b or a in b or b in a:
        return bool(a and b)
    shared = len(pairs(a) & pairs(b))
    return shared >= ALIKE * min(len(pairs(a)), len(pairs(b)))


def same_item(one: str, other: str) -> bool:
    """Items of lists: equal, or one the other's head up to a comma."""
    a, b = bare(one), bare(other)
    return a == b or bare(re.split("[，,]", one)[0]) == b


def matched(read: Sequence[str], gold: Sequence[Sequence[str]]) -> list[tuple[int, int]]:
    """(read, gold) pairs, each used once; exact names first."""
    found: list[tuple[int, int]] = []
    for exact in (True, False):
        for g, names in enumerate(gold):
            for r, name in enumerate(read):
                free = all(r != i and g != j for i, j in found)
                fits = any(bare(name) == bare(n) if exact else same_name(name, n) for n in names)
                if free and fits:
                    found.append((r, g))
    return found


def shared(read: Iterable[str], gold: Iterable[str]) -> int:
    left = list(gold)
    n = 0
    for name in read:
        hit = next((g for g in left if bare(g) in bare(name) or bare(name) in bare(g)), None)
        if hit is not None:
            left.remove(hit)
            n += 1
    return n


def measure_events(article: Article, row: dict, tagger: Tagger, tally: Tally) -> None:
    events = read_events(article, read_dates(article), tagger)
    gold = row["events"]
    found = matched([e.what.text for e in events], [[g["what"], *g.get("also", [])] for g in gold])
    tally.add("events", len(found), len(events), len(gold))
    for r, g in found:
        event, entry = events[r], gold[g]
        written, expected = [w.written.text for w in event.when], entry["when_written"]
        hit = any(bare(w) in bare(expected) or bare(expected) in bare(w) for w in written)
        tally.add("  when", bool(expected) and hit, len(written), bool(expected))
        for kind in ("where", "hosts", "participants"):
            texts = [q.text for q in getattr(event, kind)]
            right = shared(texts, entry[kind])
            tally.add(f"  {kind}", right, len(texts), len(entry[kind]))
            if texts != entry[kind]:
                tally.notes.append(f"{event.what.text} {kind}: {texts} for {entry[kind]}")
        if not (written and hit) and (written or expected):
            tally.notes.append(f"{event.what.text} when: {written} for {expected}")
    hits, known = {r for r, _ in found}, {g for _, g in found}
    tally.notes += [f"EXTRA {e.what.text}" for i, e in enumerate(events) if i not in hits]
    tally.notes += [f"MISSED {e['what']}" for i, e in enumerate(gold) if i not in known]


def measure_initiatives(article: Article, row: dict, tagger: Tagger, tally: Tally) -> None:
    lists = read_lists(article, tagger)
    read = read_initiatives(article, read_dates(article), lists, tagger)
    gold = row["initiatives"]
    found = matched([i.name.text for i in read], [[g["name"]] for g in gold])
    tally.add("initiatives", len(found), len(read), len(gold))
    for r, g in found:
        started = [q.text for q in read[r].started_by]
        right = shared(started, gold[g]["started_by"])
        tally.add("  started_by", right, len(started), len(gold[g]["started_by"]))
        parts = [[q.text for q in part.items] for part in read[r].parts]
        right = sum(any(same_list(p, e) for p in parts) for e in gold[g]["parts"])
        tally.add("  parts", right, len(parts), len(gold[g]["parts"]))
        if started != gold[g]["started_by"]:
            tally.notes.append(f"{read[r].name.text} by: {started} for {gold[g]['started_by']}")
    hits, known = {r for r, _ in found}, {g for _, g in found}
    tally.notes += [f"EXTRA I {e.name.text}" for i, e in enumerate(read) if i not in hits]
    tally.notes += [f"MISSED I {e['name']}" for i, e in enumerate(gold) if i not in known]


def same_list(read: Sequence[str], gold: Sequence[str]) -> bool:
    return len(read) == len(gold) and all(map(same_item, read, gold))


def measure_lists(article: Article, row: dict, tagger: Tagger, tally: Tally) -> None:
    read = [[q.text for q in fact.items] for fact in read_lists(article, tagger)]
    gold = [entry["items"] for entry in row["lists"]]
    exact = [g for g in gold if any(same_list(r, g) for r in read)]
    tally.add("lists, whole", len(exact), len(read), len(gold))
    items = [i for items in gold for i in items]
    right = sum(any(same_item(r, i) for rs in read for r in rs) for i in items)
    tally.add("lists, items", right, sum(map(len, read)), len(items))
    tally.notes += [f"MISSED L {g}" for g in gold if g not in exact]
    tally.notes += [f"EXTRA L {r}" for r in read if not any(same_list(r, g) for g in gold)]


def news(year: str) -> dict[str, Article]:
    with gzip.open(SHARED / "data" / "news" / f"{year}.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return {
        r["id"]: Article(r["id"], r["title"], r["text"], PublicationDate(r["published"]), year)
        for r in rows
    }


def speed(articles: Sequence[Article], tagger: Tagger) -> None:
    """Milliseconds an article: first the tagger alone, then each reader with its words at hand."""
    spent: Counter[str] = Counter()
    for article in articles:
        dates = read_dates(article)
        for name, read in (
            ("lists and the tagger", lambda a: read_lists(a, tagger)),
            ("lists", lambda a: read_lists(a, tagger)),
            ("events", lambda a, d=dates: read_events(a, d, tagger)),
            ("initiatives", lambda a, d=dates: read_initiatives(a, d, (), tagger)),
        ):
            begin = time.perf_counter()
            read(article)
            spent[name] += time.perf_counter() - begin
    for name, seconds in spent.items():
        print(f"{name:28}{1000 * seconds / len(articles):8.2f} ms an article")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=["even", "odd", "all"], default="all")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--speed", type=int, default=0, metavar="N")
    options = parser.parse_args()
    tagger = load_tagger()
    known = {a.id: a for a in read_corpus([SHARED / "seeds"], tagger).articles}
    known = {i: replace(a, id=i) for i, a in known.items()} | news("2018") | news("2020")
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    tally = Tally()
    for number, row in enumerate(rows):
        if options.half != "all" and number % 2 != (options.half == "odd"):
            continue
        tally.notes.append(f"## {row['id']}")
        for measure in (measure_events, measure_initiatives, measure_lists):
            measure(known[row["id"]], row, tagger, tally)
    print("\n".join([*tally.notes, ""] if options.show else []), end="")
    print("\n".join(tally.table()))
    if options.speed:
        speed(list(news("2018").values())[: options.speed], tagger)


if __name__ == "__main__":
    main()
