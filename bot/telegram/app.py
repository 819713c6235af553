"""Settings and an answering engine -> a Telegram bot that serves until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from telegram import LinkPreviewOptions, Update, error
from telegram.ext import Application, Defaults, TypeHandler

from bot.ledger import Ledger
from bot.logs import set_up_logs
from bot.meter import Meter
from bot.rebuild import PROGRAM
from bot.settings import Settings
from bot.talk import Engine
from bot.telegram.chat import Chat
from bot.telegram.errors import TokenError, UnreachableError, translate
from bot.telegram.inline import Find
from bot.telegram.limiter import Limiter
from bot.telegram.lists import Lists
from bot.telegram.ordering import ChatOrder
from bot.telegram.polling import AnyApplication, PollingRequest, poll
from bot.telegram.reception import Reception
from retrieval.reply import Citation

__all__ = ["build_application", "check_token", "run", "serve"]

Follow = Callable[[Callable[[Lists], None]], object]  # has the chat told of newer lists

MAX_RETRIES = 5  # times Telegram may say "too many requests" before an answer is given up
TIMEOUT_S = 10.0  # a phone network or a proxy may need more than the library's 5 s
RECEPTION = "reception"  # its place among the application's data
PAUSES_S = (1.0, 2.0, 5.0, 10.0, 30.0)  # between attempts to start; the last one again and again

_log = logging.getLogger(__name__)


def _find_nothing(text: str, k: int) -> tuple[Citation, ...]:
    """Where there is no search, an inline query gets the answer alone."""
    return ()


def run(  # noqa: PLR0913  # each is a part that the command line has put together
    settings: Settings,
    answer: Engine,
    lists: Lists,
    find: Find = _find_nothing,
    *,
    follow: Follow = lambda _: None,
    wait: bool = False,
) -> None:
    """Serve in the foreground until SIGTERM or Ctrl-C.

    `answer`, `lists` and `find` are used by three threads at a time; `follow` gets what puts up
    newer lists. With `wait`, a network that is not there at the start is waited for.

    Raises:
        LedgerError: the file in which the chat keeps what it must not forget cannot be used.
        TelegramError: no token, a refused one, a second instance, no network at the start.
    """
    set_up_logs(settings.log, settings.telegram_token)
    reception = _reception(settings, answer, lists, find, follow)
    with contextlib.closing(reception.chat):
        _serve_until_stopped(reception, wait=wait)


def _serve_until_stopped(reception: Reception, *, wait: bool) -> None:
    for pause_s in itertools.chain(PAUSES_S, itertools.repeat(PAUSES_S[-1])):
        try:
            asyncio.run(serve(_application(reception), reception.chat.prepare))
        except error.TelegramError as exc:
            ours = translate(exc, reception.settings.telegram_base_url)
            if not wait or not isinstance(ours, UnreachableError):
                raise ours from None
            _log.warning("%s; trying again in %g s", ours, pause_s)
            time.sleep(pause_s)
        else:
            return


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


def build_application(  # noqa: PLR0913  # as for `run`
    settings: Settings,
    answer: Engine,
    lists: Lists,
    find: Find = _find_nothing,
    *,
    follow: Follow = lambda _: None,
    program: Sequence[str] = PROGRAM,
) -> AnyApplication:
    """The application, connected to nothing yet; `program` reads pages and rebuilds the index.

    Raises:
        LedgerError: its file cannot be used.
        TokenError: there is no token.
    """
    return _application(_reception(settings, answer, lists, find, follow, program))


def _reception(  # noqa: PLR0913, PLR0917  # as for `run`
    settings: Settings,
    answer: Engine,
    lists: Lists,
    find: Find,
    follow: Follow,
    program: Sequence[str] = PROGRAM,
) -> Reception:
    check_token(settings)
    meter = Meter()
    chat = Chat(answer, lists, Ledger.open(settings.data), find, meter, settings.admins)
    follow(chat.put_up)
    return Reception(settings, chat, meter, program)


def _application(reception: Reception) -> AnyApplication:
    settings = reception.settings
    application = (
        Application.builder()
        .token(settings.telegram_token)
        .base_url(f"{settings.telegram_base_url}/bot")
        .base_file_url(f"{settings.telegram_base_url}/file/bot")
        .updater(None)
        .get_updates_request(PollingRequest(connection_pool_size=1, connect_timeout=TIMEOUT_S))
        .connect_timeout(TIMEOUT_S)
        .read_timeout(TIMEOUT_S)
        .write_timeout(TIMEOUT_S)
        .pool_timeout(TIMEOUT_S)
        .rate_limiter(Limiter(max_retries=MAX_RETRIES))
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .concurrent_updates(ChatOrder())
        .build()
    )
    application.add_handler(TypeHandler(Update, reception.receive))
    application.add_error_handler(reception.fail)
    application.bot_data[RECEPTION] = reception
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
    reception: Reception = application.bot_data[RECEPTION]
    async with application:  # asks Telegram who the bot is, so a bad token shows here
        await reception.chat.offer_menus(application.bot)
        async with (
            _monitored(reception),
            reception.open(),
            _started(application),
            _until_signal() as stop,
        ):
            _log.info("serving as @%s", application.bot.username)
            fetching = asyncio.create_task(_fetch(application, reception))
            if prepare:
                application.create_task(prepare())
            try:
                await asyncio.wait({fetching, stop}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                fetching.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await fetching


def _monitored(reception: Reception) -> contextlib.AbstractAsyncContextManager[None]:
    """/healthz and /metrics, if the settings say where; else no server is even loaded."""
    if reception.settings.monitor is None:
        return contextlib.nullcontext()
    from bot.telegram.monitor import monitored

    return monitored(reception.settings, reception.settings.monitor, reception.meter)


async def _fetch(application: AnyApplication, reception: Reception) -> None:
    """Have updates delivered, or fetch them, until cancelled."""
    if reception.settings.webhook_url:
        from bot.telegram.webhook import receive_updates

        await receive_updates(application, reception.settings, reception.meter)
    await application.bot.delete_webhook()  # while one is set, Telegram refuses long polling
    await poll(application, reception.meter.touched)


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
