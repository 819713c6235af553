"""Settings and an answering engine -> a Telegram bot that serves until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator

from telegram import (
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    LinkPreviewOptions,
    Update,
    error,
)
from telegram.ext import AIORateLimiter, Application, Defaults, TypeHandler

from bot.redaction import redact_logs
from bot.settings import Settings
from bot.talk import Engine
from bot.telegram.chat import Chat
from bot.telegram.errors import TokenError, translate
from bot.telegram.lists import Lists
from bot.telegram.ordering import ChatOrder
from bot.telegram.polling import AnyApplication, PollingRequest, poll
from bot.telegram.texts import CHINESE, ENGLISH

__all__ = ["build_application", "check_token", "run", "serve"]

MAX_RETRIES = 5  # times Telegram may say "too many requests" before an answer is given up
TIMEOUT_S = 10.0  # a phone network or a proxy may need more than the library's 5 s
QUIET = ("httpx", "httpcore")  # they log every URL at INFO, and the token is part of the URL

_log = logging.getLogger(__name__)


def run(settings: Settings, answer: Engine, lists: Lists) -> None:
    """Serve in the foreground until SIGTERM or Ctrl-C.

    `answer` and `lists` are used by two threads at a time.

    Raises:
        TelegramError: no token, a refused one, a second instance, no network at the start.
    """
    redact_logs(settings.telegram_token)
    logging.getLogger("bot").setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        asyncio.run(serve(build_application(settings, answer, lists)))
    except error.TelegramError as exc:
        raise translate(exc, settings.telegram_base_url) from None


def check_token(settings: Settings) -> None:
    """Worth asking before a model is loaded.

    Raises:
        TokenError: there is no token.
    """
    if not settings.telegram_token:
        raise TokenError(
            "there is no Telegram token; get one from @BotFather and set WENSHI_TELEGRAM_TOKEN "
            "in the environment or in .env"
        )


def build_application(settings: Settings, answer: Engine, lists: Lists) -> AnyApplication:
    """The application, connected to nothing yet.

    Raises:
        TokenError: there is no token.
    """
    check_token(settings)
    chat = Chat(answer, lists)
    application = (
        Application.builder()
        .token(settings.telegram_token)
        .base_url(f"{settings.telegram_base_url}/bot")
        .updater(None)
        .get_updates_request(PollingRequest(connection_pool_size=1, connect_timeout=TIMEOUT_S))
        .connect_timeout(TIMEOUT_S)
        .read_timeout(TIMEOUT_S)
        .write_timeout(TIMEOUT_S)
        .pool_timeout(TIMEOUT_S)
        .rate_limiter(AIORateLimiter(max_retries=MAX_RETRIES))
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .concurrent_updates(ChatOrder())
        .build()
    )
    application.add_handler(TypeHandler(Update, chat.receive))
    application.add_error_handler(chat.fail)
    return application


async def serve(application: AnyApplication) -> None:
    """Fetch and answer until a signal comes; then finish the answers that are under way.

    Raises:
        telegram.error.TelegramError: the start failed, or fetching can never succeed again.
    """
    async with application:  # asks Telegram who the bot is, so a bad token shows here
        await application.bot.delete_webhook()  # while one is set, Telegram refuses long polling
        await _offer_commands(application)
        async with _started(application), _until_signal() as stop:
            _log.info("serving as @%s", application.bot.username)
            polling = asyncio.create_task(poll(application))
            try:
                await asyncio.wait({polling, stop}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                polling.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await polling


@contextlib.asynccontextmanager
async def _started(application: AnyApplication) -> AsyncIterator[None]:
    """Handlers run inside; at the end the queue is worked off and every answer awaited."""
    await application.start()
    try:
        yield
    finally:
        await application.stop()


@contextlib.asynccontextmanager
async def _until_signal() -> AsyncIterator[asyncio.Future[None]]:
    """A future that SIGTERM or Ctrl-C completes; a second signal ends the process as ever."""
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[None] = loop.create_future()
    signals = (signal.SIGTERM, signal.SIGINT)

    def finish() -> None:
        for number in signals:
            loop.remove_signal_handler(number)
        if not stop.done():
            stop.set_result(None)

    with contextlib.suppress(NotImplementedError):  # Windows; there Ctrl-C interrupts asyncio.run
        for number in signals:
            loop.add_signal_handler(number, finish)
    try:
        yield stop
    finally:
        with contextlib.suppress(NotImplementedError):
            finish()


async def _offer_commands(application: AnyApplication) -> None:
    """Fill the command menus; a bot without one still answers, so failing stops nothing."""
    private, group = BotCommandScopeAllPrivateChats(), BotCommandScopeAllGroupChats()
    try:
        for words, language in ((CHINESE, None), (ENGLISH, "en")):
            for scope, commands in (
                (private, words.private_commands),
                (group, words.group_commands),
            ):
                await application.bot.set_my_commands(commands, scope, language_code=language)
    except error.TelegramError as exc:
        _log.warning("the command menu was not set: %s", exc)
