"""A new index must hold what it was made from and find it; else the one before stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from comparing import generation, generations
from numpy.typing import NDArray
from toy import CountingEncoder, story

from corpus.passages import Passage
from corpus.tagger import Tagger
from embeddings.index import VectorIndex
from retrieval.bm25 import Bm25
from retrieval.building import build_at, build_index
from retrieval.embedded_store import embedded
from retrieval.errors import UnfitIndexError
from retrieval.site import open_site
from retrieval.store import Index, load_index
from retrieval.verifying import verify

ENCODER = CountingEncoder()
STORIES = [
    story("9月12日上午，灯会在荷塘公园开幕，馆长沈月琴致辞。"),
    story("来自12所学校的380名学生参加长跑赛。"),
    story("渔港码头修好了灯塔，船只夜间也能进港。"),
    story("昨天市民中心的图书馆向孩子们开放了。"),
    story("合唱团在社区礼堂排练新的歌曲和舞蹈。"),
]


@pytest.fixture(scope="module")
def index(tagger: Tagger, tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("index")
    build_index(STORIES, ENCODER, tagger, folder)
    return load_index(folder, ENCODER)


def vectors(index: Index) -> NDArray[np.float32]:
    return index.store.vectors_of(range(index.manifest.n_passages))


def kept(index: Index, **changes: object) -> Index:
    """The index over a store that is spoilt."""
    return replace(index, store=replace(embedded(index.store), **changes))


def passages(index: Index) -> tuple[Passage, ...]:
    return tuple(index.store.all_passages())


def words(index: Index, order: Sequence[int]) -> Bm25:
    return Bm25.build([index.lexicon.tokens(passages(index)[n].text) for n in order])


def test_what_was_built_passes(index: Index) -> None:
    verify(index, ENCODER)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda i: kept(i, passages=passages(i)[1:]), "4 passages, not 5"),
        (lambda i: kept(i, passages=(*passages(i)[1:], passages(i)[1])), "lost, doubled or"),
        (lambda i: kept(i, passages=passages(i)[::-1]), "lost, doubled or changed"),
        (lambda i: replace(i, articles=dict([*i.articles.items()][1:])), "4 articles, not 5"),
        (lambda i: kept(i, vectors=VectorIndex.build(vectors(i)[1:])), "4 vectors, not 5"),
        (lambda i: kept(i, vectors=VectorIndex.build(vectors(i)[::-1])), "not those of their"),
        (lambda i: kept(i, bm25=words(i, range(4))), "4 rows of words, not 5"),
        (
            lambda i: replace(i, manifest=replace(i.manifest, dimension=3)),
            "vectors of 3 numbers, not 256",
        ),
    ],
    ids=["lost", "doubled", "in another order", "article", "vector", "vectors", "words", "width"],
)
def test_what_is_lost_doubled_or_in_the_wrong_place_is_told(
    index: Index, spoil: Callable[[Index], Index], why: str
) -> None:
    with pytest.raises(UnfitIndexError) as failed:
        verify(spoil(index), ENCODER)
    assert why in str(failed.value)
    assert str(failed.value).endswith("goes on answering; run: wenshi index --full PAGES")


class DullEncoder(CountingEncoder):
    """To whom all texts are one: what is found is found by its words."""

    def encode_passages(self, texts, on_progress=lambda _: None):
        return np.tile(np.float32(self.dimension**-0.5), (len(texts), self.dimension))


def test_words_in_the_wrong_place_find_no_sentence_of_their_own(
    tagger: Tagger, tmp_path: Path
) -> None:
    build_index(STORIES, DullEncoder(), tagger, tmp_path)
    index = load_index(tmp_path, DullEncoder())
    others = words(index, [1, 2, 3, 4, 0])
    with pytest.raises(UnfitIndexError, match="of its own sentences found first"):
        verify(kept(replace(index, by_article=others), bm25=others), DullEncoder())


def test_twins_and_pages_that_differ_in_a_number_are_no_fault(
    tagger: Tagger, tmp_path: Path
) -> None:
    text = "第{}期简报：渔港码头修好了灯塔，船只夜间也能平安进港。"
    articles = [replace(story(text.format(n // 2)), id=str(n), title="简报") for n in range(12)]
    build_index(articles, ENCODER, tagger, tmp_path)
    assert len(passages(load_index(tmp_path, ENCODER))) == 12


@dataclass(frozen=True)
class Drifting(CountingEncoder):
    """The same name and fingerprint, and other vectors the second time: a swapped weights file."""

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda _: None
    ) -> NDArray[np.float32]:
        return np.roll(super().encode_passages(texts, on_progress), 1, axis=1)


def test_a_cache_of_vectors_that_the_model_no_longer_gives_is_noticed(
    tagger: Tagger, tmp_path: Path
) -> None:
    build_index(STORIES, ENCODER, tagger, tmp_path)
    before = generation(tmp_path)
    with pytest.raises(UnfitIndexError, match="not those of their passages"):
        build_index(STORIES, Drifting(), tagger, tmp_path)
    assert generation(tmp_path) == before
    with open_site(tmp_path, full=True) as site:
        build_at(site, STORIES, Drifting(), tagger)
    assert generation(tmp_path) != before


def test_whatever_the_judge_raises_stops_the_swap(tagger: Tagger, tmp_path: Path) -> None:
    build_index(STORIES, ENCODER, tagger, tmp_path)
    before = generations(tmp_path)

    def judge(index: Index) -> None:
        assert len(passages(index)) == 4
        raise UnfitIndexError("no")

    with open_site(tmp_path) as site, pytest.raises(UnfitIndexError, match=r"^no$"):
        build_at(site, STORIES[1:], ENCODER, tagger, judge=judge)
    assert generations(tmp_path) == before
    assert len(passages(load_index(tmp_path, ENCODER))) == 5
