"""VectorIndex: what a score means, who wins a tie, and that damage on disk is named."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import pytest
from numpy.typing import NDArray

from embeddings import VECTORS_FILE, DamagedIndexError, VectorIndex
from embeddings import index as index_module

THREE = np.array([(3, 0), (0, 5), (1, 1)], np.float32)
EAST = np.array((2, 0), np.float32)


def _random_rows(n: int, dimension: int) -> NDArray[np.float32]:
    return np.random.default_rng(0).standard_normal((n, dimension), np.float32)


def test_a_score_is_the_cosine() -> None:
    """(2, 0) lies along (3, 0), across (0, 5), and 45 degrees from (1, 1)."""
    scores = VectorIndex.build(THREE).scores(EAST)
    assert scores.dtype == np.float32
    assert scores.tolist() == pytest.approx([1, 0, np.sqrt(0.5)], abs=1e-7)


def test_opposite_vectors_score_minus_one() -> None:
    assert VectorIndex.build(-THREE).scores(EAST)[0] == -1


def test_search_gives_rows_best_first_with_their_scores() -> None:
    rows, scores = VectorIndex.build(THREE).search(EAST, 2)
    assert rows.tolist() == [0, 2]
    assert scores.tolist() == pytest.approx([1, np.sqrt(0.5)], abs=1e-7)


@pytest.mark.parametrize(("k", "n_found"), [(0, 0), (3, 3), (9, 3), (-1, 0)])
def test_k_is_clipped_to_the_rows_there_are(k: int, n_found: int) -> None:
    assert len(VectorIndex.build(THREE).search(EAST, k).rows) == n_found


@pytest.mark.parametrize("k", [1, 5, 99, 150, 600])
def test_of_equal_rows_the_lower_wins_also_at_the_last_place(k: int) -> None:
    """Rows 0, 5, 10 ... are one vector, rows 1, 6, 11 ... another: 200 copies of each of 5."""
    copies = np.tile(_random_rows(5, 384), (200, 1))
    rows = VectorIndex.build(copies).search(copies[2], k).rows
    assert rows[:200].tolist() == list(range(2, 1000, 5))[:k]
    assert all(np.diff(rows[200:400]) == 5)


def test_search_agrees_with_all_the_scores() -> None:
    vectors = _random_rows(500, 16)
    index = VectorIndex.build(vectors)
    found, scores = index.search(vectors[7], 20), index.scores(vectors[7])
    assert found.rows[0] == 7
    assert found.rows.tolist() == np.argsort(-scores)[:20].tolist()
    assert np.array_equal(found.scores, scores[found.rows])


def test_a_loaded_index_answers_like_the_saved_one(tmp_path: Path) -> None:
    vectors = _random_rows(100, 8)
    built = VectorIndex.build(vectors)
    built.save(tmp_path)
    loaded = VectorIndex.load(tmp_path, 100, 8)
    assert np.array_equal(loaded.scores(vectors[3]), built.scores(vectors[3]))
    assert [path.name for path in tmp_path.iterdir()] == [VECTORS_FILE]


def test_saving_again_replaces_the_file(tmp_path: Path) -> None:
    VectorIndex.build(THREE).save(tmp_path / "new")
    VectorIndex.build(THREE[:2]).save(tmp_path / "new")
    assert VectorIndex.load(tmp_path / "new", 2, 2).n == 2


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    VectorIndex.build(np.zeros((0, 2), np.float32)).save(tmp_path)
    index = VectorIndex.load(tmp_path, 0, 2)
    assert index.search(EAST, 5).rows.shape == index.scores(EAST).shape == (0,)


def test_a_row_of_zeros_scores_zero() -> None:
    assert VectorIndex.build(np.zeros((1, 2), np.float32)).scores(EAST).tolist() == [0]


@pytest.mark.parametrize("n_bytes", [0, 3, 20, -1], ids=["empty", "short", "head", "one-off"])
def test_a_truncated_file_is_named_with_its_cure(tmp_path: Path, n_bytes: int) -> None:
    VectorIndex.build(THREE).save(tmp_path)
    path = tmp_path / VECTORS_FILE
    path.write_bytes(path.read_bytes()[:n_bytes])
    with pytest.raises(DamagedIndexError, match=r"vectors.faiss is damaged.*wenshi index PAGES$"):
        VectorIndex.load(tmp_path, 3, 2)


@pytest.mark.parametrize("garbage", [b"\x00" * 500, b"IxFI" + b"\xff" * 500, b"<html>" * 99])
def test_garbage_is_named_with_its_cure(tmp_path: Path, garbage: bytes) -> None:
    (tmp_path / VECTORS_FILE).write_bytes(garbage)
    with pytest.raises(DamagedIndexError, match=r"run: wenshi index PAGES$"):
        VectorIndex.load(tmp_path, 3, 2)


def test_a_missing_file_is_named_with_its_cure(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndexError, match=r"No such file.*run: wenshi index PAGES$"):
        VectorIndex.load(tmp_path, 3, 2)


def test_an_index_of_distances_is_not_taken_for_one_of_cosines(tmp_path: Path) -> None:
    index = faiss.IndexFlatL2(2)
    index.add(THREE)
    faiss.write_index(index, str(tmp_path / VECTORS_FILE))
    with pytest.raises(DamagedIndexError, match=r"run: wenshi index PAGES$"):
        VectorIndex.load(tmp_path, 3, 2)


@pytest.mark.parametrize(("n", "dimension"), [(4, 2), (3, 384)])
def test_an_index_of_another_size_is_refused(tmp_path: Path, n: int, dimension: int) -> None:
    VectorIndex.build(THREE).save(tmp_path)
    expected = rf"3 vectors of 2 numbers, and {n} of {dimension} are.*run: wenshi index PAGES$"
    with pytest.raises(DamagedIndexError, match=expected):
        VectorIndex.load(tmp_path, n, dimension)


def test_a_query_of_another_width_names_both_and_the_cure() -> None:
    with pytest.raises(DamagedIndexError, match=r"\(3,\).* 2 numbers.*run: wenshi index PAGES$"):
        VectorIndex.build(THREE).search(np.ones(3, np.float32), 1)


def test_vectors_that_are_not_numbers_are_refused() -> None:
    with pytest.raises(DamagedIndexError, match="finite"):
        VectorIndex.build(np.array([[np.nan, 1]], np.float32))


@pytest.fixture(scope="module")
def drawn() -> NDArray[np.float32]:
    """3,000 rows in 40 bundles, as texts are: 60 numbers each."""
    chance = np.random.default_rng(1)
    middles = chance.standard_normal((40, 60), np.float32)[chance.integers(0, 40, 3000)]
    rows = middles + 0.5 * chance.standard_normal((3000, 60), np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def coded(drawn: NDArray[np.float32]) -> VectorIndex:
    return VectorIndex.build(drawn, n_flat=0)


def test_codes_find_what_comparing_every_row_finds(
    coded: VectorIndex, drawn: NDArray[np.float32], monkeypatch: pytest.MonkeyPatch
) -> None:
    """200 of 3,000 rows are compared; 99 of 100 of the ten nearest are among these."""
    monkeypatch.setattr(index_module, "N_COMPARED", 200)
    flat = VectorIndex.build(drawn)
    queries = drawn[::50] + 0.02
    same = [
        len({*coded.search(q, 10).rows.tolist()} & {*flat.search(q, 10).rows.tolist()})
        for q in queries
    ]
    assert np.mean(same) >= 9.9
    assert coded.search(drawn[7], 3).rows[0] == 7


def test_scores_beside_codes_are_cosines_to_four_places(
    coded: VectorIndex, drawn: NDArray[np.float32]
) -> None:
    rows = np.array([0, 5, 2999])
    assert coded.scores(drawn[3]) == pytest.approx(drawn @ drawn[3], abs=1e-3)
    assert np.array_equal(coded.scores(drawn[3], rows), coded.scores(drawn[3])[rows])
    assert coded.vector(3) == pytest.approx(drawn[3], abs=1e-3)


def test_the_spread_of_all_scores_is_known_without_them(
    coded: VectorIndex, drawn: NDArray[np.float32]
) -> None:
    scores = drawn @ drawn[3]
    expected = pytest.approx((scores.mean(), scores.std()), abs=1e-3)
    assert coded.spread(drawn[3]) == expected
    assert VectorIndex.build(drawn).spread(drawn[3]) == expected


def test_of_equal_rows_behind_codes_the_lower_wins() -> None:
    copies = np.tile(_random_rows(5, 384), (200, 1))
    rows = VectorIndex.build(copies, n_flat=0).search(copies[2], 50).rows
    assert rows.tolist() == list(range(2, 250, 5))


def test_codes_are_saved_and_loaded(
    coded: VectorIndex, drawn: NDArray[np.float32], tmp_path: Path
) -> None:
    coded.save(tmp_path)
    loaded = VectorIndex.load(tmp_path, 3000, 60)
    for query in drawn[:20]:
        assert np.array_equal(coded.search(query, 10).rows, loaded.search(query, 10).rows)
    VectorIndex.build(THREE).save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [VECTORS_FILE]


@pytest.mark.parametrize("name", ["vectors.npy", "moments.npy"])
@pytest.mark.parametrize("rest", [None, 0, 200, -1])
def test_a_damaged_file_beside_the_codes_is_named(
    coded: VectorIndex, tmp_path: Path, name: str, rest: int | None
) -> None:
    coded.save(tmp_path)
    path = tmp_path / name
    path.unlink() if rest is None else path.write_bytes(path.read_bytes()[:rest])
    with pytest.raises(DamagedIndexError, match=rf"{name}.*run: wenshi index PAGES$"):
        VectorIndex.load(tmp_path, 3000, 60)


def test_a_file_of_another_index_beside_the_codes_is_refused(
    coded: VectorIndex, tmp_path: Path
) -> None:
    coded.save(tmp_path)
    np.save(tmp_path / "vectors.npy", np.zeros((2999, 60), np.float16))
    with pytest.raises(DamagedIndexError, match=r"does not belong.*run: wenshi index PAGES$"):
        VectorIndex.load(tmp_path, 3000, 60)


def test_learning_the_codes_leaves_the_threads_of_others_alone() -> None:
    """One while it lasts, as many as before after it, also when it fails."""
    seen: list[int] = []

    class Codes:
        def train(self, vectors: NDArray[np.float32]) -> None:
            seen.append(faiss.omp_get_max_threads())
            raise MemoryError

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(3)
    try:
        with pytest.raises(MemoryError):
            index_module._learn(Codes(), THREE)
        assert seen == [1]
        assert faiss.omp_get_max_threads() == 3
    finally:
        faiss.omp_set_num_threads(before)
