"""The running bot -> the lines of /status."""

from __future__ import annotations

import time

from bot.meter import Meter
from bot.resident import resident_bytes
from bot.settings import Settings
from retrieval.errors import RetrievalError
from retrieval.generations import current, manifest_of

__all__ = ["generation", "status_text"]

STAGES = {"turn": "排队等前一条", "queue": "等空闲", "answer": "找答案", "send": "发送"}
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86_400
MEGABYTE = 1_000_000


def status_text(settings: Settings, meter: Meter, *, is_renewing: bool) -> str:
    """Uptime, corpus, index, questions and refusals of today, slowest stage, memory."""
    n_questions, n_refusals = meter.today
    slowest = meter.slowest
    stage = (
        f"{STAGES[slowest[0]]}，平均 {slowest[1] * 1000:.0f} 毫秒" if slowest else "还没有人提问"
    )
    way = "webhook" if settings.webhook_url else "轮询"
    lines = [
        f"已运行 {_duration(time.time() - meter.started)}（{way}）",
        *_index_lines(settings),
        f"今天 {n_questions} 个问题，其中 {n_refusals} 个没有找到答案",
        f"最慢的一步：{stage}",
        f"内存 {resident_bytes() / MEGABYTE:.0f} MB",
    ]
    return "\n".join([*lines, *(["正在重建索引"] if is_renewing else [])])


def generation(settings: Settings) -> str:
    """The name of the current generation of the index; "" where there is none."""
    try:
        return current(settings.index).name
    except (RetrievalError, OSError):
        return ""


def _index_lines(settings: Settings) -> list[str]:
    try:
        folder = current(settings.index)
        manifest = manifest_of(folder)
    except (RetrievalError, OSError):
        return ["索引读不出来；请在命令行运行：wenshi index PAGES"]
    built = manifest.built.replace("T", " ")[:16]
    return [
        f"文章 {manifest.n_articles} 篇，{manifest.n_passages} 段",
        f"索引 {folder.name}，建于 {built}（UTC）",
    ]


def _duration(seconds: float) -> str:
    """The two largest units: 3 天 4 小时."""
    days, rest = divmod(int(seconds), DAY_S)
    hours, rest = divmod(rest, HOUR_S)
    if days:
        return f"{days} 天 {hours} 小时"
    minutes = rest // MINUTE_S
    return f"{hours} 小时 {minutes} 分钟" if hours else f"{minutes} 分钟"
