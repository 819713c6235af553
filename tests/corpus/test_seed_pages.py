"""The two real pages -> the facts that must come out of them whole."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.articles import Article
from corpus.documents import Document, read_document
from corpus.pages import read_articles
from corpus.passages import split_sentences
from corpus.tagger import LacTagger, load_tagger

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
PAGES = ("000_ee5acbe57a11a691.txt", "001_b57e4c5999370f99.txt")
pytestmark = pytest.mark.skipif(
    not all((SEEDS / page).is_file() for page in PAGES),
    reason=f"the real pages are not in {SEEDS}",
)
WHOLE = (
    "今年5月，虹桥商务区管委会党组牵头成立了虹桥商务区区域党建联席会议",
    "争创岗位先锋",
    "新泾镇党委书记卞晓清和临空园区、临空公司党委书记、临空办主任王运平",
    "长宁区委副书记、虹桥商务区区域党建联建联席会议轮值召集人陈华文",
    "仙霞新村街道安龙居民区",
    "“凝聚长宁”微信公众号",
    "为虹桥商务区区域党建联席会议东虹桥片区委员会揭牌",
    "陈华文、何泽岗为突击队总队授旗",
)
HOW = ("as it is", "CRLF", "BOM", "GB18030")


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


def saved(data: bytes, how: str) -> bytes:
    """The page as another program would have saved it."""
    if how == "CRLF":
        return data.replace(b"\n", b"\r\n")
    if how == "BOM":
        return b"\xef\xbb\xbf" + data
    return data.decode().encode("gb18030") if how == "GB18030" else data


@pytest.fixture(scope="module", params=HOW)
def pages(request, tagger, tmp_path_factory) -> list[tuple[Document, list[Article]]]:
    folder = tmp_path_factory.mktemp("pages")
    read = []
    for name in PAGES:
        path = folder / name
        path.write_bytes(saved((SEEDS / name).read_bytes(), request.param))
        document = read_document(path)
        read.append((document, read_articles(document, tagger)))
    return read


@pytest.mark.parametrize("fact", WHOLE)
def test_the_fact_stands_inside_one_sentence(pages, fact):
    sentences = [
        article.text[sentence.start : sentence.end]
        for _, articles in pages
        for article in articles
        for sentence in split_sentences(article.text)
    ]
    assert any(fact in sentence for sentence in sentences)


def test_page_000_holds_two_articles_with_their_headlines(pages):
    assert [article.title for article in pages[0][1]] == [
        "东虹桥片区成立“进博先锋党员突击队”",
        "激发主人翁精神，打造人民的城市",
    ]


def test_page_001_holds_one_article(pages):
    (article,) = pages[1][1]
    assert "“双百”先锋在行动 冲刺决胜进博会" in article.title


def test_the_captions_are_lifted_out_each_to_its_article(pages):
    flags, talk, march = (article for _, articles in pages for article in articles)
    assert "陈华文、何泽岗为突击队总队授旗" in flags.captions
    assert {"长宁区社会治理专家指导团", "新泾镇业委会共享联盟发布"} <= set(talk.captions)
    assert {"活动揭牌", "“双百”先锋行动授标仪式"} <= set(march.captions)


def test_no_character_is_lost(pages):
    """Of each page, but for 、 printed twice: headline, text and captions hold as many of each."""
    for document, articles in pages:
        parts = [p for a in articles for p in (a.title, a.text, *a.captions)]
        kept, printed = sorted(squeezed("".join(parts))), squeezed(document.text)
        assert kept == sorted(printed.replace("、、", "、"))


def test_every_run_is_the_same_text_in_the_file(pages):
    for document, articles in pages:
        for article in articles:
            assert article.runs
            for run in article.runs:
                printed = document.text[run.printed : run.printed + run.length]
                assert article.text[run.start : run.start + run.length] == printed


def test_the_way_of_saving_changes_no_article(pages, tagger):
    """Line ends and encodings are no news; only the offsets into the file may differ."""
    for name, (_, articles) in zip(PAGES, pages, strict=True):
        plain = read_articles(read_document(SEEDS / name), tagger)
        assert [replace(a, runs=()) for a in articles] == [replace(a, runs=()) for a in plain]


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())
