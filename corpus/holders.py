"""Tagged sentence -> Holders: who is printed with which post, before or behind the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.tagger import Token
from corpus.titles import BODY_TAIL, CALLED, HEAD, IS_POST, OF_BODY, OF_HOUSE, OLD
from corpus.words import is_word

__all__ = ["Holder", "find_holders"]

NOUNS = frozenset(["n", "nz", "nr", "nw", "vn", "an", "a", "LOC", "ORG", "s", "xc", "q"])
ENDS = "，。；、！？,;.并和后期时职"  # what may stand behind a post that fills its clause
MAX_POST = 60  # characters; the longest posts of the news have about fifty
STOP = re.compile(r"[。；;]")
CLAUSE_END = re.compile(r"[，。；：！？,;:!?\n]")
PRAISE = re.compile(
    r"^(?:[“”、，—\-\s:：和与及并]|(?:现任|新任的|新任|的|时任|曾任|原任|历任|任|"
    r"著名|知名|优秀|年轻|当地|本报)(?!务))+"
)
VERB = re.compile(  # of taking up or holding a post
    r"(?P<was>曾任|曾担任|曾出任|曾是|曾为|历任|时任|原任|原为|不再(?:兼|担)?任|卸任|辞去|曾先后担任|先后担任|先后任)|"
    r"(?:被?(?:推举|任命|选举|推选|聘请|聘|增补|提拔|晋升|委任|选|提升|升|调任|提名))为|当选为?|担任|出任|就任|升任|接任|兼任|"
    r"现任|现为|转任|连任|继任|改任|调任|作为|后任|并任|还任|(?<![主责信时曾历原现后委上责离常一升出就接兼担前])任"
    r"(?![务何职教命意性由期])"
)
IS = re.compile(
    r"(?:同志|先生|女士)?(?:[，,](?:他|她)?)?(?:就|正|也|生前)?(?:是|系)(?:一名|一位|一个)?"
)
NEXT = re.compile(
    r"[，、；,](?:并|还|同时|后来|随后|后)?(?:任|担任|兼任|升任|出任|兼|是|调任|转任)"
)
BRACKET = re.compile(
    rf"[（(](?P<was>时任|曾任|原)?(?:现任)?(?P<post>[^（）()]{{2,{MAX_POST}}})[）)]"
)
HOLDING = re.compile(  # before a name: 时任国家副主席的 X
    rf"(?P<was>曾任|时任|曾是|曾经是|曾担任|原任)?(?P<now>担任|出任|现任|任|是|身为|作为)?"
    rf"(?P<post>[^，。；、：]{{2,{MAX_POST}}})的$"
)
DISMISSED = re.compile(r"(?:免去|撤销|接替|取代|罢免|解除|解雇)[^，。；]{0,3}$")
GAINS = re.compile(r"任命|增补|选举|推选|聘请?|推举|提名|补选|委任$")
LOSES = re.compile(r"免去|撤销|接受|罢免|解除")
SUMMED = re.compile(r"等?(?:几|两|三|四|五|六|七|八|九|十|\d+)?(?:位|名|人)?")


@dataclass(frozen=True, slots=True)
class Holder:
    """A name and a post of its, both half-open offsets in the sentence."""

    name: tuple[int, int]
    post: tuple[int, int]
    former: bool


def find_holders(text: str, words: Sequence[Token]) -> list[Holder]:
    """The posts of a sentence whose names are whole (`corpus.names`), in the order of print."""
    names = [i for i, w in enumerate(words) if w.tag == "PER"]
    found: list[Holder] = []
    for row in _rows(text, words, names):
        before = _before(text, words, row[0])
        found += _given(text, words, row, before)
        for i in row[1:]:
            own = _before(text, words, i)
            found += [own] if own else []
        found += _appointed(text, words, row) or _behind(text, words, row, bare=before is None)
    return sorted(dict.fromkeys(found), key=lambda h: (h.name, h.post))


def _rows(text: str, words: Sequence[Token], names: Sequence[int]) -> Iterator[list[int]]:
    """Names side by side with nothing but 、 or an "and" between them."""
    row: list[int] = []
    for i in names:
        if row and not re.fullmatch(r"[、和与及]", text[words[row[-1]].end : words[i].start]):
            yield row
            row = []
        row.append(i)
    if row:
        yield row


def _given(
    text: str, words: Sequence[Token], row: Sequence[int], before: Holder | None
) -> Iterator[Holder]:
    """The post before a row: its first name's, the others' where several may hold it."""
    if before is None:
        return
    yield before
    post = text[slice(*before.post)]
    if "副" not in post[-6:] and HEAD.search(post):
        return
    for i in row[1:]:
        yield replace(before, name=(words[i].start, words[i].end))


def _before(text: str, words: Sequence[Token], i: int) -> Holder | None:
    """The post right before a name, or the one of which it is said to be: 时任馆长的李明."""
    name = (words[i].start, words[i].end)
    start = words[_begin(words, i)].start
    post = text[start : name[0]]
    lead = PRAISE.match(post)
    start += lead.end() if lead else 0
    end = name[0] - (len(post) - len(post.rstrip("—－- ：:")))
    if start < end and IS_POST.search(text[start:end]):
        lately = text[max(0, start - 4) : start]
        was = bool(re.search(r"时任|曾任|原任|历任", lately)) or bool(DISMISSED.search(lately))
        return Holder(name, (start, end), was or _is_old(text[start:end]))
    clause = max((m.end() for m in CLAUSE_END.finditer(text, 0, name[0])), default=0)
    held = HOLDING.search(text, clause, name[0])
    if not held or not (held["was"] or held["now"]) or not IS_POST.search(held["post"]):
        return None
    if any(w.tag == "PER" and clause <= w.start < name[0] for w in words):
        return None
    return Holder(name, held.span("post"), bool(held["was"]) or _is_old(held["post"]))


def _is_old(post: str) -> bool:
    return bool(OLD.search(post))


def _begin(words: Sequence[Token], i: int) -> int:
    """The first word of the post before the name at i; i where there is none."""
    begin = i
    while begin > 0 and words[i].start - words[begin - 1].start <= MAX_POST:
        if not _goes_with(words, begin - 1, last=begin == i):
            break
        begin -= 1
    while begin < i and (
        words[begin].text in "、，和与及的" or words[begin].tag in ("c", "xc", "u")
    ):
        begin += 1
    return begin


def _goes_with(words: Sequence[Token], i: int, *, last: bool) -> bool:
    """Whether a word may be part of a post whose later words are known."""
    word, left = words[i], words[i - 1] if i else None
    if last:
        whole = left.text + word.text if left is not None and len(word.text) == 1 else word.text
        return bool(IS_POST.search(whole)) or word.text in "—－-"
    if word.text in ("、", "的", "现任") or word.tag == "c":
        return left is not None and _links(left, word)
    if OF_HOUSE.search(word.text) or word.tag in NOUNS:
        return True
    if word.tag in ("v", "vd"):
        torn = left is not None and is_word(left.text + word.text)  # 原子|能
        return torn or bool(IS_POST.search(word.text) or OF_BODY.fullmatch(word.text))
    if word.tag == "m":
        return word.text.startswith("第") or (len(word.text) == 1 and word.text not in "两几")
    return word.text in ("前", "原", "副", "总", "内", "中", "常务", *"“”·（）()-")


def _links(left: Token, word: Token) -> bool:
    """Whether a mark or a particle goes on with a post or a body that stands left of it."""
    if word.text == "、":
        return bool(IS_POST.search(left.text) or BODY_TAIL.search(left.text))
    if word.text in ("的", "现任"):
        return left.tag == "ORG" or (left.tag == "LOC" and word.text == "现任")
    return left.tag in ("ORG", "LOC", "n", "nz", "v", "vn") and not IS_POST.search(left.text)


def _appointed(text: str, words: Sequence[Token], row: Sequence[int]) -> list[Holder]:
    """The post that a row of names is given, or loses: 任命甲为局长, 免去乙的局长职务."""
    clause = max((m.end() for m in CLAUSE_END.finditer(text, 0, words[row[0]].start)), default=0)
    lead, end = text[clause : words[row[0]].start], words[row[-1]].end
    nation = re.match(r"（.{1,5}族）|（女.{0,6}）", text[end:])
    end += nation.end() if nation else 0
    lost = LOSES.search(lead) and re.match(r"的|请?辞去?(?:的|担任的)?|", text[end:])
    linked = lost or re.match(r"为", text[end:])
    if not linked or not (lost or GAINS.search(lead) or not lead):
        return []
    start = end + linked.end()
    stop = _post_end(text, words, start, ENDS + "的") if text[start : start + 1] else 0
    post = _trimmed(text, start, stop) if stop else (0, 0)
    return [Holder((words[i].start, words[i].end), post, bool(lost)) for i in row if stop]


def _behind(
    text: str, words: Sequence[Token], row: Sequence[int], *, bare: bool
) -> Iterator[Holder]:
    """The posts behind a row of names: in brackets, as a clause, behind a verb, or summed up."""
    end = words[row[-1]].end
    places = [(words[i].start, words[i].end) for i in row]
    called = words[row[-1] + 1] if row[-1] + 1 < len(words) else None
    if called is not None and called.tag == "n" and CALLED.fullmatch(called.text) and bare:
        yield Holder(places[-1], (called.start, called.end), former=False)
    bracket = BRACKET.match(text, end)
    if bracket and IS_POST.search(bracket["post"]):
        was = bool(bracket["was"]) or _is_old(bracket["post"])
        yield Holder(places[-1], bracket.span("post"), was)
        end = bracket.end()
    for start, was in _starts(text, words, end):
        stop = _post_end(text, words, start)
        if stop:
            post = _trimmed(text, start, stop)
            over = was or _is_old(text[slice(*post)]) or _is_history(text, start)
            yield from (Holder(place, post, over) for place in places)
    summed = SUMMED.match(text, end)
    if summed and len(row) > 1 and summed[0] and bare:
        stop = _post_end(text, words, summed.end(), "")
        if stop:
            yield from (Holder(p, (summed.end(), stop), former=False) for p in places)


def _starts(text: str, words: Sequence[Token], end: int) -> Iterator[tuple[int, bool]]:
    """Where a post behind a name may begin, and whether it is said to be over."""
    rival = next((w.start for w in words if w.tag == "PER" and w.start >= end), len(text))
    full_stop = STOP.search(text, end)
    limit = min(rival, full_stop.start() if full_stop else len(text))
    linked = IS.match(text, end)
    if linked:
        yield linked.end(), False
    elif text[end : end + 1] in ("，", ","):
        yield end + 1, False
    for verb in VERB.finditer(text, end, limit):
        yield verb.end(), bool(verb["was"])
        stop = _post_end(text, words, verb.end())
        further = NEXT.match(text, stop) if stop else None
        if further:
            yield further.end(), bool(verb["was"])


def _post_end(text: str, words: Sequence[Token], start: int, ends: str = ENDS) -> int:
    """The end of the post that begins here and fills its clause; 0 where none does."""
    inside = [w for w in words if w.start >= start and w.end - start <= MAX_POST]
    stop = 0
    for n, word in enumerate(inside):
        if word.tag == "PER" or word.text in ("，", "。", "；", "（", "：", ",", "等"):
            break
        if word.text == "、" and stop != word.start and not BODY_TAIL.search(inside[n - 1].text):
            break
        if IS_POST.search(word.text):
            stop = word.end
        elif (word.tag in ("p", "r", "d", "TIME") and word.text != "某") or (
            word.tag == "v" and not OF_BODY.fullmatch(word.text)
        ):
            break
    after = text[stop : stop + 1]
    return stop if stop and (not ends or not after or after in ends) else 0


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    lead = PRAISE.match(text[start:stop])
    begin = start + (lead.end() if lead else 0)
    begin += len(re.match(r"(?:了|过|一名|一位|新任的|新一任)?", text[begin:stop])[0])  # type: ignore[index]
    return begin, stop


def _is_history(text: str, end: int) -> bool:
    """Whether the sentence tells of a year long before the papers that are read here."""
    years = re.findall(r"(1[0-9]{3})年", text[:end])
    return bool(years) and int(years[-1]) < 1980  # noqa: PLR2004  # no paper here is older
