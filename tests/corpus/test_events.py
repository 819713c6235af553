"""Article -> its events: what, when, where, who held them, who came."""

from __future__ import annotations

import pytest

from corpus.articles import Article, PublicationDate
from corpus.dated import read_dates
from corpus.events import EventFact, read_events
from corpus.tagger import LacTagger, load_tagger


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


def events(text: str, tagger: LacTagger) -> tuple[EventFact, ...]:
    article = Article("toy", "题", text, PublicationDate("2021-06-10"), "toy")
    return read_events(article, read_dates(article), tagger)


def told(text: str, tagger: LacTagger) -> list[str]:
    return [event.what.text for event in events(text, tagger)]


def texts(quotes) -> list[str]:
    return [quote.text for quote in quotes]


def test_an_event_with_its_day_place_host_and_guests(tagger) -> None:
    text = (
        "6月5日上午，滨海区教育局在市民广场举办第三届青少年阅读交流会。"
        "副区长李明、馆长周文出席会议。"
    )
    (event,) = events(text, tagger)
    assert event.what.text == "第三届青少年阅读交流会"
    assert [d.written.text for d in event.when] == ["6月5日上午"]
    assert texts(event.where) == ["市民广场"]
    assert texts(event.hosts) == ["滨海区教育局"]
    assert texts(event.participants) == ["李明", "周文"]
    assert len(event.sentences) == 2


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("渔业技术研讨会昨天在青岛举行。", "渔业技术研讨会"),
        ("由水利局主办的护河论坛今天在南京开幕。", "护河论坛"),
        ("首届渔民文化节将于7月1日开幕。", "首届渔民文化节"),
        ("6月1日，水利局成立了河道管理委员会。", "成立了河道管理委员会"),
        ("国务院总理李强6日在北京会见法国总统马克龙。", "会见法国总统马克龙"),
        ("云南昨天发生5.1级地震。", "发生5.1级地震"),
        ("镇里举办了“护河先锋行动”。", "“护河先锋行动”"),
    ],
    ids=["name first", "of a host", "to come", "founding", "meeting", "accident", "quoted"],
)
def test_what_took_place(tagger, text, what) -> None:
    assert told(text, tagger) == [what]


@pytest.mark.parametrize(
    "text",
    [
        "镇里举办活动。",
        "经济社会发展迅速。",
        "我们希望举办渔业技术研讨会。",
        "为了确保渔业博览会举办，镇里修了路。",
        "协会组织部门在二楼。",
    ],
    ids=["no name", "no event", "wished", "served", "a body"],
)
def test_what_is_no_event(tagger, text) -> None:
    assert told(text, tagger) == []


def test_the_meeting_that_goes_on_is_the_same_event(tagger) -> None:
    """会上 and 研讨会 mean the one before; what was founded there has its day."""
    text = (
        "6月5日，渔业技术研讨会在青岛举行。会上，水利局成立了护河联盟。"
        "渔业技术研讨会还举行了签约仪式。"
    )
    meeting, founding, *_ = events(text, tagger)
    assert meeting.what.text == "渔业技术研讨会"
    assert len(meeting.sentences) == 3
    assert founding.what.text == "成立了护河联盟"
    assert [d.written.text for d in founding.when] == ["6月5日"]


def test_the_day_of_another_clause_is_not_taken(tagger) -> None:
    text = "渔船自5月1日起停航，渔业技术研讨会在青岛举行。"
    (event,) = events(text, tagger)
    assert event.when == ()


def test_a_year_in_the_name_dates_nothing(tagger) -> None:
    (event,) = events("镇里举办2021年度护河讲堂。", tagger)
    assert event.when == ()


def test_a_subject_of_an_earlier_clause_hosts(tagger) -> None:
    (event,) = events("6月5日，滨海区水利局作为牵头单位，成立了河道管理委员会。", tagger)
    assert texts(event.hosts) == ["滨海区水利局"]


def test_both_the_host_and_the_one_who_carries_it_out(tagger) -> None:
    text = "滨海区水利局举办护河经验交流会，会议由南湾镇承办。"
    (event,) = events(text, tagger)
    assert texts(event.hosts) == ["滨海区水利局", "南湾镇"]


def test_every_quote_is_a_slice(tagger) -> None:
    text = "6月5日，水利局在青岛举办护河论坛。局长李明出席论坛。\n会上，王芳为护河联盟揭牌。"
    found = events(text, tagger)
    assert found
    for event in found:
        quotes = [event.what, *event.where, *event.hosts, *event.participants, *event.sentences]
        for quoted in quotes:
            assert text[quoted.start : quoted.end] == quoted.text


@pytest.mark.parametrize("text", ["", "。", "\n", "举办", "举行了", "的的的", "“”", "成立了。"])
def test_next_to_nothing_tells_nothing(tagger, text) -> None:
    assert told(text, tagger) == []
