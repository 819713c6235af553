"""Who and in which post: holders, deputies, groups, speakers."""

from __future__ import annotations

from toy import read, story

from corpus.articles import Article
from corpus.tagger import Tagger
from retrieval.people import people_spans, role_spans

TOWN = story(
    "临江镇党委书记陆建国、镇长何晓梅出席揭牌仪式。镇党委副书记钱志远主持会议。施小兰担任文化站站长。",
    "临江镇揭牌",
    "2018",
)


def people(text: str, article: Article, n: int, tagger: Tagger) -> list[str]:
    """The persons of the n-th sentence, best first."""
    question, evidence = read(text, article, tagger)
    spans = people_spans(question, evidence[n], tagger)
    return [s.text for s in sorted(spans, key=lambda s: -s.fit)]


def posts(text: str, article: Article, tagger: Tagger) -> list[str]:
    question, evidence = read(text, article, tagger)
    return [s.text for e in evidence for s in role_spans(question, e, tagger)]


def test_the_person_of_the_post_is_first(tagger: Tagger) -> None:
    assert people("临江镇党委书记是谁？", TOWN, 0, tagger)[0] == "陆建国"
    assert people("镇长是谁？", TOWN, 0, tagger)[0] == "何晓梅"
    assert people("镇党委副书记叫什么名字？", TOWN, 1, tagger) == ["钱志远"]


def test_a_deputy_is_not_the_holder_of_the_post(tagger: Tagger) -> None:
    assert people("临江镇党委书记是谁？", TOWN, 1, tagger) == []
    assert people("谁是临江镇党委书记？", TOWN, 1, tagger) == []
    assert people("谁是临江镇党委副书记？", TOWN, 1, tagger) == ["钱志远"]


def test_a_deputy_may_be_with_the_holder(tagger: Tagger) -> None:
    article = story("镇长何晓梅和副镇长钱志远到场。")
    assert people("镇长和谁到场？", article, 0, tagger) == ["何晓梅、钱志远"]


def test_those_who_act_together_are_named_together(tagger: Tagger) -> None:
    assert people("谁出席了揭牌仪式？", TOWN, 0, tagger)[0] == "陆建国、何晓梅"
    assert people("哪两位领导出席了揭牌仪式？", TOWN, 0, tagger)[0] == "陆建国、何晓梅"


def test_the_person_in_the_question_is_not_the_answer(tagger: Tagger) -> None:
    assert people("谁和陆建国一起出席揭牌仪式？", TOWN, 0, tagger)[0] == "何晓梅"


def test_a_speech_goes_on_after_the_sentence_that_names_its_speaker(tagger: Tagger) -> None:
    """But not into the next paragraph."""
    article = story("镇长何晓梅强调，全镇要防汛。各村要备好沙袋。\n水位已经下降。", "防汛", "2020")
    question, evidence = read("谁要求各村备好沙袋？", article, tagger)
    (span,) = people_spans(question, evidence[1], tagger)
    assert (span.text, span.also) == ("何晓梅", (0,))
    assert people("是谁说水位下降？", article, 2, tagger) == []


def test_who_only_stands_by_is_no_speaker(tagger: Tagger) -> None:
    article = story("镇长何晓梅到场。各村要备好沙袋。")
    assert people("谁要求各村备好沙袋？", article, 1, tagger) == []


def test_a_post_is_given_as_printed(tagger: Tagger) -> None:
    assert posts("陆建国是什么职务？", TOWN, tagger) == ["临江镇党委书记"]
    assert posts("何晓梅是谁？", TOWN, tagger) == ["镇长"]
    assert posts("施小兰任什么职务？", TOWN, tagger) == ["文化站站长"]


def test_the_post_of_a_neighbour_is_not_taken(tagger: Tagger) -> None:
    article = story("镇长何晓梅、施小兰到场。")
    assert posts("施小兰是什么职务？", article, tagger) == []


def test_a_person_who_is_not_there_has_no_post(tagger: Tagger) -> None:
    assert posts("周大海是什么职务？", TOWN, tagger) == []


def test_work_done_is_no_post(tagger: Tagger) -> None:
    article = story("施小兰担任义务讲解，任务很重。")
    assert posts("施小兰是什么职务？", article, tagger) == []
