"""Running text -> the same without the marks and spaces that extraction added."""

from __future__ import annotations

import re

from corpus.printed import Printed, join

__all__ = ["mend"]

HAN = "\u3400-\u9fff"
DOUBLED = re.compile(r"([、，；：])\1+|(?<!。)。。(?!。)")
# Runs of spaces are taken whole (++), or a line of nothing but spaces would take forever.
SPLIT_NUMBER = re.compile(r"(?<=\d)[ \u3000]++(?=\d(?:[ \u3000]?\d){0,3}[ \u3000]?[年月日])")
BESIDE_DIGITS = re.compile(rf"(?<=\d)[ \u3000]++(?=[{HAN}])|(?<=[{HAN}])[ \u3000]++(?=\d)")
BESIDE_MARKS = re.compile(
    r"(?<![ \u3000])[ \u3000]++(?=[，。、；：！？“”‘’《》（）])"
    r"|(?<=[，。、；：！？“‘《（])[ \u3000]++"
)
SPACED_OUT = re.compile(rf"(?<![{HAN}])(?:[{HAN}] ){{3,}}[{HAN}](?![{HAN}])")
STRAY_HAN = re.compile(  # a lone character beside a space: "泾 彩纷程" for "泾彩纷程"
    rf"(?<=[{HAN}])(?<![{HAN}]{{2}})[ \u3000]++(?=[{HAN}])"
    rf"|(?<=[{HAN}])[ \u3000]++(?=[{HAN}](?![{HAN}]))"
)


def mend(printed: Printed, page: str) -> Printed:
    """Doubled marks made one; spaces in numbers, beside marks and inside words taken out.

    A space between two Chinese characters stays, since headlines and mottoes use it, unless it
    cuts off a single character that the page joins to its neighbours elsewhere.

    Args:
        printed: the text to mend.
        page: the whole page, as evidence.
    """
    for pattern in (SPLIT_NUMBER, BESIDE_DIGITS, BESIDE_MARKS):
        printed = printed.replace(pattern, lambda _: slice(0, 0))
    printed = _close_up(printed).replace(
        STRAY_HAN, lambda m: slice(0, 0) if _elsewhere(m, page) else slice(None)
    )
    return printed.replace(DOUBLED, lambda _: slice(0, 1))


def _close_up(printed: Printed) -> Printed:
    """Words set with a space behind every character, closed up."""
    parts: list[Printed] = []
    done = 0
    for match in SPACED_OUT.finditer(printed.text):
        for space in range(match.start() + 1, match.end(), 2):
            parts.append(printed[done:space])
            done = space + 1
    return join([*parts, printed[done:]]) if done else printed


def _elsewhere(space: re.Match[str], page: str) -> bool:
    """Whether the page has the characters around a space also without it."""
    left, right = space.string[: space.start()], space.string[space.end() :]
    return left[-1:] + right[:2] in page or left[-2:] + right[:1] in page
