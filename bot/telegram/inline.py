"""Inline query -> up to ten cited answers that can be sent into any chat."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from hashlib import sha256

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.telegram.cards import Scene, refusal_line
from bot.telegram.message import Block, Part, Span, answered, cited, explains, shortened
from bot.telegram.reader import locate, reading_link
from bot.telegram.suggestions import Suggestion
from bot.telegram.texts import Words
from retrieval.record import Record
from retrieval.reply import Answer, Citation, NoAnswer, Reply

__all__ = ["Find", "Inline", "results_of", "suggested"]

N_RESULTS = 10
N_KNOWN = 256  # questions whose results are kept: typed again, or by somebody else
CACHE_S = 300  # Telegram may answer the same words of the same person by itself
MAX_TITLE, MAX_TEASER = 64, 160  # characters: one line and three of the list
MAX_SHORT, MAX_BASIS = 500, 100  # characters
QUOTE_UNITS = 1200  # with question, answer and source it stays within one message
MAX_USERS = 4096  # whose newest query is remembered; older ones are answered in any case
HAN = re.compile(r"[\u3400-\u9fff]")
START = "inline"  # what stands behind `?start=` of the button over the results

Find = Callable[[str, int], Sequence[Citation]]
Result = InlineQueryResultArticle
Looked = tuple[Reply | None, tuple[Citation, ...]]  # the answer, and what else is near

_log = logging.getLogger(__name__)


class Inline:
    """Answers what people type behind the bot's name, the newest words of each person only."""

    def __init__(self, answer: Callable[[str], Reply], find: Find, workers: Executor) -> None:
        self._answer = answer
        self._find = find
        self._workers = workers
        self._newest: OrderedDict[int, str] = OrderedDict()
        self._known: OrderedDict[str, Looked] = OrderedDict()
        self._record: Record | None = None  # what is known was read out of its index

    async def receive(
        self,
        query: InlineQuery,
        scene: Scene,
        suggest: Callable[[], Sequence[Suggestion]],
    ) -> None:
        """Search, unless more was typed meanwhile; an empty query gets what can be asked."""
        self._newest[query.from_user.id] = query.id
        self._newest.move_to_end(query.from_user.id)
        if len(self._newest) > MAX_USERS:
            self._newest.popitem(last=False)

        def work() -> Sequence[Result] | None:
            if self._newest.get(query.from_user.id, query.id) != query.id:
                return None
            text = query.query.strip()
            if not text:
                return suggested(suggest(), scene)
            return self._search(text, scene)

        results = await asyncio.get_running_loop().run_in_executor(self._workers, work)
        if results is None:
            return
        said = scene.words.chat
        label = said.to_ask if results else said.to_bot
        try:
            await query.answer(
                results,
                cache_time=CACHE_S,
                is_personal=True,  # the words around the quotes are in the person's language
                button=InlineQueryResultsButton(label, start_parameter=START),
            )
        except TelegramError as exc:
            _log.info("an inline query was not answered: %s", exc)

    def _search(self, text: str, scene: Scene) -> Sequence[Result]:
        """The answer, then the nearest sentences; of one index, whoever asks for them again."""
        if self._record is not scene.record:
            self._record = scene.record
            self._known.clear()
        looked = self._known.pop(text, None) or self._look(text)
        self._known[text] = looked
        if len(self._known) > N_KNOWN:
            self._known.popitem(last=False)
        return results_of(text, *looked, scene)

    def _look(self, text: str) -> Looked:
        """Answers and searches; English is only searched for, since its answer takes seconds."""
        reply = self._answer(text) if HAN.search(text) else None
        return reply, tuple(self._find(text, N_RESULTS))


def results_of(
    text: str, reply: Reply | None, found: Sequence[Citation], scene: Scene
) -> list[Result]:
    """The answer with each of its citations, then what else was found; each sentence once."""
    words = scene.words
    asked = (Span(words.chat.asked.format(question=text)),)
    best = reply.citations if isinstance(reply, Answer) else reply.nearest if reply else ()
    results = []
    for citation in dict.fromkeys((*best, *found)):
        if isinstance(reply, Answer) and citation in best:
            blocks = [asked, _answered(reply, words), _quoted(citation, words, reply)]
            title = reply.short
        else:
            refused = [_refused(reply, words)] if isinstance(reply, NoAnswer) else []
            related = (Span(words.related, "b"), *_quoted(citation, words))
            blocks = [asked, *refused, related]
            title = f"《{citation.title or words.chat.untitled}》"
        results.append(_result(title, citation.quote, blocks, _link(citation, scene)))
    return list({result.id: result for result in results}.values())[:N_RESULTS]


def suggested(suggestions: Sequence[Suggestion], scene: Scene) -> list[Result]:
    """Questions of this corpus, each with its answer."""
    words = scene.words
    results = []
    for suggestion in suggestions:
        reply, best = suggestion.reply, suggestion.reply.citations[0]
        asked = (Span(words.chat.asked.format(question=suggestion.question)),)
        blocks = [asked, _answered(reply, words), _quoted(best, words, reply)]
        keys = _link(best, scene)
        results.append(_result(suggestion.question, reply.short, blocks, keys))
    return results


def _answered(reply: Answer, words: Words) -> Block:
    short, basis = _clip(reply.short, MAX_SHORT), _clip(reply.basis, MAX_BASIS)
    return answered(replace(reply, short=short, basis=basis), words)


def _refused(reply: NoAnswer, words: Words) -> Block:
    return (Span(_clip(refusal_line(reply, words), MAX_SHORT)),)


def _quoted(citation: Citation, words: Words, reply: Answer | None = None) -> Block:
    with_basis = reply is None or not explains(reply, citation)
    return cited(shortened(citation, QUOTE_UNITS), words, is_open=True, with_basis=with_basis)


def _link(citation: Citation, scene: Scene) -> InlineKeyboardMarkup | None:
    """A button that leads into the bot, to the page of the quote."""
    reading = locate(citation, scene.record)
    if not reading or not scene.bot:
        return None
    url = f"https://t.me/{scene.bot}?start={reading_link(reading)}"
    return InlineKeyboardMarkup([[InlineKeyboardButton(scene.words.chat.original, url=url)]])


def _result(
    title: str, teaser: str, blocks: Sequence[Block], keys: InlineKeyboardMarkup | None
) -> Result:
    html = Part(tuple(blocks)).html
    return InlineQueryResultArticle(
        id=sha256(html.encode("utf-8", "replace")).hexdigest()[:32],  # at most 64 bytes
        title=_clip(title, MAX_TITLE),
        description=_clip(teaser, MAX_TEASER),
        input_message_content=InputTextMessageContent(
            html, ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        reply_markup=keys,
    )


def _clip(text: str, max_chars: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= max_chars else line[: max_chars - 1] + "…"
