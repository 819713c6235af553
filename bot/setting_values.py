"""Text of a setting -> its value, or an error that names the setting and the cure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from bot.errors import BotError

__all__ = [
    "Address",
    "LogKind",
    "StoreAddress",
    "address",
    "ids",
    "log_kind",
    "number",
    "store_address",
    "switch",
    "web_address",
]

LogKind = Literal["plain", "json"]

HOST_AND_PORT = re.compile(r"(?:(?P<host>[\w.-]+|\[[0-9A-Fa-f:]+\]):)?(?P<port>[0-9]{1,5})")
UNIX = "unix:"
MILVUS = re.compile(
    r"milvus://(?P<address>(?:[\w.-]+|\[[0-9A-Fa-f:]+\]):[0-9]{1,5})(?:/(?P<name>[A-Za-z]\w{0,63}))?/?",
    re.ASCII,
)
MAX_PORT = 65_535


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server of ours listens: a port of a host, or a unix socket.

    Attributes:
        unix: path of the socket; "" for a port.
    """

    host: str = ""
    port: int = 0
    unix: str = ""

    def __str__(self) -> str:
        return f"{UNIX}{self.unix}" if self.unix else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """A Milvus that keeps the passages of an index.

    Attributes:
        uri: http://host:port, or the path of a file of Milvus Lite.
        name: that its collections begin with.
    """

    uri: str
    name: str = "wenshi"


def store_address(name: str, text: str) -> StoreAddress | None:
    """`milvus://host:19530`, `milvus://host:19530/archive` or `passages.db`; None for nothing.

    Raises:
        BotError: it is none of these.
    """
    if not text:
        return None
    if match := MILVUS.fullmatch(text):
        return StoreAddress(f"http://{match['address']}", match["name"] or "wenshi")
    if text.endswith(".db") and "://" not in text:
        return StoreAddress(str(Path(text).expanduser()))
    raise BotError(
        f"{name}: {text!r} is no store; write milvus://HOST:PORT, milvus://HOST:PORT/NAME (NAME "
        "of letters and digits), or the path of a file of Milvus Lite that ends in .db"
    )


def address(name: str, text: str) -> Address | None:
    """`9090`, `127.0.0.1:9090` or `unix:/run/wenshi/bot.sock`; None for nothing.

    A bare port listens on this machine only.

    Raises:
        BotError: it is none of these.
    """
    if not text:
        return None
    if text.startswith(UNIX) and len(text) > len(UNIX):
        return Address(unix=text.removeprefix(UNIX))
    match = HOST_AND_PORT.fullmatch(text)
    if not match or not 0 < int(match["port"]) <= MAX_PORT:
        raise BotError(
            f"{name}: {text!r} is no address; write a port, HOST:PORT or unix:/path/of/the.sock"
        )
    return Address(host=(match["host"] or "127.0.0.1").strip("[]"), port=int(match["port"]))


def ids(name: str, text: str) -> frozenset[int]:
    """Telegram's numbers of users and chats, with commas or spaces between them.

    Raises:
        BotError: something else is among them.
    """
    pieces = re.split(r"[\s,，;；]+", text.strip())
    try:
        return frozenset(int(piece) for piece in pieces if piece)
    except ValueError as exc:
        raise BotError(
            f"{name}: {text!r} are no ids; write numbers with commas between them, such as "
            "123456789,-1001234567890 (a name starting with @ is no id)"
        ) from exc


def number(name: str, text: str) -> int:
    """A whole number from 0.

    Raises:
        BotError: it is none.
    """
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise BotError(f"{name}: {text!r} is no number; write one such as 20, or 0 for no limit")
    return int(text)


def switch(name: str, text: str) -> bool:
    """On or off.

    Raises:
        BotError: it is neither.
    """
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    if text.lower() in ("", "0", "false", "no", "off"):
        return False
    raise BotError(f"{name}: {text!r} is neither on nor off; write 1 or 0")


def log_kind(name: str, text: str) -> LogKind:
    """How the log is written.

    Raises:
        BotError: it is no kind of log.
    """
    for kind in get_args(LogKind):
        if text == kind:
            return kind  # type: ignore[no-any-return]  # get_args forgets what it holds
    raise BotError(f"{name}: {text!r} is no kind of log; write plain or json")


def web_address(name: str, text: str) -> str:
    """An https address that Telegram can reach; "" for nothing.

    Raises:
        BotError: it is not https; Telegram delivers to nothing else.
    """
    if text and not re.fullmatch(r"https://[^\s/]+/[^\s?#]+", text):
        raise BotError(
            f"{name}: {text!r} is no webhook address; write https://YOUR.HOST/PATH (Telegram "
            "accepts https only), or leave it empty for polling"
        )
    return text
