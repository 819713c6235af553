"""Process start -> first answer, beside importing sentence-transformers, in turns.

    python tests/benchmarks/start.py --index DIR [--times 5]

Both are processes of their own, begun one after the other: `wenshi ask` with a question, rules and
reader as installed, and `python -c "import sentence_transformers"`. The first turn is not counted;
it may have to read files from the disk. The question is not answered by a cache of any kind.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[2]
QUESTION = "习近平什么时候致电韩国总统文在寅？"
NO_ANSWER = 1  # the exit code; also an answer


def seconds(command: list[str]) -> float:
    """Of a process from its start to its end.

    Raises:
        SystemExit: it failed.
    """
    begin = perf_counter()
    done = subprocess.run(
        [sys.executable, *command], check=False, cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode > NO_ANSWER:
        sys.exit(done.stderr)
    return perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--question", default=QUESTION)
    chosen = parser.parse_args()
    commands = {
        "first answer": ["-m", "bot", "ask", chosen.question, "--index", str(chosen.index)],
        "import sentence_transformers": ["-c", "import sentence_transformers"],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(chosen.times + 1):
        for name, command in commands.items():
            took = seconds(command)
            if turn:
                taken[name].append(took)
    for name, each in taken.items():
        told = ", ".join(f"{s:.2f}" for s in each)
        print(f"{name}: median {statistics.median(each):.2f} s of {told}")
    ours, theirs = (statistics.median(each) for each in taken.values())
    print(f"share: {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
