"""`wenshi evaluate`, word for word as the contract has it, over a toy newspaper."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from counting_wenshi import load_counting_encoder

import corpus.tagger
import embeddings.encoder
from bot.cli import main
from corpus.reading import read_corpus
from corpus.tagger import LacTagger, load_tagger
from retrieval.building import build_index

PAGES = [
    {"id": "garden", "title": "梧桐园开园", "published": "2021-05-05"}
    | {"text": "2021年5月4日，梧桐园在柳岸镇开园，园长许文清为第一批游客赠书。"},
    {"id": "swim", "title": "青石湾游泳赛", "published": "2019-08-10"}
    | {"text": "2019年8月9日，青石湾游泳赛落幕，冠军是来自北渡的渔民高远山。"},
]
DATED = {"id": "date", "question": "梧桐园是哪一天开园的？", "answers": ["2021年5月4日"]}
PARTLY = {"id": "part", "question": "青石湾游泳赛是哪一天落幕的？", "answers": ["8月9日"]}
UNANSWERABLE = {"id": "none", "question": "火星上的图书馆是谁建的？", "answers": []}
KEYS = ["n", "recall@1", "recall@5", "recall@10", "mrr", "em", "f1"]
KEYS += ["refused_unanswerable", "refused_answerable"]
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Run:
    """How a run of the program ended."""

    code: int
    out: str
    err: str

    @property
    def row(self) -> dict:
        """The one object on stdout."""
        (line,) = self.out.splitlines()
        return json.loads(line)


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


@pytest.fixture(scope="module")
def index(tagger: LacTagger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("toy")
    pages = written(folder / "pages.jsonl", *PAGES)
    articles = read_corpus([pages], tagger).articles
    build_index(articles, load_counting_encoder("", Path()), tagger, folder / "index")
    return folder / "index"


@pytest.fixture
def evaluate(
    tmp_path: Path,
    tagger: LacTagger,
    index: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., Run]:
    """Runs the command in this process over the toy newspaper; rows are put into a file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WENSHI_INDEX", str(index))
    monkeypatch.setattr(embeddings.encoder, "load_encoder", load_counting_encoder)
    monkeypatch.setattr(corpus.tagger, "load_tagger", lambda _: tagger)

    def run(questions: list[dict] | Path, *words: str | Path) -> Run:
        if isinstance(questions, list):
            questions = written(tmp_path / "q.jsonl", *questions)
        monkeypatch.setattr(sys, "argv", ["wenshi", "evaluate", str(questions), *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return Run(int(left.value.code or 0), printed.out, printed.err)

    return run


def written(path: Path, *rows: dict) -> Path:
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text(lines, encoding="utf-8")
    return path


def test_json_is_one_object_with_the_keys_of_the_contract_in_order(evaluate) -> None:
    done = evaluate([DATED, PARTLY, UNANSWERABLE], "--json")
    assert (done.code, done.err) == (0, "")
    assert list(done.row) == [*KEYS, "p50_ms", "p95_ms", "by_type"]
    assert {name: list(row) for name, row in done.row["by_type"].items()} == {
        "date": KEYS,
        "person": KEYS,
    }


def test_the_figures_are_those_worked_out_by_hand(evaluate) -> None:
    """One right; one of 2019|年|8|月|9|日 against 8|月|9|日, f1 0.8; one rightly refused."""
    row = evaluate([DATED, PARTLY, UNANSWERABLE], "--json").row
    assert (row["n"], row["em"], row["f1"]) == (3, 0.5, pytest.approx(0.9))
    assert (row["refused_unanswerable"], row["refused_answerable"]) == (1, 0)
    assert 0 < row["p50_ms"] <= row["p95_ms"]
    assert row["by_type"]["date"]["n"] == 2
    assert row["by_type"]["person"]["refused_unanswerable"] == 1


def test_the_place_of_the_article_is_measured_where_the_file_names_it(evaluate) -> None:
    """Of two articles the right one is first, then the wrong one is asked for: 1 and 1/2."""
    rows = [DATED | {"passage_id": "garden"}, DATED | {"article_id": "swim"}, PARTLY]
    row = evaluate(rows, "--json").row
    assert [row[key] for key in KEYS[1:5]] == [0.5, 1, 1, 0.75]


def test_where_the_file_gives_nothing_to_measure_there_is_null(evaluate) -> None:
    answerable = evaluate([DATED], "--json").row
    assert [answerable[key] for key in KEYS[1:5]] == [None] * 4
    assert answerable["refused_unanswerable"] is None
    unanswerable = evaluate([UNANSWERABLE | {"passage_id": "swim"}], "--json").row
    assert [key for key in KEYS if unanswerable[key] is not None] == ["n", "refused_unanswerable"]


def test_the_types_of_the_file_go_before_those_understood(evaluate) -> None:
    rows = [DATED | {"types": ["a", "b"]}, PARTLY | {"type": "b"}]
    by_type = evaluate(rows, "--json").row["by_type"]
    assert {name: row["n"] for name, row in by_type.items()} == {"a": 1, "b": 2}


def test_a_person_gets_a_table(evaluate) -> None:
    done = evaluate([DATED, PARTLY, UNANSWERABLE])
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    everything = next(line for line in lines if line.startswith("全部 all"))
    assert everything.split()[2:] == ["3", *"––––", "0.500", "0.900", "1.000", "0.000"]
    assert all(word in done.out for word in ("EM", "p95", "编码 encode", "F1 ≥ 0.5"))
    assert max(map(len, lines)) <= 80


def test_show_lists_what_is_not_exactly_right(evaluate) -> None:
    done = evaluate([DATED, PARTLY, UNANSWERABLE], "--show")
    assert done.out.startswith(
        "part　青石湾游泳赛是哪一天落幕的？\n    答：2019年8月9日（F1 0.80）\n    应：8月9日\n"
    )
    assert DATED["question"] not in done.out
    assert UNANSWERABLE["question"] not in done.out


def test_show_says_what_should_have_been_refused_or_answered(evaluate) -> None:
    rows = [DATED | {"answers": []}, UNANSWERABLE | {"answers": ["甲", "乙"]}]
    done = evaluate(rows, "--show")
    assert "应：没有答案" in done.out
    assert "答：文章里没有找到答案" in done.out
    assert "应：甲 / 乙" in done.out


def test_with_json_nothing_else_reaches_stdout(evaluate, tmp_path) -> None:
    done = evaluate([PARTLY], "--json", "--show", "--png", tmp_path / "curve.png")
    assert done.row["n"] == 1
    assert PARTLY["question"] in done.err


@pytest.mark.parametrize("rows", [[DATED, PARTLY, UNANSWERABLE], [UNANSWERABLE]])
def test_the_curve_is_drawn_with_answers_and_without(evaluate, tmp_path, rows) -> None:
    path = tmp_path / "curve.png"
    assert evaluate(rows, "--png", path).code == 0
    assert path.read_bytes().startswith(PNG)


def test_the_drawn_points_and_words_are_those_given(tmp_path, monkeypatch) -> None:
    from matplotlib.figure import Figure

    from bot.curve import draw_curve
    from retrieval.measures import Point

    drawn = []
    monkeypatch.setattr(Figure, "savefig", lambda self, *_, **__: drawn.append(self.axes[0]))
    draw_curve([Point(0.9, 0.25, 1.0), Point(0.5, 0.75, 0.6)], 0.5, tmp_path / "curve.png")
    (axes,) = drawn
    assert axes.lines[0].get_xydata().tolist() == [[0.25, 1.0], [0.75, 0.6]]
    assert "F1 ≥ 0.5" in axes.get_title()


def test_no_question_is_encoded_twice(evaluate, monkeypatch) -> None:
    encoder, texts = load_counting_encoder("", Path()), []
    encode = encoder.encode_queries
    encoder.encode_queries = lambda asked: texts.extend(asked) or encode(asked)
    monkeypatch.setattr(embeddings.encoder, "load_encoder", lambda *_: encoder)
    evaluate([DATED | {"passage_id": "garden"}, UNANSWERABLE, PARTLY | {"passage_id": "swim"}])
    assert len(texts) == len(set(texts)) == 3


def test_articles_that_the_index_lacks_are_told_of(evaluate) -> None:
    done = evaluate([DATED | {"passage_id": "elsewhere"}, PARTLY], "--json")
    assert (done.code, done.row["recall@10"], done.row["mrr"]) == (0, 0, 0)
    assert done.err.startswith("1 questions name an article that the index does not have")


def test_an_empty_question_is_asked_told_of_and_refused(evaluate) -> None:
    """A public set has two of them."""
    done = evaluate([DATED, DATED | {"question": ""}], "--json")
    assert (done.code, done.row["n"], done.row["refused_answerable"]) == (0, 2, 0.5)
    assert done.err.startswith("1 questions are empty")


@pytest.mark.parametrize(
    ("content", "cure"),
    [
        (b"", "put text into it or remove it"),
        (b"\x00\x01", "save it as UTF-8"),
        (b'{"question": "?"}', "write one question a line"),
        (b"no json", "write one question a line"),
    ],
)
def test_a_file_that_is_no_question_file_fails_with_the_cure(
    evaluate, tmp_path, content, cure
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    done = evaluate(path, "--json")
    assert (done.code, done.out) == (2, "")
    assert cure in done.err
    assert "Traceback" not in done.err


def test_a_missing_file_or_index_fails_with_the_cure(evaluate, tmp_path) -> None:
    done = evaluate(tmp_path / "none.jsonl")
    assert (done.code, done.out, "check" in done.err) == (2, "", True)
    done = evaluate([DATED], "--index", tmp_path / "none")
    assert (done.code, done.out, "run: wenshi index PAGES" in done.err) == (2, "", True)


def test_a_picture_that_cannot_be_written_is_told_of_before_asking(evaluate, tmp_path) -> None:
    done = evaluate([DATED], "--png", tmp_path / "nowhere" / "curve.png")
    assert (done.code, done.out) == (2, "")
    assert "name a file in a folder" in done.err
