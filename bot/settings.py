"""Environment and .env file -> Settings, read once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from dotenv import dotenv_values

from bot.setting_values import (
    Address,
    LogKind,
    StoreAddress,
    address,
    ids,
    log_kind,
    number,
    store_address,
    switch,
    web_address,
)

__all__ = ["EMBEDDED_MODEL", "TELEGRAM_URL", "Settings", "read_settings", "with_index"]

EMBEDDED_MODEL = "intfloat/multilingual-e5-small"
TELEGRAM_URL = "https://api.telegram.org"
RATE_LIMIT = 20  # questions a minute and user: faster than anybody reads the answers
WEBHOOK_LISTEN = "127.0.0.1:8081"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can choose.

    Attributes:
        index: the index folder.
        model: the embedded default, a hub name, or a folder of sentence-transformers.
        cache: where the embedded model is unpacked.
        reader: whether the reader answers beside the rules.
        telegram_token: never shown by `repr`.
        telegram_base_url: scheme and host of the Bot API server, no trailing slash.
        data: the folder of what the chat must not forget; None for memory alone.
        admins: user ids of those who may run the bot from the chat.
        allowed_chats: ids of the chats that are answered; empty for all.
        rate_limit: questions a minute and user; 0 for no limit.
        pages: the folder that files sent by an admin are kept in.
        state: the folder of the audit log and of what must survive a restart; None for none.
        webhook_url: where Telegram delivers updates; "" for polling.
        webhook_listen: where they arrive on this machine, behind nginx.
        monitor: where /healthz and /metrics are served; None for nowhere.
        log_questions: whether the text of questions may stand in the log.
        store: the Milvus that keeps the passages; None for the index folder.
    """

    index: Path
    model: str
    cache: Path
    telegram_token: str = field(repr=False)
    telegram_base_url: str
    data: Path | None = None
    reader: bool = True
    admins: frozenset[int] = frozenset()
    allowed_chats: frozenset[int] = frozenset()
    rate_limit: int = RATE_LIMIT
    pages: Path = Path("pages")
    state: Path | None = None
    webhook_url: str = ""
    webhook_listen: Address | None = None
    monitor: Address | None = None
    log: LogKind = "plain"
    log_questions: bool = False
    store: StoreAddress | None = None


def read_settings(
    environ: Mapping[str, str] = os.environ, env_file: Path = Path(".env")
) -> Settings:
    """Settings from the environment, which wins, and from the `.env` file.

    Raises:
        BotError: a setting has a value that it cannot have.
    """
    file = dotenv_values(env_file) if env_file.is_file() else {}
    values = {**file, **environ}

    def read(name: str, default: str) -> str:
        return (values.get(f"WENSHI_{name}") or default).strip()

    home = Path(values.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    index = Path(read("INDEX", "index")).expanduser()
    return Settings(
        index=index,
        model=read("MODEL", EMBEDDED_MODEL),
        cache=Path(read("CACHE", str(home / "wenshi"))).expanduser(),
        telegram_token=read("TELEGRAM_TOKEN", ""),
        telegram_base_url=read("TELEGRAM_BASE_URL", TELEGRAM_URL).rstrip("/"),
        data=Path(read("DATA", str(index.parent / "wenshi-data"))).expanduser(),
        reader=switch("WENSHI_READER", read("READER", "on")),
        admins=ids("WENSHI_ADMINS", read("ADMINS", "")),
        allowed_chats=ids("WENSHI_ALLOWED_CHATS", read("ALLOWED_CHATS", "")),
        rate_limit=number("WENSHI_RATE_LIMIT", read("RATE_LIMIT", str(RATE_LIMIT))),
        pages=Path(read("PAGES", "pages")).expanduser(),
        state=Path(read("STATE", "state")).expanduser(),
        webhook_url=web_address("WENSHI_WEBHOOK_URL", read("WEBHOOK_URL", "")),
        webhook_listen=address("WENSHI_WEBHOOK_LISTEN", read("WEBHOOK_LISTEN", WEBHOOK_LISTEN)),
        monitor=address("WENSHI_MONITOR", read("MONITOR", "")),
        log=log_kind("WENSHI_LOG", read("LOG", "plain")),
        log_questions=switch("WENSHI_LOG_QUESTIONS", read("LOG_QUESTIONS", "")),
        store=store_address("WENSHI_STORE", read("STORE", "")),
    )


def with_index(index: Path | None) -> Settings:
    """The settings, with the index folder of the command line where it names one."""
    settings = read_settings()
    return settings if index is None else replace(settings, index=index)
