"""Text -> Question: what kind of answer is wanted, and what it must be about."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from itertools import accumulate

from corpus.anchors import Edition, find_editions, same_event
from corpus.dates import DateMention, find_dates
from corpus.script import fold
from corpus.tagger import Tagger, Token
from corpus.words import is_word, rarity
from retrieval.asking import answer_type, head_noun, is_asking, measure_word, n_wanted, predicate
from retrieval.lexical import Lexicon
from retrieval.reply import AnswerType

__all__ = ["PLACE_NAME", "Question", "Term", "understand"]

CONTENT_TAGS = {"n", "nz", "nw", "v", "vn", "vd", "a", "an", "s", "m", "PER", "LOC", "ORG"}
GLUED_TAGS = {"n", "nz", "nw", "vn", "PER", "LOC", "ORG"}  # single characters that may be one word
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
ORDINAL = re.compile(r"第[一二三四五六七八九十百0-9]+[届次讲期批轮名季集号版]")
BARE_YEAR = re.compile(r"\b((?:19|20)[0-9]{2})\b")  # in English
CHINESE = re.compile(r"[\u3400-\u9fff]")
COMMON_NOUN = re.compile(r"什么|哪|们$|[这那几]")
INSTITUTION = re.compile(r"[会院校局部委社团馆办所司联节赛]$")  # names that have short forms
LIGHT_VERBS = ("举行", "举办", "召开", "开幕", "进行", "开展", "发生", "出席", "参加")
RARE = 11.5  # nats; a word as rare as this, inside a name, tells it from its neighbours
APART = re.compile(r"([\u3400-\u9fff])(?:了|过|的)([\u3400-\u9fff])(?=$|[,，吗呢])")  # 授的旗
DONE = re.compile(
    r"(?<=[\u3400-\u9fff])[过了](?=哪|什么|谁|几|多少)"
)  # 会见过哪些: 会见 is one word
HOSTED = re.compile(r"(?:一起|共同|联合|合|主)?(?:来)?办(?:的|起来)?(?:是)?")
MIN_NAME = 3  # characters of a name that is looked for as such
MIN_WEIGHT = 0.15  # of a term; what is more common than this is no evidence


@dataclass(frozen=True, slots=True)
class Term:
    """A word that the answer's sentence should have; folded.

    Attributes:
        weight: 0..1, how much it says.
        aliases: longer or shorter names of the same in the corpus: 中国国际进口博览会 for 进博会.
        is_act: whether it says what happened, as 授旗 does and 举行 does not.
    """

    text: str
    weight: float
    aliases: tuple[str, ...] = ()
    is_act: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood.

    Attributes:
        text: as asked.
        folded: as it is matched.
        type: of the answer that is wanted.
        terms: what it is about.
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
    kind, chinese = answer_type(folded, people), _is_chinese(folded)
    terms = _terms(folded, tokens, lexicon)
    return Question(
        text=text,
        folded=folded,
        type=kind,
        terms=terms,
        deed=_deed(folded, terms),
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


def _terms(folded: str, tokens: tuple[Token, ...], lexicon: Lexicon) -> tuple[Term, ...]:
    """The content words, rare ones heavier; parts of the question that only ask are left out."""
    words = _content(tokens)
    if not _is_chinese(folded):
        words += list(lexicon.romanised.find(folded))
    words += [e.event for e in find_editions(folded) if e.event not in words]
    words += [m[1] + m[2] for m in APART.finditer(folded) if is_word(m[1] + m[2])]
    known = [w for w in lexicon.phrases(folded) if lexicon.knows(w)]
    words += [w for w in known if not any(w in other for other in words)]
    terms: dict[str, float] = {}
    events = [e.event for e in find_editions(folded)]
    words = [w for w in words if not any(w != e and w in e for e in events)]
    for word in words:
        if is_asking(word) or (word.isascii() and not lexicon.knows(word)):
            continue
        weight = min(1.0, max(0.0, (rarity(word) - 4) / 8))  # 发展 0.3, 突击队 0.9
        if weight >= MIN_WEIGHT and (len(word) > 1 or word.isdigit()):
            terms[word] = weight
    acts = {t.text for t in tokens if t.tag == "v" and t.text not in LIGHT_VERBS}
    return tuple(
        Term(text, weight, _aliases(text, lexicon), text in acts) for text, weight in terms.items()
    )


def _deed(folded: str, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms of what is said of the one asked for; a bare 办 is any kind of hosting."""
    said, behind = predicate(folded)
    if HOSTED.fullmatch(said):
        return (Term("举办", 1.0, ("主办", "承办", "合办"), is_act=True),)
    said = APART.sub(r"\1\2", said)
    ordered = sorted((t for t in terms if t.text in said), key=lambda t: said.index(t.text))
    return tuple(ordered if behind else reversed(ordered))


def _aliases(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Names in the corpus that are a short or a long form of a word."""
    if not INSTITUTION.search(word):
        return ()
    return tuple(t for t in lexicon.terms if t != word and same_event(t, word))


def _content(tokens: tuple[Token, ...]) -> list[str]:
    """The tagger's content words; single characters in a row are one word it did not know."""
    words: list[str] = []
    single = ""
    for token in tokens:
        if len(token.text) == 1 and not token.text.isdigit() and token.tag in GLUED_TAGS:
            single += token.text
        elif token.tag in CONTENT_TAGS and len(token.text) > 1:
            words += [single, *re.split(r"[^\w]+", token.text)]
            single = ""
        else:
            words.append(single)
            single = ""
    return [w for w in [*words, single] if w]


def _people(
    folded: str, tokens: tuple[Token, ...], lexicon: Lexicon, edges: Set[int]
) -> tuple[str, ...]:
    """Persons the tagger sees, and persons of the corpus that it overlooks."""
    known = [n for n in lexicon.people if n in folded and _is_uncut(n, folded, edges)]
    seen = [t.text for t in tokens if t.tag == "PER" and len(t.text) > 1 and not t.text.isascii()]
    if not _is_chinese(folded):
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


def _is_chinese(folded: str) -> bool:
    """Whether there are more Chinese characters than Latin words."""
    return len(CHINESE.findall(folded)) >= len(re.findall(r"[a-z]+", folded))


def _asked(folded: str, match: re.Match[str]) -> bool:
    """Whether a number belongs to what is asked for: 哪三家."""
    return folded[max(0, match.start() - 1) : match.start()] in ("哪", "几", "第")
