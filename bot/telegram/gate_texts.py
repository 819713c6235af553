"""Language -> what is said to those who may not come in now."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["GATE_IN_CHINESE", "GATE_IN_ENGLISH", "GateWords"]


@dataclass(frozen=True, slots=True)
class GateWords:
    """Kind lines; `too_fast` has a place `{limit}`, `too_fast_pressed` fits above a button."""

    too_fast: str
    too_fast_pressed: str
    strange: str
    strange_group: str


GATE_IN_CHINESE = GateWords(
    too_fast=(
        "问得有些快了：每分钟最多回答 {limit} 个问题。"
        "请过一分钟再问，这一分钟里新发来的问题就不回答了。"
    ),
    too_fast_pressed="点得有些快了，请过一分钟再试",
    strange="抱歉，这个机器人只在约定的聊天里回答问题。想用的话，请联系管理它的人。",
    strange_group="抱歉，我还不能在这个群里回答问题。想用的话，请联系管理我的人。",
)

GATE_IN_ENGLISH = GateWords(
    too_fast=(
        "That is a little fast: I answer up to {limit} questions a minute. Please ask again in a "
        "minute; what you send until then stays unanswered."
    ),
    too_fast_pressed="A little fast; please try again in a minute",
    strange="Sorry, this bot only answers in chats it was set up for. Please ask whoever runs it.",
    strange_group="Sorry, I may not answer in this group yet. Please ask whoever runs me.",
)
