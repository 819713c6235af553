"""Indexes with their questions -> how often it says no where it should, and where it should not.

    python tests/benchmarks/refusals.py INDEX=QUESTIONS.jsonl ... [--foreign FILE] [--n 200]

For each index: answerable questions refused; the file's own unanswerable ones refused; near misses
refused (a name, place, year, edition or number of an answerable question swapped, with another seed
than the one the judge was fitted with, and of questions that it never saw); and questions of
another corpus (`--foreign`) refused, whose articles the index does not have.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from bot.settings import read_settings  # noqa: E402  # the repository is on the path only now
from bot.wiring import make_answerer  # noqa: E402
from corpus.script import fold  # noqa: E402
from retrieval.answer import Answerer  # noqa: E402
from retrieval.question_file import Expected, read_questions  # noqa: E402
from retrieval.reply import Answer  # noqa: E402
from retrieval.scoring import f1_score  # noqa: E402
from retrieval.training.fitting import SEED, held_out  # noqa: E402
from retrieval.training.near_misses import names_of, near_miss  # noqa: E402

RIGHT_F1 = 0.5


def misses(answerer: Answerer, questions: list[Expected]) -> Iterable[str]:
    """Near misses of questions, in their order."""
    rng = random.Random(SEED + 1)
    names = names_of((fold(q.question) for q in questions), answerer.tagger)
    for asked in questions:
        article = answerer.index.articles.get(asked.article_id)
        if article is not None:
            whole = fold(f"{article.title}\n{article.text}")
            missed = near_miss(fold(asked.question), whole, answerer.tagger, names, rng)
            if missed:
                yield missed


def refused(answerer: Answerer, questions: list[str], show: bool) -> str:
    """The share that got no answer, over how many."""
    if not questions:
        return "none asked"
    said = [(q, answerer.answer(q)) for q in questions]
    for question, reply in said:
        if show and isinstance(reply, Answer):
            print("   ", question, "=>", reply.short[:50], reply.score)
    share = sum(not isinstance(r, Answer) for _, r in said) / len(said)
    return f"{share:.3f} of {len(said)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pairs", nargs="+", metavar="INDEX=QUESTIONS")
    parser.add_argument("--foreign", type=Path)
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--rules", action="store_true", help="the rules alone, without the reader")
    parser.add_argument("--show", action="store_true", help="what was answered that has no answer")
    given = parser.parse_args()
    foreign = read_questions(given.foreign) if given.foreign else []
    random.Random(SEED).shuffle(foreign)
    for pair in given.pairs:
        folder, _, file = pair.partition("=")
        answerer = make_answerer(Path(folder), read_settings())
        if given.rules:
            answerer = replace(answerer, reader=None)
        questions = held_out(read_questions(Path(file)))
        answerable = [q for q in questions if q.answers]
        asked = answerable[: given.n]
        replies = [(q, answerer.answer(q.question)) for q in asked]
        answered = [(q, r) for q, r in replies if isinstance(r, Answer)]
        right = sum(f1_score(r.short, q.answers) >= RIGHT_F1 for q, r in answered)
        print(
            f"{file}: answerable {len(asked)}, right {right}, refused {len(asked) - len(answered)}"
        )
        own = [q.question for q in questions if not q.answers][: given.n]
        print("  its own unanswerable refused:", refused(answerer, own, given.show))
        near = list(misses(answerer, answerable))[: given.n]
        print("  near misses refused:", refused(answerer, near, given.show))
        others = [q.question for q in foreign if q.answers][: given.n]
        print("  of another corpus refused:", refused(answerer, others, given.show), flush=True)


if __name__ == "__main__":
    main()
