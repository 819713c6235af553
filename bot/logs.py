"""Settings -> the log on stderr: plain lines or JSON, with the question's number, no token."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from bot.journey import current
from bot.redaction import redact_logs
from bot.setting_values import LogKind

__all__ = ["JsonLines", "Numbered", "set_up_logs"]

QUIET = ("httpx", "httpcore", "aiohttp.access")  # the first two log URLs, and with them the token
PLAIN = "%(asctime)s %(levelname)s %(name)s [%(question)s]: %(message)s"
NO_QUESTION = "-"


class Numbered(logging.Filter):
    """Gives each record the number of the question that it is about."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, numbered."""
        journey = current()
        record.question = journey.number if journey else NO_QUESTION
        return True


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Its time (UTC, ISO), level, logger, question, message; trace where there is one."""
        row = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "question": getattr(record, "question", NO_QUESTION),
            "message": record.getMessage(),
        }
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        if record.exc_text:
            row["trace"] = record.exc_text
        return json.dumps(row, ensure_ascii=False)


def set_up_logs(kind: LogKind, secret: str) -> None:
    """The root's handlers write as told; `secret`, the token, is hidden wherever it would stand."""
    redact_logs(secret)
    for handler in logging.getLogger().handlers:
        handler.addFilter(Numbered())
        handler.setFormatter(JsonLines() if kind == "json" else logging.Formatter(PLAIN))
    logging.getLogger("bot").setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
