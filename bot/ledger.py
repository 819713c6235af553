"""What the chat must not forget -> one SQLite file: replies with buttons, verdicts, languages.

It holds the numbers of chats and users, never their names.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from bot.errors import BotError
from retrieval.reply import Answer, NoAnswer, Reply

__all__ = ["FILE", "KEPT_DAYS", "Feedback", "Kept", "Ledger", "LedgerError", "Verdict"]

KEPT_DAYS = 30  # that a reply is kept for its buttons; what was judged stays
DAY_S = 24 * 60 * 60
BUSY_S = 5.0  # another process, such as `wenshi forget`, may be writing
FILE = "chat.sqlite3"
CURE = "move it away and start again, or set WENSHI_DATA to another folder"
SCHEMA = """
create table if not exists users (
    user_id integer primary key, language text not null);
create table if not exists replies (
    id integer primary key autoincrement, chat_id integer not null, user_id integer not null,
    given real not null, with_question integer not null, answered integer not null,
    reply blob not null);
create table if not exists feedback (
    reply_id integer not null, chat_id integer not null, user_id integer not null,
    asked_by integer not null, given real not null, verdict text not null,
    comment text not null default '', prompt integer, answered integer not null,
    reply blob not null, primary key (reply_id, user_id));
create index if not exists feedback_prompt on feedback (chat_id, prompt);
"""

Verdict = Literal["useful", "wrong"]

_answer = msgspec.json.Decoder(Answer)
_refusal = msgspec.json.Decoder(NoAnswer)


class LedgerError(BotError):
    """The file cannot be opened, read or written."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A reply as it was given.

    Attributes:
        with_question: whether the question stands over it, because a button asked it.
    """

    reply: Reply
    with_question: bool


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader said of a reply.

    Attributes:
        given: seconds since 1970.
        comment: what is right, in the reader's words; "" where that was not said.
    """

    reply: Reply
    reply_id: int
    chat_id: int
    user_id: int
    given: float
    verdict: Verdict
    comment: str


class Ledger:
    """The open file; several threads and another process may use it at once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._lock = threading.Lock()
        self._purged = 0.0

    @classmethod
    def open(cls, folder: Path | None) -> Ledger:
        """The ledger of a folder, both made if need be; without one, of this process alone.

        Raises:
            LedgerError: the file is no ledger, or cannot be written.
        """
        file = folder / FILE if folder else Path(":memory:")
        try:
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
            db = sqlite3.connect(file, BUSY_S, isolation_level=None, check_same_thread=False)
            # With a log beside the file nobody waits for a reader, and a crash leaves it whole.
            db.execute("pragma journal_mode = wal")
            db.execute("pragma synchronous = normal")
            db.execute("pragma secure_delete = on")  # what is forgotten is overwritten
            db.executescript(SCHEMA)
        except (sqlite3.Error, OSError) as exc:
            raise LedgerError(f"{file} cannot be used ({exc}); {CURE}") from exc
        return cls(db)

    def close(self) -> None:
        """Write what is still in the log into the file."""
        with self._lock:
            self._db.close()

    def language(self, user_id: int) -> str | None:
        """The language a user chose, where one was."""
        rows = self._run("select language from users where user_id = ?", user_id)
        return str(rows[0][0]) if rows else None

    def choose(self, user_id: int, language: str) -> None:
        """Keep a user's choice."""
        self._run("insert or replace into users values (?, ?)", user_id, language)

    def keep(self, chat_id: int, user_id: int, reply: Reply, *, with_question: bool = False) -> int:
        """Keep a reply for its buttons; its number."""
        now = time.time()
        with _translated():
            written = msgspec.json.encode(reply)
        if now - self._purged > DAY_S:
            self._purged = now
            self._run("delete from replies where given < ?", now - KEPT_DAYS * DAY_S)
        rows = self._run(
            "insert into replies (chat_id, user_id, given, with_question, answered, reply) "
            "values (?, ?, ?, ?, ?, ?) returning id",
            *(chat_id, user_id, now, with_question, isinstance(reply, Answer), written),
        )
        return int(rows[0][0])

    def kept(self, reply_id: int, chat_id: int) -> Kept | None:
        """A reply given in this chat; None for one of another chat, or one too old."""
        rows = self._run(
            "select answered, reply, with_question from replies where id = ? and chat_id = ?",
            *(reply_id, chat_id),
        )
        with _translated():
            return Kept(_decoded(*rows[0][:2]), bool(rows[0][2])) if rows else None

    def judge(self, reply_id: int, chat_id: int, user_id: int, verdict: Verdict) -> bool:
        """Keep a verdict in place of the user's earlier one; False where the reply has gone."""
        rows = self._run(
            "insert into feedback select id, chat_id, ?, user_id, ?, ?, '', null, answered, reply "
            "from replies where id = ? and chat_id = ? "
            "on conflict do update set verdict = excluded.verdict, given = excluded.given "
            "returning reply_id",
            *(user_id, time.time(), verdict, reply_id, chat_id),
        )
        return bool(rows)

    def has_prompt(self, reply_id: int, user_id: int) -> bool:
        """Whether the user was asked already what is right."""
        return bool(
            self._run(
                "select 1 from feedback where reply_id = ? and user_id = ? and prompt is not null",
                *(reply_id, user_id),
            )
        )

    def prompted(self, reply_id: int, user_id: int, prompt: int) -> None:
        """Remember the message that asks the user what is right."""
        self._run(
            "update feedback set prompt = ? where reply_id = ? and user_id = ?",
            *(prompt, reply_id, user_id),
        )

    def is_prompt(self, chat_id: int, message_id: int) -> bool:
        """Whether a message of a chat asks what is right."""
        return bool(
            self._run(
                "select 1 from feedback where chat_id = ? and prompt = ?", chat_id, message_id
            )
        )

    def comment(self, chat_id: int, prompt: int, user_id: int, comment: str) -> None:
        """Keep what is right in the words of whoever answers the question for it."""
        self._run(
            "insert into feedback select reply_id, chat_id, ?, asked_by, ?, 'wrong', ?, null, "
            "answered, reply from feedback where chat_id = ? and prompt = ? "
            "on conflict do update set verdict = 'wrong', comment = excluded.comment, "
            "given = excluded.given",
            *(user_id, time.time(), comment, chat_id, prompt),
        )

    def feedback(self) -> list[Feedback]:
        """Everything that was said, the oldest first."""
        rows = self._run(
            "select answered, reply, reply_id, chat_id, user_id, given, verdict, comment "
            "from feedback order by given"
        )
        with _translated():
            return [Feedback(_decoded(*row[:2]), *row[2:]) for row in rows]

    def migrate(self, old: int, new: int) -> None:
        """A group became a supergroup and has another number from now on."""
        self._run("update replies set chat_id = ? where chat_id = ?", new, old)
        self._run("update feedback set chat_id = ? where chat_id = ?", new, old)

    def forget(self, user_id: int) -> int:
        """Remove every row of a user, verdicts of others on the user's questions with them."""
        n = 0
        for table, columns in (
            ("users", ("user_id",)),
            ("replies", ("user_id", "chat_id")),
            ("feedback", ("user_id", "asked_by", "chat_id")),
        ):
            where = " or ".join(f"{column} = :user" for column in columns)
            sql = f"delete from {table} where {where} returning 1"
            n += len(self._run(sql, {"user": user_id}))
        self._run("pragma wal_checkpoint(truncate)")  # out of the log, too
        return n

    def _run(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock, _translated():
            given = values[0] if len(values) == 1 and isinstance(values[0], dict) else values
            return self._db.execute(sql, given).fetchall()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, ValueError, OverflowError) as exc:  # half a character, another format
        raise LedgerError(f"{FILE} cannot be used ({exc}); {CURE}") from exc


def _decoded(answered: int, reply: bytes) -> Reply:
    return _answer.decode(reply) if answered else _refusal.decode(reply)
