"""Questions, refusals, errors and seconds by stage -> figures for /status and for Prometheus."""

from __future__ import annotations

import statistics
import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import date
from typing import ParamSpec

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.journey import Journey, Stage, current
from bot.resident import resident_bytes
from retrieval.reply import NoAnswer, Reply

__all__ = ["Meter"]

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # a question: 0.1
N_RECENT = 200  # journeys; the slowest stage is a matter of now, not of last month

P = ParamSpec("P")


class Meter:
    """Counts; used by the event loop and by the workers at the same time."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.started = time.time()
        self._today = date.today()
        self._n_today = {"questions": 0, "refusals": 0}
        self._recent: dict[Stage, deque[float]] = {}
        self._lock = threading.Lock()
        r = self.registry
        self._questions = Counter("wenshi_questions", "Questions asked.", registry=r)
        self._refusals = Counter("wenshi_refusals", "Questions without an answer.", registry=r)
        self._errors = Counter("wenshi_errors", "Updates that ended in an error.", registry=r)
        self._declined = Counter("wenshi_declined", "Updates not dealt with.", ["why"], registry=r)
        self._seconds = Histogram(
            "wenshi_stage_seconds", "Seconds a stage.", ["stage"], buckets=BUCKETS_S, registry=r
        )
        self._generation = Gauge(
            "wenshi_index_generation", "The index that answers.", ["generation"], registry=r
        )
        contact = Gauge(
            "wenshi_telegram_contact_seconds", "Since Telegram last answered.", registry=r
        )
        contact.set_function(lambda: self.silence_s)
        memory = Gauge("wenshi_resident_bytes", "Resident memory.", registry=r)
        memory.set_function(resident_bytes)
        self._contact = time.monotonic()

    def counting(self, answer: Callable[P, Reply]) -> Callable[P, Reply]:
        """The engine, every call of it counted and noted on its journey."""

        def counted(*args: P.args, **kwargs: P.kwargs) -> Reply:
            journey = current() or Journey()
            journey.question = next((a for a in args if isinstance(a, str)), "")
            journey.outcome = "failed"
            self._count("questions")
            self._questions.inc()
            reply = answer(*args, **kwargs)
            journey.outcome = "refused" if isinstance(reply, NoAnswer) else "answered"
            if isinstance(reply, NoAnswer):
                self._count("refusals")
                self._refusals.inc()
            return reply

        return counted

    def arrived(self, journey: Journey) -> None:
        """Book a finished journey."""
        with self._lock:
            for stage, seconds in journey.seconds.items():
                self._seconds.labels(stage).observe(seconds)
                self._recent.setdefault(stage, deque(maxlen=N_RECENT)).append(seconds)

    def failed(self) -> None:
        """Count an update that ended in an error."""
        self._errors.inc()

    def declined(self, why: str) -> None:
        """Count an update that was not dealt with."""
        self._declined.labels(why).inc()

    def touched(self) -> None:
        """Telegram has answered just now."""
        self._contact = time.monotonic()

    @property
    def silence_s(self) -> float:
        """Seconds since Telegram last answered."""
        return time.monotonic() - self._contact

    @property
    def today(self) -> tuple[int, int]:
        """Questions and refusals since midnight, or since the start."""
        with self._lock:
            self._turn_day()
            return self._n_today["questions"], self._n_today["refusals"]

    @property
    def slowest(self) -> tuple[Stage, float] | None:
        """The stage with the highest mean of late, and that mean; None before the first."""
        with self._lock:
            means = {stage: statistics.fmean(seconds) for stage, seconds in self._recent.items()}
        return max(means.items(), key=lambda item: item[1], default=None)

    def exposition(self, generation: str) -> bytes:
        """Everything in Prometheus' text format."""
        self._generation.clear()
        if generation:
            self._generation.labels(generation).set(1)
        return generate_latest(self.registry)

    def _count(self, what: str) -> None:
        with self._lock:
            self._turn_day()
            self._n_today[what] += 1

    def _turn_day(self) -> None:
        if (now := date.today()) != self._today:
            self._today, self._n_today = now, {"questions": 0, "refusals": 0}
