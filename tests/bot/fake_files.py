"""The part of the fake Bot API server that has files, and connections that break."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from telegram_rules import Refused


class Broken(Exception):  # noqa: N818 - what happens to a connection, as it is called
    """The connection ends without an answer, after some seconds of silence."""

    def __init__(self, after_s: float) -> None:
        super().__init__()
        self.after_s = after_s


@dataclass
class Files:
    """What people sent, by file id, and how often it was fetched."""

    files: dict[str, bytes] = field(default_factory=dict)
    n_downloads: int = 0

    def break_off(self, method: str, times: int = 1, after_s: float = 0.0) -> None:
        """End the connection of the next calls of a method without an answer."""
        self._faults[method] += [Broken(after_s)] * times

    async def send_file(
        self,
        name: str,
        content: bytes,
        chat_id: int = 7,
        *,
        sender: dict[str, Any] | None = None,
        **more: Any,
    ) -> int:
        """A person sends a file; its message. `more` replaces what Telegram says of the file."""
        file_id = f"file{len(self.files)}"
        self.files[file_id] = content
        size = len(content)
        document = {"file_id": file_id, "file_unique_id": file_id, "file_size": size, **more}
        document = {key: value for key, value in document.items() if value is not None}
        by = {"from": sender} if sender else {}
        return await self.say(None, chat_id, document={"file_name": name, **document}, **by)

    async def _get_file(self, sent: dict[str, Any]) -> dict[str, Any]:
        file_id = sent["file_id"]
        if file_id not in self.files:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        return {"file_id": file_id, "file_unique_id": file_id, "file_path": file_id}

    async def _download(self, request: web.Request) -> web.Response:
        self.n_downloads += 1
        return web.Response(body=self.files[request.match_info["name"]])
