"""Follow-ups -> how many are understood; questions that stand alone -> how many are left alone.

    python tests/benchmarks/followups.py [--questions 300] [--only chat alone]

`chat`: the rewrite set, against rewrites by people; beside it what is won by changing nothing. The
set is chat between strangers about singers and food: no page, no citation, hardly a question.
`alone`: each question of the sets of news and search questions, asked after another one of its
set, drawn at random and answered as the set answers it; every one that is changed is printed.
Beside it, to show that there was something to lean on: how often a bare 那是哪天的事？ is resolved.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from corpus.articles import Article, PublicationDate  # noqa: E402  # the path is set only now
from corpus.facts import read_facts  # noqa: E402
from corpus.passages import split_sentences  # noqa: E402
from corpus.reading import STARTER, read_corpus  # noqa: E402
from corpus.tagger import Tagger, load_tagger  # noqa: E402
from retrieval.focus import Known  # noqa: E402
from retrieval.following import resolve  # noqa: E402
from retrieval.lexical import grow_dictionary  # noqa: E402
from retrieval.question import understand  # noqa: E402
from retrieval.record import Record  # noqa: E402
from retrieval.reply import Citation  # noqa: E402
from retrieval.turns import Turn  # noqa: E402

SHARED = ROOT.parent / "shared"
DATA = ROOT / "tests" / "data"
PUBLIC = ("news", "cmrc_trial", "dureader_checklist")
OWN = ("seed", "record", "starter", "news", "facts", "fresh")
LEANING = "那是哪天的事？"
ORDER = 4  # BLEU-4, on characters


@dataclass(frozen=True)
class Asked:
    """A question and the turn that it would leave behind."""

    text: str
    turn: Turn


def bleu(pairs: Iterable[tuple[str, str]]) -> float:
    """Corpus BLEU-4 on characters, 0..1, one reference each, without smoothing.

    Source: Papineni et al., "BLEU: a method for automatic evaluation of machine translation", 2002.

    Example:
        >>> bleu([("他是谁呢", "他是谁呢")])
        1.0
    """
    right, total = Counter[int](), Counter[int]()
    n_said = n_wanted = 0
    for said, wanted in pairs:
        n_said, n_wanted = n_said + len(said), n_wanted + len(wanted)
        for n in range(1, ORDER + 1):
            own, other = _grams(said, n), _grams(wanted, n)
            right[n] += (own & other).total()
            total[n] += own.total()
    if not all(right[n] for n in range(1, ORDER + 1)):
        return 0.0
    mean = sum(math.log(right[n] / total[n]) for n in range(1, ORDER + 1)) / ORDER
    return math.exp(mean + min(0.0, 1 - n_wanted / n_said))


def _grams(text: str, n: int) -> Counter[str]:
    return Counter(text[i : i + n] for i in range(len(text) - n + 1))


def measure_chat(tagger: Tagger) -> None:
    """Exact match and BLEU over the rewrite set, all of it and its questions."""
    nothing = Known(grow_dictionary([], tagger), Record.build({}, []), tagger)
    with gzip.open(SHARED / "data/rewrite/dev.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for name, chosen in (("all", rows), ("questions", [r for r in rows if r["is_question"]])):
        said = [_resolved(row, nothing) for row in chosen]
        for method, texts in (("rules", said), ("unchanged", [r["question"] for r in chosen])):
            pairs = [(_bare(t), _bare(r["rewrite"])) for t, r in zip(texts, chosen, strict=True)]
            exact = sum(a == b for a, b in pairs) / len(pairs)
            print(
                f"chat, {name:9} {len(pairs):5}  {method:9} EM {exact:.3f}  BLEU {bleu(pairs):.3f}"
            )
        changed = [(_bare(t), r) for t, r in zip(said, chosen, strict=True) if t != r["question"]]
        right = sum(text == _bare(row["rewrite"]) for text, row in changed)
        print(f"chat, {name:9} changed {len(changed)}, of these exactly right {right}")


def _resolved(row: dict[str, Any], known: Known) -> str:
    question, answer = row["history"]
    return resolve(row["question"], [Turn(question, "other", answer, ())], known)


def _bare(text: str) -> str:
    return "".join(text.split()).rstrip("？?。")


def measure_alone(tagger: Tagger, n_questions: int, times: int) -> None:
    """How many questions are changed after a turn that has nothing to do with them."""
    for name in PUBLIC:
        folder = SHARED / "data" / "qa" / name
        articles = [_article(row) for row in _rows(folder / "passages.jsonl.gz")]
        rows = _rows(folder / "questions.jsonl.gz")
        _measure_set(f"qa/{name}", _sample(rows, n_questions), articles, tagger, times)
    for name in OWN:
        rows = _rows(DATA / f"{name}_questions.jsonl")
        _measure_set(name, rows, _own_articles(name, tagger), tagger, times)


def _measure_set(
    name: str, rows: list[dict[str, Any]], articles: Sequence[Article], tagger: Tagger, times: int
) -> None:
    named = {r.get("passage_id") or r.get("article_id") for r in rows}
    read = [a for a in articles if a.id in named] or list(articles)
    facts = [read_facts(article, tagger) for article in read]
    sentences = (a.text[s.start : s.end] for a in read for s in split_sentences(a.text))
    record = Record.build({a.id: a for a in read}, facts)
    known = Known(grow_dictionary(sentences, tagger), record, tagger)
    asked = [Asked(r["question"], _turn(r, read, known)) for r in rows]
    draw = random.Random(4)
    changed, n, n_leaning = [], 0, 0
    for one in asked:
        others = [other.turn for other in asked if other.text != one.text]
        for turn in draw.sample(others, times):
            n += 1
            n_leaning += resolve(LEANING, [turn], known) != LEANING
            text = resolve(one.text, [turn], known)
            if text != one.text:
                changed.append((turn, one.text, text))
    share = f"{len(changed)} of {n} changed, {len(changed) / n:.4f}"
    print(f"alone, {name}: {share}; {LEANING} resolved after {n_leaning / n:.2f}", flush=True)
    for turn, before, after in changed:
        print(f"    {turn.question} | {turn.short[:20]} | {before} -> {after}")


def _turn(row: dict[str, Any], articles: Sequence[Article], known: Known) -> Turn:
    """The turn as it would be if the question had been answered as its set answers it."""
    kind = understand(row["question"], known.lexicon, known.tagger).type
    answer = next(iter(row["answers"]), "")
    article_id = row.get("passage_id") or row.get("article_id")
    words = row.get("evidence") or answer
    told = [a for a in articles if a.id == article_id or (not article_id and words in a.text)]
    cited = tuple(_cite(article, words) for article in told[:1] if answer)
    return Turn(row["question"], kind, answer, cited)


def _cite(article: Article, words: str) -> Citation:
    at = max(0, article.text.find(words))
    (place,) = [s for s in split_sentences(article.text) if s.start <= at < s.end][:1] or [None]
    start, end = (place.start, place.end) if place else (0, len(article.text))
    iso, basis = article.published.iso, article.published.basis
    quote = article.text[start:end]
    return Citation(article.id, article.title, iso, basis, article.source, quote, start, end)


def _rows(path: Path) -> list[dict[str, Any]]:
    read = gzip.open if path.suffix == ".gz" else open
    with read(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row for row in rows if row.get("question", "?").strip()]


def _article(row: dict[str, Any]) -> Article:
    date = PublicationDate(row.get("published") or "")
    return Article(str(row["id"]), row.get("title") or "", row["text"], date, "set")


def _own_articles(name: str, tagger: Tagger) -> list[Article]:
    if name == "starter":
        return list(read_corpus([STARTER], tagger).articles)
    if name in ("seed", "record"):
        return list(read_corpus([SHARED / "seeds"], tagger).articles)
    wanted = set((DATA / f"{name}_questions.articles.txt").read_text(encoding="utf-8").split())
    years = (SHARED / "data" / "news" / f"{year}.jsonl.gz" for year in (2018, 2020))
    return [_article(row) for path in years for row in _rows(path) if row["id"] in wanted]


def _sample(rows: list[dict[str, Any]], n: int) -> list[dict[str, Any]]:
    return rows if len(rows) <= n else random.Random(4).sample(rows, n)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=300, help="of each public set")
    parser.add_argument("--times", type=int, default=1, help="turns that each is asked after")
    parser.add_argument("--only", nargs="+", default=["chat", "alone"], choices=["chat", "alone"])
    options = parser.parse_args()
    tagger = load_tagger()
    if "chat" in options.only:
        measure_chat(tagger)
    if "alone" in options.only:
        measure_alone(tagger, options.questions, options.times)


if __name__ == "__main__":
    main()
