"""Tagged words -> the same words with whole names: joined, lengthened, cut, added and dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from corpus.surnames import ABROAD, SURNAMES, TWO_SURNAMES
from corpus.tagger import Token
from corpus.titles import TITLE
from corpus.words import is_word, rarity

__all__ = ["bare_surname", "mend_names"]

WORD_TAGS = frozenset(("n", "nz", "nr", "LOC", "ORG", "a", "v", "d", "vn", "c", "f", "nw", "an"))
ENDS_A_NAME = "曾刚才真先连"  # adverbs that are given names as well: 罗刚, 李真
HAS_BEEN = "任担是为在获经与和对就于被当参出"  # behind a 曾 that is the adverb
COURTESY = (
    "先生|女士|小姐|同志|老师|医生|大夫|教授|大娘|大爷|大妈|阿姨|叔叔|老人|天皇|陛下|夫人|太太|总书记|书记|主席|总理|总统|"
    "议长|首相|外长|部长|局长|主任|校长|院长|政府|将军|上将|院士"
)
DRESSED = re.compile(rf"(.+?)({COURTESY}|男|女|(?<=.[\u4e00-\u9fff])[局院校厅](?=长))$")
BARE = re.compile(rf"(?:[老小]?(.)(?:{COURTESY}|[老某家氏总工公]|[^长]?[长])|[老小](.))$")
CALLED = re.compile(  # behind a name
    r"先生|女士|小姐|同志(?!们)|[，,：:、（(]?[男女](?=[，,。、；）)]|$)|（中文名"
)
IN_OFFICE = re.compile(r"总统|总理|首相|议长|主席|教授|上将|中将|少将|将军|院士")
REPORTERS = ("记者", "通讯员", "本报记者", "特派记者")
REPORTS = re.compile(r"报道|摄|[、，]?(?:编译|整理)")
SPEAKS = re.compile(r"(?:昨天|今天|\d+日)?(?:说|表示|强调|指出|认为|宣布|透露)")
STOPS = "，。；：！？、（）()《》“”,;:!?◆●■　 \n"
NO_NAME = re.compile(
    r"[美俄英法德日韩朝印巴加葡西意荷以中台港澳双对我甲乙]方|董秘|高工|.*(?:两国|冲突|[县州岛局矶])|于[公私]|.|[A-ZＡ-Ｚ]{1,5}|[小老][a-z]"
)
DATELINE = re.compile(r"(?:新华社|本报|中新社)$")
LETTER = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ]")
LATIN_NAME = re.compile(r"[A-Z][A-Za-z. ]{3,}")
DOTS = "·•・‧"
RARE = 13.0  # nats; a word as rare as this seldom stands behind a post
MAX_HOME = 3  # characters of a Chinese name with a surname of one
AND_OTHERS = re.compile(r".{2,}等$")
LISTED = ("、", "和", "等")
CACHED_SENTENCES = 256  # each is read for posts, acts, lists, events and initiatives
MAX_PART = 8  # characters of one part of a foreign name


def mend_names(text: str, tokens: Sequence[Token]) -> list[Token]:
    """The words of a sentence where every PER is one whole name; they still cover it."""
    return list(_mended(text, tuple(tokens)))


@lru_cache(CACHED_SENTENCES)
def _mended(text: str, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    words = _joined(text, list(tokens))
    words = _cut(text, words)
    words = _lengthened(text, words)
    words = _added(text, words)
    return tuple(_dropped(text, word) if word.tag == "PER" else word for word in words)


def bare_surname(name: str) -> str:
    """What remains of a surname with a courtesy: 李 of 李先生, 老李, 李某; else the name itself."""
    found = BARE.fullmatch(name)
    return (found[1] or found[2]) if found else name


def _is_abroad(word: str) -> bool:
    return len(word) > 2 and all(c in ABROAD for c in word)  # noqa: PLR2004  # of a foreign name


def _merged(text: str, words: Sequence[Token], tag: str = "PER") -> Token:
    start, end = words[0].start, words[-1].end
    return Token(text[start:end], tag, start, end)


def _joined(text: str, words: list[Token]) -> list[Token]:
    """The parts of a foreign name on both sides of its dots made one."""
    if not any(dot in text for dot in DOTS):
        return words
    found: list[Token] = []
    i = 0
    while i < len(words):
        here = words[i]
        ahead = i + 1 < len(words) and _is_part(words[i + 1])
        if found and ahead and _links(found[-1], here):
            found[-1] = _merged(text, [found[-1], words[i + 1]])
            i += 2
        elif found and found[-1].text[-1] in DOTS and found[-1].tag == "PER" and _is_part(here):
            found[-1] = _merged(text, [found[-1], here])
            i += 1
        else:
            found.append(here)
            i += 1
    return found


def _links(left: Token, mark: Token) -> bool:
    """Whether a mark is the dot of a foreign name, or a dash in one that has a dot already."""
    dotted = any(dot in left.text for dot in DOTS)
    return (mark.text in DOTS and _is_part(left)) or (mark.text in "-－" and dotted)


def _is_part(word: Token) -> bool:
    latin = word.text.isascii() and word.text.isalpha()
    sized = word.tag == "PER" or len(word.text) <= MAX_PART
    return sized and (word.tag == "PER" or latin or all(c in ABROAD for c in word.text))


def _cut(text: str, words: list[Token]) -> list[Token]:
    """What belongs to no full name cut off: 先生, a title, the 局 of 局长; bare surnames stay."""
    found: list[Token] = []
    for word in words:
        if word.tag != "PER":
            found.append(word)
            continue
        start = word.start + len(word.text) - len(word.text.lstrip(STOPS + "—－"))
        end = word.end - (len(word.text) - len(word.text.rstrip(STOPS + "—－" + DOTS)))
        dressed = DRESSED.match(text[start : end + 1] if text[end : end + 1] == "长" else word.text)
        if dressed and len(dressed[1]) > 1 and dressed[1] not in TWO_SURNAMES:
            end = start + len(dressed[1])
        if AND_OTHERS.match(word.text) or (word.text[-1] == "通" and text[end : end + 2] == "电话"):
            end -= 1  # 习近平|等, 普京|通电话
        dotted = re.search(rf"[{DOTS}]", word.text) and len(word.text) > 5  # noqa: PLR2004
        if dotted and word.text[-1] not in ABROAD and text[end - 2] in ABROAD:
            end -= 1  # 奥警|告: no foreign name is written so
        if start >= end:
            found.append(Token(word.text, "w", word.start, word.end))
            continue
        cuts = ((word.start, start, "w"), (start, end, "PER"), (end, word.end, "n"))
        found += [Token(text[a:b], tag, a, b) for a, b, tag in cuts if a < b]
    return found


def _lengthened(text: str, words: list[Token]) -> list[Token]:
    """The last character of a given name brought back: 杜若 原 is 杜若原."""
    found: list[Token] = []
    for word in words:
        before = found[-1] if found else None
        if before is not None and before.tag == "PER" and _ends(text, before, word):
            found[-1] = _merged(text, [before, word])
        else:
            found.append(word)
    return found


def _ends(text: str, name: Token, word: Token) -> bool:
    if len(name.text) != 2:  # noqa: PLR2004
        return False
    if word.tag == "u" and re.fullmatch("之.", word.text):  # 天野|之弥
        return True
    if len(word.text) != 1 or name.text[0] not in SURNAMES:
        return False
    if word.tag in ("w", "u", "r", "q") or bare_surname(name.text) != name.text:
        return False
    if word.text == "曾" and text[word.end : word.end + 1] in HAS_BEEN:
        return False
    told = CALLED.match(text, word.end) or IN_OFFICE.match(text, word.end)
    inside = word.text == "中" and word.tag == "f"  # nothing is inside a person: 王伟|中 的专访
    return bool(told) or inside or word.tag in ("a", "n", "m") or word.text in ENDS_A_NAME


def _added(text: str, words: list[Token]) -> list[Token]:
    """Names that the tagger took for words, places or bodies."""
    found: list[Token] = []
    i = 0
    while i < len(words):
        n = next((n for n in (3, 2, 1) if _is_overlooked(text, words, i, n)), 0)
        if n:
            found.append(_merged(text, words[i : i + n]))
        else:
            found.append(words[i])
        i += n or 1
    return found


def _is_overlooked(text: str, words: list[Token], i: int, n: int) -> bool:
    """Whether the n words at i are a name, by what it is made of and what stands around it."""
    parts = words[i : i + n]
    if len(parts) < n or any(p.tag in ("PER", "w", "TIME") for p in parts):
        return False
    name, end = text[parts[0].start : parts[-1].end], parts[-1].end
    if LATIN_NAME.fullmatch(name) and CALLED.match(text, end):
        return True
    if not 2 <= len(name) <= MAX_PART or TITLE.search(name) or name[0] in "女男":  # noqa: PLR2004  # no single character
        return False
    opens = i == 0 or words[i - 1].text[-1] in STOPS
    presented = opens and len(name) <= MAX_HOME + 1 and _is_presented(text, end, name)
    if presented or not all(p.tag in WORD_TAGS for p in parts):
        return presented
    behind_title = i > 0 and bool(re.search(rf"{TITLE.pattern}$", words[i - 1].text))
    if n == 1 and _is_abroad(name) and (not is_word(name) or behind_title):
        office = not _has_head(words, i + n) and (
            IN_OFFICE.match(text, end) or CALLED.match(text, end)
        )
        return bool(office) or behind_title or (opens and bool(SPEAKS.match(text, end)))
    return _is_home(text, words, i, n)


def _has_head(words: list[Token], i: int) -> bool:
    """Whether a post and a name follow, as in 南苏丹|总统基尔: a country before its head."""
    return i + 1 < len(words) and words[i + 1].tag == "PER"


def _is_home(text: str, words: list[Token], i: int, n: int) -> bool:
    """Whether the n words at i are a Chinese name behind a title, in a list or in a credit."""
    parts, left = words[i : i + n], words[i - 1] if i else None
    name, end = text[parts[0].start : parts[-1].end], parts[-1].end
    sized = len(name) <= MAX_HOME if n == 1 else len(name) == MAX_HOME  # 成|元生, 连维|新
    if left is None or name[0] not in SURNAMES or not sized:
        return False
    if left.text in REPORTERS and REPORTS.match(text, end):
        return True
    if i > 1 and left.text == "、" and words[i - 2].tag == "PER" and text[end : end + 1] in LISTED:
        return rarity(name) > RARE
    in_body = (
        left.tag == "ORG" and n == 1 and parts[0].tag in ("n", "nr", "nz") and name[-1] != "员"
    )
    behind_title = bool(re.search(rf"{TITLE.pattern}$", left.text))
    return (behind_title or in_body) and _goes_on(words, i + n, name)


def _is_presented(text: str, end: int, name: str) -> bool:
    """Whether a short clause is a name since sex or a courtesy stands behind it."""
    told = CALLED.match(text, end)
    if told is None or not re.fullmatch(r"[\u4e00-\u9fff]+", name) or name[-1] == "籍":
        return False
    return name[0] in SURNAMES or (end == len(name) and told[0] != "同志")


def _goes_on(words: list[Token], i: int, name: str) -> bool:
    """Whether what follows a supposed name, rare as a word, may follow one."""
    after = words[i] if i < len(words) else None
    ahead = after is not None and (
        after.tag in ("d", "ad", "v", "vd", "c", "p") or after.text in ("、", "，")
    )
    return ahead and rarity(name) > RARE


def _dropped(text: str, word: Token) -> Token:
    """A name, or what the tagger only took for one under another tag."""
    before, after = text[: word.start], text[word.end : word.end + 3]
    torn = LETTER.match(word.text) and (LETTER.match(before[-1:]) or LETTER.match(after))
    place = DATELINE.search(before) and re.match(r"[\d０-９]", after)
    if (
        torn
        or place
        or NO_NAME.fullmatch(word.text)
        or after.startswith(("两国", "集中营", "高地"))
    ):
        return Token(word.text, "LOC" if place else "nz", word.start, word.end)
    return word
