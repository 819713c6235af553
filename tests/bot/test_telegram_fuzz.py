"""Updates of every shape that the schema allows, and some that it does not: nobody is forgotten."""

from __future__ import annotations

import asyncio
import os
from typing import Any

from fake_bot_api import DATE, FakeBotApi
from fake_engine import Engine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served import chosen, serving

N_EXAMPLES = int(os.environ.get("WENSHI_FUZZ", "12"))  # each of them starts a server and a bot
LAST = 999

ids = st.integers(-(2**52), 2**52)
words = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["/start", "/ask", "/who 李明", "/status", "/remove", "/提问", "@wenshi_test_bot"]
    ),
    st.sampled_from(["<b>&", "\u202e", "𠀀" * 20, "问" * 501, "/status@other_bot", "op:0:keep"]),
)
people = st.fixed_dictionaries(
    {"id": st.integers(1, 2**40), "is_bot": st.booleans(), "first_name": st.text(max_size=5)},
    optional={"language_code": st.sampled_from(["zh", "en", "", "xx-YY"])},
)
chats = st.fixed_dictionaries(
    {
        "id": st.integers(-50, 50),
        "type": st.sampled_from(["private", "group", "supergroup", "channel", "odd"]),
    },
    optional={"is_forum": st.booleans(), "title": st.text(max_size=5)},
)
documents = st.fixed_dictionaries(
    {"file_id": st.text(min_size=1, max_size=5), "file_unique_id": st.just("u")},
    optional={"file_name": st.text(max_size=20), "file_size": st.integers(-1, 2**40)},
)
messages = st.fixed_dictionaries(
    {"message_id": st.integers(0, 400), "date": st.integers(0, DATE), "chat": chats},
    optional={
        "from": people,
        "text": words,
        "edit_date": st.integers(0, DATE),
        "message_thread_id": st.integers(0, 9),
        "is_topic_message": st.booleans(),
        "via_bot": people,
        "sender_chat": chats,
        "document": documents,
        "media_group_id": st.text(max_size=3),
        "new_chat_members": st.lists(people, max_size=2),
        "migrate_to_chat_id": ids,
        "is_automatic_forward": st.booleans(),
    },
)
presses = st.fixed_dictionaries(
    {"id": st.text(min_size=1, max_size=8), "from": people, "chat_instance": st.just("1")},
    optional={"message": messages, "data": st.text(max_size=64), "inline_message_id": st.text()},
)
queries = st.fixed_dictionaries(
    {"id": st.text(min_size=1, max_size=8), "from": people, "query": words, "offset": st.text()},
    optional={"chat_type": st.sampled_from(["sender", "supergroup", "odd"])},
)
anything = st.recursive(
    st.none() | st.booleans() | ids | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
updates = st.one_of(
    st.fixed_dictionaries({"message": messages}),
    st.fixed_dictionaries({"edited_message": messages}),
    st.fixed_dictionaries({"callback_query": presses}),
    st.fixed_dictionaries({"inline_query": queries}),
    st.fixed_dictionaries({"channel_post": messages}),
    st.fixed_dictionaries({"message": anything}),
    st.dictionaries(
        st.sampled_from(["message", "poll", "callback_query", "inline_query", "new"]), anything
    ),
)


def is_a_plain_question(update: dict[str, Any]) -> bool:
    """A person's own words in a private chat; such a one must be answered."""
    message = update.get("message")
    if not isinstance(message, dict) or not isinstance(chat := message.get("chat"), dict):
        return False
    text, person = message.get("text"), message.get("from", {})
    is_plain = isinstance(text, str) and text.strip() and text.strip()[0] not in "/／"
    odd = {"via_bot", "sender_chat", "is_automatic_forward", "edit_date", "document"}
    return bool(
        is_plain
        and chat.get("type") == "private"
        and chat.get("id") != 0
        and not odd & set(message)
        and not person.get("is_bot")
    )


async def play(told: list[dict[str, Any]]) -> None:
    engine = Engine()
    async with FakeBotApi() as api, serving(chosen(api, rate_limit=0), api, engine):
        expected: dict[int, set[int]] = {}
        for number, update in enumerate(told):
            if is_a_plain_question(update):
                update["message"]["message_id"] = 1000 + number  # numbers are unique in a chat
                expected.setdefault(update["message"]["chat"]["id"], set()).add(1000 + number)
            await api.inject(update)
        await api.say("完？", chat_id=LAST)
        for chat_id, numbers in expected.items():
            await api.wait(
                lambda c=chat_id, n=numbers: n <= {shown.reply_to for shown in api.shown[c]}, 60
            )
        (last,) = await api.wait_shown(1, LAST, 60)
    assert last.text.startswith("答：完？")
    assert not [s.text for shown in api.shown.values() for s in shown if "编号" in s.text]


@settings(
    max_examples=N_EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(updates, min_size=1, max_size=25))
def test_no_update_stops_the_bot_and_no_question_stays_unanswered(
    told: list[dict[str, Any]],
) -> None:
    asyncio.run(play(told))
