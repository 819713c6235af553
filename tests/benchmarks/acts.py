"""Labelled sentences -> how many of the acts are found, and how many of the found are there.

    python tests/benchmarks/acts.py [--half development|held-out] [--show] [--data DIR]

A pair is an actor and a verb; a found act counts for each verb in its words. Lines are counted
from 0: even ones are for development, odd ones are held out.
"""

import argparse
import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.acts import ActFact, read_acts
from corpus.articles import UNKNOWN_DATE, Article
from corpus.reading import read_corpus
from corpus.tagger import load_tagger

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "data" / "acts_gold.jsonl"
HALVES = {"development": (0,), "held-out": (1,), "all": (0, 1)}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence with what it tells; `may` holds what counts neither way."""

    article: Article
    start: int
    end: int
    acts: frozenset[tuple[str, str]]
    may: frozenset[tuple[str, str]]


@cache
def articles_of(source: str, shared: Path) -> dict[str, Article]:
    """The articles of a source by their ids."""
    if source == "seed":
        return {a.id: a for a in read_corpus([shared / "seeds"], load_tagger()).articles}
    with gzip.open(shared / "data" / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return {r["id"]: Article(r["id"], r["title"], r["text"], UNKNOWN_DATE, "") for r in rows}


def labelled(shared: Path, half: str) -> Iterator[Labelled]:
    """The sentences of a half; one whose text has changed ends the run."""
    for number, line in enumerate(GOLD.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        if number % 2 not in HALVES[half]:
            continue
        article = articles_of(row["source"], shared)[row["id"]]
        sentence = article.text[row["start"] : row["end"]]
        digest = hashlib.sha1(sentence.encode()).hexdigest()[:8]
        if digest != row["digest"]:
            raise SystemExit(f"line {number}: {row['id']} reads otherwise now; label it again")
        acts, may = (
            frozenset((name, act["verb"]) for act in row[key] for name in act["actors"])
            for key in ("acts", "may")
        )
        yield Labelled(article, row["start"], row["end"], acts, may)


def names_of(pairs: frozenset[tuple[str, str]], acts: list[ActFact]) -> frozenset[str]:
    """The labelled or found actors that are persons, by the tagger's word."""
    names = {name for name, _ in pairs} | {a.text for act in acts for a in act.actors}
    tagger = load_tagger_once()
    return frozenset(n for n in names if all(t.tag == "PER" for t in tagger.tag(n)))


@cache
def load_tagger_once():
    return load_tagger()


def marked(row: Labelled, found: list[ActFact]) -> tuple[Counter, list[str]]:
    """The counts of a sentence, and what was missed or made up."""
    persons = names_of(row.acts | row.may, found)
    n: Counter = Counter()
    notes = []
    for name, verb in sorted(row.acts):
        hit = any(verb in f.act.text for f in found if any(a.text == name for a in f.actors))
        n += Counter({"labelled": 1, "hit": hit})
        if name in persons:
            n += Counter({"labelled persons": 1, "hit persons": hit})
        notes += [] if hit else [f"  missed  {name}: {verb}"]
    for act in found:
        for actor in act.actors:
            verbs = {verb for name, verb in row.acts if name == actor.text}
            allowed = {verb for name, verb in row.may if name == actor.text}
            right = any(verb in act.act.text for verb in verbs)
            if not right and any(verb in act.act.text for verb in allowed):
                continue
            n += Counter({"found": 1, "right": right})
            if actor.text in persons:
                n += Counter({"found persons": 1, "right persons": right})
            notes += [] if right else [f"  wrong   {actor.text}: {act.act.text}"]
    return n, notes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=HALVES, default="all")
    parser.add_argument("--show", action="store_true", help="what was missed and made up")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    options = parser.parse_args()
    tagger, total = load_tagger_once(), Counter()
    for row in labelled(options.data, options.half):
        acts = [
            act
            for act in read_acts(row.article, tagger)
            if act.sentence.start == row.start and act.sentence.end == row.end
        ]
        n, notes = marked(row, acts)
        total += n
        if options.show and notes:
            print(row.article.id, row.article.text[row.start : row.end], *notes, sep="\n")
    for kind in ("", " persons"):
        found, right = total[f"found{kind}"], total[f"right{kind}"]
        wanted, hit = total[f"labelled{kind}"], total[f"hit{kind}"]
        print(
            f"{kind.strip() or 'all'}: precision {right / max(found, 1):.3f} ({right}/{found}), "
            f"recall {hit / max(wanted, 1):.3f} ({hit}/{wanted})"
        )


if __name__ == "__main__":
    main()
