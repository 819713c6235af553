"""Settings and an answering engine -> a Telegram bot that serves until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable

from telegram import LinkPreviewOptions, Update, error
from telegram.ext import AIORateLimiter, Application, Defaults, TypeHandler

from bot.ledger import Ledger
from bot.redaction import redact_logs
from bot.settings import Settings
from bot.telegram.chat import Chat
from bot.telegram.errors import TokenError, translate
from bot.telegram.inline import Find
from bot.telegram.lists import Lists
from bot.telegram.menus import offer_commands
from bot.telegram.ordering import ChatOrder
from bot.telegram.polling import AnyApplication, PollingRequest, poll
from retrieval.reply import Citation, Reply

__all__ = ["build_application", "check_token", "run", "serve"]

MAX_RETRIES = 5  # times Telegram may say "too many requests" before an answer is given up
TIMEOUT_S = 10.0  # a phone network or a proxy may need more than the library's 5 s
QUIET = ("httpx", "httpcore")  # they log every URL at INFO, and the token is part of the URL

_log = logging.getLogger(__name__)


def _find_nothing(text: str, k: int) -> tuple[Citation, ...]:
    """Where there is no search, an inline query gets the answer alone."""
    return ()


def run(
    settings: Settings, answer: Callable[[str], Reply], lists: Lists, find: Find = _find_nothing
) -> None:
    """Serve in the foreground until SIGTERM or Ctrl-C.

    `answer`, `lists` and `find` are used by three threads at a time.

    Raises:
        LedgerError: the file in which the chat keeps what it must not forget cannot be used.
        TelegramError: no token, a refused one, a second instance, no network at the start.
    """
    redact_logs(settings.telegram_token)
    logging.getLogger("bot").setLevel(logging.INFO)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    chat = _chat(settings, answer, lists, find)
    try:
        asyncio.run(serve(_application(settings, chat), chat.prepare))
    except error.TelegramError as exc:
        raise translate(exc, settings.telegram_base_url) from None
    finally:
        chat.close()


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


def build_application(
    settings: Settings, answer: Callable[[str], Reply], lists: Lists, find: Find = _find_nothing
) -> AnyApplication:
    """The application, connected to nothing yet.

    Raises:
        LedgerError: its file cannot be used.
        TokenError: there is no token.
    """
    return _application(settings, _chat(settings, answer, lists, find))


def _chat(settings: Settings, answer: Callable[[str], Reply], lists: Lists, find: Find) -> Chat:
    check_token(settings)
    return Chat(answer, lists, Ledger.open(settings.data), find)


def _application(settings: Settings, chat: Chat) -> AnyApplication:
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


async def serve(
    application: AnyApplication, prepare: Callable[[], Awaitable[None]] | None = None
) -> None:
    """Fetch and answer until a signal comes; then finish the answers that are under way.

    Args:
        application: connected to nothing yet.
        prepare: what is worth doing at the start while nobody waits for it.

    Raises:
        telegram.error.TelegramError: the start failed, or fetching can never succeed again.
    """
    async with application:  # asks Telegram who the bot is, so a bad token shows here
        await application.bot.delete_webhook()  # while one is set, Telegram refuses long polling
        await offer_commands(application.bot)
        async with _started(application), _until_signal() as stop:
            _log.info("serving as @%s", application.bot.username)
            polling = asyncio.create_task(poll(application))
            if prepare:
                application.create_task(prepare())
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
