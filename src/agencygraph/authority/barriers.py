"""Where a name may begin: how far to the left of each place in a text no word ends a name."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from agencygraph.authority.words import words
from agencygraph.text import Expression

_ROLES = ("stop", "kept", "free", "bound", "city", "unit", "nothing", "head", "never")
_NO_NAME = Expression("[^一-鿿A-Za-z·‧・]")
STOP, KEPT, FREE, BOUND, CITY, UNIT, NOTHING, HEAD, NEVER = (1 << n for n in range(len(_ROLES)))


class Word(NamedTuple):
    """A word of one of the lists, at `start:end` of a text; `roles` are the lists it stands in."""

    start: int
    end: int
    roles: int


@cache
def _vocabulary() -> tuple[AhoCorasick, tuple[int, ...]]:
    roles: dict[str, int] = {}
    for at, role in enumerate(_ROLES):
        for word in words()[role]:
            roles[word] = roles.get(word, 0) | 1 << at
    return AhoCorasick(list(roles)), tuple(roles.values())


def mark(text: str) -> list[Word]:
    """All words of the lists in the text, those that overlap too, by their end."""
    finder, roles = _vocabulary()
    return [Word(a, b, roles[n]) for n, a, b in finder.find_matches_as_indexes(text, overlapping=True)]


def reach(text: str, marked: list[Word], names: list[tuple[int, int]]) -> list[int]:
    """For each place in the text (its end included) the first place from which a name may run up to it."""
    safe = [0] * (len(text) + 1)
    for start, end in [*names, *((w.start, w.end) for w in marked if w.roles & KEPT)]:
        for at in range(start, end):
            safe[at] = max(safe[at], end - start)
    stopped = bytearray(len(text))
    ends = {end for _, end in names} | {word.end for word in marked if word.roles & (FREE | BOUND | CITY)}
    for word in marked:
        if word.roles & STOP and not word.roles & KEPT and (text[word.start] != "暨" or word.start in ends):
            size = word.end - word.start
            if min(safe[word.start : word.end]) <= size:
                stopped[word.start : word.end] = b"\1" * size
    for match in _NO_NAME.finditer(text):
        stopped[match.start()] = 1
    found: list[int] = []
    first = 0
    for at in [n for n, stop in enumerate(stopped) if stop]:
        found += [first] * (at + 1 - len(found))
        first = at + 1
    return found + [first] * (len(text) + 1 - len(found))
