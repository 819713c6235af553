"""Lines -> running text and lone lines: what is joined, what is lifted, what it costs."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.articles import Article
from corpus.documents import Document
from corpus.lines import LINE_CHARS, SHEET_CHARS, read_lines, split_sheets, width
from corpus.pages import read_articles
from corpus.tagger import LacTagger, Token, load_tagger

WRAPPED = """市图书馆新馆昨天正式向市民开
放，首日共接待读者一万二千余
人次，借出图书三千册。馆长周
文表示，新馆将延长开放时间，
{caption}方便上班族在晚间阅读，同时增
加儿童阅览区的座位。
"""
LINES = st.lists(
    st.text("市图书馆开放，。、“”（）10 月A\u3000", max_size=24) | st.just(""), max_size=25
)


class CharacterTagger:
    """Tags every character as a noun; fast, and knows no names."""

    def tag(self, text: str) -> tuple[Token, ...]:
        return tuple(Token(c, "n", i, i + 1) for i, c in enumerate(text))


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


def read(text: str, tagger) -> list[Article]:
    return read_articles(Document(Path("page.txt"), text, "utf-8"), tagger)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_wrapped_lines_become_one_paragraph(tagger):
    (article,) = read(WRAPPED.format(caption=""), tagger)
    assert article.text == squeezed(WRAPPED.format(caption=""))


@pytest.mark.parametrize("gap", ["", "\n", "\n\n\n"])
def test_a_caption_inside_a_wrapped_sentence_is_lifted_out(tagger, gap):
    page = WRAPPED.format(caption=f"{gap}新馆开放仪式\n{gap}")
    (article,) = read(page, tagger)
    assert article.captions == ("新馆开放仪式",)
    assert "新馆将延长开放时间，方便上班族" in article.text


@pytest.mark.parametrize("gap", ["\n", "\n\n\n"])
def test_a_caption_inside_a_date_is_lifted_out(tagger, gap):
    first = "市图书馆新馆建设历时三年，总投资两亿元，设计藏书一百万册。新馆于今年9"
    (article,) = read(f"{first}{gap}开馆仪式{gap}月正式向市民开放，周文出席并讲话。", tagger)
    assert article.captions == ("开馆仪式",)
    assert "今年9月正式向市民开放" in article.text


def test_a_blank_line_inside_a_word_is_no_paragraph(tagger):
    (article,) = read("新馆的建设得到了各界的大力支\n\n持，市民踊跃捐书。", tagger)
    assert article.text == "新馆的建设得到了各界的大力支持，市民踊跃捐书。"


@pytest.mark.parametrize(
    "text",
    [
        "没有标点的一行字",
        "The library opened on Monday.\nMore than 200 readers came on the first day, said Mr Li.",
        "新馆开放啦🎉🎉\n\n欢迎👨‍👩‍👧来看书。",
        "市圖書館新館昨天正式向市民開放，首日共接待讀者一萬二千餘人次。",
        "。",
        "，，，\n、、",
        "“”（）\n》《",
        "1\n2\n3",
    ],
    ids=["no mark", "English", "emoji", "traditional", "a mark", "marks", "quotes", "numbers"],
)
def test_any_text_is_read(tagger, text):
    articles = read(text, tagger)
    kept = "".join(p for a in articles for p in (a.title, a.text, *a.captions))
    assert set(squeezed(text)) <= set(kept)


def test_english_lines_are_joined_with_a_space(tagger):
    (article,) = read("The new city library opened\n\non Monday.", tagger)
    assert article.text == "The new city library opened on Monday."


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_no_character_is_lost_and_every_run_is_exact(lines):
    """On made-up pages; marks printed twice may go, and a page of spaces has no articles."""
    text = "\n".join(lines)
    articles = read(text, CharacterTagger())
    kept = "".join(p for a in articles for p in (a.title, a.text, *a.captions))
    assert set(squeezed(text)) <= set(kept)
    marks = "，、。"
    for char in set(squeezed(text)) - set(marks):
        assert kept.count(char) >= text.count(char)
    for article in articles:
        for run in article.runs:
            printed = text[run.printed : run.printed + run.length]
            assert article.text[run.start : run.start + run.length] == printed


@given(st.integers(0, 400), st.integers(1, 400), st.booleans())
def test_the_sheets_are_the_lines(n_lines, n_chars, closed):
    text = "\n\n".join("字" * n_chars + "。" * closed for _ in range(n_lines))
    lines = read_lines(text)
    sheets = split_sheets(lines)
    assert [line for sheet in sheets for line in sheet] == lines
    room = [sum(max(len(line.text), LINE_CHARS) for line in sheet[:-1]) for sheet in sheets]
    assert all(chars < 2 * SHEET_CHARS for chars in room)


def test_the_width_of_a_line_counts_a_digit_half():
    assert width("10月Ａ日") == 4.0  # 2 x 0.5 + 3


def test_the_column_is_what_most_open_lines_share():
    """15 characters in the column; the last line is closed, and a headline stands in none."""
    lines = read_lines(WRAPPED.format(caption=""))
    assert {line.column for line in lines} == {14.0}
    assert [line.full for line in lines] == [True] * 5 + [False]


@pytest.mark.parametrize(
    "text",
    ["字" * 400_000, "字 " * 100_000, "字" + " " * 500_000 + "句", "1 2 " * 100_000],
    ids=["no punctuation", "spaced out", "spaces", "digits"],
)
def test_one_huge_line_takes_seconds(text):
    begin = time.perf_counter()
    (article,) = read(text, CharacterTagger())
    assert time.perf_counter() - begin < 30
    assert article.text


def test_the_work_grows_with_the_page_only():
    """Four times the text in at most eight times the time; quadratic work would take sixteen."""
    page = "\n\n".join([WRAPPED.format(caption="\n新馆开放仪式\n\n")] * 150)
    seconds = []
    for n in (1, 4):
        begin = time.perf_counter()
        read("\n\n".join([page] * n), CharacterTagger())
        seconds.append(time.perf_counter() - begin)
    assert seconds[1] < 8 * seconds[0]
