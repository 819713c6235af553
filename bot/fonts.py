"""A picture's text -> letters that have Chinese in them."""

from __future__ import annotations

from typing import Any

__all__ = ["chinese_font"]


def chinese_font() -> Any:
    """Noto Sans SC out of the wheel pylopdf-fonts-zh-cn; matplotlib's own has no Chinese."""
    from matplotlib.font_manager import FontProperties
    from pylopdf_fonts_zh_cn import sans_path

    return FontProperties(fname=str(sans_path()))
