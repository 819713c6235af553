"""A fact is given only for the people, places and acts that were asked about."""

from __future__ import annotations

from toy import read, story

from corpus.tagger import Tagger
from retrieval.belonging import belongs

FLAG = story("社区运动会开幕。陈建华、李明辉为代表队授旗。青山镇的35个党支部报了名。")


def belonging(text: str, tagger: Tagger) -> list[str]:
    question, evidence = read(text, FLAG, tagger)
    return [e.text for e in evidence if belongs(question, e, tagger)]


def test_a_sentence_about_others_says_nothing_of_a_person(tagger: Tagger) -> None:
    assert "陈建华、李明辉为代表队授旗。" not in belonging("王小芳为谁授旗？", tagger)
    assert "陈建华、李明辉为代表队授旗。" in belonging("陈建华为谁授旗？", tagger)


def test_the_number_of_one_town_is_not_that_of_another(tagger: Tagger) -> None:
    counted = "青山镇的35个党支部报了名。"
    assert counted in belonging("青山镇有多少个党支部报名？", tagger)
    assert counted not in belonging("白鹤镇有多少个党支部报名？", tagger)


def test_what_somebody_did_needs_the_act(tagger: Tagger) -> None:
    assert belonging("陈建华宣读了什么？", tagger) == []
