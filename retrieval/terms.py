"""Folded question -> Terms: the words its answer's sentence should have, and what they weigh."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from corpus.anchors import find_editions, same_event
from corpus.tagger import Token
from corpus.words import is_word, rarity
from retrieval.asking import Predicate, is_asking
from retrieval.lexical import Lexicon

__all__ = ["CHINESE", "LIGHT_VERBS", "Term", "deed_of", "is_chinese", "terms_of"]

CONTENT_TAGS = {"n", "nz", "nw", "v", "vn", "vd", "a", "an", "s", "m", "PER", "LOC", "ORG"}
GLUED_TAGS = {"n", "nz", "nw", "vn", "PER", "LOC", "ORG"}  # single characters that may be one word
INSTITUTION = re.compile(r"[会院校局部委社团馆办所司联节赛]$")  # names that have short forms
LIGHT_VERBS = ("举行", "举办", "召开", "开幕", "进行", "开展", "发生", "出席", "参加")
APART = re.compile(r"([\u3400-\u9fff])(?:了|过|的)([\u3400-\u9fff])(?=$|[,，吗呢])")  # 授的旗
HOSTED = re.compile(r"(?:一起|共同|联合|合|主)?(?:来)?办(?:的|起来)?(?:是)?")
MIN_WEIGHT = 0.15  # of a term; what is more common than this is no evidence
CHINESE = re.compile(r"[\u3400-\u9fff]")


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


def terms_of(folded: str, tokens: tuple[Token, ...], lexicon: Lexicon) -> tuple[Term, ...]:
    """The content words, rare ones heavier; parts of the question that only ask are left out."""
    words = _content(tokens)
    if not is_chinese(folded):
        words += list(lexicon.romanised.find(folded))
    words += [e.event for e in find_editions(folded) if e.event not in words]
    glued = [m[1] + m[2] for m in APART.finditer(folded)]  # 授的旗, 授|旗
    glued += [
        a.text + b.text
        for a, b in pairwise(tokens)
        if a.tag == "v" and len(a.text) == len(b.text) == 1 and b.tag in GLUED_TAGS
    ]
    words += [w for w in glued if is_word(w) and w not in words]
    deputies = {b.text for a, b in pairwise(tokens) if a.text == "副"}
    words = [f"副{w}" if w in deputies else w for w in words]
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
    acts = {*glued, *(t.text for t in tokens if t.tag == "v" and t.text not in LIGHT_VERBS)}
    return tuple(
        Term(text, weight, _aliases(text, lexicon), text in acts) for text, weight in terms.items()
    )


def deed_of(asked: Predicate, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms of what is said of the one asked for; a bare 办 is any kind of hosting."""
    if HOSTED.fullmatch(asked.text):
        return (Term("举办", 1.0, ("主办", "承办", "合办"), is_act=True),)
    said = APART.sub(r"\1\2", asked.text)
    ordered = sorted((t for t in terms if t.text in said), key=lambda t: said.index(t.text))
    return tuple(ordered if asked.is_behind else reversed(ordered))


def _aliases(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Names in the corpus that are a short or a long form of a word."""
    if not INSTITUTION.search(word):
        return ()
    alike = lexicon.ending_in(word[-1])  # short and long names of one event end alike
    return tuple(t for t in alike if t != word and same_event(t, word))


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


def is_chinese(folded: str) -> bool:
    """Whether there are more Chinese characters than Latin words."""
    return len(CHINESE.findall(folded)) >= len(re.findall(r"[a-z]+", folded))
