"""who, timeline and initiatives, over a made-up record."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from telling import act, article, event, facts, initiative, post, record

import bot.wiring
from bot.cli import main

OLD = article(
    "旧", "渔港街道办事处副主任王建国出席灯塔修缮交流会。王建国宣读了批复。", "2018-05-04"
)
NEW = article(
    "新", "10月3日，渔港街道党工委书记王建国参加秋收节。渔港发起“清港”行动。", "2020-10-04"
)
RECORD = record(
    (
        OLD,
        facts(
            OLD,
            post(OLD, "王建国", "渔港街道办事处副主任"),
            act(OLD, ["王建国"], "宣读了批复"),
            event(OLD, "灯塔修缮交流会", participants=["王建国"]),
        ),
    ),
    (
        NEW,
        facts(
            NEW,
            post(NEW, "王建国", "渔港街道党工委书记"),
            event(NEW, "秋收节", "10月3日", participants=["王建国"]),
            initiative(NEW, "“清港”行动", ["渔港"]),
        ),
    ),
)
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def wenshi(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs the program in this process; exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bot.wiring, "open_record", lambda folder: RECORD)

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["wenshi", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        return int(left.value.code or 0), printed.out, printed.err

    return run


def test_who_shows_every_post_with_its_year_newest_first_and_the_acts(wenshi) -> None:
    code, out, _ = wenshi("who", "王建国")
    lines = [line.strip() for line in out.splitlines()]
    told = [line for line in lines if line.startswith(("职务", "事迹"))]
    assert code == 0
    assert told == [
        "职务 2020年：渔港街道党工委书记",
        "职务 2018年：渔港街道办事处副主任",
        "事迹 2018年：宣读了批复",
    ]
    assert "“王建国宣读了批复。”" in lines


def test_who_as_json_is_one_object_a_person_with_exact_quotes(wenshi) -> None:
    code, out, err = wenshi("who", "王建國", "--json")
    (row,) = map(json.loads, out.splitlines())
    assert (code, err) == (0, "")
    assert list(row) == ["name", "mentions", "posts", "acts"]
    assert [p["post"] for p in row["posts"]] == ["渔港街道党工委书记", "渔港街道办事处副主任"]
    cited = row["acts"][0]["citation"]
    assert OLD.text[cited["start"] : cited["end"]] == cited["quote"] == "王建国宣读了批复。"


def test_who_without_a_name_lists_everybody(wenshi) -> None:
    code, out, _ = wenshi("who")
    assert code == 0
    assert out == "王建国　3处　渔港街道党工委书记\n"


def test_an_unknown_name_is_no_answer_and_the_near_name_is_named(wenshi) -> None:
    code, out, err = wenshi("who", "王建囯")
    assert (code, out) == (1, "")
    assert err == "文章里没有提到“王建囯”（文中有“王建国”，是另一个名字）。\n"


def test_an_empty_name_ends_with_the_cure(wenshi) -> None:
    code, out, err = wenshi("who", " ")
    assert (code, out) == (2, "")
    assert err.endswith("wenshi who 宋宗德\n")


def test_the_timeline_is_in_order_of_time_with_sources(wenshi) -> None:
    code, out, _ = wenshi("timeline")
    assert code == 0
    assert out.index("灯塔修缮交流会") < out.index("2020年10月3日　秋收节")
    assert "——《新》，2020-10-04，新.txt" in out


def test_the_timeline_of_a_year_has_that_years_events_alone(wenshi) -> None:
    code, out, err = wenshi("timeline", "--year", "2020", "--json")
    (row,) = map(json.loads, out.splitlines())
    assert (code, err) == (0, "")
    assert (row["what"], row["first"], row["last"]) == ("秋收节", "2020-10-03", "2020-10-03")
    assert row["participants"] == ["王建国"]


def test_a_year_without_events_is_no_answer_and_names_the_years_there_are(wenshi) -> None:
    code, out, _ = wenshi("timeline", "--year", "2019")
    assert (code, out) == (1, "文章里没有2019年的活动；写到的年份：2018、2020。\n")


def test_the_timeline_is_drawn_as_a_picture(wenshi, tmp_path) -> None:
    code, out, _ = wenshi("timeline", "--png", "t.png")
    assert (code, out) == (0, "t.png\n")
    assert (tmp_path / "t.png").read_bytes().startswith(PNG)


def test_a_picture_that_cannot_be_written_ends_with_the_cure(wenshi) -> None:
    code, _, err = wenshi("timeline", "--png", "nowhere/t.png")
    assert code == 2
    assert err.endswith("choose another file\n")


def test_initiatives_name_who_began_them(wenshi) -> None:
    code, out, _ = wenshi("initiatives", "--json")
    (row,) = map(json.loads, out.splitlines())
    assert code == 0
    assert (row["name"], row["started_by"]) == ("“清港”行动", ["渔港"])
    assert wenshi("initiatives")[1].startswith("“清港”行动")
