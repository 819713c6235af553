"""The token never reaches a log."""

from __future__ import annotations

import io
import logging
import sys
from pathlib import Path

import pytest
from fake_bot_api import TOKEN
from telegram import error

from bot.redaction import HIDDEN, Redaction
from bot.settings import Settings
from bot.telegram.app import build_application
from bot.telegram.errors import TelegramError, TokenError, translate
from bot.telegram.lists import Lists
from retrieval.record import Record


@pytest.fixture
def log() -> tuple[logging.Logger, io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(Redaction(TOKEN))
    logger = logging.Logger("of this test")
    logger.addHandler(handler)
    return logger, written


@pytest.mark.parametrize(
    ("message", "args"),
    [
        (f"token {TOKEN}", ()),
        ("token %s", (TOKEN,)),
        ("url %s", (f"https://api.telegram.org/bot{TOKEN}/getMe",)),
        ("another bot's: %r", ({"url": "http://x/bot99:ab-c_d/getMe"},)),
        (f"arguments do not fit %s %s {TOKEN}", ("one",)),
    ],
)
def test_a_message_is_cleaned(
    log: tuple[logging.Logger, io.StringIO], message: str, args: tuple[object, ...]
) -> None:
    logger, written = log
    logger.error(message, *args)
    assert HIDDEN in written.getvalue()
    assert TOKEN not in written.getvalue()
    assert "99:ab-c_d" not in written.getvalue()


def test_a_traceback_is_kept_and_cleaned(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    try:
        {}[TOKEN]
    except KeyError:
        logger.error("failed", exc_info=sys.exc_info(), stack_info=True)
    assert f"KeyError: '{HIDDEN}'" in written.getvalue()
    assert TOKEN not in written.getvalue()


def test_ordinary_text_is_left_alone(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.error("%d questions, robot12: fine", 3)
    assert written.getvalue() == "3 questions, robot12: fine\n"


@pytest.mark.parametrize(
    ("kind", "argument"),
    [
        (error.InvalidToken, f"The token `{TOKEN}` was rejected by the server."),
        (error.Conflict, "terminated by other getUpdates request"),
        (error.RetryAfter, 3),
        (error.TimedOut, "Timed out"),
        (error.NetworkError, f"httpx.ConnectError: http://x/bot{TOKEN}/getMe"),
    ],
)
def test_an_error_names_its_cure_in_one_line_without_the_token(
    kind: type[error.TelegramError], argument: object
) -> None:
    exc = kind(argument)
    ours = translate(exc, "http://x")
    assert isinstance(ours, TelegramError)
    assert ";" in str(ours)
    assert "\n" not in str(ours)
    assert TOKEN not in str(ours)


def test_a_missing_token_is_said_before_anything_is_built() -> None:
    settings = Settings(Path("index"), "model", Path("cache"), "", "http://x")
    with pytest.raises(TokenError, match="WENSHI_TELEGRAM_TOKEN"):
        build_application(settings, lambda _: None, Lists(Record.build({}, ()), "00000000"))
