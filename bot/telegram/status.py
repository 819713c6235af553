"""The running bot -> the lines of /status."""

from __future__ import annotations

import time

from bot.meter import Meter
from bot.resident import resident_bytes
from bot.settings import Settings
from bot.telegram.status_texts import StatusWords
from retrieval.errors import RetrievalError
from retrieval.generations import current, manifest_of

__all__ = ["generation", "status_text"]

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400
MEGABYTE = 1_000_000


def status_text(settings: Settings, meter: Meter, words: StatusWords, *, is_renewing: bool) -> str:
    """Uptime, corpus, index, questions and refusals of today, slowest stage, memory."""
    n_questions, n_refusals = meter.today
    way = words.webhook if settings.webhook_url else words.polling
    lines = [
        words.running.format(time=_duration(time.time() - meter.started, words), way=way),
        *_index_lines(settings, words),
        words.today.format(questions=n_questions, refusals=n_refusals),
        _slowest(meter, words),
        words.memory.format(mb=resident_bytes() / MEGABYTE),
    ]
    return "\n".join([*lines, *([words.renewing] if is_renewing else [])])


def generation(settings: Settings) -> str:
    """The name of the current generation of the index; "" where there is none."""
    try:
        return current(settings.index).name
    except (RetrievalError, OSError):
        return ""


def _index_lines(settings: Settings, words: StatusWords) -> list[str]:
    try:
        folder = current(settings.index)
        manifest = manifest_of(folder)
    except (RetrievalError, OSError):
        return [words.no_index]
    built = manifest.built.replace("T", " ")[:16]
    return [
        words.corpus.format(n=manifest.n_articles, passages=manifest.n_passages),
        words.index.format(name=folder.name, built=built),
    ]


def _slowest(meter: Meter, words: StatusWords) -> str:
    slowest = meter.slowest
    if slowest is None:
        return words.unasked
    stage, seconds = slowest
    return words.slowest.format(stage=words.stages[stage], ms=seconds * 1000)


def _duration(seconds: float, words: StatusWords) -> str:
    """The two largest units: 3 天 4 小时."""
    days, rest = divmod(int(seconds), DAY_S)
    hours, rest = divmod(rest, HOUR_S)
    if days:
        return words.days.format(days=days, hours=hours)
    minutes = rest // MINUTE_S
    return (words.hours if hours else words.minutes).format(hours=hours, minutes=minutes)
