"""Rules that read a list of names: what is offered, served or set up, item by item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, facts, groups, patterns
from agencygraph.matching.scopes import fits, scopes
from agencygraph.model import Fact
from agencygraph.rules import SIGNS, ListRule, Room

_OPEN, _CLOSE = "「『(《【", "」』)》】"
_AND = re.compile(r"(?:以及|及|和|與|暨)")
_NUMBERED = re.compile(rf"(?:^|(?<=[、,;。 )])|(?<=[^、,;。0-9.]))(?:{SIGNS['number']}|{SIGNS['identifier']}|[0-9]{{1,2}}|[①-⑳])[.、)．:]?")


def read(reading: Reading, room: Room, rule: ListRule) -> Iterator[Fact]:
    """The facts that a list rule finds, one an item, in the order of the text."""
    cues = patterns(room, rule.cue)
    for index, marked in enumerate(reading.marked):
        for low, high in scopes(marked, rule.scope):
            done = low
            for cue in cues:
                for found in cue.finditer(marked.text, low, high):
                    if found.start() < done or not fits(reading, room, rule.where, index, low, high):
                        continue
                    items = _items(reading, room, rule, index, found, high)
                    if len(items) < rule.least:
                        continue
                    done = items[-1][1]
                    yield from _facts(reading, room, rule, Hit(index, *found.span(), low, high, groups(found)), items)


def _facts(reading: Reading, room: Room, rule: ListRule, cue: Hit, items: list[tuple[int, int]]) -> Iterator[Fact]:
    for position, (start, end) in enumerate(items, 1):
        named = {**cue.groups, "item": (start, end)}
        emit = {name: f"={position}" if value == "$position" else value for name, value in rule.emit.items()}
        hit = Hit(cue.paragraph, start, end, cue.low, cue.high, named)
        yield from facts(reading, room, rule.id, emit, hit, "match" if rule.cite == "item" else rule.cite)


def _items(reading: Reading, room: Room, rule: ListRule, paragraph: int, cue: re.Match[str], high: int) -> list[tuple[int, int]]:
    text = reading.marked[paragraph].text
    start, end = cue.span("list") if cue.groupdict().get("list") else (cue.end(), high)
    for pattern in patterns(room, rule.until):
        if stop := pattern.search(text, start, end):
            end = stop.start()
    wanted, refused, strip = (patterns(room, words) for words in (rule.item, rule.refuse, rule.strip))
    kept: list[tuple[int, int]] = []
    for low, stop in pieces(text, start, end, rule.numbered):
        for pattern in strip:
            if found := pattern.match(text, low, stop):
                low = found.end()
        low, stop = _trim(text, low, stop)
        if stop <= low:
            continue
        body = text[low:stop]
        if any(p.search(body) for p in refused) or (wanted and not any(p.fullmatch(body) for p in wanted)):
            if wanted and kept:
                break
            continue
        kept.append((low, stop))
    return kept


def pieces(text: str, start: int, end: int, numbered: bool = False) -> Iterator[tuple[int, int]]:
    """The items between separators outside brackets; 及, 和 and 與 part the last two.

    With `numbered`, numbers before the items part them ("1.甲、2.乙"), so that an item may hold a comma or 及 itself.
    """
    if numbered:
        heads = list(_NUMBERED.finditer(text, start, end))
        if len(heads) >= 3:
            for head, after in zip(heads, [*(h.start() for h in heads[1:]), end], strict=True):
                yield head.end(), after
            return
    depth, low = 0, start
    cuts: list[tuple[int, int]] = []
    for i in range(start, end):
        if text[i] in _OPEN:
            depth += 1
        elif text[i] in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and text[i] in "、,;":
            cuts.append((low, i))
            low = i + 1
    last = _AND.search(text, low, end)
    if cuts and last and last.start() > low and _outside(text, low, last.start()):
        cuts += [(low, last.start()), (last.end(), end)]
    else:
        cuts.append((low, end))
    yield from cuts


def _outside(text: str, start: int, end: int) -> bool:
    return sum(text.count(c, start, end) for c in _OPEN) == sum(text.count(c, start, end) for c in _CLOSE)


def _trim(text: str, low: int, high: int) -> tuple[int, int]:
    while low < high and text[low] in "、,;:。 及和與暨":
        low += 1
    while low < high and text[high - 1] in "、,;:。 等":
        high -= 1
    return low, high
