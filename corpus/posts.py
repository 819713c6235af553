"""Article -> its PostFacts: who holds which post, part by part, and in which body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.articles import Article
from corpus.bodies import bodies_of, home_places, split_post
from corpus.holders import Holder, find_holders
from corpus.names import mend_names
from corpus.passages import Sentence, split_sentences
from corpus.quotes import Quote, quote
from corpus.tagger import Tagger, Token

OLD = re.compile(r"[前原]")  # at the head of a part that is over

__all__ = ["PostFact", "PostPart", "read_posts"]


@dataclass(frozen=True, slots=True)
class PostPart:
    """One of the posts that stand before or behind a name.

    Attributes:
        text: as written: 组织部部长.
        body: the body it is in, as far as the page tells: 长宁区委组织部 for 组织部部长 behind
            区委常委 on a page about 长宁区; "" where it does not.
    """

    text: str
    body: str


@dataclass(frozen=True, slots=True)
class PostFact:
    """A person in a post.

    Attributes:
        name: the person, as printed.
        post: the whole post as printed: 区委常委、组织部部长.
        parts: the posts in it, in the order of the page.
        former: whether the page says that it was held before: 曾任, 原, 时任.
        sentence: that says so.
    """

    name: Quote
    post: Quote
    parts: tuple[PostPart, ...]
    former: bool
    sentence: Quote


def read_posts(article: Article, tagger: Tagger) -> tuple[PostFact, ...]:
    """The posts of an article in the order of the page."""
    text = article.text
    sentences = split_sentences(text)
    printed = [text[s.start : s.end] for s in sentences]
    tagged = [mend_names(p, tagger.tag(p)) for p in printed]
    homes = home_places(tagged)
    facts: list[PostFact] = []
    for sentence, line, words in zip(sentences, printed, tagged, strict=True):
        before = ""
        for holder in find_holders(line, words):
            known = homes | _country(words, holder)
            own = _facts(text, sentence, holder, known, before)
            before = next((p.body for fact in own for p in fact.parts if p.body), before)
            facts += own
    return tuple(facts)


def _facts(
    text: str, sentence: Sentence, holder: Holder, homes: dict[str, str], before: str
) -> list[PostFact]:
    """One fact; two where the post holds a present and a former one: 党首、前总理."""
    start = sentence.start
    name = quote(text, start + holder.name[0], start + holder.name[1])
    post = quote(text, start + holder.post[0], start + holder.post[1])
    whole = quote(text, start, sentence.end)
    texts = split_post(post.text)
    bodies = bodies_of(texts, homes, before)
    parts = [PostPart(part, body) for part, body in zip(texts, bodies, strict=True)]
    over = [part for part in parts if OLD.match(part.text)]
    if not holder.former or not over or over[0] == parts[0]:
        return [PostFact(name, post, tuple(parts), holder.former, whole)]
    now = tuple(part for part in parts if part not in over)
    return [
        PostFact(name, post, now, former=False, sentence=whole),
        PostFact(name, post, tuple(over), former=True, sentence=whole),
    ]


def _country(words: Sequence[Token], holder: Holder) -> dict[str, str]:
    """The place named last before a post: that of 前总统, where it is a country's."""
    places = [w.text for w in words if w.tag == "LOC" and w.start <= holder.post[0]]
    return {"country": places[0]} if places else {}
