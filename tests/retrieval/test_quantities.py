"""How many: the number with the measure word and the noun of the question."""

from __future__ import annotations

import pytest
from toy import read, story

from corpus.tagger import Tagger
from retrieval.quantities import number_spans

RUN = "来自12所学校的380名学生参加长跑赛。"


def numbers(text: str, sentence: str, tagger: Tagger) -> list[str]:
    question, (evidence,) = read(text, story(sentence), tagger)
    return [s.text for s in sorted(number_spans(question, evidence), key=lambda s: -s.fit)]


@pytest.mark.parametrize(
    ("text", "sentence", "best"),
    [
        ("有多少名学生参加长跑赛？", RUN, "380名"),
        ("有多少学生参加长跑赛？", RUN, "380名"),
        ("有多少人参加长跑赛？", RUN, "380名"),
        ("来自几所学校？", RUN, "12所"),
        ("新泾镇种了几棵树？", "新泾镇种树40棵，修路3条。", "40棵"),
        ("茶会来了多少人？", "茶会来了近40人，用茶3公斤。", "近40人"),
        ("庙会有几个摊位？", "庙会共有三十余个摊位。", "三十余个"),
        ("修桥花了多少钱？", "修桥用了3座桥墩，花了2.5万元钱。", "2.5万元"),
        ("现在有多少棵树？", "树木从40棵增长到90棵。", "90棵"),
        ("原来有多少棵树？", "树木从40棵增长到90棵。", "40棵"),
        ("潜到了多少米？", "潜水器下潜4次，最深950米。", "950米"),
        ("产量增长了多少？", "产量增长12.5%。", "12.5%"),
        ("庙会点了多少个灯笼？", "庙会点了上百个灯笼。", "上百个"),
        ("庙会来了多少人？", "庙会来了30至40人。", "30至40人"),
        ("修桥用了几年？", "修桥历时3年，花了2.5万元。", "3年"),
        ("修桥占了多大比例？", "修桥花了2万元，占百分之三十。", "百分之三十"),
        ("卖茶收入多少？", "卖茶3吨，收入5万美元。", "5万美元"),
    ],
)
def test_the_number_that_counts_what_is_asked(
    text: str, sentence: str, best: str, tagger: Tagger
) -> None:
    assert numbers(text, sentence, tagger)[0] == best


@pytest.mark.parametrize(
    "sentence",
    [
        "2019年10月23日，学生参加长跑赛。",
        "第12届长跑赛有学生参加。",
        "“380”学生俱乐部参加长跑赛。",
        "学生参加长跑赛。",
    ],
)
def test_a_date_an_edition_and_a_name_count_nothing(sentence: str, tagger: Tagger) -> None:
    assert numbers("有多少名学生参加长跑赛？", sentence, tagger) == []


def test_another_measure_word_counts_something_else(tagger: Tagger) -> None:
    assert numbers("捐了几本书？", "孩子们捐了3件衣服、20本书。", tagger) == ["20本"]
    assert numbers("来了几支队伍？", "来了3辆车。", tagger) == []


def test_money_is_counted_in_yuan(tagger: Tagger) -> None:
    assert numbers("修桥花了多少钱？", "修桥用了3座桥墩。", tagger) == []


def test_the_number_of_the_question_is_not_the_answer(tagger: Tagger) -> None:
    sentence = "30支队伍带来了80名队员。"
    assert numbers("30支队伍有多少名队员？", sentence, tagger) == ["80名"]


def test_the_number_beside_the_noun_wins_over_the_whole(tagger: Tagger) -> None:
    sentence = "荷塘镇派出57人参加长跑赛，其中裁判12人。"
    assert numbers("荷塘镇派出多少名裁判参加长跑赛？", sentence, tagger) == ["12人"]


def test_the_number_right_behind_the_part_that_is_asked_about(tagger: Tagger) -> None:
    sentence = "荷塘公路全长90公里，其中山区段60公里，临江段30公里。"
    assert numbers("荷塘公路临江那一段有多长？", sentence, tagger)[0] == "30公里"


def test_what_did_not_happen_is_not_counted(tagger: Tagger) -> None:
    sentence = "乘客中有6人未登船。"
    assert numbers("有多少乘客登船？", sentence, tagger) == []


def test_a_total_is_the_total_and_not_one_batch(tagger: Tagger) -> None:
    sentence = "第三批40名学生到校，先后有160名学生到校。"
    assert numbers("一共有多少名学生到校？", sentence, tagger)[0] == "160名"


def test_money_needs_no_other_noun(tagger: Tagger) -> None:
    assert numbers("村民捐了多少钱？", "12名村民捐款3.5万元。", tagger) == ["3.5万元"]


def test_a_part_of_a_whole_is_asked_for_and_given(tagger: Tagger) -> None:
    sentence = "上山的80人中有75人下山。"
    assert numbers("上山的人里有多少下山？", sentence, tagger)[0] == "75人"


@pytest.mark.parametrize("sentence", ["学生乘坐A320参加长跑赛。", "14:30学生参加长跑赛。"])
def test_a_type_and_a_time_count_nothing(sentence: str, tagger: Tagger) -> None:
    assert numbers("有多少学生参加长跑赛？", sentence, tagger) == []
