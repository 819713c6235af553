"""Hand-made record of posts -> how many of them read_posts finds.

    python tests/benchmarks/posts.py [--half even|odd|all] [--show] [--data DIR]

Rules were set on the even lines of tests/data/posts_gold.jsonl; the odd ones are held out. Rows
whose article is not there are left out and counted. `lenient`: one post contains the other and
both end in the same two characters. Parts are compared as a person's (name, part); bodies only
where the part is right, as equal and by overlap (one contains the other, or both are none).
"""

import argparse
import gzip
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.articles import UNKNOWN_DATE, Article, PublicationDate
from corpus.posts import PostFact, read_posts
from corpus.reading import read_corpus
from corpus.tagger import LacTagger, load_tagger

ROOT = Path(__file__).parents[2]
GOLD = ROOT / "tests" / "data" / "posts_gold.jsonl"


@dataclass(frozen=True, slots=True)
class Post:
    """A post as labelled or as found."""

    name: str
    post: str
    parts: tuple[str, ...]
    bodies: tuple[str, ...]
    former: bool


def articles(data: Path, tagger: LacTagger, wanted: set[tuple[str, str]]) -> dict[str, Article]:
    """The articles that the record speaks of, by id."""
    found = {}
    for year in ("2018", "2020"):
        path = data / "data" / "news" / f"{year}.jsonl.gz"
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if (f"news/{year}", row["id"]) in wanted:
                    date = PublicationDate(row["published"]) if row["published"] else UNKNOWN_DATE
                    found[row["id"]] = Article(row["id"], row["title"], row["text"], date, "")
    return found | {a.id: a for a in read_corpus([data / "seeds"], tagger).articles}


def labelled(row: dict) -> list[Post]:
    """The posts of a row of the record."""
    return [
        Post(p["name"], p["post"], tuple(p["parts"]), tuple(p["bodies"]), p["former"])
        for p in row["posts"]
    ]


def found_posts(facts: tuple[PostFact, ...], start: int, end: int) -> list[Post]:
    """The posts that were read in one sentence. The one door."""
    return [
        Post(
            fact.name.text,
            fact.post.text,
            tuple(part.text for part in fact.parts),
            tuple(part.body for part in fact.parts),
            fact.former,
        )
        for fact in facts
        if start <= fact.name.start < end
    ]


def alike(true: Post, found: Post) -> bool:
    """Whether two posts of one name are the same but for their length."""
    nested = true.post in found.post or found.post in true.post
    return true.name == found.name and nested and true.post[-2:] == found.post[-2:]


def matched(true: list[Post], found: list[Post]) -> Iterator[tuple[Post, Post]]:
    """Pairs that are alike, equal ones first, none used twice."""
    left = list(found)
    for post in sorted(true, key=lambda t: all(t.post != f.post for f in found)):
        near = [f for f in left if alike(post, f)]
        best = max(near, key=lambda f: (f.post == post.post, f.former == post.former), default=None)
        if best is not None:
            left.remove(best)
            yield post, best


def counted(true: list[Post], found: list[Post]) -> Counter:
    """What one sentence adds to the figures."""
    n: Counter = Counter({"true": len(true), "found": len(found)})
    n["true parts"], n["found parts"] = (sum(len(p.parts) for p in ps) for ps in (true, found))
    n["right parts"] = sum(
        (
            Counter((t.name, p) for t in true for p in t.parts)
            & Counter((f.name, p) for f in found for p in f.parts)
        ).values()
    )
    for t, f in matched(true, found):
        n["lenient"] += 1
        n["exact"] += t.post == f.post
        n["true former"] += t.former
        n["found former"] += f.former
        n["right former"] += t.former and f.former
        ours = dict(zip(f.parts, f.bodies, strict=True))
        for part, body in zip(t.parts, t.bodies, strict=True):
            if part in ours:
                n["bodies"] += 1
                n["equal bodies"] += body == ours[part]
                overlap = bool(body) == bool(ours[part])
                n["near bodies"] += overlap and (body in ours[part] or ours[part] in body)
    return n


def shown(text: str, true: list[Post], found: list[Post]) -> None:
    """Prints a sentence whose posts or bodies differ."""
    if sorted(map(repr, true)) == sorted(map(repr, found)):
        return
    print(text)
    for sign, posts, others in (("-", true, found), ("+", found, true)):
        for post in posts:
            if post not in others:
                old = "former" if post.former else ""
                print("   ", sign, post.name, "|", post.post, "|", *post.parts, post.bodies, old)


def main() -> None:
    """Prints the figures of one half of the record."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--half", choices=("even", "odd", "all"), default="even")
    options.add_argument("--show", action="store_true")
    options.add_argument("--data", type=Path, default=ROOT.parent / "shared")
    asked = options.parse_args()
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    rows = rows[{"odd": 1}.get(asked.half, 0) :: 1 if asked.half == "all" else 2]
    tagger = load_tagger()
    held = articles(asked.data, tagger, {(r["source"], r["id"]) for r in rows})
    n: Counter = Counter()
    seconds = 0.0
    for row in rows:
        article = held.get(row["id"])
        sentence = article.text[row["start"] : row["end"]] if article else ""
        if article is None or hashlib.sha1(sentence.encode()).hexdigest()[:8] != row["digest"]:
            n["left out"] += 1
            continue
        begin = time.perf_counter()
        facts = read_posts(article, tagger)
        seconds += time.perf_counter() - begin
        true, found = labelled(row), found_posts(facts, row["start"], row["end"])
        n += counted(true, found)
        if asked.show:
            shown(sentence, true, found)
    report(n, len(rows), seconds)


def report(n: Counter, n_rows: int, seconds: float) -> None:
    """Prints precision and recall of each kind."""
    print(f"{n_rows} sentences, {n['left out']} left out; {n['true']} posts, {n['found']} found")
    kinds = (
        ("(name, post) exact", "exact", "found", "true"),
        ("(name, post) lenient", "lenient", "found", "true"),
        ("(name, part)", "right parts", "found parts", "true parts"),
        ("former, of matched", "right former", "found former", "true former"),
    )
    for label, right, found, true in kinds:
        precision, recall = n[right] / max(1, n[found]), n[right] / max(1, n[true])
        print(f"{label:24} precision {precision:6.1%}  recall {recall:6.1%}")
    for label, right in (("equal", "equal bodies"), ("by overlap", "near bodies")):
        share = n[right] / max(1, n["bodies"])
        print(f"{'bodies ' + label:24} {share:6.1%} of {n['bodies']} right parts")
    print(f"{seconds / n_rows * 1000:.0f} ms an article, tagging included")


if __name__ == "__main__":
    main()
