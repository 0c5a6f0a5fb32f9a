"""Names that share a part said once: 桃園、中壢監理站; 社會局及勞動局 of the same city."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agencygraph.authority.organisations import Hit
from agencygraph.authority.registry import Register

_JOIN = re.compile(r"(?:、|,|以及|暨|及|與|和)$")
_CITY = re.compile(r"(.{2}[縣市]政府|.{2}[縣市])[一-鿿]{2,}[局處]")
_BARE = re.compile(r"[一-鿿]{2,6}[局處]$")


def earlier(text: str, hit: Hit, authority: Register) -> Iterator[tuple[int, int, str]]:
    """The short forms before a name, each with its place and its full name: (0, 2, 桃園監理站) for 桃園、中壢監理站.

    The name itself comes last where the first of them bears the name of the body above: 財政部北區國稅局新竹、基隆分局.
    """
    name = text[hit.start : hit.end]
    for size in (3, 2):
        if name[:size] in authority.bare_places and len(name) > size:
            rest = name[size:]
            break
    else:
        return
    at = hit.start
    found: list[tuple[int, int]] = []
    while (join := _JOIN.search(text, max(0, at - 2), at)) is not None:
        end = join.start()
        start = next((end - n for n in (3, 2) if end >= n and text[end - n : end] in authority.bare_places), None)
        if start is None:
            break
        found.append((start, end))
        at = start
    if not found:
        return
    first = min(start for start, _ in found)
    above = _above(text, first, authority)
    for start, end in sorted(found):
        yield start - (len(above) if start == first else 0), end, above + text[start:end] + rest
    if above:
        yield hit.start, hit.end, above + name


def _above(text: str, start: int, authority: Register) -> str:
    for size in range(min(16, start), 2, -1):
        if authority.knows(text[start - size : start]):
            return text[start - size : start]
    return ""


def same_city(text: str, previous: Hit | None, hit: Hit) -> str:
    """The name of a bare bureau with the city of the one just before it: 桃園市政府 for 桃園市政府社會局、勞動局."""
    if previous is None or not _BARE.fullmatch(text[hit.start : hit.end]):
        return ""
    between = text[previous.end : hit.start]
    city = _CITY.match(text[previous.start : previous.end])
    return city.group(1) if city and re.fullmatch(r"、|,|及|與|和|以及|暨", between) else ""
