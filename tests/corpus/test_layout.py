"""Lone lines between bodies -> headlines, subheadings and captions of the right article."""

from pathlib import Path

import pytest

from corpus.articles import Article
from corpus.documents import Document
from corpus.layout import cohesion
from corpus.pages import read_articles
from corpus.tagger import LacTagger, load_tagger

LIBRARY = (
    "市图书馆新馆昨天正式向市民开放，首日共接待读者一万二千余人次，借出图书三千册。",
    "图书馆馆长周文表示，新馆将延长开放时间，方便读者在晚间阅读，同时增加儿童阅览区的座位。",
)
FERRY = (
    "台风来袭，海峡轮渡今晨起全线停航，港口滞留旅客约八百人，码头已开放候船大厅供旅客休息。",
    "气象台预计台风明晚登陆，轮渡公司提醒旅客留意停航公告，滞留车辆可免费退票改签航班。",
)


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


def read(lines: list[str], tagger) -> list[Article]:
    return read_articles(Document(Path("page.txt"), "\n\n".join(lines), "utf-8"), tagger)


@pytest.mark.parametrize(
    "lines",
    [
        ["图书馆新馆向市民开放", *LIBRARY, "台风来袭 海峡轮渡停航", *FERRY],
        [*LIBRARY, "图书馆新馆向市民开放", "台风来袭 海峡轮渡停航", *FERRY],
        [*LIBRARY, "图书馆新馆向市民开放", *FERRY, "台风来袭 海峡轮渡停航"],
    ],
    ids=["before the bodies", "together between them", "behind the bodies"],
)
def test_each_article_has_its_headline_wherever_it_stands(tagger, lines):
    library, ferry = read(lines, tagger)
    assert (library.title, library.text) == ("图书馆新馆向市民开放", "\n".join(LIBRARY))
    assert (ferry.title, ferry.text) == ("台风来袭 海峡轮渡停航", "\n".join(FERRY))


def test_a_kicker_goes_with_its_headline(tagger):
    (article,) = read(["方便读者阅读", "图书馆新馆 昨天向市民开放", *LIBRARY], tagger)
    assert article.title == "方便读者阅读 图书馆新馆 昨天向市民开放"


def test_a_credited_line_between_paragraphs_is_a_caption(tagger):
    (article,) = read(["图书馆新馆向市民开放", LIBRARY[0], "新馆大厅 李平 摄", LIBRARY[1]], tagger)
    assert article.captions == ("新馆大厅 李平 摄",)
    assert article.text == "\n".join(LIBRARY)


def test_a_page_without_headline_is_called_by_its_opening(tagger):
    (article,) = read(list(LIBRARY), tagger)
    assert article.title == LIBRARY[0][:24] + "…"


def test_a_page_of_headlines_only_keeps_every_line(tagger):
    (article,) = read(["图书馆新馆向市民开放", "台风来袭 海峡轮渡停航"], tagger)
    assert article.text == "图书馆新馆向市民开放\n台风来袭 海峡轮渡停航"


def test_cohesion_is_1_for_the_same_words_and_0_for_none_shared():
    words = frozenset({"图书馆", "阅览区"})
    assert cohesion(words, words) == pytest.approx(1.0)
    assert cohesion(words, frozenset({"轮渡"})) == 0.0
