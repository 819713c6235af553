"""A Bot API server for tests: real HTTP on 127.0.0.1, Telegram's limits and Telegram's wording."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from fake_files import Broken, Files
from telegram_rules import WORDING, Refused, keyboard, mentions, notice, readable, results

TOKEN = "123456:TEST-token_of-the-fake_server"
ME = {
    "id": 123456,
    "is_bot": True,
    "first_name": "问事",
    "username": "wenshi_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "has_main_web_app": False,
}
PERSON = {"id": 7, "is_bot": False, "first_name": "读者", "language_code": "zh-hans"}
DATE = 1_700_000_000


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
    keys: list[list[dict[str, str]]]  # rows of the inline keyboard
    n_edits: int = 0  # edits that changed it
    force_reply: dict[str, Any] | None = None  # the input field opened for a reply

    @property
    def labels(self) -> list[list[str]]:
        """The buttons, row by row."""
        return [[key["text"] for key in row] for row in self.keys]

    def data(self, label: str) -> str:
        """The callback data of the button with this label."""
        (data,) = (k["callback_data"] for row in self.keys for k in row if k["text"] == label)
        return data


@dataclass
class FakeBotApi(Files):
    """The server and everything that happened on it."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # method, parameters
    shown: dict[int, list[Shown]] = field(default_factory=lambda: defaultdict(list))  # by chat
    notices: dict[str, str] = field(default_factory=dict)  # what presses were answered with
    inline: dict[str, list[dict[str, Any]]] = field(default_factory=dict)  # results by query
    said: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)  # by chat and number
    url: str = ""
    port: int = 0  # any; once it is known, the server can come back there
    _migrated: dict[int, int] = field(default_factory=dict)
    _pressed: list[str] = field(default_factory=list)
    _faults: dict[str, list[Refused | Broken]] = field(default_factory=lambda: defaultdict(list))
    _updates: list[dict[str, Any]] = field(default_factory=list)
    _n_updates: int = 0
    _n_messages: int = 100
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    _runner: web.AppRunner | None = None

    async def __aenter__(self) -> FakeBotApi:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        app.router.add_get("/file/bot{token}/{name}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def fail(self, method: str, code: int, times: int = 1, description: str = "") -> None:
        """Refuse the next calls of a method; 429 asks for a pause of one second."""
        parameters = {"retry_after": 1} if code == 429 else {}
        fault = Refused(code, description or WORDING[code], **parameters)
        self._faults[method] += [fault] * times

    def migrate(self, old: int, new: int) -> None:
        """Make a supergroup of a group; whoever writes to the old number is told the new one."""
        self._migrated[old] = new

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
        message = {
            **{"message_id": edits or self._n_messages, "date": DATE},
            "chat": {"id": chat_id, "type": chat_type},
            "from": PERSON,
            **({} if text is None else {"text": text}),
            **({"edit_date": DATE + 1} if edits else {}),
            **more,
        }
        if text and "entities" not in more and (found := mentions(text)):
            message["entities"] = found
        message = {name: value for name, value in message.items() if value is not None}
        self.said[chat_id, int(message["message_id"])] = message
        await self.inject({"edited_message" if edits else "message": message})
        return int(message["message_id"])

    async def reply(self, shown: Shown, text: str | None, **more: Any) -> int:
        """A person replies to a message of the bot."""
        replied = {"reply_to_message": self._as_message(shown)}
        return await self.say(text, shown.chat_id, **replied, **more)

    async def type(self, text: str, **more: Any) -> list[dict[str, Any]]:
        """A person types behind the bot's name; the results, once they are there."""
        self._n_messages += 1
        number = f"query-{self._n_messages}"
        query = {"id": number, "from": PERSON, "query": text, "offset": "", **more}
        await self.inject({"inline_query": query})
        await self.wait(lambda: number in self.inline)
        return self.inline[number]

    def pressed(self, shown: Shown, button: str, **more: Any) -> dict[str, Any]:
        """The update of a press on a button, named by its label or, forged, by data."""
        labels = {key["text"] for row in shown.keys for key in row}
        number = f"press-{len(self._pressed)}"
        self._pressed.append(number)
        query = {
            **{
                "id": number,
                "from": PERSON,
                "chat_instance": "1",
                "message": self._as_message(shown),
            },
            "data": shown.data(button) if button in labels else button,
            **more,
        }
        return {"callback_query": {name: v for name, v in query.items() if v is not None}}

    async def press(self, shown: Shown, button: str, **more: Any) -> str:
        """A person presses a button; what is said to it, once the bot has released it."""
        update = self.pressed(shown, button, **more)
        number = update["callback_query"]["id"]
        await self.inject(update)
        await self.wait(lambda: number in self.notices)
        return self.notices[number]

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
        except Broken as exc:
            await asyncio.sleep(exc.after_s)
            request.transport.abort()
            return web.Response()
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

    _delete_webhook = _set_webhook = _send_chat_action = _set_my_commands = _true

    async def _answer_callback_query(self, sent: dict[str, Any]) -> bool:
        number = sent["callback_query_id"]
        if number not in self._pressed or number in self.notices:
            expired = "query is too old and response timeout expired or query ID is invalid"
            raise Refused(400, f"Bad Request: {expired}")
        self.notices[number] = notice(sent)
        return True

    async def _answer_inline_query(self, sent: dict[str, Any]) -> bool:
        self.inline[sent["inline_query_id"]] = results(sent)
        return True

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
        text = readable(sent)
        reply = json.loads(sent.get("reply_parameters", "{}"))
        self._n_messages += 1
        chat_id, number = int(sent["chat_id"]), self._n_messages
        if new := self._migrated.get(chat_id):
            said = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, said, migrate_to_chat_id=new)
        thread_id = int(sent.get("message_thread_id", 0)) or None
        mode, reply_to = sent.get("parse_mode"), reply.get("message_id")
        keys = keyboard(sent)
        shown = Shown(chat_id, number, text, sent["text"], mode, reply_to, thread_id, keys)
        markup = json.loads(sent.get("reply_markup", "{}"))
        shown.force_reply = markup if markup.get("force_reply") else None
        self.shown[shown.chat_id].append(shown)
        return self._as_message(shown)

    async def _edit_message_text(self, sent: dict[str, Any]) -> dict[str, Any]:
        shown = self._find(sent, "edit")
        text, keys = readable(sent), keyboard(sent)
        if (sent["text"], keys) == (shown.raw, shown.keys):
            raise Refused(
                400,
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        shown.text, shown.raw, shown.n_edits = text, sent["text"], shown.n_edits + 1
        shown.keys = keys  # an edit without a keyboard takes it away
        shown.parse_mode = sent.get("parse_mode")
        return self._as_message(shown)

    async def _delete_message(self, sent: dict[str, Any]) -> bool:
        shown = self._find(sent, "delete")
        self.shown[shown.chat_id].remove(shown)
        return True

    def _as_message(self, shown: Shown) -> dict[str, Any]:
        """As Telegram hands it out: with the message it replies to, but none further back."""
        chat = {"id": shown.chat_id, "type": "private" if shown.chat_id > 0 else "supergroup"}
        message = {"message_id": shown.message_id, "date": DATE, "chat": chat, "from": ME}
        message["text"] = shown.text
        if shown.thread_id:
            message |= {"message_thread_id": shown.thread_id, "is_topic_message": True}
        replied = self.said.get((shown.chat_id, shown.reply_to or 0))
        if replied:
            named = {k: v for k, v in replied.items() if k != "reply_to_message"}
            message["reply_to_message"] = named
        return message

    def _find(self, sent: dict[str, Any], purpose: str) -> Shown:
        for shown in self.shown[int(sent["chat_id"])]:
            if shown.message_id == int(sent["message_id"]):
                return shown
        raise Refused(400, f"Bad Request: message to {purpose} not found")


def _snake(method: str) -> str:
    return re.sub(r"[A-Z]", lambda upper: "_" + upper[0].lower(), method)
