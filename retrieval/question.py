"""Text -> Question: what kind of answer is wanted, and what it must be about."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from itertools import accumulate

from corpus.anchors import Edition, find_editions
from corpus.dates import DateMention, find_dates
from corpus.script import fold
from corpus.tagger import Tagger, Token
from corpus.words import is_word, rarity
from retrieval.asking import (
    Predicate,
    answer_type,
    head_noun,
    measure_word,
    n_wanted,
    predicate,
)
from retrieval.lexical import Lexicon
from retrieval.reply import AnswerType
from retrieval.terms import CHINESE, LIGHT_VERBS, Term, deed_of, is_chinese, terms_of

__all__ = ["PLACE_NAME", "Question", "Term", "understand"]

NAMES = ("PER", "LOC", "ORG")
PLACE_NAME = re.compile(
    r"[\u3400-\u9fff]{2,5}?(?:街道|镇|乡|村|县|区|市|省)(?![\u3400-\u9fff]?(?:里|级))"
)
NOT_PLACES = re.compile(
    r"^(?:社|小|片|园|地|城|全|本|我|该|此|市|居民|各|哪|什|这|那|几|些|个|在|属)|(?:哪|什么|各|居民|小|园|商务|社|片|地|城)[区镇市村路省县乡]|街道$(?<=个街道)"
)
QUANTITY = re.compile(
    r"(?P<n>[0-9]+|[两二三四五六七八九十百]+)(?P<unit>余?[支名家人位次条项场批件户张座])"
)
ORDINAL = re.compile(r"第[一二三四五六七八九十百0-9]+[届次讲期批轮名季集号版艘架颗座枚列条]")
BARE_YEAR = re.compile(r"\b((?:19|20)[0-9]{2})\b")  # in English
COMMON_NOUN = re.compile(r"什么|哪|们$|[这那几]")
RARE = 11.5  # nats; a word as rare as this, inside a name, tells it from its neighbours
DONE = re.compile(
    r"(?<=[\u3400-\u9fff])[过了](?=哪|什么|谁|几|多少)"
)  # 会见过哪些: 会见 is one word
MIN_NAME = 3  # characters of a name that is looked for as such


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    Attributes:
        text: as asked.
        folded: as it is matched.
        type: of the answer that is wanted.
        terms: what it is about.
        predicate: what is said of the person or body it asks for.
        deed: what somebody did whom it asks for, the main verb before the others.
        people: names of persons in it, folded; so for `places`.
        names: of bodies and things, folded; an article may word them a little otherwise.
        dates: the dates it names, with their years where it gives them.
        editions: 第三届进博会.
        ordinals: 第七讲: numbers that must stand in the text as they are.
        quantities: 218支: the same.
        head: the noun that was asked for: 街道 in 哪个街道; "" where there is none.
        measure: the measure word before it: 个; "" where there is none.
        n_wanted: how many items a list is said to have; 0 where it is not said.
        chinese: whether it is asked in Chinese; else only its names can be looked for.
    """

    text: str
    folded: str
    type: AnswerType
    terms: tuple[Term, ...]
    predicate: Predicate
    deed: tuple[Term, ...]
    people: tuple[str, ...]
    places: tuple[str, ...]
    names: tuple[str, ...]
    dates: tuple[DateMention, ...]
    editions: tuple[Edition, ...]
    ordinals: tuple[str, ...]
    quantities: tuple[str, ...]
    head: str
    measure: str
    n_wanted: int
    chinese: bool

    @property
    def main_act(self) -> Term | None:
        """The verb of the deed: 宣读 in 谁宣读了批复; None where nothing is said to be done."""
        return next((t for t in self.deed if t.is_act or t.text in LIGHT_VERBS), None)

    @property
    def years(self) -> tuple[int, ...]:
        """The years it names."""
        return tuple(dict.fromkeys(d.year for d in self.dates if d.year))


def understand(text: str, lexicon: Lexicon, tagger: Tagger) -> Question:
    """A question in simplified or traditional script, or in English."""
    visible = "".join(c for c in fold(text) if c.isprintable() or c.isspace())
    folded = DONE.sub("", re.sub(r"\s+", " ", visible).strip(" ?？。!！"))
    tokens = tagger.tag(folded)
    edges = frozenset(accumulate(map(len, lexicon.phrases(folded)), initial=0))
    people = _people(folded, tokens, lexicon, edges)
    kind, chinese = answer_type(folded, people), is_chinese(folded)
    terms, asked = terms_of(folded, tokens, lexicon), predicate(folded)
    return Question(
        text=text,
        folded=folded,
        type=kind,
        terms=terms,
        predicate=asked,
        deed=deed_of(asked, terms),
        people=people,
        places=_places(folded, tokens, edges),
        names=_names(folded, tokens, edges, lexicon),
        dates=tuple(find_dates(folded if chinese else BARE_YEAR.sub(r"\1年", folded))),
        editions=tuple(find_editions(re.sub("第[一1]届", "首届", folded))),
        ordinals=tuple(o for o in ORDINAL.findall(folded) if "届" not in o),
        quantities=tuple(m[0] for m in QUANTITY.finditer(folded) if not _asked(folded, m)),
        head=head_noun(folded, tokens),
        measure=measure_word(folded),
        n_wanted=n_wanted(folded),
        chinese=chinese,
    )


def _people(
    folded: str, tokens: tuple[Token, ...], lexicon: Lexicon, edges: Set[int]
) -> tuple[str, ...]:
    """Persons the tagger sees, and persons of the corpus that it overlooks."""
    known = [n for n in lexicon.people_in(folded) if _is_uncut(n, folded, edges)]
    seen = [t.text for t in tokens if t.tag == "PER" and len(t.text) > 1 and not t.text.isascii()]
    if not is_chinese(folded):
        known += [n for n in lexicon.romanised.find(folded) if n in lexicon.people]
    seen = [s for s in dict.fromkeys(seen) if not any(k in s for k in known)]
    return tuple(dict.fromkeys([*(s for s in seen if _is_uncut(s, folded, edges)), *known]))


def _places(folded: str, tokens: tuple[Token, ...], edges: Set[int]) -> tuple[str, ...]:
    """Places by the tagger, and whatever is called a 镇, 街道 or 区 inside a longer name."""
    found = [t.text for t in tokens if t.tag == "LOC" and len(t.text) > 1]
    leading = []  # the tagger knows where a body begins; 镇党委 may be a word of the corpus
    for token in tokens:
        if token.tag in ("LOC", "ORG"):
            inside = [m[0] for m in PLACE_NAME.finditer(token.text)]
            found += inside
            leading += [p for p in inside if token.text.startswith(p) and token.start in edges]
    places = (p for p in dict.fromkeys(found) if not NOT_PLACES.search(p))
    return tuple(p for p in places if p in leading or _is_uncut(p, folded, edges))


def _names(
    folded: str, tokens: tuple[Token, ...], edges: Set[int], lexicon: Lexicon
) -> tuple[str, ...]:
    """What tells bodies and nouns without an entry apart: 致远 of 致远舰, 南开大学 whole."""
    found = [
        t.text
        for t in tokens
        if len(t.text) >= MIN_NAME
        and (t.tag == "ORG" or (t.tag in ("n", "nz", "nw") and not is_word(t.text)))
        and CHINESE.match(t.text)
        and not COMMON_NOUN.search(t.text)
    ]
    whole = (n for n in dict.fromkeys(found) if _is_uncut(n, folded, edges))
    pieces = dict.fromkeys(p for name in whole for p in lexicon.phrases(name))
    return tuple(p for p in pieces if len(p) > 1 and rarity(p) > RARE)


def _is_uncut(name: str, folded: str, edges: Set[int]) -> bool:
    """Whether a name once begins and ends where words do; the tagger reads 路通 in 铁路通车."""
    starts = (m.start() for m in re.finditer(re.escape(name), folded))
    return any(start in edges and start + len(name) in edges for start in starts)


def _asked(folded: str, match: re.Match[str]) -> bool:
    """Whether a number belongs to what is asked for: 哪三家."""
    return folded[max(0, match.start() - 1) : match.start()] in ("哪", "几", "第")
