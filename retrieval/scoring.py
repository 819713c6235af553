"""What was said and what was expected -> exact match and character F1, as CMRC 2018 has them.

Han characters stand singly, runs of other letters and digits are words; marks and spaces do not
count. Half and full width, upper and lower case, simplified and traditional script are the same.

Source: https://github.com/ymcui/cmrc2018, `cmrc2018_evaluate.py` (v5): its F1 is over the longest
common run of segments, not over a bag of them. It keeps the ASCII comma, brackets and inner spaces,
which are dropped here with all other marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from corpus.script import fold

__all__ = ["f1_score", "is_exact"]

CACHED_TEXTS = 512  # every proposal of a question is compared with every other of its sentence
NO_DECIMAL_POINT = re.compile(r"(?<![0-9])\.|\.(?![0-9])")
TELLING = {".", "%", "‰"}  # marks by Unicode's count that change a number
MARKS = {"Sk", "Sm"}  # categories beside P*: ^ ` + = ~
SEGMENT = re.compile(r"[\u3400-\u9fff%‰]|[^\s\u3400-\u9fff%‰]+")


def is_exact(said: str, answers: Iterable[str]) -> bool:
    """Whether it is one of the answers, marks and spaces aside; nothing said is none.

    Example:
        >>> is_exact("“Link泾彩” 行动", ["link泾彩行动"])
        True
    """
    plain = "".join(_segments(said))
    return plain != "" and any(plain == "".join(_segments(answer)) for answer in answers)


def f1_score(said: str, answers: Iterable[str]) -> float:
    """0..1: the longest common run of segments against both lengths; the best over the answers.

    Example:
        >>> f1_score("10月23日下午", ["10月23日"])  # 4 in common of 6 and of 4
        0.8
    """
    segments = _segments(said)
    return max((_overlap(segments, _segments(answer)) for answer in answers), default=0.0)


def _overlap(said: Sequence[str], answer: Sequence[str]) -> float:
    common = SequenceMatcher(None, said, answer, autojunk=False).find_longest_match().size
    return 2 * common / (len(said) + len(answer)) if common else 0.0


@lru_cache(CACHED_TEXTS)
def _segments(text: str) -> tuple[str, ...]:
    plain = NO_DECIMAL_POINT.sub("", fold(text))
    return tuple(SEGMENT.findall("".join(c for c in plain if c in TELLING or not _is_mark(c))))


def _is_mark(char: str) -> bool:
    category = unicodedata.category(char)
    return category.startswith("P") or category in MARKS
