"""What can stop the Telegram bot, each with its cure.

TelegramError
├── TokenError          no token, or one that Telegram refuses
├── SecondInstanceError the same bot is being served somewhere else
└── UnreachableError    no way to the Bot API server
"""

from __future__ import annotations

from telegram import error

from bot.errors import BotError

__all__ = ["SecondInstanceError", "TelegramError", "TokenError", "UnreachableError", "translate"]


class TelegramError(BotError):
    """The bot cannot be served; the text is one line and never holds the token."""


class TokenError(TelegramError):
    """There is no token, or Telegram refuses it."""


class SecondInstanceError(TelegramError):
    """Somebody else fetches this bot's messages."""


class UnreachableError(TelegramError):
    """The Bot API server does not answer."""


def translate(exc: error.TelegramError, base_url: str) -> TelegramError:
    """The library's error as one of ours.

    Raise the result `from None`: the library writes the token into the text of `InvalidToken`, so
    the cause must not travel on.
    """
    match exc:
        case error.InvalidToken():
            return TokenError(
                "Telegram refuses the bot's token; copy it again from @BotFather "
                "into WENSHI_TELEGRAM_TOKEN"
            )
        case error.Conflict():
            return SecondInstanceError(
                "another program is fetching this bot's messages; "
                "stop the other `wenshi serve`, then start this one again"
            )
        case error.RetryAfter():
            return UnreachableError(
                f"{base_url} asks for a pause; wait a few minutes, then start again"
            )
    return UnreachableError(
        f"cannot reach the Bot API server {base_url}; "
        "check the network, HTTPS_PROXY and WENSHI_TELEGRAM_BASE_URL"
    )
