"""Text -> the tokens of the embedded vocabulary, by the likeliest path over a mapped file.

Token for token what `tokenizers` makes of the model's tokenizer.json; but there the vocabulary
takes 130 MB of memory and a second to read, and here it is 2 MB of the disk. Marks and blanks are
still its to fold, so that each token knows which characters it stands for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from embeddings.errors import DamagedModelError
from embeddings.making import made_of_model

__all__ = ["CLOSING", "OPENING", "Cut", "Pieces", "open_pieces"]

CONVERSION = 1  # raise it when the files change, so that old ones are not taken
OPENING, CLOSING, UNKNOWN = 0, 2, 3  # tokens
UNKNOWN_COSTS = 10.0  # nats more than the rarest piece; source: SentencePiece, kUnkPenalty
MAX_CHARS = 16  # of a piece; source: SentencePiece, max_sentencepiece_length
SPECIAL = {"<s>": OPENING, "<pad>": 1, "</s>": CLOSING, "<unk>": UNKNOWN}  # also within a text
TRIE, ROWS, SCORES, FOLDING = "pieces.marisa", "rows.npy", "scores.npy", "folding.json"

_special = re.compile("|".join(map(re.escape, SPECIAL)))


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in tokens, without those that open and close it.

    Attributes:
        places: of each token, half-open offsets into the text, in characters. The mark of a word's
            beginning stands for the word's first character, too.
    """

    ids: list[int]
    places: list[tuple[int, int]]


class Pieces:
    """A vocabulary out of the files that `write` made; several threads may cut at once."""

    def __init__(self, folder: Path) -> None:
        import marisa_trie
        from tokenizers import Token, Tokenizer

        self._trie = marisa_trie.Trie().mmap(str(folder / TRIE))
        self._rows = memoryview(np.load(folder / ROWS, mmap_mode="r"))
        self._scores = memoryview(np.load(folder / SCORES, mmap_mode="r"))
        self._lowest = float(min(self._scores)) - UNKNOWN_COSTS
        folding = Tokenizer.from_file(str(folder / FOLDING))
        self._normalizer, self._words = folding.normalizer, folding.pre_tokenizer
        self._token = Token

    def cut(self, text: str) -> Cut:
        """The tokens of a text."""
        cut, at = Cut([], []), 0
        for special in _special.finditer(text):
            self._add(cut, text[at : special.start()], at)
            cut.ids.append(SPECIAL[special[0]])
            cut.places.append(special.span())
            at = special.end()
        self._add(cut, text[at:], at)
        return cut

    def _add(self, cut: Cut, text: str, at: int) -> None:
        from tokenizers import PreTokenizedString

        words = PreTokenizedString(text)
        words.normalize(self._normalizer.normalize)
        self._words.pre_tokenize(words)
        words.tokenize(self._tokens)
        encoding = words.to_encoding()
        cut.ids.extend(encoding.ids)
        cut.places.extend((start + at, end + at) for start, end in encoding.offsets)

    def _tokens(self, word: str) -> list[Any]:
        """With offsets in bytes, as the library wants them."""
        tokens, begin = [], 0
        for row, start, end in self._path(word):
            piece = word[start:end]
            tokens.append(self._token(row, piece, (begin, begin := begin + len(piece.encode()))))
        return tokens

    def _path(self, word: str) -> list[tuple[int, int, int]]:
        """The pieces with the highest sum of scores: row, start and end of each.

        Of equals the one that was found first; unknown characters in a row are one token.
        """
        prefixes, scores = self._trie.iter_prefixes_with_ids, self._scores
        best: list[float | None] = [0.0] + [None] * len(word)
        came = [(0, 0)] * (len(word) + 1)  # to each place, from where and by which piece
        for start in range(len(word)):
            here, alone = best[start] or 0.0, False
            for piece, key in prefixes(word[start : start + MAX_CHARS]):
                end, score = start + len(piece), scores[key] + here
                if (known := best[end]) is None or score > known:
                    best[end], came[end] = score, (start, key)
                alone = alone or end == start + 1
            if not alone:
                end, score = start + 1, self._lowest + here
                if (known := best[end]) is None or score > known:
                    best[end], came[end] = score, (start, -1)
        return list(self._back(came))[::-1]

    def _back(self, came: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
        """The same from its end."""
        end = len(came) - 1
        while end:
            start, key = came[end]
            while key < 0 and start and came[start][1] < 0:
                start = came[start][0]
            yield UNKNOWN if key < 0 else self._rows[key], start, end
            end = start


@lru_cache(1)
def open_pieces(model: Path) -> Pieces:
    """The vocabulary of a model's folder; its files are written beside that the first time.

    One for all who ask, encoder and reader.

    Raises:
        CacheError: they cannot be written.
        DamagedModelError: they, or what they are made of, are damaged.
    """
    target = model.with_name(f"{model.name}-pieces-v{CONVERSION}")
    fill, cure = partial(write, model / "tokenizer.json"), f"delete {model}, it is then made anew"
    made_of_model(target, fill, 10, model, cure)
    try:
        return Pieces(target)
    except Exception as exc:  # whatever the libraries make of a damaged file
        raise DamagedModelError(
            f"the vocabulary in {target} is damaged ({exc}); delete {target}, it is then made anew"
        ) from exc


def write(tokenizer: Path, folder: Path) -> None:
    """The files of a vocabulary, out of its tokenizer.json."""
    import marisa_trie

    plan = json.loads(tokenizer.read_text(encoding="utf-8"))
    pieces = plan["model"]["vocab"]
    trie = marisa_trie.Trie([piece for piece, _ in pieces])
    rows, scores = np.zeros(len(trie), np.int32), np.zeros(len(trie))
    for row, (piece, score) in enumerate(pieces):
        key = trie.key_id(piece)
        rows[key], scores[key] = row, score
    trie.save(str(folder / TRIE))
    np.save(folder / ROWS, rows)
    np.save(folder / SCORES, scores)
    plan["model"] |= {"vocab": [["<unk>", 0.0]], "unk_id": 0}
    (folder / FOLDING).write_text(json.dumps(plan | {"added_tokens": []}), encoding="utf-8")
