"""Bm25: the scores are bm25s's, the best k are those of all scores, however they were found."""

from __future__ import annotations

from pathlib import Path

import bm25s
import numpy as np
import pytest

from embeddings import best
from embeddings.vectors import Floats, Rows
from retrieval import bm25 as module
from retrieval import postings, rarest
from retrieval.bm25 import Bm25


def documents(n: int) -> list[list[str]]:
    """Of one to forty tokens each; a few of these are everywhere, most in hardly any."""
    chance = np.random.default_rng(3)
    numbers = chance.zipf(1.3, (n, 40)) % 5000
    return [[f"t{t}" for t in row[: 1 + r % 40]] for r, row in enumerate(numbers.tolist())]


DOCUMENTS = documents(3000)
QUESTIONS = [[*DOCUMENTS[n][:12], "nowhere"] for n in range(0, 3000, 150)]


@pytest.fixture(scope="module")
def built() -> Bm25:
    return Bm25.build(DOCUMENTS)


@pytest.mark.parametrize("question", QUESTIONS[:5])
def test_the_scores_are_those_of_bm25s(built: Bm25, question: list[str]) -> None:
    peer = bm25s.BM25()
    numbers: dict[str, int] = {}
    rows = [[numbers.setdefault(t, len(numbers)) for t in each] for each in DOCUMENTS]
    peer.index((rows, numbers), show_progress=False)
    known = [t for t in dict.fromkeys(question) if t in numbers]
    assert built.scores(question) == pytest.approx(peer.get_scores(known), rel=1e-5, abs=1e-6)


def test_reading_in_parts_gives_the_same_files(
    built: Bm25, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "N_AT_ONCE", 500)
    Bm25.build(iter(DOCUMENTS)).save(tmp_path / "parts")
    built.save(tmp_path / "whole")
    for path in (tmp_path / "whole").iterdir():
        assert path.read_bytes() == (tmp_path / "parts" / path.name).read_bytes(), path.name


def likeliest(built: Bm25, question: list[str], k: int) -> list[int]:
    """The best first, of equals the earlier; what scores nothing left out."""
    rows = built.likely(question, k).rows
    return rows[best(built.scores(question, rows), k)].tolist()


def truly_best(built: Bm25, question: list[str], k: int) -> list[int]:
    scores = built.scores(question)
    return [row for row in best(scores, k).tolist() if scores[row] > 0]


@pytest.mark.parametrize("k", [1, 7, 100, 3000, 4000])
@pytest.mark.parametrize("n_completed", [1, 40, 1000])
@pytest.mark.parametrize("n_step", [1, 64, 10_000], ids=["of all", "of some", "of one"])
def test_the_best_are_those_of_all_scores(
    built: Bm25, k: int, n_completed: int, n_step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of equals the earlier."""
    monkeypatch.setattr(rarest, "N_COMPLETED", n_completed)
    monkeypatch.setattr(rarest, "N_STEP", n_step)
    for question in (*QUESTIONS, ["nowhere"], []):
        assert likeliest(built, question, k) == truly_best(built, question, k)


def test_of_more_postings_than_are_added_up_nearly_the_same_rows_are_best(
    built: Bm25, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of seven thousand postings, in the middle, five hundred."""
    monkeypatch.setattr(module, "N_FEW", 0)
    exact = [likeliest(built, question, 10) for question in QUESTIONS]
    monkeypatch.setattr(rarest, "N_POSTINGS", 500)
    monkeypatch.setattr(rarest, "N_COMPLETED", 1)
    bounded = [likeliest(built, question, 10) for question in QUESTIONS]
    assert bounded != exact
    assert [rows[0] for rows in bounded] == [rows[0] for rows in exact]
    kept = [len({*one} & {*other}) for one, other in zip(exact, bounded, strict=True)]
    assert sum(kept) > 0.9 * sum(map(len, exact))


def test_the_rarest_word_is_added_up_however_common_it_is(
    built: Bm25, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "N_FEW", 0)
    monkeypatch.setattr(rarest, "N_POSTINGS", 1)
    assert likeliest(built, ["t1"], 20) == truly_best(built, ["t1"], 20)


def test_equals_of_the_best_are_named_with_it() -> None:
    column = rarest.Column(np.array([0, 2], np.int32), np.ones(2, np.float32))
    assert rarest.likely_best([column], 3, 1).rows.tolist() == [0, 2]


@pytest.mark.parametrize("n_added", [0, 10**9], ids=["looked up", "added up"])
def test_the_score_of_some_rows_is_the_one_among_all(
    built: Bm25, n_added: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "N_FEW", 0)
    monkeypatch.setattr(module, "N_ADDED", n_added)
    rows = np.arange(0, 3000, 7)
    for question in QUESTIONS:
        assert np.array_equal(built.scores(question, rows), built.scores(question)[rows])


def test_a_common_token_is_looked_up_for_a_few_rows_only(
    built: Bm25, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a rare and an everyday token, where not both can be added up."""
    monkeypatch.setattr(module, "N_FEW", 0)
    monkeypatch.setattr(rarest, "N_POSTINGS", 1_000)
    looked_up: list[int] = []
    add = rarest.add

    def counted(scores: Floats, rows: Rows, column: rarest.Column) -> None:
        looked_up.append(len(rows))
        add(scores, rows, column)

    monkeypatch.setattr(rarest, "add", counted)
    rare = next(t for t in DOCUMENTS[79] if 0 < np.count_nonzero(built.scores([t])) < 20)
    looked_up.clear()
    assert likeliest(built, ["t1", rare], 1) == truly_best(built, ["t1", rare], 1)
    assert np.count_nonzero(built.scores(["t1"])) > 1000
    assert looked_up
    assert max(looked_up) < 20


def test_the_spread_of_a_sample_is_near_that_of_all(
    built: Bm25, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1,500 of 3,000 rows, read and cut out in parts; also when it was saved and loaded."""
    whole = [built.spread(question) for question in QUESTIONS]
    monkeypatch.setattr(module, "N_SAMPLE", 1_500)
    monkeypatch.setattr(module, "N_AT_ONCE", 500)
    large = Bm25.build(DOCUMENTS)
    large.save(tmp_path)
    sampled = [large.spread(question) for question in QUESTIONS]
    assert sampled == [Bm25.load(tmp_path).spread(question) for question in QUESTIONS]
    some = np.linspace(0, 2999, 1_500).astype(int)
    for question, spread in zip(QUESTIONS, sampled, strict=True):
        scores = built.scores(question)[some]
        assert spread == pytest.approx((scores.mean(), scores.std()), rel=1e-4)
    ratios = np.array(sampled) / np.array(whole)
    assert whole != sampled
    assert np.abs(ratios - 1).max() < 0.25
    assert np.abs(np.median(ratios, axis=0) - 1).max() < 0.05
    weights = np.arange(3000, dtype=np.float32)
    heavy = np.repeat(scores, some)
    assert large.spread(QUESTIONS[-1], weights) == pytest.approx(
        (heavy.mean(dtype=np.float64), heavy.std(dtype=np.float64)), rel=1e-4
    )


def test_a_large_index_without_its_sample_is_none_of_this_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "N_SAMPLE", 3_000)
    Bm25.build(DOCUMENTS).save(tmp_path)
    monkeypatch.setattr(module, "N_SAMPLE", 2_999)
    with pytest.raises(OSError, match="sample"):
        Bm25.load(tmp_path)


def test_the_spread_is_mean_and_deviation_of_the_scores(built: Bm25) -> None:
    scores = built.scores(QUESTIONS[0])
    weights = np.arange(3000, dtype=np.float32)
    assert built.spread(QUESTIONS[0]) == pytest.approx((scores.mean(), scores.std()))
    heavy = np.repeat(scores, np.arange(3000))
    assert built.spread(QUESTIONS[0], weights) == pytest.approx(
        (heavy.mean(dtype=np.float64), heavy.std(dtype=np.float64)), rel=1e-4
    )
