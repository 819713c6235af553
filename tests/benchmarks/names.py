"""Tagged sentences -> how many of the printed names are found: the tagger alone, and ours.

    python tests/benchmarks/names.py [--set NAME ...] [--show missed|invented] [--data DIR]

A name counts only with both of its ends right. Most sets mark 李 in 李先生, and a reader is
better served with 李先生: the two last columns cut both down to the bare surname first.
`msra_val`, `peoples_daily_dev` and `resume_train` are for tuning;
the other sets are for the report.
"""

import argparse
import gzip
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.names import bare_surname
from corpus.people import find_people
from corpus.tagger import Token, load_tagger

PERSON = {"NAME", "PER", "name"}  # what the sets call a person
REPORTED = ("resume_dev", "resume_test", "msra_test", "peoples_daily_test", "cluener_dev")

Name = tuple[int, int]  # half-open offsets in the sentence


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence and the names that people marked in it."""

    text: str
    names: frozenset[Name]


def labelled(path: Path) -> Iterator[Labelled]:
    """The sentences of a set."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            names = {(e["start"], e["end"]) for e in row["entities"] if e["type"] in PERSON}
            yield Labelled(row["text"], frozenset(names))


def tagged_names(tokens: Sequence[Token]) -> set[Name]:
    """What the tagger alone calls a person."""
    return {(t.start, t.end) for t in tokens if t.tag == "PER"}


def found_names(text: str, tokens: Sequence[Token]) -> set[Name]:
    """What we call one. The one door."""
    return {(p.start, p.end) for p in find_people(text, tokens)}


def bare(text: str, names: Iterable[Name]) -> set[Name]:
    """The names as the sets mark them: of a surname with a courtesy, the surname."""
    found = set()
    for start, end in names:
        surname = bare_surname(text[start:end])
        begin = text.index(surname, start, end)
        found.add((begin, begin + len(surname)))
    return found


def shares(found: int, right: int, true: int) -> str:
    """Precision, recall and F1 as they are printed."""
    precision, recall = right / max(1, found), right / max(1, true)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{precision:7.1%} {recall:7.1%} {f1:7.1%}"


def around(text: str, name: Name) -> str:
    """A name in brackets with a few words on both sides."""
    start, end = name
    return f"{text[max(0, start - 14) : start]}[{text[start:end]}]{text[end : end + 10]}"


def main() -> None:
    """Prints a row a set."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--set", nargs="+", default=REPORTED, metavar="NAME")
    options.add_argument("--show", choices=("missed", "invented"))
    options.add_argument("--data", type=Path, default=Path("/work/shared/data"))
    asked = options.parse_args()
    tagger = load_tagger()
    print(
        f"{'':20}{'names':>7}   {'LAC alone: P, R, F1':26}{'find_people':26}"
        f"{'LAC alone, bare':26}{'find_people, bare':26}{'ms/sentence':>12}"
    )
    for name in asked.set:
        n_true, found = 0, [[0, 0] for _ in range(4)]  # found and right, a column
        rows = list(labelled(asked.data / "ner" / f"{name}.jsonl.gz"))
        tagging = finding = 0.0
        for row in rows:
            begin = time.perf_counter()
            tokens = tagger.tag(row.text)
            middle = time.perf_counter()
            ours = found_names(row.text, tokens)
            tagging, finding = tagging + middle - begin, finding + time.perf_counter() - middle
            lac = tagged_names(tokens)
            wrong = row.names - ours if asked.show == "missed" else ours - row.names
            for place in sorted(wrong) if asked.show else ():
                print(asked.show, around(row.text, place))
            n_true += len(row.names)
            columns = (lac, ours, bare(row.text, lac), bare(row.text, ours))
            for column, names in zip(found, columns, strict=True):
                column[0] += len(names)
                column[1] += len(names & row.names)
        cost = f"{tagging / len(rows) * 1000:5.1f} +{finding / len(rows) * 1000:.2f}"
        table = "   ".join(shares(n_found, n_right, n_true) for n_found, n_right in found)
        print(f"{name:20}{n_true:7}   {table}{cost:>15}")


if __name__ == "__main__":
    main()
