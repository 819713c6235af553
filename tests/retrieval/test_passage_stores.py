"""What every store must do, whoever keeps the passages: the same tests for each of them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from stores import STAMP, lite, put, stock_of, unit
from toy import CountingEncoder, story

from corpus.tagger import Tagger
from retrieval.answer import Answerer
from retrieval.building import build_at
from retrieval.embedded_store import EMBEDDED
from retrieval.errors import RetrievalError, UnfitIndexError
from retrieval.generations import go_back
from retrieval.lexical import Lexicon
from retrieval.passage_store import OpenStore, PassageStore
from retrieval.remembering import texts_of
from retrieval.search import search
from retrieval.site import open_site
from retrieval.store import Index, load_index

if TYPE_CHECKING:
    from retrieval.milvus_store import MilvusStore

ENCODER = CountingEncoder()
PLACES = ["荷塘公园", "渔港码头", "市民中心", "社区礼堂", "长跑赛场"]
STORIES = [
    story(f"9月{n}日上午，灯会在{place}开幕，馆长沈月琴致辞。", published=f"2020-09-{n:02}")
    for n, place in enumerate(PLACES, 1)
]
TEXTS = ["山上有寺庙", "水边有渔船", "山下有水田", "花开满园", "渔船出海", "寺庙的钟声"]
VECTORS = unit(len(TEXTS), 8)


@pytest.fixture(scope="module")
def passages_db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusStore]:
    with lite(tmp_path_factory.mktemp("milvus") / "passages.db") as milvus:
        yield milvus


@pytest.fixture(params=["folder", "milvus"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> PassageStore:
    """One of its own for each test: in one Milvus they are told apart by their names."""
    if request.param == "folder":
        return EMBEDDED
    milvus = request.getfixturevalue("passages_db")
    return replace(milvus, name=f"toy{abs(hash(tmp_path))}")


@pytest.fixture
def kept(store: PassageStore, tmp_path: Path) -> OpenStore:
    return put(store, tmp_path, stock_of(TEXTS, VECTORS))


def tokens(text: str) -> list[str]:
    return Lexicon([]).tokens(text)


def scored(found: OpenStore, text: str, query: np.ndarray) -> dict[str, tuple[float, float]]:
    near = found.search(text, tokens(text), query, 10)
    cosines, lexical = near.pool.cosines.tolist(), near.pool.lexical.tolist()
    return {p.text: pair for p, *pair in zip(near.passages, cosines, lexical, strict=True)}


def test_what_was_put_in_comes_back_in_its_order(kept: OpenStore) -> None:
    stock = stock_of(TEXTS, VECTORS)
    assert list(kept.all_passages()) == stock.passages
    assert kept.vectors_of([4, 0]) == pytest.approx(VECTORS[[4, 0]], abs=1e-6)
    assert set(kept.counts().values()) == {len(TEXTS)}


def test_every_candidate_has_its_own_cosine(kept: OpenStore) -> None:
    query = unit(1, 8, seed=1)[0]
    near = kept.search("鸟", tokens("鸟"), query, 10)
    assert [p.text for p in near.passages] == TEXTS
    assert near.pool.cosines == pytest.approx(VECTORS @ query, abs=1e-6)


def test_words_count_where_they_occur_and_nowhere_else(kept: OpenStore) -> None:
    """渔船 stands in the second and the fifth, and the shorter text says it with fewer others."""
    words = {t: lexical for t, (_, lexical) in scored(kept, "渔船", VECTORS[3]).items()}
    assert {t for t, score in words.items() if score > 0} == {"水边有渔船", "渔船出海"}
    assert words["渔船出海"] > words["水边有渔船"]
    assert not any(lexical for _, lexical in scored(kept, "鸟", VECTORS[0]).values())


def test_a_rare_word_weighs_more_than_a_common_one(kept: OpenStore) -> None:
    words = {t: lexical for t, (_, lexical) in scored(kept, "钟声 寺庙", VECTORS[0]).items()}
    assert words["寺庙的钟声"] > 2 * words["山上有寺庙"] > 0


@pytest.mark.parametrize("text", ["", "？！", "……", " "])
def test_a_question_without_a_word_is_one_of_meaning_alone(kept: OpenStore, text: str) -> None:
    found = scored(kept, text, VECTORS[2])
    assert max(found, key=lambda t: found[t][0]) == "山下有水田"
    assert not any(lexical for _, lexical in found.values())


def test_the_articles_of_candidates_are_told_by_their_place(kept: OpenStore) -> None:
    near = kept.search("山", tokens("山"), VECTORS[0], 10)
    assert [f"a{place}" for place in near.pool.places] == [p.article_id for p in near.passages]


def test_the_nearest_of_many_are_among_the_candidates(store: PassageStore, tmp_path: Path) -> None:
    """Of 3,000: the hundred nearest by meaning, and the only two that say a word."""
    texts = [f"第{n}号楼" for n in range(3_000)]
    texts[17] = texts[2_900] = "渔港的灯塔"
    vectors = unit(3_000, 16)
    kept = put(store, tmp_path, stock_of(texts, vectors))
    query = unit(1, 16, seed=1)[0]
    near = kept.search("灯塔", tokens("灯塔"), query, 10)
    starts = near.pool.rows.tolist()
    assert starts == sorted(starts)
    nearest = np.argsort(-(vectors @ query))[:100]
    assert set(nearest.tolist()) <= set(starts)
    named = {n for n, score in zip(starts, near.pool.lexical, strict=True) if score > 0}
    assert named == {17, 2_900}
    assert near.pool.cosines == pytest.approx((vectors @ query)[starts], abs=1e-6)


def test_two_generations_are_kept_apart(store: PassageStore, tmp_path: Path) -> None:
    old = put(store, tmp_path, stock_of(TEXTS, VECTORS), 1)
    new = put(store, tmp_path, stock_of(TEXTS[:2], VECTORS[:2]), 2)
    assert [len(list(each.all_passages())) for each in (old, new)] == [6, 2]
    for n in (1, 2):
        store.point_at(tmp_path / STAMP.format(n))
    assert len(old.search("山", tokens("山"), VECTORS[0], 10).passages) == 6
    store.drop(tmp_path / STAMP.format(1))
    assert [p.text for p in new.all_passages()] == TEXTS[:2]


def test_threads_may_ask_at_once(kept: OpenStore) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: scored(kept, TEXTS[n], VECTORS[n]), [0, 1, 2, 3] * 4))
    assert found[:4] * 4 == found
    assert [max(f, key=lambda t: f[t][1]) for f in found[:4]] == TEXTS[:4]


def build(folder: Path, tagger: Tagger, store: PassageStore, n: int) -> None:
    with open_site(folder) as site:
        build_at(site, STORIES[:n], ENCODER, tagger, store=store)


def n_passages(folder: Path, store: PassageStore) -> int:
    return len(list(load_index(folder, ENCODER, store).store.all_passages()))


def test_an_index_over_it_is_verified_and_finds_its_own_sentences(
    store: PassageStore, tagger: Tagger, tmp_path: Path
) -> None:
    build(tmp_path / "index", tagger, store, 5)
    index = load_index(tmp_path / "index", ENCODER, store)
    for article in STORIES:
        (vector,) = ENCODER.encode_queries([article.text])
        (hit,) = search(index, article.text, vector, 1)
        assert hit.passage.text == article.text
        (encoded,) = ENCODER.encode_passages(texts_of(index.articles, [hit.passage]))
        assert hit.cosine == pytest.approx(float(encoded @ vector), abs=1e-6)


def test_an_answer_is_the_same_whoever_keeps_the_passages(
    store: PassageStore, tagger: Tagger, tmp_path: Path
) -> None:
    build(tmp_path / "index", tagger, store, 5)
    answerer = Answerer(load_index(tmp_path / "index", ENCODER, store), ENCODER, tagger)
    reply = answerer.answer("市民中心的灯会是哪天开幕的？")
    assert "2020年9月3日上午" in reply.text
    assert "市民中心" in reply.text


def test_an_open_index_goes_on_while_the_next_one_is_built_and_swapped_in(
    store: PassageStore, tagger: Tagger, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    build(folder, tagger, store, 2)
    old = load_index(folder, ENCODER, store)
    build(folder, tagger, store, 4)
    (vector,) = ENCODER.encode_queries([STORIES[3].text])
    assert search(old, STORIES[3].text, vector, 9)[0].passage.article_id != STORIES[3].id
    new = load_index(folder, ENCODER, store)
    assert search(new, STORIES[3].text, vector, 1)[0].passage.article_id == STORIES[3].id


def test_the_last_three_stay_and_can_be_gone_back_to(
    store: PassageStore, tagger: Tagger, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    for n in (1, 2, 3, 4):
        build(folder, tagger, store, n)
    for n in (3, 2):
        go_back(folder, lambda generation, manifest: store.point_at(generation))
        assert n_passages(folder, store) == n
    with pytest.raises(RetrievalError, match="no index before the current one"):
        go_back(folder, lambda generation, manifest: store.point_at(generation))
    build(folder, tagger, store, 5)
    assert n_passages(folder, store) == 5


def test_a_build_that_is_judged_unfit_leaves_nothing_behind(
    store: PassageStore, tagger: Tagger, tmp_path: Path
) -> None:
    folder = tmp_path / "index"
    build(folder, tagger, store, 2)
    before = {p.name for p in folder.iterdir()}

    def judge(index: Index) -> None:
        raise UnfitIndexError("no")

    with open_site(folder) as site, pytest.raises(UnfitIndexError, match=r"^no$"):
        build_at(site, STORIES, ENCODER, tagger, judge=judge, store=store)
    assert {p.name for p in folder.iterdir()} == before
    assert n_passages(folder, store) == 2


def test_an_index_is_opened_in_the_store_that_it_was_built_into(
    store: PassageStore, tagger: Tagger, tmp_path: Path
) -> None:
    build(tmp_path / "index", tagger, store, 2)
    other = Elsewhere()
    with pytest.raises(RetrievalError) as failed:
        load_index(tmp_path / "index", ENCODER, other)
    assert str(failed.value).endswith(
        f"keeps its passages in: {store.kind}, WENSHI_STORE says: elsewhere; run: wenshi index "
        "PAGES, or set WENSHI_STORE back"
    )


class Elsewhere:
    """A store that is never reached."""

    kind = "elsewhere"


def test_a_passage_that_is_lost_in_the_store_is_noticed(
    store: PassageStore, tagger: Tagger, tmp_path: Path
) -> None:
    class Losing(type(store)):  # type: ignore[misc]  # either of them
        def write(self, passing: Path, stock) -> None:
            super().write(passing, replace_last(stock))

        def replace(self, generation: Path, stock) -> None:
            super().replace(generation, replace_last(stock))

    losing = Losing(**{n: getattr(store, n) for n in ("uri", "name") if hasattr(store, n)})
    with pytest.raises(UnfitIndexError, match="passages"):
        build(tmp_path / "index", tagger, losing, 3)


def replace_last(stock):
    """The stock with its last passage lost and its first there twice."""
    return replace(stock, passages=[*stock.passages[:-1], stock.passages[0]])
