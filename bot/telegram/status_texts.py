"""Language -> the lines of /status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.journey import Stage

__all__ = ["STATUS_IN_CHINESE", "STATUS_IN_ENGLISH", "StatusWords"]


@dataclass(frozen=True, slots=True)
class StatusWords:
    """In one language; places in braces are filled by whoever says it.

    Attributes:
        days, hours, minutes: a time, by its largest unit.
        slowest: has a place for one of `stages` and its milliseconds.
    """

    running: str
    days: str
    hours: str
    minutes: str
    polling: str
    webhook: str
    corpus: str
    index: str
    no_index: str
    today: str
    slowest: str
    unasked: str
    stages: Mapping[Stage, str]
    memory: str
    renewing: str


STATUS_IN_CHINESE = StatusWords(
    running="已运行 {time}（{way}）",
    days="{days} 天 {hours} 小时",
    hours="{hours} 小时 {minutes} 分钟",
    minutes="{minutes} 分钟",
    polling="轮询",
    webhook="webhook",
    corpus="文章 {n} 篇，{passages} 段",
    index="索引 {name}，建于 {built}（UTC）",
    no_index="索引读不出来；请在命令行运行：wenshi index PAGES",
    today="今天 {questions} 个问题，其中 {refusals} 个没有找到答案",
    slowest="最慢的一步：{stage}，平均 {ms:.0f} 毫秒",
    unasked="最慢的一步：还没有人提问",
    stages={"turn": "排队等前一条", "queue": "等空闲", "answer": "找答案", "send": "发送"},
    memory="内存 {mb:.0f} MB",
    renewing="正在重建索引",
)

STATUS_IN_ENGLISH = StatusWords(
    running="Up for {time} ({way})",
    days="{days} d {hours} h",
    hours="{hours} h {minutes} min",
    minutes="{minutes} min",
    polling="polling",
    webhook="webhook",
    corpus="Articles: {n}, passages: {passages}",
    index="Index {name}, built {built} (UTC)",
    no_index="The index cannot be read; run: wenshi index PAGES",
    today="Questions today: {questions}, without an answer: {refusals}",
    slowest="Slowest stage: {stage}, {ms:.0f} ms on average",
    unasked="Slowest stage: nobody has asked yet",
    stages={
        "turn": "waiting for the message before",
        "queue": "waiting for a free worker",
        "answer": "finding the answer",
        "send": "sending",
    },
    memory="Memory: {mb:.0f} MB",
    renewing="The index is being rebuilt",
)
