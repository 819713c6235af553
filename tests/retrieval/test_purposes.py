"""Why: purposes and causes, as far as they go, and no 为 that is of something else."""

from __future__ import annotations

import pytest
from toy import answerer_of, read, story

from corpus.tagger import Tagger
from retrieval.purposes import purpose_spans
from retrieval.reply import Answer


def told(question: str, text: str, tagger: Tagger) -> list[str]:
    asked, evidence = read(question, story(text, "", "2020-10-22"), tagger)
    return [span.text for each in evidence for span in purpose_spans(asked, each, tagger)]


@pytest.mark.parametrize(
    ("question", "text", "why"),
    [
        (
            "为什么要办交流会？",
            "为总结前期经验，对下一步工作再推进、再落实，10月21日下午，甲区举办交流会。",
            "为总结前期经验，对下一步工作再推进、再落实",
        ),
        ("社区为何办演练？", "为进一步提高安全意识，社区举办了演练。", "为进一步提高安全意识"),
        ("街道开食堂的原因？", "为了让老人吃上热饭，街道开了食堂。", "为了让老人吃上热饭"),
        ("活动的目的是什么？", "活动旨在丰富生活，营造气氛。", "丰富生活，营造气氛"),
        (
            "活动的目的是什么？",
            "活动旨在弘扬敬老传统，10月25日，甲区办了活动。",
            "弘扬敬老传统",
        ),
        ("花园路为什么停水？", "因管道检修，花园路停水。", "因管道检修"),
        ("运动会为啥改期？", "由于天气炎热，运动会改期。", "由于天气炎热"),
    ],
)
def test_a_purpose_ends_where_who_did_what_begins(question, text, why, tagger: Tagger) -> None:
    assert told(question, text, tagger) == [why]


@pytest.mark.parametrize(
    "text",
    [
        "会上，李明为突击队授旗。",
        "为突击队授旗的是李明。",
        "为此，街道开了食堂。",
        "因此停了水。",
        "为参加活动的居民发放礼品。",
        "因地制宜设置座椅。",
    ],
)
def test_not_every_word_for_is_a_purpose(text, tagger: Tagger) -> None:
    assert told("为什么授旗？", text, tagger) == []


def test_only_why_asks_for_it(tagger: Tagger) -> None:
    assert told("谁开了食堂？", "为了让老人吃上热饭，街道开了食堂。", tagger) == []


def test_why_is_answered_with_the_sentence(tagger: Tagger, tmp_path) -> None:
    text = "为了让老人吃上热饭，花园路街道开了一家食堂。"
    reply = answerer_of([story(text, "食堂", "2020-10-22")], tagger, tmp_path).answer(
        "花园路街道为什么开食堂？"
    )
    assert isinstance(reply, Answer)
    assert reply.short == "为了让老人吃上热饭"
    assert reply.citations[0].quote == text
