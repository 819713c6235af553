"""A person at a terminal -> questions, one after another, until Ctrl-D."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.history import FileHistory
from rich.console import Console

from bot.screen import show
from retrieval.reply import Reply

__all__ = ["question_mode"]

GREETING = "直接输入问题，回车即答；Ctrl-D 退出。例如：谁为突击队总队授旗？"
FAREWELL = "再见。"
LEAVING = ("exit", "quit", "退出", "再见")


def question_mode(answer: Callable[[str], Reply], history: Path, console: Console) -> None:
    """Asks and answers; Ctrl-C drops the line, Ctrl-D and Ctrl-C on an empty line leave."""
    history.parent.mkdir(parents=True, exist_ok=True)
    session: PromptSession[str] = PromptSession(history=FileHistory(str(history)))
    console.print(GREETING, style="dim")
    while True:
        try:
            question = session.prompt("问> ").strip()
        except KeyboardInterrupt:
            if not session.default_buffer.text:
                break
            continue
        except EOFError:
            break
        if question.lower() in LEAVING:
            break
        if question:
            show(answer(question), console)
            console.print()
    console.print(FAREWELL, style="dim")
