"""Articles without a date -> their year, from what their pages give away, and told by what."""

from __future__ import annotations

import pytest

from corpus.anchors import find_editions, infer_years, same_event
from corpus.articles import UNKNOWN_DATE, Article, PublicationDate

THIRD = "第三届渔歌节昨天开幕。"


def article(text: str, iso: str = "", title: str = "渔港新闻") -> Article:
    published = PublicationDate(iso) if iso else UNKNOWN_DATE
    return Article("a", title, text, published, "page.txt")


def years(*pages: list[Article]) -> list[list[str]]:
    return [[a.published.iso for a in page] for page in infer_years(pages)]


def basis(*pages: list[Article]) -> str:
    """Of the last article of the last page."""
    return infer_years(pages)[-1][-1].published.basis


@pytest.mark.parametrize(
    ("text", "number", "event"),
    [
        ("首届渔歌节", 1, "渔歌节"),
        ("第二届东海论坛", 2, "东海论坛"),
        ("第十届书香博览会", 10, "书香博览会"),
        ("第二十三届电影节", 23, "电影节"),
        ("第一百零三届渔歌节", 103, "渔歌节"),
        ("第127届渔歌节", 127, "渔歌节"),
        ("第三届“渔歌节”", 3, "渔歌节"),
    ],
)
def test_the_number_of_an_edition(text, number, event) -> None:
    (edition,) = find_editions(f"{text}在港口开幕")
    assert (edition.number, edition.event) == (number, event)


@pytest.mark.parametrize("text", ["历届渔歌节", "第九届工会", "两届冠军", "应届毕业生"])
def test_what_is_no_numbered_edition(text) -> None:
    assert find_editions(text) == []


def test_a_short_name_is_the_same_event_and_another_event_is_not() -> None:
    assert same_event("进博会", "中国国际进口博览会")
    assert same_event("渔歌节", "东海渔歌节")
    assert not same_event("渔歌节", "书香节")
    assert not same_event("节", "渔歌节")


@pytest.mark.parametrize(
    ("text", "year"),
    [("首届渔歌节开幕。", "2018"), ("第二届渔歌节。", "2019"), ("第五届渔歌节。", "2022")],
)
def test_a_yearly_event_is_counted_from_the_edition_that_is_known(text, year) -> None:
    """The third one was in 2020."""
    assert years([article(THIRD, "2020-05-01")], [article(text)]) == [["2020-05-01"], [year]]


@pytest.mark.parametrize(
    "event",
    [
        "届人大一次会议",
        "届全国政协会议",
        "届奥运会",
        "届世界杯大赛",
        "届业委会",
        "届居委会",
        "届理事会",
        "届中国花卉博览会",
        "届双年展",
        "届广交会",
    ],
)
def test_an_event_that_is_not_held_every_year_tells_nothing(event) -> None:
    pages = [article(f"第三{event}开幕。", "2016")], [article(f"第四{event}开幕。")]
    assert years(*pages) == [["2016"], [""]]


def test_where_the_anchors_differ_nothing_is_inferred() -> None:
    """The third in 2020 and the fourth in 2022: not a yearly event after all."""
    pages = [article(THIRD, "2020")], [article("第四届渔歌节。", "2022")], [article("首届渔歌节。")]
    assert years(*pages)[2] == [""]


def test_a_year_printed_before_an_edition_is_that_edition_s() -> None:
    """An article of 2020 looks back at 2018; the first edition was not in 2020."""
    back = article("2018年首届渔歌节的帐篷还在。", "2020", title="旧帐篷")
    assert years([back], [article("首届渔歌节开幕。")]) == [["2020"], ["2018"]]
    assert "“首届渔歌节”为2018年，见《旧帐篷》" in basis([back], [article("首届渔歌节开幕。")])


def test_what_the_file_states_stands_above_all() -> None:
    stated = article("2021年5月1日，第三届渔歌节开幕。", "2019")
    assert infer_years([[stated]]) == [[stated]]


def test_the_text_stands_above_the_edition() -> None:
    own = article("2021年5月1日，第三届渔歌节补办。")
    assert years([article(THIRD, "2020")], [own])[1] == ["2021"]


def test_the_edition_stands_above_the_page() -> None:
    page = [article("首届渔歌节开幕。"), article("码头完工。", "2021")]
    assert years([article(THIRD, "2020")], page)[1] == ["2018", "2021"]


def test_the_page_stands_last() -> None:
    page = [article("码头完工。"), article("渡船停航。", "2019-03-08", title="停航")]
    assert years(page) == [["2019", "2019-03-08"]]
    assert infer_years([page])[0][0].published.basis == "据同版文章推定（见《停航》2019-03-08）"


def test_a_page_of_two_years_tells_nothing() -> None:
    page = [article("码头完工。"), article("停航。", "2019"), article("复航。", "2020")]
    assert years(page) == [["", "2019", "2020"]]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("码头于2019年3月8日完工。", "2019"),
        ("这是2020年度的第七讲。", "2020"),
        ("2018年12月30日彩排，2019年1月2日开幕。", "2019"),
        ("2018年9月至2020年3月，码头扩建。", "2020"),
        ("2019年，渡船改用电力。", "2019"),
        ("力争到2035年建成。", ""),
        ("计划2035年5月完工。", ""),
        ("自1998年以来，渡船从未停航。", ""),
        ("渡船公司1998年成立，昨天停航。", ""),
        ("2018年和2019年都是丰年。", ""),
        ("渡船昨天停航。", ""),
    ],
)
def test_the_year_of_the_text_itself(text, year) -> None:
    """A plan ahead or a look back is not when the article was printed."""
    assert years([article(text)]) == [[year]]


def test_each_basis_names_its_source() -> None:
    told = [article("这是2020年度的第七讲，也是第三届渔歌节的一讲。", title="第七讲")]
    assert basis(told) == "据文内“2020年度”推定"
    assert basis(told, [article("首届渔歌节开幕。")]) == (
        "据文内“首届渔歌节”推定（“第三届渔歌节”为2020年，见《第七讲》“2020年度”）"
    )
    assert basis([*told, article("码头完工。")]) == "据同版文章推定（见《第七讲》“2020年度”）"


def test_order_and_number_of_articles_stay() -> None:
    pages = [article("甲。"), article("乙。")], [], [article("丙。")]
    assert [[a.text for a in page] for page in infer_years(pages)] == [
        ["甲。", "乙。"],
        [],
        ["丙。"],
    ]
