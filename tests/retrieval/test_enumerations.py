"""Which ones: numbered points, like clauses, quoted names, things side by side."""

from __future__ import annotations

from toy import read, story

from corpus.articles import Article
from corpus.tagger import Tagger
from retrieval.enumerations import list_spans
from retrieval.spans import Span

RIVER = story(
    "会议提出三点要求：一是要管好河道，二是要清理垃圾，三是要种好树木。"
    "合作社种了苹果、梨子、桃子和葡萄等水果。志愿者承诺：带头守法；带头助人；带头种树。"
    "展出了《春耕》《秋收》两幅画。"
)


def lists(text: str, article: Article, n: int, tagger: Tagger) -> list[Span]:
    """The lists of the n-th sentence, best first."""
    question, evidence = read(text, article, tagger)
    return sorted(list_spans(question, evidence[n]), key=lambda s: -s.fit)


def test_numbered_points_in_their_order(tagger: Tagger) -> None:
    (best, *_) = lists("会议提出了哪三点要求？", RIVER, 0, tagger)
    assert best.text == "要管好河道、要清理垃圾、要种好树木"


def test_points_that_run_over_sentences_are_one_list(tagger: Tagger) -> None:
    """Every sentence that has a point is leant on, so that it is cited."""
    article = story("馆长讲了三点。首先，书要多。其次，灯要亮。最后，人要和气。")
    best = lists("馆长讲了哪三点？", article, 1, tagger)[0]
    assert (best.text, best.also) == ("书要多、灯要亮、人要和气", (0, 2, 3))
    (best, *_) = lists(
        "馆长讲了哪三点？", story("一是书要多。二是灯要亮。三是人要和气。"), 0, tagger
    )
    assert (best.text, best.also) == ("书要多、灯要亮、人要和气", (1, 2))


def test_a_list_of_another_length_fits_worse(tagger: Tagger) -> None:
    three = lists("会议提出了哪三点要求？", RIVER, 0, tagger)[0]
    four = lists("会议提出了哪四点要求？", RIVER, 0, tagger)[0]
    assert three.text == four.text
    assert three.fit > four.fit + 0.5


def test_things_side_by_side_end_at_and_so_on(tagger: Tagger) -> None:
    assert lists("合作社种了哪些水果？", RIVER, 1, tagger)[0].text == "苹果、梨子、桃子、葡萄"


def test_clauses_that_begin_alike(tagger: Tagger) -> None:
    best = lists("志愿者承诺了哪些事？", RIVER, 2, tagger)[0]
    assert best.text == "带头守法、带头助人、带头种树"


def test_quoted_names_side_by_side(tagger: Tagger) -> None:
    assert lists("展出了哪两幅画？", RIVER, 3, tagger)[0].text == "《春耕》、《秋收》"


def test_items_with_commas_are_parted_by_semicolons(tagger: Tagger) -> None:
    article = story("镇里提出：一是修路，先修南街；二是种树，先种柳树。")
    best = lists("镇里提出了哪两点？", article, 0, tagger)[0]
    assert best.text == "修路，先修南街；种树，先种柳树"


def test_one_thing_is_no_list(tagger: Tagger) -> None:
    assert lists("合作社种了哪些水果？", story("合作社种了苹果。"), 0, tagger) == []


def test_every_item_stands_in_the_article(tagger: Tagger) -> None:
    for n in range(4):
        for span in lists("有哪些？", RIVER, n, tagger):
            assert all(item in RIVER.text for item in span.text.split("、"))
