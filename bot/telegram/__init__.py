"""Telegram update -> a rendered message in the same chat."""
