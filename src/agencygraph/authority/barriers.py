"""Where a name may begin: how far to the left of each place in a text no word ends a name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from agencygraph.authority.words import words

_ROLES = ("stop", "kept", "free", "bound", "city", "unit", "nothing", "head", "never")
STOP, KEPT, FREE, BOUND, CITY, UNIT, NOTHING, HEAD, NEVER = (1 << n for n in range(len(_ROLES)))


@dataclass(frozen=True, slots=True)
class Word:
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


def _may_stand(char: str) -> bool:
    return "一" <= char <= "鿿" or (char.isascii() and char.isalpha()) or char in "·‧・"


def reach(text: str, marked: list[Word], names: list[tuple[int, int]]) -> list[int]:
    """For each place in the text (its end included) the first place from which a name may run up to it."""
    safe = [0] * (len(text) + 1)
    for start, end in [*names, *((w.start, w.end) for w in marked if w.roles & KEPT)]:
        for at in range(start, end):
            safe[at] = max(safe[at], end - start)
    stopped = bytearray(len(text))
    for word in marked:
        if word.roles & STOP and not word.roles & KEPT:
            size = word.end - word.start
            if not all(safe[at] > size for at in range(word.start, word.end)):
                stopped[word.start : word.end] = b"\1" * size
    found = [0]
    for at, char in enumerate(text):
        found.append(found[at] if _may_stand(char) and not stopped[at] else at + 1)
    return found
