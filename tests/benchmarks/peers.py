"""Public questions -> 问事 beside txtai, Haystack and LlamaIndex: one table.

    pip install -c constraints.txt -e '.[bench]'
    python tests/benchmarks/peers.py --run DIR [--articles 10000] [--passages N] [--questions 300]
    python tests/benchmarks/peers.py --run DIR --only ask --systems wenshi txtai

The archive: the passages of `qa/drcd_dev_simplified` and `qa/news` (all, or N of each) among so
many articles of `news/`, whole or, with `--characters`, no more than the beginning of each. Every
system encodes it for itself and is asked the same questions, one by one; how each is set stands in
`peer_systems.py`. Seconds are of a step's whole process, CPU seconds those of all its threads; MB
are its peak of resident memory.

Each build and each set of questions is a step in a process of its own that leaves a file in DIR:
called again, the program goes on from there. Remove DIR/wenshi* to measure 问事 alone anew.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import peer_systems as theirs  # noqa: E402  # the folders are on the path only now
import peer_trials as ours  # noqa: E402
from peer_table import SETS, figures, table  # noqa: E402
from peer_trials import Attempt, Row  # noqa: E402

from bot.settings import read_settings  # noqa: E402
from embeddings.e5 import unpack_e5  # noqa: E402

SEED = 20
N_WARM = 3  # questions asked before the clock counts: the first ones fill caches
QUIET = {  # nothing is fetched, nothing told to anybody
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "TOKENIZERS_PARALLELISM": "false",
}
BUILDS: dict[str, Callable[[Sequence[Row], Path, Path], None]] = {
    "wenshi": ours.build_wenshi,
    "txtai": theirs.build_txtai,
    "haystack": theirs.build_haystack,
    "llamaindex": theirs.build_llamaindex,
}
ASKS: dict[str, tuple[str, Callable[[Path, Path], Attempt]]] = {  # whose build, and how it is asked
    "wenshi": ("wenshi", ours.open_wenshi),
    "wenshi-answer": ("wenshi", ours.open_wenshi_answer),
    "txtai": ("txtai", theirs.open_txtai),
    "haystack": ("haystack", theirs.open_haystack),
    "llamaindex": ("llamaindex", theirs.open_llamaindex),
}


@dataclass(frozen=True, slots=True)
class Size:
    """What a run is made of; a run folder holds one."""

    articles: int
    passages: int | None
    questions: int
    characters: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the id of the article that holds its answer."""

    question: str
    right: str


def rows_of(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def draw(data: Path, size: Size) -> tuple[list[Row], dict[str, list[Asked]]]:
    """The archive in a drawn order, and the questions of each set; the same at every call."""
    rng, archive, asked = random.Random(SEED), list[dict[str, Any]](), dict[str, list[Asked]]()
    for name in SETS:
        passages = rows_of(data / "qa" / name / "passages.jsonl.gz")
        passages = rng.sample(passages, min(size.passages or len(passages), len(passages)))
        there = {p["id"] for p in passages}
        questions = rows_of(data / "qa" / name / "questions.jsonl.gz")
        fit = [q for q in questions if q["answers"] and q["passage_id"] in there]
        chosen = rng.sample(fit, min(size.questions, len(fit)))
        asked[name] = [Asked(q["question"], q["passage_id"]) for q in chosen]
        archive += passages
    years = ("2018", "2020")
    news = [row for year in years for row in rows_of(data / "news" / f"{year}.jsonl.gz")]
    news = [row for row in news if row["text"].strip()]
    drawn = rng.sample(news, min(size.articles, len(news)))
    archive += [{**row, "text": beginning(row["text"], size.characters)} for row in drawn]
    rng.shuffle(archive)
    return [Row(row["id"], row["title"], row["text"]) for row in archive], asked


def beginning(text: str, n: int | None) -> str:
    """The sentences that end within the first n characters; n characters where none does.

    Example:
        >>> beginning("一。二三。四", 5), beginning("一二三四", 2), beginning("一。二", None)
        ('一。二三。', '一二', '一。二')
    """
    if n is None or len(text) <= n:
        return text
    return text[: text.rfind("。", 0, n) + 1] or text[:n]


def perform(step: str, run: Path, data: Path, size: Size) -> dict[str, Any]:
    """One step, in this process; what was measured."""
    begin = perf_counter()
    name, _, work = step.partition(".")
    rows, asked = draw(data, size)
    model = unpack_e5(read_settings().cache)
    found: dict[str, Any] = {"n_articles": len(rows), "cores": len(os.sched_getaffinity(0))}
    if work == "build":
        folder = run / f"{name}.index"
        shutil.rmtree(folder, ignore_errors=True)  # what an interrupted step left
        BUILDS[name](rows, folder, model)
        found["versions"] = {d: version(d) for d in theirs.DISTRIBUTIONS.get(name, ())}
    else:
        index, open_index = ASKS[name]
        attempt = open_index(run / f"{index}.index", model)
        found["open_s"] = perf_counter() - begin
        for each in asked[work][-N_WARM:]:
            attempt(each.question, each.right)
        trials = [attempt(each.question, each.right) for each in asked[work]]
        found |= {"ranks": [t.rank for t in trials], "ms": [t.ms for t in trials]}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**found, "s": perf_counter() - begin, "cpu_s": process_time(), "peak_mb": peak}


def steps(only: str, systems: Sequence[str]) -> list[str]:
    """The builds first, since all that is asked needs one."""
    builds = [f"{name}.build" for name in BUILDS if only != "ask" and name in systems]
    asks = [f"{n}.{s}" for s in SETS for n in ASKS if only != "build" and ASKS[n][0] in systems]
    return builds + asks


def work_off(todo: Sequence[str], run: Path, arguments: Sequence[str]) -> None:
    """Each step that has left no file yet, in a process of its own."""
    for step in todo:
        if (run / f"{step}.json").is_file():
            continue
        name, _, work = step.partition(".")
        if work != "build" and not (run / f"{ASKS[name][0]}.build.json").is_file():
            raise SystemExit(f"{ASKS[name][0]} is not built in {run} yet; leave out: --only ask")
        print(f"{step} …", file=sys.stderr, flush=True)
        command = [sys.executable, __file__, *arguments, "--step", step]
        done = subprocess.run(command, env={**os.environ, **QUIET}, check=False)
        if done.returncode:
            raise SystemExit(f"{step} did not end well; what it said stands above. Run it again.")


def read_steps(run: Path) -> dict[str, Any]:
    """What the steps that are done have measured, by their names."""
    done = [step for step in steps("", list(BUILDS)) if (run / f"{step}.json").is_file()]
    return {step: json.loads((run / f"{step}.json").read_text("utf-8")) for step in done}


def check(given: argparse.Namespace, size: Size) -> None:
    """Ends with the cure where something is missing, or the folder is of another run."""
    if not (given.data / "news").is_dir():
        raise SystemExit(f"there are no question sets in {given.data}; name their folder: --data")
    needed = [d for name in given.systems for d in theirs.DISTRIBUTIONS.get(name, ())]
    missing = [distribution for distribution in needed if not is_installed(distribution)]
    if missing:
        cure = "run: pip install -c constraints.txt -e '.[bench]'"
        raise SystemExit(f"not installed: {', '.join(missing)}; {cure}")
    given.run.mkdir(parents=True, exist_ok=True)
    file = given.run / "size.json"
    if not file.is_file():
        file.write_text(json.dumps(asdict(size)), encoding="utf-8")
    elif json.loads(file.read_text(encoding="utf-8")) != asdict(size):
        raise SystemExit(f"{given.run} holds a run of another size; see {file}, or name another")


def is_installed(distribution: str) -> bool:
    try:
        version(distribution)
    except PackageNotFoundError:
        return False
    return True


def positive(text: str) -> int:
    """A number of articles, passages or questions from the command line."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1; give one, like 300")
    return int(text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--run", type=Path, required=True, help="folder of indexes and figures")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--articles", type=positive, default=10_000, help="of news, around them")
    parser.add_argument("--characters", type=positive, help="of each of them; default: all")
    parser.add_argument("--passages", type=positive, help="of each set; default: all")
    parser.add_argument("--questions", type=positive, default=300, help="of each set")
    parser.add_argument("--only", choices=["build", "ask"], default="")
    parser.add_argument("--systems", nargs="+", choices=list(BUILDS), default=list(BUILDS))
    parser.add_argument("--step", help=argparse.SUPPRESS)
    given = parser.parse_args()
    size = Size(given.articles, given.passages, given.questions, given.characters)
    check(given, size)
    if given.step:
        found = perform(given.step, given.run, given.data, size)
        half = given.run / f"{given.step}.half"
        half.write_text(json.dumps(found), encoding="utf-8")
        half.rename(half.with_suffix(".json"))
        return
    work_off(steps(given.only, given.systems), given.run, sys.argv[1:])
    done = read_steps(given.run)
    n_articles = next(iter(done.values()))["n_articles"]
    print(f"{n_articles} articles, {size.questions} questions of each set\n")
    print("\n".join(table({name: figures(done, name, ASKS[name][0]) for name in ASKS})))


if __name__ == "__main__":
    main()
