"""Finding places: counties, townships and villages by name, and bare town names in a list of such."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agencygraph.authority.entries import Place
from agencygraph.authority.registry import Register
from agencygraph.model import Mention

_ENDING = re.compile(r"縣|市(?!區)|[鄉鎮]|區(?![域段間隔塊分位])|[里村]")
_LONGEST = 11
_LIST = re.compile(
    r"[一-鿿]{2,3}(?:(?:、|及|和|與|以及)[一-鿿]{2,3}){1,}(?=(?:、|及|和|與|以及|等|[縣市鄉鎮區里村]|[。,;()]|$))"
)
_ITEM = re.compile(r"[^、及和與以]+")


def whereabouts(plain: str, text: str, authority: Register) -> Iterator[Mention]:
    """Places in the text: the value is the name as written, the key the code, or the name where several have it."""
    upto = 0
    for match in _ENDING.finditer(plain):
        end = match.end()
        for size in range(min(_LONGEST, end - upto), 2, -1):
            name = plain[end - size : end]
            places = authority.places(name) or _inner(name, authority)
            if places:
                yield _mention(end - size, end, text, places)
                upto = end
                break
    yield from _lists(plain, text, authority)


def _inner(name: str, authority: Register) -> tuple[Place, ...]:
    """The places of a name that leaves out the middle: 桃園市華陵里 stands for 桃園市復興區華陵里."""
    for size in (3, 4):
        upper = authority.places(name[:size])
        if len(upper) == 1 and len(name) > size + 2:
            return tuple(
                place for place in authority.places(name[size:]) if place.full_name.startswith(upper[0].full_name)
            )
    return ()


def _lists(plain: str, text: str, authority: Register) -> Iterator[Mention]:
    for match in _LIST.finditer(plain):
        items = [(m.start() + match.start(), m.end() + match.start()) for m in _ITEM.finditer(match.group())]
        items[0] = _trimmed(plain, *items[0], authority)
        known = [(a, b) for a, b in items if plain[a:b] in authority.bare_places]
        if len(known) > 2 or (
            len(known) == len(items) and plain[match.end() : match.end() + 1] in tuple("縣市鄉鎮區里村")
        ):
            for start, end in known:
                yield _mention(start, end, text, authority.bare_places[plain[start:end]])


def _trimmed(plain: str, start: int, end: int, authority: Register) -> tuple[int, int]:
    """The first item without what stands before its name: 有桃園 is 桃園."""
    return next(((at, end) for at in range(start, end - 1) if plain[at:end] in authority.bare_places), (start, end))


def _mention(start: int, end: int, text: str, places: tuple[Place, ...]) -> Mention:
    name = text[start:end]
    return Mention("place", start, end, (name,), key=places[0].code if len(places) == 1 else name)
