"""A lifted line -> its captions."""

import pytest

from corpus.captions import split_caption
from corpus.tagger import LacTagger, load_tagger

BODY = "市图书馆成立了青年志愿服务总队。会上，市文化局局长周文致辞。"


@pytest.fixture(scope="module")
def tagger() -> LacTagger:
    return load_tagger()


@pytest.mark.parametrize(
    ("line", "captions"),
    [
        ("新馆开放仪式", ["新馆开放仪式"]),
        ("周文为新馆揭牌 青年志愿服务总队", ["周文为新馆揭牌", "青年志愿服务总队"]),
        ("新馆大厅一角 李平 摄", ["新馆大厅一角 李平 摄"]),
        ("“书香 满城”展览", ["“书香 满城”展览"]),
        ("青年志愿服务总队市文化局局长周文致辞", ["青年志愿服务总队", "市文化局局长周文致辞"]),
        ("青年志愿服务总队成立", ["青年志愿服务总队成立"]),
    ],
    ids=["one", "two", "a credit", "a quote", "run together", "one of known words"],
)
def test_the_captions_of_a_line(tagger, line, captions):
    """Two run together are told apart where two pieces of the article meet that do not there."""
    assert split_caption(line, BODY, tagger) == captions
