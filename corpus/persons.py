"""Facts of all articles -> PersonRecords: one a person, two where a name is shared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.acts import ActFact
from corpus.aliases import read_aliases
from corpus.articles import Article
from corpus.facts import Facts
from corpus.namesakes import Sighting, same_person, sighting
from corpus.posts import PostFact
from corpus.script import fold

__all__ = ["ActOf", "PersonRecord", "PostOf", "gather_people"]


@dataclass(frozen=True, slots=True)
class PostOf:
    """A post and the article that tells of it."""

    article: Article
    post: PostFact


@dataclass(frozen=True, slots=True)
class ActOf:
    """An act and the article that tells of it."""

    article: Article
    act: ActFact


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """What all articles tell of a person.

    Attributes:
        name: as printed most often.
        n_mentions: sentences that name the person in a post or an act.
        posts: newest article first; equal posts of one year once.
        acts: newest article first.
    """

    name: str
    n_mentions: int
    posts: tuple[PostOf, ...]
    acts: tuple[ActOf, ...]


@dataclass(frozen=True, slots=True)
class Appearance:
    """What one article tells of a name, as it prints it."""

    article: Article
    posts: tuple[PostFact, ...]
    acts: tuple[tuple[str, ActFact], ...]


def gather_people(
    articles: Mapping[str, Article], facts: Iterable[Facts]
) -> tuple[PersonRecord, ...]:
    """All people, most mentioned first; those of one name in unrelated bodies stay apart."""
    told = [(articles[one.article_id], one) for one in facts]
    names = [_names_in(one) for _, one in told]
    aliases = read_aliases(names)
    by_key: defaultdict[str, list[tuple[Appearance, Sighting]]] = defaultdict(list)
    for (article, one), own in zip(told, names, strict=True):
        key_of = aliases.keys_of(own)
        for key, appearance in _appearances(article, one, key_of).items():
            parts = [(part.body, part.text) for post in appearance.posts for part in post.parts]
            with_it = frozenset(key_of.values()) - {key}
            by_key[key].append((appearance, sighting(parts, with_it)))
    records = [
        _record([seen[i][0] for i in group])
        for seen in by_key.values()
        for group in same_person([own for _, own in seen])
    ]
    return tuple(sorted(records, key=lambda r: (-r.n_mentions, r.name)))


def _names_in(facts: Facts) -> frozenset[str]:
    """The folded names of the persons of an article."""
    acting = (actor.text for act in facts.acts if not act.by_bodies for actor in act.actors)
    return frozenset(fold(name) for name in (*acting, *(post.name.text for post in facts.posts)))


def _appearances(
    article: Article, facts: Facts, key_of: Mapping[str, str]
) -> dict[str, Appearance]:
    """The persons of an article by their keys."""
    posts: defaultdict[str, list[PostFact]] = defaultdict(list)
    acts: defaultdict[str, list[tuple[str, ActFact]]] = defaultdict(list)
    for post in facts.posts:
        posts[key_of[fold(post.name.text)]].append(post)
    for act in facts.acts:
        for actor in () if act.by_bodies else act.actors:
            acts[key_of[fold(actor.text)]].append((actor.text, act))
    return {
        key: Appearance(article, tuple(posts[key]), tuple(acts[key]))
        for key in dict.fromkeys([*posts, *acts])
    }


def _record(appearances: list[Appearance]) -> PersonRecord:
    """What the articles of one person tell, newest first."""
    newest = sorted(appearances, key=lambda a: a.article.published.iso, reverse=True)
    printed = Counter(post.name.text for a in newest for post in a.posts)
    printed.update(name for a in newest for name, _ in a.acts)
    sentences = {(a.article.id, post.sentence.start) for a in newest for post in a.posts}
    sentences |= {(a.article.id, act.sentence.start) for a in newest for _, act in a.acts}
    posts: dict[tuple[str, bool, int | None], PostOf] = {}
    for a in newest:
        for post in a.posts:
            same = (fold(post.post.text), post.former, a.article.published.year)
            posts.setdefault(same, PostOf(a.article, post))
    acts = tuple(ActOf(a.article, act) for a in newest for _, act in a.acts)
    name = max(printed, key=lambda form: (printed[form], len(form)))
    return PersonRecord(name, len(sentences), tuple(posts.values()), acts)
