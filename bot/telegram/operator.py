"""Update of an admin -> /status, /remove, a file taken in; everybody else finds nothing here."""

from __future__ import annotations

import asyncio
import logging
import re
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from telegram import Bot, CallbackQuery, Document, Message, Update, User
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.audit import Audit
from bot.errors import BotError
from bot.meter import Meter
from bot.pages import Pages
from bot.settings import Settings
from bot.sources import sources_of
from bot.telegram.delivery import Delivery, put_in_place, show_typing
from bot.telegram.message import Part, pack, say
from bot.telegram.offers import PREFIX, Choice, Offer, Offers, Removal, Upload, discard
from bot.telegram.operator_texts import OperatorWords
from bot.telegram.preview import preview_blocks
from bot.telegram.removing import choice_part, confirm_part, find_removals
from bot.telegram.renewal import Change, Renewal
from bot.telegram.status import status_text
from bot.telegram.texts import Words
from bot.telegram.uploading import take_in
from retrieval.errors import RetrievalError

__all__ = ["Operator"]

COMMAND = re.compile(r"[/／](status|remove)(?:@(\w+))?(?:\s+(.*))?", re.IGNORECASE | re.DOTALL)

_log = logging.getLogger(__name__)


class Operator:
    """Holds what admins were offered, and the rebuild that is under way."""

    def __init__(
        self,
        settings: Settings,
        meter: Meter,
        program: Sequence[str],
        words: Callable[[User | None], Words],
    ) -> None:
        self._settings, self._meter, self._program = settings, meter, program
        self._words = words
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
        words = self._words(user)
        if query is not None:
            if not (query.data or "").startswith(PREFIX):
                return False
            await _release(query, await self._press(query, words.operator))
            return True
        if message is None or message.chat is None or message.chat.type != ChatType.PRIVATE:
            return False
        parts = await self._parts(message, user.id, bot, words)
        if parts:
            await Delivery().deliver(message, parts)
        return bool(parts)

    async def close(self) -> None:
        """Stop the rebuild, telling whoever waits for it; forget the offers and their files."""
        await self._renewal.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    async def _parts(
        self, message: Message, admin: int, bot: Bot, words: Words
    ) -> tuple[Part, ...]:
        """What is replied; nothing where it is no matter of the operator's."""
        if message.document:
            await show_typing(message)
            return await self._receive(message.document, admin, words)
        match = COMMAND.fullmatch((message.text or "").strip())
        if not match or (match[2] or bot.username).lower() != bot.username.lower():
            return ()
        if match[1].lower() == "status":
            self._audit.note(admin, "status")
            is_renewing = self._renewal.is_busy
            told = (self._settings, self._meter, words.status)
            return say(await asyncio.to_thread(status_text, *told, is_renewing=is_renewing))
        return (await self._list_removals((match[3] or "").strip(), admin, words.operator),)

    async def _receive(self, document: Document, admin: int, words: Words) -> tuple[Part, ...]:
        """A preview with its buttons, or the line that says why there is none."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="wenshi-"))
        try:
            upload, preview = await take_in(document, self._folder, self._program, words.operator)
        except BotError as exc:
            self._audit.note(admin, "file refused", what=document.file_name or "", why=str(exc))
            return say(str(exc))
        name = upload.file.name
        self._audit.note(admin, "preview", what=name, articles=list(upload.ids))
        blocks = preview_blocks(name, preview, words, replaces=self._pages.has(name))
        *before, last = pack(blocks)
        keys = ((words.operator.keep, "keep"), (words.operator.cancel, "cancel"))
        return (*before, self._offers.make(admin, upload, last, *keys))

    async def _list_removals(self, about: str, admin: int, words: OperatorWords) -> Part:
        try:
            removals = await asyncio.to_thread(
                find_removals, about, self._pages, self._settings.index, words
            )
        except RetrievalError as exc:
            return say(words.why(str(exc)))[0]
        self._audit.note(admin, "remove asked", what=about)
        part = choice_part(removals, about, words)
        keys = [(str(n), str(n)) for n in range(1, len(removals) + 1)]
        return self._offers.make(admin, Choice(removals), part, *keys) if keys else part

    async def _press(self, query: CallbackQuery, words: OperatorWords) -> str:
        """Do what the button says; the line above the button, or ""."""
        data, message = query.data or "", query.message
        found = self._offers.find(data, query.from_user.id)
        if found is None or not isinstance(message, Message):
            return words.gone
        offer, action = found
        match offer.about, action:
            case Choice(removals), number if number.isdigit() and 0 < int(number) <= len(removals):
                self._offers.close(data)
                removal = removals[int(number) - 1]
                part = confirm_part(removal, self._pages, words)
                keys = ((words.remove, "remove"), (words.cancel, "cancel"))
                await put_in_place(message, self._offers.make(offer.admin, removal, part, *keys))
            case _, "cancel":
                self._offers.close(data)
                discard(offer)
                self._audit.note(offer.admin, "cancel", what=_what(offer.about))
                await put_in_place(message, say(words.cancelled)[0])
            case (Upload(), "keep") | (Removal(), "remove"):
                return await self._begin(offer, data, message, words)
            case _:
                return words.gone
        return ""

    async def _begin(self, offer: Offer, data: str, message: Message, words: OperatorWords) -> str:
        """Change the pages and start the rebuild, unless one is under way."""
        if self._renewal.is_busy:
            return words.busy
        self._offers.close(data)
        try:
            change = self._change(offer, words)
        except (BotError, RetrievalError) as exc:
            discard(offer)
            reason, did = words.why(str(exc)), _did(offer.about)
            self._audit.note(offer.admin, f"{did} failed", what=_what(offer.about), why=reason)
            await put_in_place(message, say(words.failed.format(reason=reason))[0])
            return ""
        self._renewal.begin(change, message)
        await put_in_place(message, offer.part)  # the buttons go, what they were about stays
        return ""

    def _change(self, offer: Offer, words: OperatorWords) -> Change:
        """The folder of pages as wanted, and what is to be read.

        Raises:
            BotError: nothing was changed.
            RetrievalError: there is no index.
        """
        sources, pages = sources_of(self._settings.index), self._pages
        did, what = _did(offer.about), _what(offer.about)
        match offer.about:
            case Upload(file, ids):
                kept = pages.keep(file)
                shutil.rmtree(file.parent, ignore_errors=True)
                sources = sources.with_pages(pages.folder).again_with(ids)
                return Change(offer.admin, did, what, sources, kept, words.added, words)
            case Removal(page=page) if page:
                kept = pages.remove(page)
                return Change(offer.admin, did, what, sources, kept, words.removed, words)
            case Removal(article=article):
                sources = sources.without([article])
                return Change(offer.admin, did, what, sources, None, words.removed, words)
        raise BotError(words.gone)


def _name_the_setting(message: Message | None) -> None:
    """Whoever sets the bot up finds their own id in the log."""
    user = message.from_user if message else None
    if message and user and COMMAND.fullmatch((message.text or "").strip()):
        _log.info("user %d is no admin; to make them one, set WENSHI_ADMINS=%d", user.id, user.id)


def _did(about: Upload | Removal | Choice) -> str:
    return "add" if isinstance(about, Upload) else "remove"


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
