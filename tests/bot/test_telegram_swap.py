"""A serving bot and a build beside it: the newer index answers, and no question fails meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from counting_wenshi import load_counting_encoder
from fake_bot_api import TOKEN, FakeBotApi

from bot.reloading import Reloading
from bot.settings import Settings
from bot.telegram.app import build_application, serve
from bot.telegram.lists import Lists
from bot.wiring import mark, reopen, which
from corpus.articles import Article, PublicationDate
from corpus.tagger import LacTagger, load_tagger
from retrieval.answer import Answerer
from retrieval.building import build_index
from retrieval.store import load_index

ENCODER = load_counting_encoder("", Path())
ASKED = "谁为新馆揭牌？"
STALE = "索引已更新，请重新发送命令"


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


@dataclass(frozen=True)
class Served:
    """A bot on a fake server, and the folder that it answers from."""

    api: FakeBotApi
    folder: Path
    tagger: LacTagger

    def build(self, name: str) -> None:
        build_index([_unveiled_by(name)], ENCODER, self.tagger, self.folder)


def _unveiled_by(name: str) -> Article:
    text = f"3月5日，馆长{name}为新馆揭牌。"
    return Article("a", "新馆揭牌", text, PublicationDate("2021-03-05"), "测试报")


def _lists(answerer: Answerer) -> Lists:
    return Lists(answerer.index.record, mark(answerer.index.manifest))


@pytest.fixture
async def served(api: FakeBotApi, tagger: LacTagger, tmp_path: Path) -> AsyncIterator[Served]:
    build_index([_unveiled_by("周文")], ENCODER, tagger, tmp_path)
    settings = Settings(tmp_path, "model", tmp_path, TOKEN, api.url)
    name = which(tmp_path)
    opened = Answerer(load_index(tmp_path, ENCODER), ENCODER, tagger)
    fresh = Reloading(
        opened, name, lambda: which(tmp_path), lambda open_: reopen(open_, tmp_path), 0.05
    )
    application = build_application(
        settings,
        fresh.answer,
        _lists(opened),
        follow=lambda put_up: fresh.follow(lambda newer: put_up(_lists(newer))),
    )
    with fresh:
        serving = asyncio.create_task(serve(application))
        await api.wait(lambda: api.called("getUpdates") or serving.done())
        yield Served(api, tmp_path, tagger)
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving


async def test_the_newer_index_answers_and_every_question_before_it_is_answered(
    served: Served,
) -> None:
    api = served.api
    building = asyncio.create_task(asyncio.to_thread(served.build, "李明"))
    end = time.monotonic() + 60
    said: list[str] = []
    while not said or "李明" not in said[-1]:
        assert time.monotonic() < end
        await api.say(ASKED)
        said.append((await api.wait_shown(len(said) + 1, timeout_s=60))[-1].text)
    await building
    names = [text[:2] for text in said]
    assert names == ["周文"] * (len(said) - 1) + ["李明"]


async def test_buttons_of_the_index_before_say_so_and_new_ones_open(served: Served) -> None:
    api = served.api
    await api.say("/who 周文")
    (old,) = await api.wait_shown(1, timeout_s=60)
    data = old.data("1")
    assert await api.press(old, data) == ""
    await asyncio.to_thread(served.build, "李明")
    end = time.monotonic() + 60
    while (said := await api.press(old, data)) != STALE:
        assert said == ""
        assert time.monotonic() < end
        await asyncio.sleep(0.05)
    await api.say("/who 李明")
    new = (await api.wait_shown(2, timeout_s=60))[1]
    assert "为新馆揭牌" in new.text
    assert await api.press(new, "1") == ""
