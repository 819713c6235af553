"""What goes wrong in this room; every text ends with the cure."""

from __future__ import annotations

__all__ = ["BotError"]


class BotError(Exception):
    """Any failure of this room that a person is told about."""
