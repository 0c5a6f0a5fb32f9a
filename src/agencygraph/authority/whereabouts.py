"""Finding places: counties, townships and villages by name, and bare town names in a list of such."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agencygraph.authority.entries import Place
from agencygraph.authority.registry import Register
from agencygraph.model import Mention

_ENDING = re.compile(r"縣|市(?!區)|[鄉鎮]|區(?![域段間隔塊分位])|[里村]")
_LONGEST = 11
_JOIN = re.compile("、|及|和|與|以及")
_ENOUGH = 3
_CLOSED = re.compile(
    "[縣市鄉鎮區里村等]|兩(?:個|大)?(?:行政區|[地縣市鄉鎮區])|以[東西南北]|各|地區|山區|一帶|沿[海岸線]|境內"
)
_AFTER_TOWN = re.compile("$|[,，。;；:：（(）)等]")


def whereabouts(plain: str, text: str, register: Register) -> Iterator[Mention]:
    """Places in the text: the value is the name as written, the key the code, or the name where several have it."""
    upto = 0
    named: set[int] = set()
    for match in _ENDING.finditer(plain):
        end = match.end()
        for size in range(min(_LONGEST, end - upto), 2, -1):
            name = plain[end - size : end]
            places = register.places(name) or _inner(name, register)
            if places:
                yield _mention(end - size, end, text, places)
                upto = end
                if places[0].level == "county":
                    named.add(end)
                    yield from _alone(plain, text, end, register)
                break
    yield from _lists(plain, text, register, named)


def _inner(name: str, register: Register) -> tuple[Place, ...]:
    """The places of a name that leaves out the middle: 桃園市華陵里 stands for 桃園市復興區華陵里."""
    for size in (3, 4):
        upper = register.places(name[:size])
        if len(upper) == 1 and len(name) > size + 2:
            return tuple(
                place for place in register.places(name[size:]) if place.full_name.startswith(upper[0].full_name)
            )
    return ()


def _lists(plain: str, text: str, register: Register, named: set[int]) -> Iterator[Mention]:
    """Bare names of towns: three and more in a row, or two before 等, 兩地 or what they share (頭城、礁溪鄉).

    Right behind its county's name (an end in named) a town needs no other: 臺中市和平.
    """
    chain: list[tuple[int, int]] = []
    for match in _JOIN.finditer(plain):
        if plain[match.start() - 1 : match.end()] in register.bare_places:
            continue
        right = _town(plain, match.end(), register)
        if chain and chain[-1][1] != match.start():
            yield from _said(plain, text, chain, register, named)
            chain = []
        if not chain:
            left = _town_before(plain, match.start(), register)
            chain = [(match.start() - left, match.start())] if left else []
        if chain and right:
            chain.append((match.end(), match.end() + right))
    yield from _said(plain, text, chain, register, named)


def _town(plain: str, start: int, register: Register) -> int:
    return next((n for n in (3, 2) if len(plain) >= start + n and plain[start : start + n] in register.bare_places), 0)


def _town_before(plain: str, end: int, register: Register) -> int:
    return next((n for n in (3, 2) if n <= end and plain[end - n : end] in register.bare_places), 0)


def _alone(plain: str, text: str, start: int, register: Register) -> Iterator[Mention]:
    size = _town(plain, start, register)
    if size and _AFTER_TOWN.match(plain, start + size):
        yield _mention(start, start + size, text, register.bare_places[plain[start : start + size]])


def _said(
    plain: str, text: str, chain: list[tuple[int, int]], register: Register, named: set[int]
) -> Iterator[Mention]:
    few = len(chain) > 1 and _CLOSED.match(plain, chain[-1][1])
    if len(chain) >= _ENOUGH or few or (chain and chain[0][0] in named):
        for start, end in chain:
            yield _mention(start, end, text, register.bare_places[plain[start:end]])


def _mention(start: int, end: int, text: str, places: tuple[Place, ...]) -> Mention:
    name = text[start:end]
    return Mention("place", start, end, (name,), key=places[0].code if len(places) == 1 else name)
