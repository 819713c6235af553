"""Answers out of the facts of all articles; made-up facts, the real tagger."""

from __future__ import annotations

import pytest
from telling import act, article, event, facts, post, record
from toy import ask

from corpus.tagger import Tagger
from retrieval.recounting import MAX_ITEMS, recount
from retrieval.reply import Answer, NoAnswer, Reply

OLD = article(
    "旧", "渔港街道办事处副主任王建国出席灯塔修缮交流会。王建国宣读了批复。", "2018-05-04"
)
NEW = article("新", "10月3日，渔港街道党工委书记王建国参加秋收节。李小芳表演了节目。", "2020-10-04")
RECORD = record(
    (
        OLD,
        facts(
            OLD,
            post(OLD, "王建国", "渔港街道办事处副主任"),
            event(OLD, "灯塔修缮交流会", participants=["王建国"]),
            act(OLD, ["王建国"], "宣读了批复"),
        ),
    ),
    (
        NEW,
        facts(
            NEW,
            post(NEW, "王建国", "渔港街道党工委书记"),
            event(NEW, "秋收节", "10月3日", participants=["王建国"]),
            act(NEW, ["李小芳"], "表演了节目"),
        ),
    ),
)


def told(text: str, tagger: Tagger) -> Reply | None:
    return recount(ask(text, tagger, OLD, NEW), RECORD)


def short(text: str, tagger: Tagger) -> str:
    reply = told(text, tagger)
    assert isinstance(reply, Answer)
    assert all(c.quote in OLD.text + NEW.text for c in reply.citations)
    return reply.short


def test_a_role_without_a_year_is_every_dated_post_newest_first(tagger: Tagger) -> None:
    assert short("王建国是谁？", tagger) == (
        "2020年：渔港街道党工委书记；2018年：渔港街道办事处副主任"
    )


@pytest.mark.parametrize(
    ("year", "held"), [(2018, "渔港街道办事处副主任"), (2020, "渔港街道党工委书记")]
)
def test_a_role_in_a_year_is_that_years_post_alone(tagger: Tagger, year: int, held: str) -> None:
    assert short(f"{year}年王建国担任什么职务？", tagger) == held


def test_a_year_outside_the_record_is_refused_with_the_years_there_are(tagger: Tagger) -> None:
    reply = told("2019年王建国担任什么职务？", tagger)
    assert isinstance(reply, NoAnswer)
    assert reply.missing == ("没有写到“王建国”2019年的职务，写到的是2018年、2020年",)
    assert reply.nearest[0].article_id == NEW.id


def test_the_events_of_a_person_come_from_all_articles_in_order_of_time(tagger: Tagger) -> None:
    assert short("王建国出席过哪些活动？", tagger) == "灯塔修缮交流会；2020年10月3日：秋收节"


def test_the_events_of_a_year_are_those_of_its_articles(tagger: Tagger) -> None:
    assert short("2020年有哪些活动？", tagger) == "2020年10月3日：秋收节"
    refused = told("2019年有哪些活动？", tagger)
    assert isinstance(refused, NoAnswer)
    assert refused.missing == ("没有写到“2019年”的活动",)


def test_the_events_of_a_month_are_those_alone(tagger: Tagger) -> None:
    assert short("2020年10月有哪些活动？", tagger) == "2020年10月3日：秋收节"
    assert isinstance(told("2020年9月有哪些活动？", tagger), NoAnswer)


def test_whom_a_person_met_are_those_behind_the_verb(tagger: Tagger) -> None:
    met = article(
        "会", "王建国会见了青山钢铁公司总经理李小芳。王建国说，赵大海会见了记者。", "2020-01-01"
    )
    known = record(
        (
            met,
            facts(
                met,
                post(met, "李小芳", "青山钢铁公司总经理"),
                act(met, ["王建国"], "会见了青山钢铁公司总经理李小芳"),
                act(met, ["王建国"], "说，赵大海会见了记者"),
            ),
        )
    )
    reply = recount(ask("王建国会见过哪些人？", tagger, met), known)
    assert isinstance(reply, Answer)
    assert reply.short == "青山钢铁公司总经理李小芳"


def test_what_a_person_did_is_told_in_the_words_of_the_page(tagger: Tagger) -> None:
    assert short("李小芳做了什么？", tagger) == "表演了节目"


@pytest.mark.parametrize("text", ["秋收节是哪天？", "谁宣读了批复？", "秋收节有哪些活动？"])
def test_what_asks_for_no_such_thing_is_left_to_the_passages(tagger: Tagger, text: str) -> None:
    assert told(text, tagger) is None


def test_two_people_of_one_name_are_shown_apart(tagger: Tagger) -> None:
    one = article("甲", "渔港街道党工委书记王建国到场。", "2020-01-01")
    two = article("乙", "青山钢铁公司总经理王建国到场。", "2020-01-02")
    known = record(
        (one, facts(one, post(one, "王建国", "渔港街道党工委书记"))),
        (two, facts(two, post(two, "王建国", "青山钢铁公司总经理"))),
    )
    reply = recount(ask("王建国是谁？", tagger, one, two), known)
    assert isinstance(reply, Answer)
    assert reply.short.count("同名的另一人：") == 1


def test_a_long_list_says_how_many_there_are(tagger: Tagger) -> None:
    days = [
        article(f"{n}", f"10月{n}日，渔港举办第{n}场集市。", "2020-11-01") for n in range(1, 16)
    ]
    known = record(*((d, facts(d, event(d, f"第{d.id}场集市", f"10月{d.id}日"))) for d in days))
    reply = recount(ask("2020年有哪些活动？", tagger, *days), known)
    assert isinstance(reply, Answer)
    assert len(reply.citations) == MAX_ITEMS
    assert reply.short.endswith(f"（共15项，列出前{MAX_ITEMS}项）")
