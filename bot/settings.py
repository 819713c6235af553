"""Environment and .env file -> Settings, read once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from dotenv import dotenv_values

__all__ = ["EMBEDDED_MODEL", "TELEGRAM_URL", "Settings", "read_settings", "with_index"]

EMBEDDED_MODEL = "intfloat/multilingual-e5-small"
TELEGRAM_URL = "https://api.telegram.org"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can choose.

    Attributes:
        index: the index folder.
        model: the embedded default, a hub name, or a folder of sentence-transformers.
        cache: where the embedded model is unpacked.
        telegram_token: never shown by `repr`.
        telegram_base_url: scheme and host of the Bot API server, no trailing slash.
        data: the folder of what the chat must not forget; beside the index where none is named.
    """

    index: Path
    model: str
    cache: Path
    telegram_token: str = field(repr=False)
    telegram_base_url: str
    data: Path = Path("wenshi-data")


def read_settings(
    environ: Mapping[str, str] = os.environ, env_file: Path = Path(".env")
) -> Settings:
    """Settings from the environment, which wins, and from the `.env` file."""
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
    )


def with_index(index: Path | None) -> Settings:
    """The settings, with the index folder of the command line where it names one."""
    settings = read_settings()
    return settings if index is None else replace(settings, index=index)
