"""Whatever the server does to the bot: no message lost, none doubled, none out of its order."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest
from fake_bot_api import DATE, FakeBotApi
from fake_engine import Engine, cite, found
from served import chosen, serving

from bot.telegram import app, delivery
from bot.telegram.delivery import PATIENT_S

CHATS, N_QUESTIONS = (11, 12, 13), 4
HANG_S = 2.0
WAIT_S = 60.0
MINUTE_S, HOUR_S = 60, 3600

FAULTS: dict[str, Callable[[FakeBotApi, str], None]] = {
    "429 with retry_after": lambda api, method: api.fail(method, 429, times=2),
    "500": lambda api, method: api.fail(method, 500, times=2),
    "connection reset": lambda api, method: api.break_off(method, times=2),
    "time-out": lambda api, method: api.break_off(method, times=2, after_s=HANG_S),
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time runs faster than in life: a time-out after half a second."""
    monkeypatch.setattr(app, "TIMEOUT_S", HANG_S / 4)
    monkeypatch.setattr(delivery, "PATIENT_S", (0.1, *[0.3] * 40))


def said(api: FakeBotApi, chat_id: int) -> list[str]:
    return [shown.text.split("\n")[0] for shown in api.shown[chat_id]]


async def ask_everywhere(api: FakeBotApi) -> None:
    for number in range(N_QUESTIONS):
        for chat_id in CHATS:
            await api.say(f"{number}？", chat_id=chat_id)


async def all_answered(api: FakeBotApi) -> None:
    """Each chat has each answer once, in the order of its questions, and nothing else."""
    for chat_id in CHATS:
        await api.wait_shown(N_QUESTIONS, chat_id, WAIT_S)
    for chat_id in CHATS:
        assert said(api, chat_id) == [f"答：{number}？" for number in range(N_QUESTIONS)]


@pytest.mark.parametrize("method", ["sendMessage", "sendChatAction"])
@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_while_sending_costs_nothing(
    api: FakeBotApi, engine: Engine, fault: str, method: str
) -> None:
    async with serving(chosen(api), api, engine):
        FAULTS[fault](api, method)
        await ask_everywhere(api)
        await all_answered(api)
    assert len(engine.asked) == len(CHATS) * N_QUESTIONS


@pytest.mark.parametrize("fault", ["429 with retry_after", "500", "connection reset"])
async def test_a_fault_while_fetching_costs_nothing(
    api: FakeBotApi, engine: Engine, fault: str
) -> None:
    async with serving(chosen(api), api, engine):
        FAULTS[fault](api, "getUpdates")
        await ask_everywhere(api)
        await all_answered(api)
    assert len(engine.asked) == len(CHATS) * N_QUESTIONS


async def test_a_blocked_chat_and_tags_that_cannot_be_read_cost_the_others_nothing(
    api: FakeBotApi, engine: Engine
) -> None:
    async with serving(chosen(api), api, engine):
        api.fail("sendMessage", 403)
        await api.say("走了？", chat_id=99)
        await api.wait(lambda: api.called("sendMessage"), WAIT_S)
        complaint = "Bad Request: can't parse entities: byte offset 0"
        api.fail("sendMessage", 400, description=complaint)  # its plain text passes
        await ask_everywhere(api)
        await all_answered(api)
    assert api.shown[99] == []


async def test_updates_that_come_twice_are_answered_once(api: FakeBotApi, engine: Engine) -> None:
    """Telegram repeats what it believes was not fetched; here everything, while it is answered."""
    async with serving(chosen(api), api, engine):
        await ask_everywhere(api)
        person = {"id": 7, "is_bot": False, "first_name": "读者"}
        for number in range(len(CHATS) * N_QUESTIONS):
            chat = {"id": CHATS[number % len(CHATS)], "type": "private"}
            again = {"message_id": 101 + number, "date": DATE, "chat": chat, "from": person}
            message = {**again, "text": f"{number // len(CHATS)}？"}
            api._updates.append({"update_id": 1 + number, "message": message})
        await all_answered(api)
        await api.say("完？", chat_id=14)
        await api.wait_shown(1, 14, WAIT_S)
        await all_answered(api)


async def test_the_bot_comes_back_by_itself_when_the_network_does(
    api: FakeBotApi, engine: Engine
) -> None:
    """A question is being answered when the line goes dead; another one is asked meanwhile."""
    released = threading.Event()

    def slow() -> object:
        assert released.wait(WAIT_S)
        return found("慢", cite("慢。"))

    engine.replies["慢？"] = slow
    async with serving(chosen(api), api, engine):
        await api.say("慢？", chat_id=11)
        await api.wait(lambda: api.called("sendChatAction"), WAIT_S)
        await api.__aexit__()
        released.set()
        await api.say("其间？", chat_id=12)
        await asyncio.sleep(2)
        assert api.shown[11] == api.shown[12] == []
        await api.__aenter__()
        await api.wait_shown(1, 11, WAIT_S)
        await api.wait_shown(1, 12, WAIT_S)
    assert said(api, 11) == ["慢"]
    assert said(api, 12) == ["答：其间？"]


async def test_edits_that_overtake_each_other_leave_the_newest_answer(
    api: FakeBotApi, engine: Engine
) -> None:
    """In every chat at once, while the server asks for a pause: no answer but the last one."""
    async with serving(chosen(api), api, engine):
        asked = {chat_id: await api.say("原？", chat_id=chat_id) for chat_id in CHATS}
        for chat_id in CHATS:
            await api.wait_shown(1, chat_id, WAIT_S)
        api.fail("editMessageText", 429, times=2)
        for text, later in (("终？", 9), ("中？", 5), ("初？", 2)):
            for chat_id, number in asked.items():
                await api.say(text, chat_id=chat_id, edits=number, edit_date=DATE + later)
        for chat_id in CHATS:
            await api.say("完？", chat_id=chat_id)
            await api.wait_shown(2, chat_id, WAIT_S)
    for chat_id in CHATS:
        assert said(api, chat_id) == ["答：终？", "答：完？"]


def test_an_answer_is_tried_again_for_an_hour() -> None:
    """The network may be gone for as long; 60 s after it is back the last answer is there."""
    assert sum(PATIENT_S) >= HOUR_S
    assert max(PATIENT_S) <= MINUTE_S


async def test_many_chats_at_once_get_answers_before_typing_signs(
    api: FakeBotApi, engine: Engine
) -> None:
    """Telegram allows 30 calls a second; signs take no more than half of them."""
    async with serving(chosen(api, rate_limit=0), api, engine):
        for chat_id in range(100, 140):
            await api.say("何时？", chat_id=chat_id)
        for chat_id in range(100, 140):
            await api.wait_shown(1, chat_id, WAIT_S)
        assert len(api.called("sendMessage")) == 40
        assert 1 <= len(api.called("sendChatAction")) < 40
