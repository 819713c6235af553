"""The command line, word for word as the contract has it."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from counting_wenshi import load_counting_encoder

import corpus.tagger
import embeddings.encoder
from bot.cli import main
from corpus.reading import STARTER, read_corpus
from corpus.tagger import LacTagger, load_tagger
from embeddings import Encoder
from retrieval.building import build_index

COUNTING = [sys.executable, str(Path(__file__).with_name("counting_wenshi.py"))]
FLAG = "谁为突击队总队授旗？"
BEARERS = "陈华文、何泽岗"
HOPELESS = "火星上的图书馆是谁建的？"
GARBAGE = bytes(b for b in range(256) if b != ord("\n")) * 3
CURE = "run: wenshi index PAGES"
REPLY_KEYS = [
    "question",
    "resolved_question",
    "answered",
    "type",
    "answer",
    "text",
    "score",
    "citations",
    "nearest",
]
CITATION_KEYS = [
    "article_id",
    "title",
    "published",
    "published_basis",
    "source",
    "quote",
    "start",
    "end",
]
ARTICLE_KEYS = ["id", "title", "published", "published_basis", "source", "text", "captions"]
TYPES = (
    "date",
    "person",
    "role",
    "place",
    "organisation",
    "number",
    "list",
    "initiative",
    "other",
)


@dataclass(frozen=True, slots=True)
class Run:
    """How a run of the program ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict]:
        return [json.loads(line) for line in self.out.split("\n")[:-1]]

    @property
    def failed_calmly(self) -> bool:
        """Exit code 2, nothing on stdout, and no traceback."""
        return self.code == 2 and not self.out and "Traceback" not in self.err


@pytest.fixture(scope="session")
def tagger() -> LacTagger:
    return load_tagger()


@pytest.fixture(scope="session")
def starter(tagger: LacTagger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the starter corpus; to be read only."""
    folder = tmp_path_factory.mktemp("starter") / "index"
    articles = read_corpus([STARTER], tagger).articles
    build_index(articles, load_counting_encoder("", Path()), tagger, folder)
    return folder


@pytest.fixture
def wenshi(
    tmp_path: Path,
    tagger: LacTagger,
    starter: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., Run]:
    """Runs the program in this process, in an empty folder, over the starter corpus."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WENSHI_INDEX", str(starter))
    monkeypatch.setattr(embeddings.encoder, "load_encoder", load_counting_encoder)
    monkeypatch.setattr(corpus.tagger, "load_tagger", lambda _: tagger)

    def run(*words: str | Path, stdin: bytes = b"") -> Run:
        monkeypatch.setattr(sys, "argv", ["wenshi", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return Run(int(left.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def damaged(starter: Path, tmp_path: Path) -> Path:
    """A copy of the index, to be damaged."""
    return Path(shutil.copytree(starter, tmp_path / "damaged"))


def generation(index: Path) -> Path:
    return index / (index / "CURRENT").read_text().strip()


def page(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


# --- wenshi articles


def test_articles_come_one_object_a_line_with_the_keys_of_the_contract(wenshi) -> None:
    done = wenshi("articles", "--json")
    assert (done.code, done.err) == (0, "")
    assert [list(row) for row in done.rows] == [ARTICLE_KEYS] * 3
    assert [row["id"][:4] for row in done.rows] == ["2018", "2020", "2020"]
    assert all(isinstance(row["captions"], list) for row in done.rows)


def test_articles_leaves_out_a_bad_file_and_names_it_on_stderr(wenshi, tmp_path) -> None:
    good = page(tmp_path, "good.md", "---\ntitle: 新馆\n---\n新馆昨天开放。\n")
    bad = page(tmp_path, "bad.jsonl", "{\n")
    done = wenshi("articles", "--json", bad, good)
    assert (done.code, [row["text"] for row in done.rows]) == (0, ["新馆昨天开放。"])
    assert done.err.startswith(f"{bad} line 1: ")
    assert done.rows[0]["published"] is None


def test_articles_without_one_fails(wenshi) -> None:
    done = wenshi("articles", "--json", "nowhere")
    assert done.failed_calmly
    assert done.err == "nowhere: no such file or folder; check the path\n"


def test_articles_for_people_show_headline_source_and_text(wenshi, tmp_path) -> None:
    done = wenshi("articles", page(tmp_path, "a.md", "---\ntitle: 新馆\n---\n新馆开放。\n"))
    assert done.out == "# 新馆\na.md · 年份不详 文中没有年份\n\n新馆开放。\n\n"


# --- wenshi index


def test_index_reports_on_stderr_what_it_built(wenshi, tmp_path) -> None:
    done = wenshi("index", page(tmp_path, "a.md", "新馆开放。"), "--index", "new")
    assert (done.code, done.out) == (0, "")
    assert done.err == "indexed 1 articles, 1 passages in new\n"


def test_index_leaves_out_a_bad_file_and_names_it(wenshi, tmp_path) -> None:
    page(tmp_path, "good.md", "新馆开放，馆长周文致辞。")
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01")
    done = wenshi("index", tmp_path, "nowhere", "--index", "new")
    bad, nowhere, built = done.err.splitlines()
    assert done.code == 0
    assert bad.startswith(f"{tmp_path / 'bad.txt'}: not text")
    assert nowhere.startswith("nowhere: no such file or folder")
    assert built == "indexed 1 articles, 1 passages in new"


def test_index_of_bad_files_only_fails_and_keeps_the_old_index(wenshi, damaged, tmp_path) -> None:
    bad = page(tmp_path, "bad.md", "---\npublished: 2020-02-30\n---\n今天。\n")
    before = sorted(damaged.rglob("*"))
    done = wenshi("index", bad, "--index", damaged)
    assert done.failed_calmly
    assert done.err.startswith(f"{bad}: the front matter cannot be read; write ")
    assert sorted(damaged.rglob("*")) == before


@pytest.mark.parametrize("path", ["nowhere", "empty"])
def test_index_of_nothing_fails(wenshi, tmp_path, path) -> None:
    (tmp_path / "empty").mkdir()
    done = wenshi("index", path, "--index", "new")
    assert done.failed_calmly
    assert not (tmp_path / "new").exists()


def test_index_into_a_file_fails_with_the_cure(wenshi, tmp_path) -> None:
    page(tmp_path, "file", "")
    done = wenshi("index", "--index", "file")
    assert done.failed_calmly
    assert "--index" in done.err


def test_text_that_no_encoding_can_write_is_indexed(wenshi, tmp_path) -> None:
    """Half a surrogate pair, as broken JSON and file names on Linux have them."""
    row = page(tmp_path, "half.jsonl", '{"text": "新馆\\ud83d开放。", "title": "\\ude00"}\n')
    named = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.md"))
    named.write_text("旧馆关闭。", encoding="utf-8")
    assert wenshi("index", row, named, "--index", "new").code == 0


# --- wenshi ask QUESTION


def test_an_answer_has_the_keys_and_types_of_the_contract(wenshi) -> None:
    done = wenshi("ask", FLAG, "--json")
    (row,) = done.rows
    (citation,) = row["citations"]
    assert (done.code, done.err) == (0, "")
    assert list(row) == REPLY_KEYS
    assert (row["question"], row["answered"], row["type"]) == (FLAG, True, "person")
    assert (row["answer"], row["nearest"]) == (BEARERS, [])
    assert row["text"].startswith(BEARERS)
    assert 0 < row["score"] <= 1
    assert list(citation) == CITATION_KEYS
    assert citation["end"] - citation["start"] == len(citation["quote"])


def test_the_quote_stands_in_the_article_that_articles_prints(wenshi) -> None:
    (citation,) = wenshi("ask", FLAG, "--json").rows[0]["citations"]
    texts = {row["id"]: row["text"] for row in wenshi("articles", "--json").rows}
    assert texts[citation["article_id"]][citation["start"] : citation["end"]] == citation["quote"]


def test_no_answer_has_an_empty_short_answer_and_exit_code_1(wenshi) -> None:
    done = wenshi("ask", HOPELESS, "--json")
    (row,) = done.rows
    assert done.code == 1
    assert list(row) == REPLY_KEYS
    assert (row["answered"], row["answer"], row["citations"]) == (False, "", [])
    assert row["type"] in TYPES
    assert row["text"]
    assert all(list(near) == CITATION_KEYS for near in row["nearest"])


def test_an_answer_for_people_has_no_markup_and_no_colour_on_a_pipe(wenshi) -> None:
    done = wenshi("ask", FLAG)
    first, quote, source = done.out.splitlines()
    assert (done.code, first) == (0, BEARERS)
    assert quote.startswith("  “在授旗宣誓仪式上")
    assert source.startswith("  ——《")
    assert "\x1b" not in done.out


def test_a_question_in_brackets_is_not_taken_for_markup(wenshi) -> None:
    assert wenshi("ask", "[/bold]谁？[red]").code in (0, 1)


@pytest.mark.parametrize("question", ["", "   ", "\u3000", "\n"])
def test_an_empty_question_fails_with_an_example(wenshi, question) -> None:
    done = wenshi("ask", question)
    assert done.failed_calmly
    assert 'wenshi ask "' in done.err


def test_a_question_of_501_characters_fails_and_one_of_500_does_not(wenshi) -> None:
    assert wenshi("ask", "谁" * 500).code == 1
    done = wenshi("ask", "谁" * 501)
    assert done.failed_calmly
    assert "500 characters; shorten it" in done.err


@pytest.mark.parametrize(("k", "code"), [("0", 2), ("1", 0), ("100", 0), ("101", 2), ("x", 2)])
def test_k_is_a_number_from_1_to_100(wenshi, k, code) -> None:
    assert wenshi("ask", FLAG, "-k", k).code == code


@pytest.mark.parametrize("words", [("nosuch",), ("ask", "--nosuch"), ("ask", "谁", "谁")])
def test_words_that_are_no_command_fail(wenshi, words) -> None:
    assert wenshi(*words).failed_calmly


# --- wenshi ask on a pipe


def test_on_a_pipe_each_line_in_is_one_line_out(wenshi) -> None:
    """Seven lines, the last without its newline; a lone CR and what Unicode calls a line end no."""
    lines = [
        FLAG.encode(),
        b"",
        "😀👨‍👩‍👧".encode(),
        GARBAGE,
        ("谁" * 9999).encode(),
        b"a\rb\x0b\xc2\x85c",
        b"?",
    ]
    for flags in ((), ("--json",)):
        done = wenshi("ask", *flags, stdin=b"\n".join(lines))
        assert (done.code, done.err) == (0, "")
        assert done.out.count("\n") == 7
        assert BEARERS in done.out.split("\n")[0]
        assert all(done.out.split("\n")[:-1])


def test_on_a_pipe_json_answers_come_in_the_order_of_the_questions(wenshi) -> None:
    asked = [FLAG, HOPELESS, FLAG]
    rows = wenshi("ask", "--json", stdin="\r\n".join(asked).encode()).rows
    assert [row["question"] for row in rows] == asked
    assert [row["answered"] for row in rows] == [True, False, True]


LEANING, FULL = "那是哪天的事？", f"{BEARERS}为突击队总队授旗是哪天的事？"


def test_in_a_conversation_a_line_may_lean_on_the_lines_before_it(wenshi) -> None:
    lines = f"{FLAG}\n\n{LEANING}\n".encode()  # an empty line is no turn
    rows = wenshi("ask", "--json", "--conversation", stdin=lines).rows
    assert [row["question"] for row in rows] == [FLAG, "", LEANING]
    assert [row["resolved_question"] for row in rows] == [FLAG, "", FULL]
    assert rows[2]["answer"].startswith("2020年10月23日")
    plain = wenshi("ask", "--conversation", stdin=lines).out.splitlines()
    assert plain[2].startswith("2020年10月23日")
    assert plain[2].endswith(f"（理解为：{FULL}）")
    assert "理解为" not in plain[0]


def test_without_conversation_each_line_stands_alone(wenshi) -> None:
    rows = wenshi("ask", "--json", stdin=f"{FLAG}\n{LEANING}\n".encode()).rows
    assert [row["resolved_question"] for row in rows] == [FLAG, LEANING]


@pytest.mark.parametrize("stdin", [b"", HOPELESS.encode()], ids=["no line", "no answer"])
def test_a_pipe_without_an_answer_ends_with_1(wenshi, stdin) -> None:
    assert wenshi("ask", stdin=stdin).code == 1


def test_a_quote_with_line_ends_of_its_own_is_still_one_line(wenshi, tmp_path) -> None:
    """U+2028 in a clean article: no newline, but a line end to many a reader of the pipe."""
    text = "馆长周文为新馆\\u2028揭牌。"
    row = page(tmp_path, "a.jsonl", f'{{"text": "{text}", "title": "新馆"}}\n')
    wenshi("index", row, "--index", "new")
    done = wenshi("ask", "--index", "new", stdin="谁为新馆揭牌？\n".encode())
    assert len(done.out.splitlines()) == 1


# --- settings


def test_the_env_file_is_read_and_the_environment_wins(wenshi, starter, tmp_path, monkeypatch):
    page(tmp_path, ".env", "WENSHI_INDEX=from-file\n")
    assert wenshi("ask", FLAG).code == 0
    monkeypatch.delenv("WENSHI_INDEX")
    assert wenshi("ask", FLAG).err == f"there is no index in from-file; {CURE}\n"
    assert wenshi("ask", FLAG, "--index", starter).code == 0


def test_index_writes_where_wenshi_index_says(wenshi, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("WENSHI_INDEX", "elsewhere")
    assert wenshi("index").err == "indexed 3 articles, 18 passages in elsewhere\n"
    assert (tmp_path / "elsewhere" / "CURRENT").is_file()
    assert wenshi("ask", FLAG).code == 0


# --- damage


def test_a_missing_index_fails_with_the_cure(wenshi) -> None:
    done = wenshi("ask", FLAG, "--index", "nowhere")
    assert done.failed_calmly
    assert done.err == f"there is no index in nowhere; {CURE}\n"


def test_an_index_of_another_model_fails_with_the_cure(wenshi, monkeypatch) -> None:
    another = load_counting_encoder("", Path())
    another.name, another.fingerprint = "another", "d" * 64
    monkeypatch.setattr(embeddings.encoder, "load_encoder", lambda model, cache: another)
    done = wenshi("ask", FLAG)
    assert done.failed_calmly
    assert "was built with character counts, the settings say another; " in done.err
    assert CURE in done.err


def test_a_manifest_edited_by_hand_fails_with_the_cure(wenshi, damaged) -> None:
    manifest = generation(damaged) / "manifest.json"
    row = json.loads(manifest.read_text(encoding="utf-8")) | {"fingerprint": "f" * 64}
    manifest.write_text(json.dumps(row), encoding="utf-8")
    done = wenshi("ask", FLAG, "--index", damaged)
    assert done.failed_calmly
    assert CURE in done.err


@pytest.mark.parametrize("how", ["flipped", "cut", "emptied", "deleted"])
def test_a_damaged_file_fails_with_the_cure(wenshi, damaged, how) -> None:
    """Each file of the generation in turn; the first bit of its middle byte is flipped."""
    files = sorted(path for path in generation(damaged).rglob("*") if path.is_file())
    assert len(files) >= 6
    for path in files:
        whole = path.read_bytes()
        middle = len(whole) // 2
        flipped = bytes([whole[middle] ^ 0x80])
        if how == "deleted":
            path.unlink()
        else:
            kept = {"flipped": whole[:middle] + flipped + whole[middle + 1 :]}
            path.write_bytes(kept.get(how, b"" if how == "emptied" else whole[:middle]))
        done = wenshi("ask", FLAG, "--index", damaged)
        assert done.failed_calmly, path
        assert CURE in done.err, path
        path.write_bytes(whole)
    assert wenshi("ask", FLAG, "--index", damaged).code == 0


@pytest.mark.parametrize(
    "pointer", [b"", b"2026", b"\n", b"..", b"/", b"\xff\xfe", b"a\x00b", b"x" * 5000]
)
def test_a_half_written_pointer_fails_with_the_cure(wenshi, damaged, pointer) -> None:
    (damaged / "CURRENT").write_bytes(pointer)
    done = wenshi("ask", FLAG, "--index", damaged)
    assert done.failed_calmly
    assert CURE in done.err


def test_index_cures_a_damaged_folder(wenshi, damaged, tmp_path) -> None:
    """As every error says: after `wenshi index` it answers again."""
    (damaged / "CURRENT").write_bytes(b"\xff")
    (generation_file := next(damaged.rglob("articles.jsonl"))).unlink()
    assert wenshi("index", "--index", damaged).code == 0
    assert wenshi("ask", FLAG, "--index", damaged).code == 0
    assert not generation_file.exists()


def test_a_fault_of_the_program_is_a_sentence_and_no_missing_answer(wenshi, monkeypatch) -> None:
    """Exit code 1 would say that the articles hold no answer."""
    monkeypatch.setattr(embeddings.encoder, "load_encoder", lambda model, cache: 1 / 0)
    done = wenshi("ask", FLAG)
    assert done.failed_calmly
    assert done.err.startswith("ZeroDivisionError: division by zero; ")


# --- processes


def start(*words: str | Path, **how) -> subprocess.Popen[bytes]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([*COUNTING, *map(str, words)], **(pipes | how))


def finish(process: subprocess.Popen[bytes], stdin: bytes | None = None) -> Run:
    out, err = process.communicate(stdin, timeout=60)
    return Run(process.returncode, out.decode(), err.decode())


def test_the_installed_program_answers_with_the_embedded_model(
    encoder: Encoder, cache: Path, tagger: LacTagger, tmp_path: Path
) -> None:
    """From another folder than the source's, as it is typed in a shell."""
    articles = read_corpus([STARTER], tagger).articles
    build_index(articles, encoder, tagger, tmp_path / "index")
    done = subprocess.run(
        [Path(sys.executable).with_name("wenshi"), "ask", "--json"],
        cwd=tmp_path,
        env={**os.environ, "WENSHI_CACHE": str(cache), "WENSHI_INDEX": "index"},
        input=f"{FLAG}\n\n{HOPELESS}\n".encode(),
        capture_output=True,
        check=False,
    )
    run = Run(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert (run.code, run.err) == (0, "")
    assert [row["answer"] for row in run.rows] == [BEARERS, "", ""]


def test_two_builds_into_one_folder_at_once_both_succeed(wenshi, tmp_path) -> None:
    news = page(tmp_path, "news.md", "馆长周文为新馆揭牌。")
    processes = [start("index", news, "--index", tmp_path / "index") for _ in range(2)]
    assert [finish(process).code for process in processes] == [0, 0]
    assert wenshi("ask", "谁为新馆揭牌？", "--index", "index").out.startswith("周文")


def test_a_build_that_is_killed_leaves_the_old_index_answering(wenshi, damaged) -> None:
    with start("--pause", "index", "--index", damaged) as process:
        assert process.stdout.readline() == b"half written\n"
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert wenshi("ask", FLAG, "--index", damaged).code == 0
    assert wenshi("index", "--index", damaged).code == 0


def test_a_reader_that_leaves_early_gets_no_traceback(starter: Path) -> None:
    """`wenshi ask | head -1`, and many more answers than a pipe holds."""
    with start("ask", "--index", starter) as process:
        process.stdin.write(f"{FLAG}\n".encode() * 500)
        process.stdin.close()
        assert process.stdout.readline().decode().startswith(BEARERS)
        process.stdout.close()
        assert process.stderr.read() == b""


def test_ctrl_c_ends_with_130_and_no_traceback(starter: Path) -> None:
    # a shell that started the tests in the background has them, and their children, ignore it
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = start("ask", "--index", starter, preexec_fn=heard)
    process.stdin.write(f"{FLAG}\n".encode())
    process.stdin.flush()
    assert process.stdout.readline().decode().startswith(BEARERS)
    process.send_signal(signal.SIGINT)
    assert finish(process) == Run(130, "", "")


# --- question mode


@dataclass
class Terminal:
    """A person at the program, over a pseudo-terminal."""

    process: subprocess.Popen[bytes]
    screen: int
    seen: str = ""

    def type(self, keys: str) -> None:
        os.write(self.screen, keys.encode())

    def wait_for(self, words: str, timeout_s: float = 30) -> str:
        """What was printed until the words stood there; the words are not seen twice."""
        end = time.monotonic() + timeout_s
        while words not in self.seen:
            assert time.monotonic() < end, self.seen
            if select.select([self.screen], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self.screen, 65_536).decode(errors="replace")
                except OSError:  # how Linux says that the program has left the terminal
                    assert words in self.seen, self.seen
        before, _, self.seen = self.seen.partition(words)
        return before


@pytest.fixture
def terminal(starter: Path, tmp_path: Path) -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    settings = {
        "TERM": "xterm",
        "PROMPT_TOOLKIT_NO_CPR": "1",  # this terminal does not say where its cursor is
        "WENSHI_INDEX": str(starter),
        "WENSHI_CACHE": str(tmp_path / "cache"),
    }
    process = start(
        "ask", stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, **settings}
    )
    os.close(theirs)
    yield Terminal(process, ours)
    os.close(ours)
    process.kill()
    process.wait()


def test_question_mode_greets_answers_and_says_goodbye(terminal: Terminal, tmp_path: Path) -> None:
    """An empty line is not answered; Ctrl-C drops the line; Ctrl-D leaves with exit code 0."""
    terminal.wait_for("直接输入问题")
    terminal.wait_for("问>")
    terminal.type("\r")
    terminal.wait_for("问>")
    terminal.type("谁在火星\x03")
    terminal.wait_for("问>")
    terminal.type(f"{FLAG}\r")
    assert "没有找到" not in terminal.wait_for(f"{BEARERS}把旗帜授予")
    terminal.wait_for("问>")
    terminal.type(f"{LEANING}\r")
    terminal.wait_for(f"理解为：{FULL}")
    terminal.wait_for("问>")
    terminal.type("\x04")
    terminal.wait_for("再见")
    assert terminal.process.wait(30) == 0
    assert FLAG in (tmp_path / "cache" / "history").read_text(encoding="utf-8")
