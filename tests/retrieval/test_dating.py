"""When: own dates, the date of the event, and years that are inferred or are not there."""

from __future__ import annotations

import pytest
from toy import read, story

from corpus.articles import Article
from corpus.tagger import Tagger
from retrieval.dating import date_spans, event_date, years_of
from retrieval.dating import dates_of as dates
from retrieval.spans import Span

RACE = story(
    "环湖长跑赛于6月3日上午在南湖公园鸣枪。冠军拿到一辆自行车。闭幕式将于6月30日举行。奖牌由工匠打造。",
    "环湖长跑赛",
    "2019-06-05",
)


def best(text: str, article: Article, n: int, tagger: Tagger) -> Span | None:
    """The best date of the n-th sentence."""
    question, evidence = read(text, article, tagger)
    return max(date_spans(question, evidence[n]), key=lambda s: s.fit, default=None)


def test_a_date_without_a_year_says_what_the_year_is_inferred_from(tagger: Tagger) -> None:
    span = best("长跑赛是什么时候鸣枪的？", RACE, 0, tagger)
    assert span is not None
    assert (span.text, span.basis) == ("2019年6月3日上午", "年份据刊发日期2019-06-05")


def test_a_day_that_was_given_up_is_no_answer(tagger: Tagger) -> None:
    moved = story("原定2021年2月12日的庙会推迟到2021年3月1日举行。", "", "2021-02-15")
    span = best("庙会改到哪天举行？", moved, 0, tagger)
    assert span is not None
    assert span.text == "2021年3月1日"


def test_which_days_asks_for_a_span(tagger: Tagger) -> None:
    fair = story("2021年2月12日至14日，庙会在老街举行。", "庙会", "2021-02-15")
    span = best("庙会是哪几天举行的？", fair, 0, tagger)
    assert span is not None
    assert span.text == "2021年2月12日至14日"
    rehearsal = story("2021年2月11日庙会彩排。", "庙会", "2021-02-15")
    assert best("庙会是哪几天举行的？", rehearsal, 0, tagger) is None


def test_a_date_with_a_year_needs_no_basis(tagger: Tagger) -> None:
    span = best("庙会哪天开始？", story("2021年2月12日，庙会开始。", "", "2021-02-15"), 0, tagger)
    assert span == Span("2021年2月12日", span.fit if span else 0)


def test_without_any_year_the_date_stays_as_it_is_written(tagger: Tagger) -> None:
    span = best("戏台是哪天搭好的？", story("10月21日下午，戏台搭好了。"), 0, tagger)
    assert span is not None
    assert (span.text, span.basis) == ("10月21日下午", "文中没有年份")


def test_a_year_that_is_nowhere_is_no_answer_to_which_year(tagger: Tagger) -> None:
    unknown = story("10月21日下午，戏台搭好了。木匠走了。", "戏台")
    assert best("戏台是哪一年搭好的？", unknown, 0, tagger) is None
    assert best("木匠是哪一年走的？", unknown, 1, tagger) is None
    known = story("10月21日下午，戏台搭好了。", "戏台", "2017")
    span = best("戏台是哪一年搭好的？", known, 0, tagger)
    assert span is not None
    assert span.text == "2017年10月21日下午"


def test_a_month_is_no_answer_to_which_day(tagger: Tagger) -> None:
    article = story("今年5月，合作社成立。社长上任。", "", "2018")
    assert best("合作社是哪天成立的？", article, 0, tagger) is None
    assert best("社长是哪天上任的？", article, 1, tagger) is None
    span = best("合作社是什么时候成立的？", article, 0, tagger)
    assert span is not None
    assert span.text == "2018年5月"


def test_a_sentence_without_a_date_has_the_one_of_its_event(tagger: Tagger) -> None:
    span = best("冠军是什么时候拿到自行车的？", RACE, 1, tagger)
    assert span is not None
    assert (span.text, span.also) == ("2019年6月3日上午", (0,))
    assert span.basis == "日期见同篇上文“6月3日上午”，年份据刊发日期2019-06-05"


def test_a_day_yet_to_come_is_not_the_date_of_what_follows(tagger: Tagger) -> None:
    """The medals of the last sentence belong to 3 June, not to the closing that is announced."""
    span = best("奖牌是什么时候打造的？", RACE, 3, tagger)
    assert span is not None
    assert (span.text, span.also) == ("2019年6月3日上午", (0,))


def test_a_month_named_in_passing_dates_no_event(tagger: Tagger) -> None:
    article = story("今年5月，合作社成立。灯笼挂上了。", "", "2018")
    _, evidence = read("灯笼是什么时候挂上的？", article, tagger)
    assert event_date(evidence[1]) is None
    assert best("灯笼是什么时候挂上的？", article, 1, tagger) is None


def test_the_nearer_of_two_dates_fits_better(tagger: Tagger) -> None:
    article = story("村里10月21日办了庙会，镇上10月23日放了焰火。", "", "2020")
    first, second = (best(q, article, 0, tagger) for q in ("庙会是哪天办的？", "焰火是哪天放的？"))
    assert first is not None
    assert second is not None
    assert (first.text, second.text) == ("2020年10月21日", "2020年10月23日")


def test_a_date_in_front_dates_its_own_clause(tagger: Tagger) -> None:
    article = story("10月21日，村里办了庙会，10月23日，镇上放了焰火。", "", "2020")
    span = best("庙会是哪天办的？", article, 0, tagger)
    assert span is not None
    assert span.text == "2020年10月21日"


@pytest.mark.parametrize(
    ("text", "asked", "day"),
    [
        ("颁奖由木匠主持，闭幕式将于6月30日举行。", "颁奖是哪天？", None),
        ("颁奖由木匠主持，闭幕式将于6月30日举行。", "闭幕式是哪天举行的？", "2019年6月30日"),
        ("庙会由木匠主办，将于6月30日开幕。", "庙会是哪天开幕的？", "2019年6月30日"),
        (
            "6月2日下午，木匠开讲，这是2019年度船艺课第七讲。",
            "船艺课第七讲是哪天？",
            "2019年6月2日下午",
        ),
        ("6月2日，船工修好码头，木匠漆好戏台。", "木匠是哪天漆好戏台的？", "2019年6月2日"),
    ],
)
def test_a_date_dates_the_clauses_it_reaches(text, asked, day, tagger: Tagger) -> None:
    """Its own, those up to the next date, and those before it that share its subject."""
    span = best(asked, story(text, "", "2019-06-05"), 0, tagger)
    assert (span.text if span else None) == day


def test_a_span_tells_of_each_of_its_years(tagger: Tagger) -> None:
    _, (evidence,) = read("哪年修的？", story("2016年9月至2018年3月修码头。"), tagger)
    assert years_of(dates(evidence, 0)) == {2016, 2017, 2018}


def test_the_date_in_the_question_is_not_the_answer(tagger: Tagger) -> None:
    article = story("10月21日，村里办了庙会，10月23日，镇上放了焰火。", "", "2020")
    question, (evidence,) = read("10月21日的庙会之后，什么时候放了焰火？", article, tagger)
    assert [s.text for s in date_spans(question, evidence)] == ["2020年10月23日"]


@pytest.mark.parametrize(
    ("published", "written"),
    [("2020-10-24", "2020年10月23日"), ("2020", "2020年（昨天）"), ("", "昨天")],
)
def test_yesterday_is_a_day_only_where_the_day_of_print_is_known(
    published: str, written: str, tagger: Tagger
) -> None:
    span = best("灯会什么时候开幕？", story("昨天，灯会开幕。", "", published), 0, tagger)
    assert span is not None
    assert span.text == written
    assert span.basis


def test_years_are_those_that_are_known(tagger: Tagger) -> None:
    article = story("2016年建校，2019年9月扩建。")
    _, (evidence,) = read("学校是哪年建的？", article, tagger)
    assert years_of(dates(evidence, 0)) == {2016, 2019}
    _, (evidence,) = read("谁来了？", story("10月21日，客人来了。"), tagger)
    assert years_of(dates(evidence, 0)) == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("工程于2020年6月底前完工。", "2020年6月底前"),
        ("材料须在2020年6月5日之前交齐。", "2020年6月5日之前"),
        ("办法自2020年9月1日起施行。", "2020年9月1日起"),
        ("代表团2020年6月5日前往北京完工。", "2020年6月5日"),
        ("工程于2020年6月5日完工。", "2020年6月5日"),
        ("志愿者2020年6月5日前去慰问。", "2020年6月5日"),
        ("街道2020年6月后备干部培训。", "2020年6月"),
        ("志愿者2020年6月5日前夕慰问。", "2020年6月5日前夕"),
        ("新规自2020年6月5日起正式施行。", "2020年6月5日起"),
    ],
)
def test_a_bound_is_told_with_its_date(text: str, told: str, tagger: Tagger) -> None:
    span = best(f"什么时候{text[-3:-1]}？", story(text, "", "2020-05-01"), 0, tagger)
    assert span is not None
    assert span.text == told
