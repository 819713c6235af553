"""Figure -> a PNG file, and letters for it that have Chinese in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.errors import BotError

__all__ = ["chinese_font", "save_png"]


def chinese_font() -> Any:
    """Noto Sans SC out of the wheel pylopdf-fonts-zh-cn; matplotlib's own has no Chinese."""
    from matplotlib.font_manager import FontProperties
    from pylopdf_fonts_zh_cn import sans_path

    return FontProperties(fname=str(sans_path()))


def save_png(figure: Any, path: Path) -> None:
    """Writes a matplotlib figure.

    Raises:
        BotError: the file cannot be written.
    """
    try:
        figure.savefig(path, format="png")
    except OSError as exc:
        raise BotError(
            f"the picture cannot be written to {path} ({exc.strerror}); choose another file"
        ) from exc
