"""The comparison with other systems: what it makes of what was measured."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parent / "benchmarks"


@pytest.fixture(scope="module", autouse=True)
def _on_the_path():
    before = sys.path[:]
    sys.path.insert(0, str(BENCHMARKS))
    yield
    sys.path[:] = before


def step(ranks, ms) -> dict[str, object]:
    return {"ranks": ranks, "ms": ms, "peak_mb": 100.0}


def done(name, build_s, ranks, ms) -> dict[str, object]:
    """What a build and two sets of two questions leave."""
    return {
        f"{name}.build": {"s": build_s, "cpu_s": build_s, "peak_mb": 200.0},
        f"{name}.drcd_dev_simplified": step(ranks, ms),
        f"{name}.news": step([0, 0], ms),
    }


def test_an_article_counts_once_however_many_of_its_pieces_were_found() -> None:
    from peer_trials import rank_of

    assert rank_of("b", ["a", "a", "a", "b"]) == 2


def test_an_article_behind_ten_others_was_not_found() -> None:
    from peer_trials import rank_of

    assert rank_of("10", [str(n) for n in range(20)]) == 0
    assert rank_of("9", [str(n) for n in range(20)]) == 10


def test_what_was_not_found_counts_nothing() -> None:
    """Ranks 1, 2, none, 4: 1 of 4 first, 2 of 4 among two, (1 + 1/2 + 1/4) / 4."""
    from peer_table import mrr, recall

    ranks = [1, 2, 0, 4]
    assert (recall(ranks, 1), recall(ranks, 2), mrr(ranks)) == (0.25, 0.5, 0.4375)


def test_a_line_takes_its_milliseconds_from_both_sets() -> None:
    """10, 20, 30, 40: the middle is 25."""
    from peer_table import figures

    found = done("wenshi", 5.0, [1, 2], [10.0, 20.0])
    found["wenshi.news"] = step([0, 1], [30.0, 40.0])
    line = figures(found, "wenshi", "wenshi")
    assert line["p50 ms"] == 25.0
    assert (line["DRCD R@1"], line["DRCD MRR"], line["news R@1"]) == (0.5, 0.75, 0.5)


def test_a_system_that_was_not_asked_yet_has_no_milliseconds() -> None:
    from peer_table import figures

    half = done("txtai", 5.0, [1, 1], [1.0])
    del half["txtai.news"]
    assert "p50 ms" not in figures(half, "txtai", "txtai")


def test_the_table_says_where_wenshi_is_behind() -> None:
    """Its build takes 9 s, the other's 5; it finds more; the rest is alike."""
    from peer_table import figures, table

    measured = done("wenshi", 9.0, [1, 1], [10.0]) | done("txtai", 5.0, [1, 2], [10.0])
    told = table({name: figures(measured, name, name) for name in ("wenshi", "txtai")})
    assert told[-1] == "问事's search is behind in: build s, build CPU s"
    assert "| **1.000** | **1.000** |" in told[2]
    assert "| **5** | **5** |" in told[3]


def test_the_whole_answer_is_out_of_competition() -> None:
    """The others only search: their milliseconds are not compared with those of an answer."""
    from peer_table import figures, table

    measured = done("wenshi", 5.0, [1, 1], [10.0]) | done("wenshi-answer", 1.0, [1, 1], [1.0])
    lines = {name: figures(measured, name, "wenshi") for name in ("wenshi", "wenshi-answer")}
    told = table(lines)
    assert told[-1] == "问事's search is behind in: nothing"
    assert "**" not in told[3]


def said_by(monkeypatch, *arguments: object) -> str:
    """What the program ends with."""
    from peers import main

    monkeypatch.setattr(sys, "argv", ["peers.py", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return str(ended.value.code)


def test_a_folder_holds_runs_of_one_size_only(tmp_path, monkeypatch) -> None:
    """Figures of 10 articles do not come to stand beside those of 20."""
    (tmp_path / "data" / "news").mkdir(parents=True)
    (tmp_path / "size.json").write_text(
        json.dumps({"articles": 10, "passages": None, "questions": 300}), encoding="utf-8"
    )
    where = ("--run", tmp_path, "--data", tmp_path / "data", "--systems", "wenshi")
    said = said_by(monkeypatch, *where, "--articles", 20)
    assert said.startswith(f"{tmp_path} holds a run of another size; see {tmp_path}")


def test_what_is_not_built_is_not_asked(tmp_path, monkeypatch) -> None:
    (tmp_path / "data" / "news").mkdir(parents=True)
    where = ("--run", tmp_path, "--data", tmp_path / "data", "--systems", "wenshi")
    said = said_by(monkeypatch, *where, "--only", "ask")
    assert said == f"wenshi is not built in {tmp_path} yet; leave out: --only ask"


@pytest.mark.parametrize("size", ["0", "-3", "viele"])
def test_a_size_is_a_number_from_one(tmp_path, monkeypatch, capsys, size) -> None:
    assert said_by(monkeypatch, "--run", tmp_path, "--articles", size) == "2"
    assert "is no number from 1; give one, like 300" in capsys.readouterr().err


def test_the_archive_is_drawn_alike_every_time_and_holds_what_is_asked_for(tmp_path) -> None:
    """Two passages of each set, three articles of news; no question without an answer."""
    from peers import Size, draw

    for name in ("drcd_dev_simplified", "news"):
        write(tmp_path / "qa" / name / "passages.jsonl.gz", [page(f"{name}{n}") for n in range(4)])
        asked = [
            {"question": f"{n}？", "answers": ["是"] * (n % 2), "passage_id": f"{name}{n}"}
            for n in range(4)
        ]
        write(tmp_path / "qa" / name / "questions.jsonl.gz", asked)
    for year in ("2018", "2020"):
        write(tmp_path / "news" / f"{year}.jsonl.gz", [page(f"{year}{n}") for n in range(4)])
    archive, asked = draw(tmp_path, Size(3, 2, 300))
    assert (archive, asked) == draw(tmp_path, Size(3, 2, 300))
    assert len(archive) == 7
    rights = {each.right for questions in asked.values() for each in questions}
    assert rights <= {row.id for row in archive}
    everything, all_asked = draw(tmp_path, Size(300, None, 300))
    assert len(everything) == 16
    assert {each.right[-1] for each in all_asked["news"]} == {"1", "3"}


def test_of_an_article_the_sentences_that_fit_are_kept() -> None:
    from peers import beginning

    text = "早上开会。下午讨论。晚上散会。"
    assert [beginning(text, n) for n in (None, 15, 14, 5, 3)] == [
        text, text, "早上开会。下午讨论。", "早上开会。", "早上开",
    ]  # fmt: skip


def page(id_: str) -> dict[str, str]:
    return {"id": id_, "title": "题", "text": f"正文{id_}。"}


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
