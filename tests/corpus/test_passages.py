"""Article -> sentences and passages: exact slices that together hold everything."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.articles import UNKNOWN_DATE, Article, PublicationDate
from corpus.passages import MAX_CHARS, MAX_SENTENCE, headed, split_passages, split_sentences

TEXTS = st.text("渔歌节开幕，、；：。！？?!“”‘’「」（）()\n \u3000a.B1😀", max_size=300) | st.lists(
    st.integers(1, 500).map(lambda n: "字" * n + "。"), max_size=8
).map("".join)


def article(text: str, title: str = "渔港新闻", iso: str = "") -> Article:
    published = PublicationDate(iso) if iso else UNKNOWN_DATE
    return Article("a", title, text, published, "page.txt")


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("渡船停航。码头关闭！", ["渡船停航。", "码头关闭！"]),
        ("他说：“停航。”众人散去。", ["他说：“停航。”", "众人散去。"]),
        ("“停航了？”他问。", ["“停航了？”他问。"]),
        ("《谁的船？》，一本书。", ["《谁的船？》，一本书。"]),
        ("停航（见上图。）码头关闭。", ["停航（见上图。）", "码头关闭。"]),
        ("真的吗？！是的。", ["真的吗？！", "是的。"]),
        ("第一段\n第二段", ["第一段", "第二段"]),
        ("  停航。\u3000\n\n 关闭。 ", ["停航。", "关闭。"]),
        ("The boat left. Nobody stayed.", ["The boat left.", "Nobody stayed."]),
        ("每3.5小时一班。", ["每3.5小时一班。"]),
        ("。", ["。"]),
        ("", []),
        (" \n\u3000\n", []),
    ],
)
def test_where_a_sentence_ends(text, expected) -> None:
    assert sentences(text) == expected


def test_a_sentence_too_long_is_cut_at_the_best_lesser_mark() -> None:
    """400 characters are allowed; a semicolon goes before a comma that stands later."""
    long = "字" * 200 + "；" + "字" * 100 + "，" + "字" * 300 + "。"
    assert [len(s) for s in sentences(long)] == [201, 101, 301]
    assert sentences(long.replace("；", "，"))[0] == long[:302].replace("；", "，")


def test_a_text_of_5000_characters_without_a_stop_is_cut_all_the_same() -> None:
    """Thirteen sentences: twelve of 400 and one of 200, each a passage of its own."""
    text = "字" * 5000
    passages = split_passages(article(text))
    assert [p.end - p.start for p in passages] == [400] * 12 + [200]
    assert "".join(p.text for p in passages) == text


def test_passages_overlap_by_one_sentence() -> None:
    """Five sentences of 100 characters, three to a passage of 300."""
    text = ("字" * 99 + "。") * 5
    assert [(p.start, p.end) for p in split_passages(article(text))] == [(0, 300), (200, 500)]


def test_a_long_sentence_stands_alone_without_overlap() -> None:
    """100, 350 and 100 characters: no two fit into 300."""
    text = "".join("字" * (n - 1) + "。" for n in (100, 350, 100))
    spans = [(p.start, p.end) for p in split_passages(article(text))]
    assert spans == [(0, 100), (100, 450), (450, 550)]


def test_headline_and_date_go_with_a_passage_but_are_not_counted() -> None:
    dated = article("渡船停航。", title="台风来袭", iso="2020-10-23")
    (passage,) = split_passages(dated)
    assert (passage.start, passage.end, passage.text) == (0, 5, "渡船停航。")
    assert headed(dated, passage) == "台风来袭（2020-10-23）\n渡船停航。"
    assert headed(article("渡船停航。"), passage) == "渔港新闻\n渡船停航。"


@given(TEXTS)
def test_the_sentences_hold_every_character_once_and_in_order(text) -> None:
    cut = split_sentences(text)
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    assert all(0 < s.end - s.start <= MAX_SENTENCE for s in cut)
    assert all(a.end <= b.start for a, b in pairwise(cut))


@given(TEXTS)
def test_a_passage_is_its_slice_and_the_passages_hold_every_sentence(text) -> None:
    """Whole ones: each sentence lies inside a passage, and each passage begins and ends at one."""
    cut = split_sentences(text)
    passages = split_passages(article(text))
    assert all(text[p.start : p.end] == p.text for p in passages)
    assert all(any(p.start <= s.start and s.end <= p.end for p in passages) for s in cut)
    assert {p.start for p in passages} <= {s.start for s in cut}
    assert {p.end for p in passages} <= {s.end for s in cut}


@given(TEXTS)
def test_a_passage_is_too_long_only_if_it_is_one_sentence(text) -> None:
    cut = {(s.start, s.end) for s in split_sentences(text)}
    for passage in split_passages(article(text)):
        assert len(passage.text) <= MAX_CHARS or (passage.start, passage.end) in cut


@given(TEXTS)
def test_each_passage_goes_further_and_shares_at_most_one_sentence(text) -> None:
    cut = split_sentences(text)
    passages = split_passages(article(text))
    for one, after in pairwise(passages):
        assert one.start < after.start
        assert one.end < after.end
        assert sum(after.start <= s.start and s.end <= one.end for s in cut) <= 1
