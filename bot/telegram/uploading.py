"""Document of an admin -> the file in a folder of its own, and the articles read out of it."""

from __future__ import annotations

import logging
import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path

from telegram import Document
from telegram.constants import FileSizeLimit
from telegram.error import TelegramError

from bot.errors import BotError
from bot.pages import safe_name
from bot.telegram.offers import Upload
from bot.telegram.operator_texts import OperatorWords
from bot.telegram.preview import Preview, read_preview

__all__ = ["MAX_BYTES", "take_in"]

MAX_BYTES = int(FileSizeLimit.FILESIZE_DOWNLOAD)  # 20 MB; Telegram hands bots no larger files

_log = logging.getLogger(__name__)


async def take_in(
    document: Document, folder: Path, program: Sequence[str], words: OperatorWords
) -> tuple[Upload, Preview]:
    """Downloads and reads it; size and kind are looked at before anything is downloaded.

    Raises:
        BotError: it is not taken in; the text is for the admin, and nothing of it was kept.
    """
    if not document.file_size or document.file_size > MAX_BYTES:
        raise BotError(words.too_big if document.file_size else words.no_size)
    try:
        file = folder / secrets.token_hex(8) / safe_name(document.file_name or "")
    except BotError as exc:
        raise BotError(words.why(str(exc))) from exc
    try:
        file.parent.mkdir(parents=True)
        return await _read(document, file, program, words)
    except BaseException:  # a cancellation, too
        shutil.rmtree(file.parent, ignore_errors=True)
        raise


async def _read(
    document: Document, file: Path, program: Sequence[str], words: OperatorWords
) -> tuple[Upload, Preview]:
    try:
        await (await document.get_file()).download_to_drive(file)
    except (TelegramError, OSError) as exc:
        _log.warning("a file was not downloaded: %s", exc)
        raise BotError(words.upload_failed) from exc
    if file.stat().st_size > MAX_BYTES:
        raise BotError(words.too_big)
    try:
        preview = await read_preview(file, program)
    except TimeoutError as exc:
        raise BotError(words.too_long) from exc
    except BotError as exc:
        raise BotError(words.why(str(exc))) from exc
    if not preview.articles:
        said = words.why(preview.problems[-1]) if preview.problems else words.is_it_text
        raise BotError(words.unreadable.format(name=file.name, reason=said))
    return Upload(file, tuple(told.id for told in preview.articles)), preview
