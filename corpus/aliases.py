"""Names of all articles -> Aliases: which short foreign name stands for which longer one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Aliases", "read_aliases"]

MARK = "·"  # between the parts of a foreign name: 弗拉基米尔·普京


@dataclass(frozen=True, slots=True)
class Aliases:
    """The short form of each longer name, where no other name has it, too."""

    short_of: Mapping[str, str]

    def keys_of(self, names: frozenset[str]) -> dict[str, str]:
        """The names of an article and what each goes by; one person, one key."""
        longer = _longer(names)
        return {
            name: self.short_of.get(full, full)
            for name in names
            for full in [longer.get(name, name)]
        }


def read_aliases(articles: Iterable[frozenset[str]]) -> Aliases:
    """The aliases that the names of each article show.

    Example:
        >>> names = frozenset(("普京", "弗拉基米尔·普京"))
        >>> read_aliases([names]).keys_of(names)["弗拉基米尔·普京"]
        '普京'
    """
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for names in articles:
        for short, full in _longer(names).items():
            seen[short].add(full)
    return Aliases(
        {full: short for short, fulls in seen.items() if len(fulls) == 1 for full in fulls}
    )


def _longer(names: frozenset[str]) -> dict[str, str]:
    """Short name -> the longer one, where exactly one of the article begins or ends with it."""
    ends: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        if MARK in name:
            parts = name.split(MARK)
            ends[parts[0]].add(name)
            ends[parts[-1]].add(name)
    return {
        short: next(iter(fulls))
        for short, fulls in ends.items()
        if len(fulls) == 1 and short in names
    }
