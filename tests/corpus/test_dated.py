"""Article -> its dates: as written, resolved, and what 当天 means in it."""

from __future__ import annotations

from corpus.articles import Article, PublicationDate
from corpus.dated import read_dates

TEXT = "渡船9月10日停航。木匠修船。当天下午，船工返航。近日复航。"


def dates(text: str, iso: str = "2020-10-23") -> list[tuple[str, str, str]]:
    article = Article("a", "停航", text, PublicationDate(iso), "page.txt")
    facts = read_dates(article)
    assert all(text[f.written.start : f.written.end] == f.written.text for f in facts)
    return [(f.written.text, f.date.first, f.date.grain) for f in facts]


def test_the_dates_stand_in_the_order_of_the_page() -> None:
    assert dates(TEXT) == [
        ("9月10日", "2020-09-10", "day"),
        ("当天下午", "2020-09-10", "day"),
        ("近日", "", "vague"),
    ]


def test_a_year_does_not_carry_into_the_next_sentence() -> None:
    assert dates("2018年5月开工。9月完工。")[1] == ("9月", "2020-09-01", "month")


def test_an_article_without_dates_has_none() -> None:
    assert dates("渡船停航。") == []
