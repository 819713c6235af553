"""Real news -> as many vectors and articles as are wanted, drawn from the distribution of these."""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from corpus.articles import Article, PublicationDate  # noqa: E402  # on the path only now
from corpus.passages import Passage, split_passages, split_sentences  # noqa: E402
from corpus.script import fold  # noqa: E402
from retrieval.lexical import Lexicon  # noqa: E402
from retrieval.remembering import texts_of  # noqa: E402

N_REAL, N_ASKED = 3000, 400
N_NEAR = 16  # neighbours whose differences the noise is made of
N_SENTENCES = 30_000  # that texts are drawn from
N_CHARS = 230  # of a passage; the real news have 230 in the mean
PER_ARTICLE = (1, 4)  # passages, evenly; the real news have 2.4 in the mean
SEED = 5
AT_ONCE = 20_000  # vectors that are drawn together


@dataclass(frozen=True)
class Sentence:
    """A sentence of the news, cut into tokens once."""

    text: str
    tokens: list[str]


def read_news(shared: Path) -> list[Article]:
    """All articles of the two years."""
    found = []
    for year in (2018, 2020):
        with gzip.open(shared / "news" / f"{year}.jsonl.gz", "rt", encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        found += [
            Article(r["id"], r["title"], r["text"], PublicationDate(r["published"]), "news")
            for r in rows
            if r["text"].strip()
        ]
    return found


def encode_real(shared: Path, work: Path) -> None:
    """Encodes the real passages and questions, in parts, unless that was done."""
    from bot.settings import read_settings
    from embeddings.encoder import load_encoder

    if (work / "real.npz").exists():
        return
    settings = read_settings()
    encoder = load_encoder(settings.model, settings.cache)
    articles = read_news(shared)
    passages = [p for a in articles for p in split_passages(a)]
    texts = texts_of({a.id: a for a in articles}, passages)
    chance = random.Random(SEED)
    chosen = chance.sample(range(len(texts)), N_REAL)
    parts = []
    for at in range(0, N_REAL, 250):
        part = work / f"real-{at}.npy"
        if not part.exists():
            np.save(part, encoder.encode_passages([texts[n] for n in chosen[at : at + 250]]))
        parts.append(np.load(part))
    questions = chance.sample(read_questions(shared), N_ASKED)
    asked = encoder.encode_queries(questions)
    np.savez(work / "real.npz", passages=np.concatenate(parts), questions=asked, texts=questions)


def read_questions(shared: Path) -> list[str]:
    with gzip.open(shared / "qa" / "news" / "questions.jsonl.gz", "rt", encoding="utf-8") as file:
        return [fold(json.loads(line)["question"]) for line in file]


def draw_vectors(real: NDArray[np.float32], n: int) -> NDArray[np.float32]:
    """(n, d) float32, unit rows; the same for the same n."""
    cosines = real @ real.T
    np.fill_diagonal(cosines, -1)
    near = np.argsort(-cosines, axis=1)[:, :N_NEAR]
    chance = np.random.default_rng(SEED)
    vectors = np.empty((n, real.shape[1]), np.float32)
    for at in range(0, n, AT_ONCE):
        m = min(AT_ONCE, n - at)
        chosen = chance.integers(0, len(real), m)
        steps = chance.standard_normal((m, N_NEAR), np.float32) / np.sqrt(np.float32(N_NEAR))
        drawn = real[chosen] * (1 - steps.sum(axis=1, keepdims=True))
        for place in range(N_NEAR):
            drawn += steps[:, place, None] * real[near[chosen, place]]
        vectors[at : at + m] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return vectors


def cut_sentences(shared: Path) -> list[Sentence]:
    articles = read_news(shared)
    texts = [a.text[s.start : s.end] for a in articles for s in split_sentences(a.text)]
    chosen = random.Random(SEED).sample(texts, min(N_SENTENCES, len(texts)))
    lexicon = Lexicon([])
    return [Sentence(text, lexicon.tokens(text)) for text in chosen]


def draw_articles(
    sentences: list[Sentence], n: int
) -> Iterator[tuple[Article, list[Passage], list[list[str]]]]:
    """Articles of n passages in all, with the passages and the tokens of each."""
    chance = random.Random(SEED)
    n_left, number = n, 0
    while n_left:
        title = chance.choice(sentences)
        text, passages, tokens = "", [], []
        for _ in range(min(n_left, chance.randint(*PER_ARTICLE))):
            begin, said = len(text), list(title.tokens)
            while len(text) - begin < N_CHARS:
                sentence = chance.choice(sentences)
                text += sentence.text
                said += sentence.tokens
            passages.append(Passage(f"drawn-{number}", begin, len(text), text[begin:]))
            tokens.append(said)
        date = PublicationDate(f"{2000 + number % 25}-{number % 12 + 1:02}-01")
        yield Article(f"drawn-{number}", title.text, text, date, "drawn"), passages, tokens
        n_left, number = n_left - len(passages), number + 1
