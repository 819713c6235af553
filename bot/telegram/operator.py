"""Update of an admin -> /status, /remove, a file taken in; everybody else finds nothing here."""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from telegram import Bot, CallbackQuery, Document, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.audit import Audit
from bot.errors import BotError
from bot.meter import Meter
from bot.pages import Pages
from bot.settings import Settings
from bot.sources import FILE, read_sources
from bot.telegram import operator_texts as words
from bot.telegram.delivery import Delivery, put_in_place, show_typing
from bot.telegram.message import Part, pack, say
from bot.telegram.offers import PREFIX, Choice, Offer, Offers, Removal, Upload, discard
from bot.telegram.preview import preview_blocks
from bot.telegram.removing import choice_part, confirm_part, find_removals
from bot.telegram.renewal import Change, Renewal
from bot.telegram.status import status_text
from bot.telegram.uploading import take_in
from retrieval.errors import RetrievalError

__all__ = ["Operator"]

COMMAND = re.compile(r"[/／](status|remove)(?:@(\w+))?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)

_log = logging.getLogger(__name__)


class Operator:
    """Holds what admins were offered, and the rebuild that is under way."""

    def __init__(self, settings: Settings, meter: Meter, program: Sequence[str]) -> None:
        self._settings, self._meter, self._program = settings, meter, program
        self._audit = Audit(settings.state)
        self._pages = Pages(settings.pages)
        self._offers = Offers()
        self._renewal = Renewal(settings.index, self._audit, program)
        self._folder: Path | None = None  # of files that wait for their button

    async def take(self, update: Update, bot: Bot) -> bool:
        """Deal with an admin's update; False for everything that is not one."""
        query, message, user = update.callback_query, update.message, update.effective_user
        if user is None or user.id not in self._settings.admins:
            _name_the_setting(message)
            return False
        if query is not None:
            if not (query.data or "").startswith(PREFIX):
                return False
            await _release(query, await self._press(query))
            return True
        if message is None or message.chat is None or message.chat.type != ChatType.PRIVATE:
            return False
        parts = await self._parts(message, user.id, bot)
        if parts:
            await Delivery().deliver(message, parts)
        return bool(parts)

    async def close(self) -> None:
        """Stop the rebuild, telling whoever waits for it; forget the offers and their files."""
        await self._renewal.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _parts(self, message: Message, admin: int, bot: Bot) -> tuple[Part, ...]:
        """What is replied; nothing where it is no matter of the operator's."""
        if message.document:
            await show_typing(message)
            return await self._receive(message.document, admin)
        match = COMMAND.fullmatch((message.text or "").strip())
        if not match or (match[2] or bot.username).lower() != bot.username.lower():
            return ()
        if match[1].lower() == "status":
            self._audit.note(admin, "status")
            busy = self._renewal.is_busy
            return say(
                await asyncio.to_thread(status_text, self._settings, self._meter, is_renewing=busy)
            )
        return (await self._list_removals((match[3] or "").strip(), admin),)

    async def _receive(self, document: Document, admin: int) -> tuple[Part, ...]:
        """A preview with its buttons, or the line that says why there is none."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="wenshi-"))
        try:
            upload, preview = await take_in(document, self._folder, self._program)
        except BotError as exc:
            return say(str(exc))
        name = upload.file.name
        self._audit.note(admin, "preview", what=name, articles=list(upload.ids))
        *before, last = pack(preview_blocks(name, preview, replaces=self._pages.has(name)))
        keys = ((words.KEEP, "keep"), (words.CANCEL, "cancel"))
        return (*before, self._offers.make(admin, upload, last, *keys))

    async def _list_removals(self, about: str, admin: int) -> Part:
        try:
            removals = await asyncio.to_thread(
                find_removals, about, self._pages, self._settings.index
            )
        except RetrievalError as exc:
            return say(words.in_chinese(str(exc)))[0]
        self._audit.note(admin, "remove asked", what=about)
        part = choice_part(removals, about)
        keys = [(str(n), str(n)) for n in range(1, len(removals) + 1)]
        return self._offers.make(admin, Choice(removals), part, *keys) if keys else part

    async def _press(self, query: CallbackQuery) -> str:
        """Do what the button says; the line above the button, or ""."""
        data, message = query.data or "", query.message
        found = self._offers.find(data, query.from_user.id)
        if found is None or not isinstance(message, Message):
            return words.GONE
        offer, action = found
        match offer.about, action:
            case Choice(removals), number if number.isdigit() and 0 < int(number) <= len(removals):
                self._offers.close(data)
                removal = removals[int(number) - 1]
                part, keys = confirm_part(removal, self._pages), [(words.REMOVE, "remove")]
                keys.append((words.CANCEL, "cancel"))
                await put_in_place(message, self._offers.make(offer.admin, removal, part, *keys))
            case _, "cancel":
                self._offers.close(data)
                discard(offer)
                self._audit.note(offer.admin, "cancel", what=_what(offer.about))
                await put_in_place(message, say(words.CANCELLED)[0])
            case (Upload(), "keep") | (Removal(), "remove"):
                return await self._begin(offer, data, message)
            case _:
                return words.GONE
        return ""

    async def _begin(self, offer: Offer, data: str, message: Message) -> str:
        """Change the pages and start the rebuild, unless one is under way."""
        if self._renewal.is_busy:
            return words.BUSY
        self._offers.close(data)
        try:
            change = self._change(offer)
        except BotError as exc:
            discard(offer)
            await put_in_place(message, say(words.FAILED.format(reason=exc))[0])
            return ""
        self._renewal.begin(change, message)
        await put_in_place(message, offer.part)  # the buttons go, what they were about stays
        return ""

    def _change(self, offer: Offer) -> Change:
        """The folder of pages as wanted, and what is to be read.

        Raises:
            BotError: nothing was changed; the text is for the admin.
        """
        sources, pages = read_sources(self._settings.index / FILE), self._pages
        what = _what(offer.about)
        match offer.about:
            case Upload(file, ids):
                kept = pages.keep(file)
                shutil.rmtree(file.parent, ignore_errors=True)
                sources = sources.with_pages(pages.folder).again_with(ids)
                return Change(offer.admin, "add", what, sources, kept, words.ADDED)
            case Removal(page=page) if page:
                kept = pages.remove(page)
                return Change(offer.admin, "remove", what, sources, kept, words.REMOVED)
            case Removal(article=article):
                sources = sources.without([article])
                return Change(offer.admin, "remove", what, sources, None, words.REMOVED)
        raise BotError(words.GONE)


def _name_the_setting(message: Message | None) -> None:
    """Whoever sets the bot up finds their own id in the log."""
    user = message.from_user if message else None
    if message and user and COMMAND.fullmatch((message.text or "").strip()):
        _log.info("user %d is no admin; to make them one, set WENSHI_ADMINS=%d", user.id, user.id)


def _what(about: Upload | Removal | Choice) -> str:
    if isinstance(about, Upload):
        return about.file.name
    return about.label if isinstance(about, Removal) else ""


async def _release(query: CallbackQuery, said: str) -> None:
    """End the wait on the button; a press that Telegram has forgotten is no error."""
    try:
        await query.answer(said or None)
    except TelegramError:
        return
