"""Sources -> a new index, built by another process while this one goes on answering."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.errors import BotError
from bot.sources import Sources, write_sources

__all__ = ["PROGRAM", "OnProgress", "Rebuilt", "progress_line", "rebuild", "run_niced"]

PROGRAM = (sys.executable, "-m", "bot")
NICENESS = 10  # the answers come first
PATIENCE_S = 10.0  # for a process that was told to stop
N_LAST_LINES = 5  # of what the process said; the reason stands in the last one
EVERY_S = 1.0  # between two lines of progress
PROGRESS = re.compile(r"progress (passages|facts) (\d+) (\d+)")
INDEXED = re.compile(r"indexed (\d+) articles, (\d+) passages")

Stage = Literal["passages", "facts"]
OnProgress = Callable[[Stage, int, int], None]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A finished build.

    Attributes:
        problems: what the process said about files that it could not read.
    """

    n_articles: int
    n_passages: int
    problems: tuple[str, ...]


def progress_line() -> OnProgress:
    """Writes the progress to stderr, for whoever started this process; about once a second."""
    last = 0.0

    def tell(stage: Stage, done: int, total: int) -> None:
        nonlocal last
        if done == total or time.monotonic() - last >= EVERY_S:
            last = time.monotonic()
            print(f"progress {stage} {done} {total}", file=sys.stderr, flush=True)

    return tell


async def rebuild(
    sources: Sources,
    folder: Path,
    on_progress: OnProgress,
    program: Sequence[str] = PROGRAM,
) -> Rebuilt:
    """Runs `wenshi index`; when cancelled, stops it, and the old index stays.

    Raises:
        BotError: the build failed, in the words of its last line; the old index stays.
    """
    with tempfile.TemporaryDirectory(prefix="wenshi-") as passing:
        file = Path(passing) / "sources.json"
        write_sources(file, sources)
        words = ["index", "--sources", str(file), "--progress-lines", "--index", str(folder)]
        lines: list[str] = []

        def hear(line: str) -> None:
            if match := PROGRESS.fullmatch(line):
                on_progress("passages" if match[1] == "passages" else "facts", *_two(match))
            elif line:
                lines.append(line)

        code = await run_niced([*program, *words], hear)
    if code or not lines or not (done := INDEXED.match(lines[-1])):
        raise BotError(_reason(code, lines))
    return Rebuilt(int(done[1]), int(done[2]), tuple(lines[:-1]))


async def run_niced(
    command: Sequence[str],
    hear: Callable[[str], None],
    on_stdout: Callable[[bytes], None] | None = None,
    max_memory: int = 0,
) -> int:
    """The exit code of a command that gives way to everything else; each line of stderr is heard.

    When cancelled, the command is stopped first. `max_memory` bounds its address space, in bytes,
    where the system can; 0 does not.
    """
    process = await asyncio.create_subprocess_exec(
        *command, stdin=DEVNULL, stdout=PIPE if on_stdout else DEVNULL, stderr=PIPE, limit=1 << 20
    )
    try:
        _hold_back(process.pid, max_memory)
        await asyncio.gather(_each_line(process, hear), _all_of(process, on_stdout))
        return await process.wait()
    finally:
        await _stop(process)


def _hold_back(pid: int, max_memory: int) -> None:
    """Last in line for the CPU, and within its memory; where the system has such things."""
    with contextlib.suppress(OSError, AttributeError, ImportError):  # it has ended; no Linux
        os.setpriority(os.PRIO_PROCESS, pid, NICENESS)
        import resource

        if max_memory:
            resource.prlimit(pid, resource.RLIMIT_AS, (max_memory, max_memory))


async def _each_line(process: Process, hear: Callable[[str], None]) -> None:
    if process.stderr is not None:
        with contextlib.suppress(ValueError):  # a line without an end is no message of ours
            async for line in process.stderr:
                hear(line.decode(errors="replace").strip())


async def _all_of(process: Process, on_stdout: Callable[[bytes], None] | None) -> None:
    if process.stdout is not None and on_stdout is not None:
        while chunk := await process.stdout.read(1 << 16):
            on_stdout(chunk)


async def _stop(process: Process) -> None:
    """End it: kindly, then for good."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), PATIENCE_S)
    except TimeoutError:
        process.kill()
        await process.wait()


def _two(match: re.Match[str]) -> tuple[int, int]:
    return int(match[2]), int(match[3])


def _reason(code: int, lines: list[str]) -> str:
    if code < 0:
        return (
            f"the build was ended by signal {-code}, most likely for want of memory; free some, "
            "then try again"
        )
    return "\n".join(lines[-N_LAST_LINES:])
