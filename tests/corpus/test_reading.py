"""Files -> the corpus: clean articles word for word, ids of their own, and what failed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from corpus.articles import UNKNOWN_DATE, PublicationDate
from corpus.reading import STARTER, Corpus, read_corpus
from corpus.tagger import Token

HEADED = "---\ntitle: 新馆开放\npublished: {published}\nsource: 港报\n---\n\n新馆昨天开放。\n"


class NoTagger:
    """Clean articles need none."""

    def tag(self, text: str) -> tuple[Token, ...]:
        raise AssertionError(text)


def read(*paths: Path) -> Corpus:
    return read_corpus(paths, NoTagger())


def page(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
    return path


def problem(path: Path) -> str:
    """Why a file could not be read; the text behind its name."""
    corpus = read(path)
    assert not corpus.articles
    (failed,) = corpus.problems
    return str(failed).removeprefix(str(path))


def test_a_markdown_article_is_its_front_matter_and_its_text(tmp_path) -> None:
    (article,) = read(page(tmp_path, "a.md", HEADED.format(published="2020-10-23"))).articles
    assert (article.id, article.title, article.source) == ("a", "新馆开放", "港报")
    assert (article.text, article.captions) == ("新馆昨天开放。", ())
    assert article.published == PublicationDate("2020-10-23")


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2020-10-23", "2020-10-23"),
        ("'2020-10-23'", "2020-10-23"),
        ("2020-10-23T08:00:00", "2020-10-23"),
        ("20201023", "2020-10-23"),
        ("2020-10", "2020-10"),
        ("2020", "2020"),
        ("", ""),
    ],
)
def test_the_date_of_an_article_is_as_exact_as_it_is_written(tmp_path, written, iso) -> None:
    (article,) = read(page(tmp_path, "a.md", HEADED.format(published=written))).articles
    assert article.published.iso == iso


def test_lines_of_a_paragraph_are_joined_and_blank_lines_part_them(tmp_path) -> None:
    for ends in ("\n", "\r\n"):
        text = ends.join(["新馆昨天", "开放。", "", "", "馆长致辞。"])
        (article,) = read(page(tmp_path, "a.md", text)).articles
        assert article.text == "新馆昨天开放。\n馆长致辞。"
        assert article.title == "新馆昨天开放。"
        assert article.published == UNKNOWN_DATE


@pytest.mark.parametrize(
    "published",
    ["去年", "2020-13", "2020-1", "20-10-23", "true", "[2020]", "0001-01-01", "9999-12-31"],
)
def test_a_date_that_is_none_is_named(tmp_path, published) -> None:
    failed = problem(page(tmp_path, "a.md", HEADED.format(published=published)))
    assert failed.endswith("is no date; write 2020-10-23, 2020-10 or 2020")


@pytest.mark.parametrize(
    "front",
    ["title: [新馆", "- 新馆", "新馆", "published: 2020-02-30", "a: !!python/name:os.system"],
    ids=["open bracket", "a list", "a word", "30 February", "code"],
)
def test_broken_front_matter_is_refused_with_an_example(tmp_path, front) -> None:
    failed = problem(page(tmp_path, "a.md", f"---\n{front}\n---\n新馆开放。\n"))
    assert failed.startswith(": the front matter cannot be read; write `title: …`")


def test_front_matter_without_an_end_or_a_text_is_refused(tmp_path) -> None:
    assert "front matter" in problem(page(tmp_path, "a.md", "---\ntitle: 新馆\n新馆开放。"))
    assert problem(page(tmp_path, "b.md", "---\ntitle: 新馆\n---\n \n")) == (
        ": no text below the front matter; add some"
    )


def test_each_row_is_an_article_word_for_word(tmp_path) -> None:
    """White space, blank rows and line ends inside a string included."""
    rows = [
        {"id": "x", "title": "新馆", "published": "2020-10-23", "text": "新馆  开放。\r\n第二段。"},
        {"id": 7, "text": "渡船\u2028停航。"},
        {"title": None, "text": "码头完工。", "published": None, "source": "港报"},
        {"text": " \n"},
    ]
    lines = "\r\n\r\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    articles = read(page(tmp_path, "a.jsonl", lines)).articles
    assert [a.text for a in articles] == [
        "新馆  开放。\r\n第二段。",
        "渡船\u2028停航。",
        "码头完工。",
    ]
    assert [a.id for a in articles] == ["x", "7", "a-5"]
    assert [a.title for a in articles] == ["新馆", "渡船", "码头完工。"]
    assert [a.source for a in articles] == ["a.jsonl", "a.jsonl", "港报"]
    assert [a.published.iso for a in articles] == ["2020-10-23", "", ""]


@pytest.mark.parametrize(
    "row",
    ["{", "[1]", "3", '{"title": "新馆"}', '{"text": 3}', "[" * 9999, f'{{"n": {"9" * 5000}}}'],
    ids=["cut", "a list", "a number", "no text", "text a number", "too deep", "too long a number"],
)
def test_a_broken_row_is_named_by_its_line(tmp_path, row) -> None:
    failed = problem(page(tmp_path, "a.jsonl", f'{{"text": "新馆开放。"}}\n\n{row}\n'))
    assert failed.startswith(" line 3: not an article; write one ")


def test_a_row_with_a_wrong_date_is_named_by_its_line(tmp_path) -> None:
    rows = '{"text": "新馆开放。"}\n{"text": "停航。", "published": "10月23日"}\n'
    assert problem(page(tmp_path, "a.jsonl", rows)).startswith(" line 2: published: 10月23日 is")


def test_half_a_surrogate_pair_becomes_one_character_that_can_be_written(tmp_path) -> None:
    (article,) = read(page(tmp_path, "a.jsonl", '{"text": "新馆\\ud83d开放。"}')).articles
    assert article.text == "新馆\ufffd开放。"


def test_a_compressed_file_reads_like_the_same_uncompressed(tmp_path) -> None:
    rows = '{"text": "新馆开放。"}\n{"text": "渡船停航。"}\n'
    plain = page(tmp_path, "a.jsonl", rows)
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(rows.encode()))
    assert [a.text for a in read(packed).articles] == [a.text for a in read(plain).articles]
    assert [a.id for a in read(packed).articles] == ["b-1", "b-2"]


def test_a_path_named_twice_is_read_once(tmp_path) -> None:
    path = page(tmp_path, "a.md", "新馆开放。")
    link = tmp_path / "link.md"
    link.symlink_to(path)
    assert [a.id for a in read(path, tmp_path, path, link).articles] == ["a"]


def test_no_two_articles_have_one_id(tmp_path) -> None:
    """Two folders with a page of one name, and rows that took the name it would get."""
    one = page(tmp_path, "one/a.md", "新馆开放。")
    two = page(tmp_path, "two/a.md", "渡船停航。")
    rows = "".join(f'{{"id": "{id}", "text": "码头。"}}\n' for id in ("a", "a~2", "a", "b"))  # noqa: A001  # the field's name
    articles = read(one, two, page(tmp_path, "c.jsonl", rows)).articles
    assert [a.id for a in articles] == ["a", "a~2", "a~3", "a~2~2", "a~4", "b"]


def test_a_bad_file_stops_no_other_and_each_file_is_announced(tmp_path) -> None:
    bad = page(tmp_path, "a.jsonl", "{")
    good = page(tmp_path, "b.md", "新馆开放。")
    announced: list[Path] = []
    corpus = read_corpus([tmp_path, tmp_path / "nowhere"], NoTagger(), announced.append)
    assert announced == [bad, good]
    assert [a.text for a in corpus.articles] == ["新馆开放。"]
    assert [str(p).partition(": ")[0] for p in corpus.problems] == [
        f"{bad} line 1",
        str(tmp_path / "nowhere"),
    ]


def test_a_year_is_inferred_over_all_files(tmp_path) -> None:
    """The third one in 2020, so the first in 2018."""
    page(tmp_path, "a.md", "首届渔歌节昨天开幕。")
    page(tmp_path, "b.md", "---\npublished: 2020\n---\n第三届渔歌节昨天开幕。")
    assert [a.published.iso for a in read(tmp_path).articles] == ["2018", "2020"]


def test_the_starter_corpus_is_three_dated_articles() -> None:
    corpus = read(STARTER)
    assert [a.published.iso for a in corpus.articles] == ["2018", "2020", "2020"]
    assert corpus.problems == ()
