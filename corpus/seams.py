"""Two line ends -> how well they join: what words and names say across the seam.

Costs are in one rough unit: 4 is as strong as a word cut in two by the seam, 0 says nothing.
They were set on made-up pages (`tests/benchmarks/repair.py`), never on the seed pages' words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.tagger import Tagger
from corpus.words import cut_words, words_across

__all__ = ["CONNECTIVES", "CONTEXT", "NEVER_FIRST", "PAIRS", "Seams"]

CONTEXT = 8  # characters beside a line end that the dictionary is shown; few words are longer
NAME_CONTEXT = 14  # characters on either side of a seam that the tagger is shown
CUT_WORD = 1.5  # nats; beyond 2 are 46 % of 7000 random cuts, 0.5 % of headlines set beside a text
NAMES = ("PER", "LOC", "ORG", "TIME")
UNITS = "年月日号时点分秒个名家支位人次条项场届批件万亿元多余%％岁版期座所吨米公里平方"
NEVER_FIRST = "，。、；：！？）》”’」』】,.;:!?)]}%％"
NEVER_LAST = "（《“‘「『【([{-"
PAIRS = {"“": "”", "《": "》", "（": "）", "「": "」", "『": "』", "‘": "’", "【": "】", "(": ")"}
INNER_END = re.compile(r"[。！？；][^”’」』）]")
ADVERBIAL = re.compile(r"^.{1,7}[，,]")  # what opens a sentence, seldom a headline


def _words(spaced: str) -> frozenset[str]:
    return frozenset(spaced.split())


# Function words that seldom begin (end) a phrase. The frequent ones were measured on 3000 news
# articles: e to e^8 times rarer at the head of a sentence (the end of a headline) than elsewhere;
# the rest were added by hand, as words of the same classes.
NEVER_BEGINS = _words(
    "的 了 着 过 们 地 得 之 者 个 等 和 与 及 以及 并 并且 也 都 还 更 就 将 是 起 里 后 "
    "时 等等 以来 期间 之后 之前 以上 以下 · 说 称 表示 指出 强调 之一"
)
NEVER_ENDS = _words(
    "的 和 与 及 以及 或 或者 并 并且 而 而且 但 但是 是 在 将 对 从 以 为 向 让 被 把 由 于 "
    "据 到 就 还 也 都 要 已 已经 更 最 很 不 正在 愿 各 这 该 其 这个 一个 个 我们 他们 因 "
    "因为 如 如果 对于 关于 通过 根据 按照 之 所 且 则 却 又 再 每"
)
OPENERS = _words("对 为 在 通过 针对 根据 按照 随着 作为 由于 为了 当 据 据悉 截至")
CONNECTIVES = _words(
    "此外 同时 与此同时 另外 但 但是 而 因此 所以 不过 其中 随后 接着 然后 他 她 它 他们 她们 "
    "它们 这 这些 那 那么 该 如今 于是 对此 为此 其 并 并且 也 还 下一步 接下来 最后 最终 "
    "首先 其次 一方面 另一方面 而且 除此之外 据此 由此 正是 就 截至 目前"
)  # openers that lean on what stands before them: no article begins so


@dataclass(frozen=True)
class Seams:
    """Judges seams with the dictionary, the page's own words, and the tagger.

    Attributes:
        page: its lines, apart from each other, so that no seam bears witness for itself.
    """

    tagger: Tagger
    page: str

    def cost(self, before: str, after: str, names: bool = True) -> float:
        """Cost of reading `after` on from `before`; below 0 where the seam cuts something.

        Args:
            before: the line before the seam.
            after: the line behind it.
            names: whether the tagger is asked for names that the seam cuts; it takes its time.
        """
        return self._cost(before[-60:], after[:60], names)

    def _cost(self, before: str, after: str, names: bool) -> float:
        last, first = before[-1:], after[:1]
        if first in NEVER_FIRST or last in NEVER_LAST:
            return -5.0
        if last.isdigit():
            return -5.0 if first in UNITS else (-2.0 if first.isdigit() else 3.0)
        cost = _quotes(before, after)
        if last.isascii() and last.isalpha() and first.isascii() and first.isalpha():
            return cost - (4.0 if first.islower() else 2.0)
        return cost + self._words_across(before, after, names)

    def _words_across(self, before: str, after: str, names: bool) -> float:
        tail, head = before[-CONTEXT:], after[:CONTEXT]
        gain = words_across(tail, head)
        if gain > CUT_WORD or self._elsewhere(tail[-2:] + head[:2]):
            return -min(5.0, 2.5 + gain / 2)
        cost = 0.0
        if cut_words(tail)[-1] in NEVER_ENDS or cut_words(head)[0] in NEVER_BEGINS:
            cost -= 1.5
        return cost + self._name_across(before, after) if names else cost

    def _name_across(self, before: str, after: str) -> float:
        tail, head = before[-NAME_CONTEXT:], after[:NAME_CONTEXT]
        seam = len(tail)
        across = next((t for t in self.tagger.tag(tail + head) if t.start < seam < t.end), None)
        if across is None:
            return 0.0
        if self._elsewhere(across.text):
            return -4.0
        return -2.0 if across.tag in NAMES else -0.5

    def _elsewhere(self, text: str) -> bool:
        return len(text) > 1 and text in self.page

    def is_phrase(self, text: str) -> float:
        """Cost of a line standing for itself: high where it begins or ends in mid-phrase."""
        cost = 0.0
        if text[0] in NEVER_FIRST:
            cost += 6.0
        if text[-1] in "，、；：,;:" or text[-1] in NEVER_LAST:
            cost += 6.0
        last, first = cut_words(text[-CONTEXT:])[-1], cut_words(text[:CONTEXT])[0]
        cost += 2.5 if last in NEVER_ENDS else _lone_character(last)
        cost += 2.5 if first in NEVER_BEGINS or first in OPENERS else _lone_character(first)
        if any(text.count(a) != text.count(b) for a, b in PAIRS.items()):
            cost += 3.0
        if INNER_END.search(text) or text.count("，") > 1:
            cost += 4.0
        elif ADVERBIAL.search(text) and len(text) > CONTEXT:
            cost += 1.0
        if text[-1].isdigit():
            cost += 2.0
        return cost

    def is_start(self, text: str) -> float:
        """Cost of a line opening a sentence: high where its first word seems cut."""
        first, second = text[0], text[1:2]
        if first in UNITS and second in NEVER_FIRST:
            return 4.0
        word = cut_words(text[:CONTEXT])[0]
        if word in OPENERS or word in CONNECTIVES:
            return -0.8
        return 2.5 if word in NEVER_BEGINS else _lone_character(word)


def _lone_character(word: str) -> float:
    """Cost of a word at the edge of a phrase: a lone character is often half a word.

    Source: in 1500 news articles 61 % of random cuts leave one, 17 % of headlines end with one
    and 28 % of sentences begin so; the logarithms of the ratios, halved for what they share with
    words across the seam.
    """
    return 0.6 if len(word) == 1 else -0.3


def _quotes(before: str, after: str) -> float:
    """A quote opened before the seam wants its end behind it; a lone end wants its opening."""
    for opening, closing in PAIRS.items():
        hanging = before.count(opening) > before.count(closing)
        n_open, n_close = after.find(opening), after.find(closing)
        closes_first = n_close >= 0 and (n_open < 0 or n_close < n_open)
        if hanging and closes_first:
            return -3.0
        if closes_first and not hanging:
            return 2.0
        if hanging and n_open >= 0:
            return 1.5
    return 0.0
