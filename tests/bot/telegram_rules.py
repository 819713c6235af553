"""What Telegram accepts, and how it says no: limits and wording for the fake server."""

from __future__ import annotations

import html
import json
import re
from typing import Any

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
MAX_DATA = 64  # bytes
MAX_NOTICE = 200  # characters
MAX_RESULTS = 50


class Refused(Exception):  # noqa: N818 - named as the server would say it
    """A request that Telegram would not carry out."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


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


def readable(sent: dict[str, Any]) -> str:
    """The text as shown, within Telegram's limit of 4096 UTF-16 units."""
    text = parse_html(sent["text"]) if sent.get("parse_mode") == "HTML" else sent["text"]
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise Refused(400, "Bad Request: message is too long")
    return text


def keyboard(sent: dict[str, Any]) -> list[list[dict[str, str]]]:
    """The rows of the inline keyboard; none where the request brings none."""
    rows = json.loads(sent.get("reply_markup", "{}")).get("inline_keyboard", [])
    for key in (key for row in rows for key in row):
        if not key["text"]:
            raise Refused(400, "Bad Request: text buttons must be non-empty")
        if "url" not in key and not 1 <= len(key.get("callback_data", "").encode()) <= MAX_DATA:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows


def mentions(text: str) -> list[dict[str, Any]]:
    """The entities that Telegram finds by itself: names that are no part of a mail address."""
    found = re.finditer(r"(?<![\w.])@[A-Za-z]\w{4,31}", text, re.ASCII)
    return [
        {"type": "mention", "offset": utf16(text[: m.start()]), "length": utf16(m[0])}
        for m in found
    ]


def utf16(text: str) -> int:
    """Length as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def results(sent: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of an inline query, each one a message that Telegram would send."""
    listed = json.loads(sent["results"])
    ids = [result["id"] for result in listed]
    if len(listed) > MAX_RESULTS:
        raise Refused(400, "Bad Request: RESULTS_TOO_MUCH")
    if len(set(ids)) < len(ids):
        raise Refused(400, "Bad Request: RESULT_ID_DUPLICATE")
    for result in listed:
        if not 1 <= len(result["id"].encode()) <= MAX_DATA or not result["title"]:
            raise Refused(400, "Bad Request: RESULT_ID_INVALID")
        content = result["input_message_content"]
        result["text"] = readable({**content, "text": content["message_text"]})
        keyboard({"reply_markup": json.dumps(result.get("reply_markup", {}))})
    return listed


def notice(sent: dict[str, Any]) -> str:
    """The line that a press is answered with; may be empty."""
    text = sent.get("text", "")
    if len(text) > MAX_NOTICE:
        raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
    return text
