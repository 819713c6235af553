"""Updates and messages that were dealt with -> whether one more is news."""

from __future__ import annotations

import logging
from collections import OrderedDict
from datetime import datetime
from pathlib import Path

from telegram import Message, Update

__all__ = ["Seen"]

N_UPDATES = 2000  # numbers remembered; Telegram repeats the last hundred at most
N_MESSAGES = 5000  # whose latest edit is remembered

_log = logging.getLogger(__name__)


class Seen:
    """Remembers update numbers, over restarts where there is a file; and the latest edits.

    A number is written down before its update is dealt with: after a crash a question may go
    unanswered, which its writer sees; answered twice is what looks broken.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._numbers: OrderedDict[int, None] = OrderedDict()
        self._edits: OrderedDict[tuple[int, int], datetime | None] = OrderedDict()
        self._n_written = N_UPDATES  # the file is written afresh with the first number
        if file is not None:
            self._numbers.update(dict.fromkeys(_read(file)))

    def is_news(self, update: Update) -> bool:
        """Whether neither this update nor a later state of its message was here before."""
        if update.update_id in self._numbers:
            return False
        self._numbers[update.update_id] = None
        if len(self._numbers) > N_UPDATES:
            self._numbers.popitem(last=False)
        self._write(update.update_id)
        message = update.message or update.edited_message
        return message is None or self._is_latest(message)

    def _is_latest(self, message: Message) -> bool:
        """False for an edit older than one that came first, and for a message after its edit."""
        if message.chat is None:
            return True
        key = (message.chat.id, message.message_id)
        if key in self._edits:
            known = self._edits[key]
            if not message.edit_date or (known and message.edit_date < known):
                return False
        self._edits[key] = message.edit_date
        self._edits.move_to_end(key)
        if len(self._edits) > N_MESSAGES:
            self._edits.popitem(last=False)
        return True

    def _write(self, number: int) -> None:
        if self._file is None:
            return
        try:
            if self._n_written >= N_UPDATES:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                text = "".join(f"{n}\n" for n in self._numbers)
                self._file.write_text(text, encoding="ascii")
                self._n_written = 0
            else:
                with self._file.open("a", encoding="ascii") as file:
                    file.write(f"{number}\n")
                self._n_written += 1
        except OSError as exc:
            _log.warning(
                "%s cannot be written (%s), so that a restart may answer a question twice; "
                "make the folder writable or choose another one with WENSHI_STATE",
                *(self._file, exc.strerror),
            )
            self._file = None


def _read(file: Path) -> list[int]:
    """The last numbers of the file; a line that was cut off in a crash is passed over."""
    try:
        lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
    return [int(line) for line in lines if line.isdigit()][-N_UPDATES:]
