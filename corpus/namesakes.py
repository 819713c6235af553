"""Sightings of one name -> those of each person: told apart by places, bodies and company."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.people import TITLE
from corpus.script import fold

__all__ = ["Sighting", "same_person", "sighting"]

PLACE = re.compile(r"(?:中共|原|前)?([\u4e00-\u9fff]{1,4}?(?:省|自治区|市|区|县|镇|乡|街道|村|州))")
CENTRE = re.compile(
    r"中央|国务|国家|全国|总书记|中共|中纪委|军委|政治局|国新办|国台办|国资委|国防部"
)  # one of them all
COUNTRY_WIDE = ("中国", "我国", "本报", "本台", "中方")  # says nothing about where
NOT_OWN = re.compile(r"(?:副|前|原|时任|现任|代理?|常务|首席|高级|执行|名誉)")
LAST_TITLE = re.compile(rf"{TITLE.pattern}$")
GENERIC = re.compile(  # a body that every place has
    r"[省市区县镇乡村州]?(?:党?委|政府|人大|政协|党组|党支部|组织部|宣传部|统战部|办公室|公安局|教育局|法院|检察院|大会|会议|主席团|委员会|机关)*"
)
CACHED = 16_384  # posts; the same ones come again and again
MIN_COMPANY = 2  # persons beside whom a name stands twice; one may be known to everybody
KNOWN = 50  # articles with one name; who stands beside it more often stands beside everybody
MIN_BODY = 2  # characters of a body or country: 法国
ALIKE = 0.8  # of the characters of the shorter name of a body
DOMINANT = 5  # times as many articles as any other person: then those without a post are of it


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name in an article.

    Attributes:
        where: the places and bodies of its posts, the narrowest of each.
        around: the wider places that are printed with them.
        company: the other persons of the article.
    """

    where: frozenset[str]
    around: frozenset[str]
    company: frozenset[str]


def sighting(posts: Iterable[tuple[str, str]], company: frozenset[str]) -> Sighting:
    """A sighting from the (body, post as printed) of its posts."""
    where: set[str] = set()
    around: set[str] = set()
    for body, post in posts:
        for text in filter(None, (body, post)):
            narrow, wide = _places(text)
            where |= narrow
            around |= wide
    return Sighting(frozenset(where), frozenset(around), company)


@lru_cache(CACHED)
def _places(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The narrowest place or the body that a text names, and the wider places printed with it."""
    folded = fold(text)
    own = [p for p in PLACE.findall(folded) if len(p) > MIN_BODY or p[0] not in "省市区县镇"]
    own = [place for place in own if len(place) >= MIN_BODY]
    centre = ["中央"] if CENTRE.search(folded) else []
    bodies = _bodies(folded) if not centre and not own else ()
    return frozenset((*own[-1:], *centre, *bodies)), frozenset(own[:-1])


def same_person(sightings: Sequence[Sighting]) -> list[list[int]]:
    """The numbers of the sightings of each person, each list ascending.

    Two belong together when they share a place or a body, when one is in a place that the other
    one's is part of, or when they stand beside the same people. One without any goes to the only
    person of that name, or to the one that is in nearly all articles; else they stay together.
    """
    groups = _related(sightings)
    loose = [i for i, one in enumerate(sightings) if not one.where]
    groups.sort(key=len, reverse=True)
    if groups and (len(groups) == 1 or len(groups[0]) >= DOMINANT * len(groups[1])):
        groups[0] += loose
    elif loose:
        group_of = {i: group for group in groups for i in group}
        beside = _beside(sightings)
        left: list[int] = []
        for i in loose:
            near = {id(group_of[j]): group_of[j] for j in beside(i) if j in group_of}
            (next(iter(near.values())) if len(near) == 1 else left).append(i)
        groups += [left] if left else []
    return [sorted(group) for group in groups]


def _bodies(text: str) -> Iterable[str]:
    """A body or country without a place name in it, and what it begins with: 法国外交部, 法国."""
    bare = NOT_OWN.sub("", LAST_TITLE.sub("", text)).strip("、，的 ")
    if len(bare) >= MIN_BODY and not GENERIC.fullmatch(bare):
        yield bare
        if not bare.startswith(COUNTRY_WIDE):
            yield bare[:MIN_BODY]


def _related(sightings: Sequence[Sighting]) -> list[list[int]]:
    """Those with a place or a body, put together where anything joins them."""
    parent = list(range(len(sightings)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    placed = [i for i, one in enumerate(sightings) if one.where]
    first: dict[str, int] = {}
    for i in placed:
        for place in sightings[i].where:
            parent[root(i)] = root(first.setdefault(place, i))
    for one, other in _alike(first):
        parent[root(first[one])] = root(first[other])
    beside = _beside(sightings) if len({root(i) for i in placed}) > 1 else None
    for i in placed:
        for place in sightings[i].around & first.keys():
            parent[root(i)] = root(first[place])
        for j in beside(i) if beside else ():
            if sightings[j].where:
                parent[root(i)] = root(j)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for i in placed:
        groups[root(i)].append(i)
    return list(groups.values())


def _alike(bodies: Iterable[str]) -> Iterable[tuple[str, str]]:
    """Bodies that are the long and the short form of one name: 欧盟委员会, 欧洲联盟委员会."""
    starting: defaultdict[str, list[str]] = defaultdict(list)
    for body in bodies:
        for other in starting[body[0]]:
            if min(len(body), len(other)) > MIN_BODY:
                shared = len(set(body) & set(other)) / min(len(set(body)), len(set(other)))
                if shared >= ALIKE:
                    yield body, other
        starting[body[0]].append(body)


def _beside(sightings: Sequence[Sighting]) -> Callable[[int], list[int]]:
    """Number of a sighting -> those of the sightings that have the same company."""
    seen: defaultdict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(sightings):
        for name in one.company:
            seen[name].append(i)

    def beside(i: int) -> list[int]:
        rare = (seen[name] for name in sightings[i].company if len(seen[name]) <= KNOWN)
        shared = Counter(j for numbers in rare for j in numbers)
        return [j for j, n in shared.items() if n >= MIN_COMPANY and j != i]

    return beside
