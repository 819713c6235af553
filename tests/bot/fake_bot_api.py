"""A Bot API server for tests: real HTTP on 127.0.0.1, Telegram's limits and Telegram's wording."""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "123456:TEST-token_of-the-fake_server"
ME = {
    "id": 123456,
    "is_bot": True,
    "first_name": "问事",
    "username": "wenshi_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "has_main_web_app": False,
}
DATE = 1_700_000_000
TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"}
WORDING = {
    400: "Bad Request: scripted fault",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    409: "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running",
    429: "Too Many Requests: retry after 1",
    500: "Internal Server Error",
}


class Refused(Exception):  # noqa: N818 - named as the server would say it
    """A request that Telegram would not carry out."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass
class Shown:
    """A message of the bot as it stands in a chat."""

    chat_id: int
    message_id: int
    text: str  # without tags, as a person reads it
    raw: str  # as it was sent
    parse_mode: str | None
    reply_to: int | None
    thread_id: int | None
    n_edits: int = 0  # edits that changed it


def parse_html(raw: str) -> str:
    """The text without tags; Telegram's complaint where they are unknown or do not match."""
    text, stack, position = "", [], 0
    for tag in re.finditer(r"<(/?)([^\s>]*)([^>]*)>", raw):
        text += html.unescape(raw[position : tag.start()])
        position = tag.end()
        at = f"at byte offset {len(raw[: tag.start()].encode())}"
        closing, name = tag[1], tag[2].lower()
        if closing and (not stack or stack.pop() != name):
            raise Refused(400, f"Bad Request: can't parse entities: Unmatched end tag {at}")
        if not closing and name not in TAGS:
            raise Refused(
                400, f'Bad Request: can\'t parse entities: Unsupported start tag "{name}" {at}'
            )
        if not closing:
            stack.append(name)
    if stack:
        complaint = f'Can\'t find end tag corresponding to start tag "{stack[-1]}"'
        raise Refused(400, f"Bad Request: can't parse entities: {complaint}")
    return text + html.unescape(raw[position:])


@dataclass
class FakeBotApi:
    """The server and everything that happened on it."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # method, parameters
    shown: dict[int, list[Shown]] = field(default_factory=lambda: defaultdict(list))  # by chat
    url: str = ""
    _faults: dict[str, list[Refused]] = field(default_factory=lambda: defaultdict(list))
    _updates: list[dict[str, Any]] = field(default_factory=list)
    _n_updates: int = 0
    _n_messages: int = 100
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> FakeBotApi:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def fail(self, method: str, code: int, times: int = 1, description: str = "") -> None:
        """Refuse the next calls of a method; 429 asks for a pause of one second."""
        parameters = {"retry_after": 1} if code == 429 else {}
        fault = Refused(code, description or WORDING[code], **parameters)
        self._faults[method] += [fault] * times

    async def inject(self, update: dict[str, Any]) -> None:
        """Put an update into the queue, its number given by the server."""
        async with self._changed:
            self._n_updates += 1
            self._updates.append({"update_id": self._n_updates, **update})
            self._changed.notify_all()

    async def say(
        self, text: str | None, chat_id: int = 7, *, edits: int | None = None, **more: Any
    ) -> int:
        """A person writes, or edits, a message; its number. A negative chat is a group."""
        self._n_messages += 1
        chat_type = "private" if chat_id > 0 else "supergroup"
        person = {"id": 7, "is_bot": False, "first_name": "读者", "language_code": "zh-hans"}
        message = {
            **{"message_id": edits or self._n_messages, "date": DATE},
            "chat": {"id": chat_id, "type": chat_type},
            "from": person,
            **({} if text is None else {"text": text}),
            **({"edit_date": DATE + 1} if edits else {}),
            **more,
        }
        message = {name: value for name, value in message.items() if value is not None}
        await self.inject({"edited_message" if edits else "message": message})
        return int(message["message_id"])

    async def wait(self, happened: Callable[[], object], timeout_s: float = 10.0) -> None:
        """Until the condition holds; it is looked at after each request."""
        async with asyncio.timeout(timeout_s), self._changed:
            await self._changed.wait_for(happened)

    async def wait_shown(self, n: int, chat_id: int = 7, timeout_s: float = 10.0) -> list[Shown]:
        """The chat's messages once there are `n`."""
        await self.wait(lambda: len(self.shown[chat_id]) >= n, timeout_s)
        return self.shown[chat_id]

    def called(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each call of the method."""
        return [parameters for name, parameters in self.calls if name == method]

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        try:
            result = await self._carry_out(request, method)
        except Refused as exc:
            answer = {"ok": False, "error_code": exc.code, "description": exc.description}
            parameters = {"parameters": exc.parameters} if exc.parameters else {}
            return web.json_response(answer | parameters, status=exc.code)
        finally:
            async with self._changed:
                self._changed.notify_all()
        return web.json_response({"ok": True, "result": result})

    async def _carry_out(self, request: web.Request, method: str) -> object:
        sent = dict(await request.post())
        if request.match_info["token"] != TOKEN:
            raise Refused(401, WORDING[401])
        async with self._changed:
            self.calls.append((method, sent))
            self._changed.notify_all()
        if self._faults[method]:
            raise self._faults[method].pop(0)
        return await getattr(self, f"_{_snake(method)}")(sent)

    async def _get_me(self, _: dict[str, Any]) -> dict[str, Any]:
        return ME

    async def _true(self, _: dict[str, Any]) -> bool:
        return True

    _delete_webhook = _send_chat_action = _set_my_commands = _answer_callback_query = _true

    async def _get_updates(self, sent: dict[str, Any]) -> list[dict[str, Any]]:
        offset = int(sent.get("offset", 0))
        self._updates = [update for update in self._updates if update["update_id"] >= offset]
        try:
            async with asyncio.timeout(float(sent.get("timeout", 0))), self._changed:
                await self._changed.wait_for(lambda: self._updates)
        except TimeoutError:
            return []
        return self._updates[: int(sent.get("limit", 100))]

    async def _send_message(self, sent: dict[str, Any]) -> dict[str, Any]:
        text = _readable(sent)
        reply = json.loads(sent.get("reply_parameters", "{}"))
        self._n_messages += 1
        chat_id, number = int(sent["chat_id"]), self._n_messages
        thread_id = int(sent.get("message_thread_id", 0)) or None
        mode, reply_to = sent.get("parse_mode"), reply.get("message_id")
        shown = Shown(chat_id, number, text, sent["text"], mode, reply_to, thread_id)
        self.shown[shown.chat_id].append(shown)
        return _as_message(shown)

    async def _edit_message_text(self, sent: dict[str, Any]) -> dict[str, Any]:
        shown = self._find(sent, "edit")
        text = _readable(sent)
        if sent["text"] == shown.raw:
            raise Refused(
                400, "Bad Request: message is not modified: specified new message content"
            )
        shown.text, shown.raw, shown.n_edits = text, sent["text"], shown.n_edits + 1
        shown.parse_mode = sent.get("parse_mode")
        return _as_message(shown)

    async def _delete_message(self, sent: dict[str, Any]) -> bool:
        shown = self._find(sent, "delete")
        self.shown[shown.chat_id].remove(shown)
        return True

    def _find(self, sent: dict[str, Any], purpose: str) -> Shown:
        for shown in self.shown[int(sent["chat_id"])]:
            if shown.message_id == int(sent["message_id"]):
                return shown
        raise Refused(400, f"Bad Request: message to {purpose} not found")


def _snake(method: str) -> str:
    return re.sub(r"[A-Z]", lambda upper: "_" + upper[0].lower(), method)


def _readable(sent: dict[str, Any]) -> str:
    """The text as shown, within Telegram's limit of 4096 UTF-16 units."""
    text = parse_html(sent["text"]) if sent.get("parse_mode") == "HTML" else sent["text"]
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise Refused(400, "Bad Request: message is too long")
    return text


def _as_message(shown: Shown) -> dict[str, Any]:
    chat = {"id": shown.chat_id, "type": "private" if shown.chat_id > 0 else "supergroup"}
    message = {"message_id": shown.message_id, "date": DATE, "chat": chat, "from": ME}
    return message | {"text": shown.text}
