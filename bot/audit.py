"""What an admin did -> a line of JSON in the audit log; people by their ids, never by name."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["Audit"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Audit:
    """Appends to `audit.jsonl` of a folder; without a folder it writes to the program's log only.

    Attributes:
        folder: made with the first line.
    """

    folder: Path | None

    def note(self, admin: int, did: str, **more: str | int | list[str]) -> None:
        """Write down time (UTC, ISO), the admin's id, what was done, and what it was done to.

        A log that cannot be written stops nobody: the line then stands in the program's log.
        """
        row = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "admin": admin, "did": did}
        line = json.dumps({**row, **more}, ensure_ascii=False)
        _log.info("audit %s", line)
        if self.folder is None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with (self.folder / "audit.jsonl").open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError as exc:
            _log.error(
                "the audit log in %s cannot be written (%s); make the folder writable or choose "
                "another one with WENSHI_STATE",
                *(self.folder, exc.strerror),
            )
