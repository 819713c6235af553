"""What a question is about: names, dates, numbers, however it is written."""

from __future__ import annotations

import pytest
from toy import ask, story

from corpus.tagger import Tagger

RAILWAY = story(
    "9月12日上午，铁路通车典礼在青浦站举行，青浦区副区长许文涛和站长葛大明出席。"
    "“春雨行动”由青浦区总工会发起。"
)


def test_traditional_script_is_the_same_question(tagger: Tagger) -> None:
    traditional = ask("鐵路通車典禮在哪裡舉行，許文濤是誰？", tagger, RAILWAY)
    simplified = ask("铁路通车典礼在哪里举行，许文涛是谁？", tagger, RAILWAY)
    assert traditional.text == "鐵路通車典禮在哪裡舉行，許文濤是誰？"
    assert traditional.folded == simplified.folded == "铁路通车典礼在哪里举行,许文涛是谁"
    assert traditional.terms == simplified.terms
    assert traditional.people == simplified.people == ("许文涛",)


def test_a_name_begins_and_ends_where_words_do(tagger: Tagger) -> None:
    """路通 in 铁路通车 is no person, even where the corpus knows somebody of that name."""
    known = story("导演路通、歌手路通到场。")
    assert ask("铁路通车后谁第一个上车？", tagger, RAILWAY, known).people == ()
    assert ask("路通去了哪里？", tagger, RAILWAY, known).people == ("路通",)
    assert ask("铁路通车那天路通去了哪里？", tagger, RAILWAY, known).people == ("路通",)


def test_persons_come_from_the_tagger_and_from_the_corpus(tagger: Tagger) -> None:
    assert ask("王桂花是什么职务？", tagger).people == ("王桂花",)
    assert set(ask("许文涛和葛大明见了谁？", tagger, RAILWAY).people) == {"许文涛", "葛大明"}


def test_a_name_in_latin_letters_is_the_one_of_the_corpus(tagger: Tagger) -> None:
    question = ask("What position did Xu Wentao hold in 2019?", tagger, RAILWAY)
    assert (question.people, question.chinese) == (("许文涛",), False)
    assert [t.text for t in question.terms] == ["许文涛"]
    assert question.years == (2019,)
    assert ask("What position did Wu Xiaoming hold?", tagger, RAILWAY).people == ()


def test_places_are_proper_names_and_no_kinds_of_place(tagger: Tagger) -> None:
    assert ask("白鹤镇和华新镇谁赢了？", tagger).places == ("白鹤镇", "华新镇")
    assert ask("哪个街道得了奖？", tagger).places == ()
    assert ask("小区里谁在唱歌？", tagger).places == ()


def test_things_that_no_dictionary_has_are_names(tagger: Tagger) -> None:
    assert ask("定远舰何时下水？", tagger).names == ("定远",)
    assert ask("图书馆何时开门？", tagger).names == ()


@pytest.mark.parametrize(
    ("text", "years", "dates"),
    [
        ("2019年5月谁来过？", (2019,), ["2019年5月"]),
        ("２０１９年５月谁来过？", (2019,), ["2019年5月"]),
        ("10月21日和10月23日谁来过？", (), ["10月21日", "10月23日"]),
        ("去年谁来过？", (), ["去年"]),
        ("谁来过？", (), []),
    ],
)
def test_dates_keep_what_is_spelt_out(
    text: str, years: tuple[int, ...], dates: list[str], tagger: Tagger
) -> None:
    question = ask(text, tagger)
    assert (question.years, [d.text for d in question.dates]) == (years, dates)


@pytest.mark.parametrize("text", ["首届茶艺大赛", "第一届茶艺大赛", "第1届茶艺大赛"])
def test_the_first_edition_has_three_spellings(text: str, tagger: Tagger) -> None:
    (edition,) = ask(f"{text}是谁办的？", tagger).editions
    assert (edition.event, edition.number) == ("茶艺大赛", 1)


def test_an_edition_is_no_ordinal_and_an_ordinal_no_edition(tagger: Tagger) -> None:
    question = ask("第十七届书画节的第七讲谁来讲？", tagger)
    assert [(e.event, e.number) for e in question.editions] == [("书画节", 17)]
    assert question.ordinals == ("第七讲",)


def test_a_quantity_is_what_is_known_not_what_is_asked_for(tagger: Tagger) -> None:
    assert ask("30支队伍是谁带的？", tagger).quantities == ("30支",)
    assert ask("哪三家企业捐了款？", tagger).quantities == ()
    assert ask("一共几支队伍？", tagger).quantities == ()


def test_rare_words_weigh_more_than_common_ones(tagger: Tagger) -> None:
    weights = {t.text: t.weight for t in ask("消防演习发展情况怎么样？", tagger).terms}
    assert 0.15 <= weights["发展"] < weights["演习"] <= 1
    assert "怎么样" not in weights


def test_characters_that_nobody_sees_are_not_part_of_a_question(tagger: Tagger) -> None:
    """A zero width space, a direction mark, a NUL and half a surrogate pair."""
    question = ask("\u200b\u202e青浦区\x00区长是谁\ud83d？", tagger, RAILWAY)
    assert question.folded == "青浦区区长是谁"


@pytest.mark.parametrize("text", ["", "  \n", "？", "\x00"])
def test_nothing_asked_is_about_nothing(text: str, tagger: Tagger) -> None:
    question = ask(text, tagger)
    assert (question.folded, question.type, question.terms) == ("", "other", ())
