"""Log record -> the same record without the token: in its message, arguments and traceback."""

from __future__ import annotations

import logging
import re

__all__ = ["HIDDEN", "Redaction", "redact_logs"]

HIDDEN = "[token hidden]"
TOKEN_IN_URL = re.compile(r"\bbot\d+:[\w-]+")


class Redaction(logging.Filter):
    """Goes on handlers: a filter on a logger never sees the records of the loggers below it."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._secret = secret

    def clean(self, text: str) -> str:
        """The text with the secret, and whatever looks like a token in a URL, hidden."""
        text = text.replace(self._secret, HIDDEN) if self._secret else text
        return TOKEN_IN_URL.sub(HIDDEN, text)

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, cleaned."""
        record.msg = self.clean(_message(record))
        record.args = None
        if record.exc_info:
            # A formatter reuses the cached text; without exc_info nobody can format it afresh.
            record.exc_text = record.exc_text or logging.Formatter().formatException(
                record.exc_info
            )
            record.exc_info = None
        if record.exc_text:
            record.exc_text = self.clean(record.exc_text)
        if record.stack_info:
            record.stack_info = self.clean(record.stack_info)
        return True


def redact_logs(secret: str) -> None:
    """Put the redaction on every handler of the root logger, making a stderr one where none is."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for handler in logging.getLogger().handlers:
        handler.addFilter(Redaction(secret))


def _message(record: logging.LogRecord) -> str:
    """The record's text, also where its arguments do not fit: logging would print those raw."""
    try:
        return record.getMessage()
    except Exception:
        return f"{record.msg} {record.args}"
