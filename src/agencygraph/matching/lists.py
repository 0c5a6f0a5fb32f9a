"""Rules that read a list of names: what is offered, served or set up, item by item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from agencygraph.matching.marked import Marked
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, facts, groups, patterns, places, wanted
from agencygraph.matching.scopes import fits, scopes
from agencygraph.model import Fact
from agencygraph.rules import SIGNS, ListRule, Room

_OPEN, _CLOSE = "「『(《【", "」』)》】"
_AND = re.compile(r"(?:以及|及|和|與|暨)")
_LETTERED = "[(](?:[一二三四五六七八九十]{1,3}|[A-Za-z])[)]|(?<![A-Za-z0-9.])[A-Za-z][.)](?=[一-鿿])"
_NUMBERED = re.compile(rf"(?:{SIGNS['number']}|{SIGNS['identifier']}|[①-⒛])[.、)．:]?|{_LETTERED}")
_POSITION = re.compile(r"[(○]?[0-9]{1,2}[.、)．:]?|[①-⒛]|[(][一二三四五六七八九十]{1,3}[)]|[(]?[A-Za-z][.)]")
_TITLE = re.compile(rf"[^,。;:]{{1,14}}類(?:,?[共合總]?計?有?{SIGNS['number']}[種項式])?(?::|$)")
_SECOND = re.compile("[(○]?2(?![0-9])|[②⑵⒉]|[(](?:二|[Bb])[)]|[Bb][.)]")
_FIRST = re.compile("[(○]?1(?![0-9])|[①⑴⒈]|[(](?:一|[Aa])[)]|[Aa][.)]")
_SIGNS = frozenset(SIGNS.values())
_MOST, _LONGEST = 3, 16
_EACH = re.compile(rf"各{SIGNS['number']}")


@dataclass(slots=True)
class _Item:
    """A piece of a paragraph; `position` is its place in the list where titles part the list, else 0."""

    paragraph: int
    start: int
    end: int
    named: dict[str, tuple[int, int]] = field(default_factory=dict)
    position: int = 0


def read(reading: Reading, room: Room, rule: ListRule) -> Iterator[Fact]:
    """The facts that a list rule finds, one an item, in the order of the text; a list that comes again is left out."""
    seen: set[tuple[str, ...]] = set()
    for cue, items in _lists(reading, room, rule):
        words = _words(reading, cue, items)
        if words not in seen:
            seen.add(words)
            yield from (fact for fact in _facts(reading, room, rule, cue, items) if wanted(room, rule.want, fact))


def _words(reading: Reading, cue: Hit, items: list[_Item]) -> tuple[str, ...]:
    """What makes two lists the same: the host, what the cue names, the items."""
    named = (reading.marked[cue.paragraph].plain(*span) for span in cue.groups.values())
    return (reading.hosts[cue.paragraph], *named, *(reading.marked[i.paragraph].plain(i.start, i.end) for i in items))


def _lists(reading: Reading, room: Room, rule: ListRule) -> Iterator[tuple[Hit, list[_Item]]]:
    held = places(reading, room, rule.cue)
    for index in sorted(frozenset().union(*held)):
        marked = reading.marked[index]
        cues = [patterns(room, (word,))[0] for word, there in zip(rule.cue, held, strict=True) if index in there]
        for low, high in scopes(marked, rule.scope):
            taken: list[tuple[int, int]] = []
            for cue in cues:
                at = low
                while found := cue.search(marked.text, at, high):
                    at = max(found.end(), at + 1)
                    if any(found.start() < t[1] and t[0] < found.end() for t in taken):
                        continue
                    if not fits(reading, room, rule.where, index, low, high):
                        break
                    items = _found(reading, room, rule, index, found, high)
                    if not items or len(items) < rule.least or not _sure(reading, room, rule, items):
                        continue
                    at = high if rule.lines else max(items[-1].end, found.end())
                    taken.append((found.start(), at))
                    yield Hit(index, *found.span(), low, high, groups(found)), items


def _sure(reading: Reading, room: Room, rule: ListRule, items: list[_Item]) -> bool:
    """Whether one of the items is surely of the kind that the rule lists."""
    texts = [reading.marked[item.paragraph].text[item.start : item.end] for item in items]
    return not rule.sure or any(p.search(text) for p in patterns(room, rule.sure) for text in texts)


def _facts(reading: Reading, room: Room, rule: ListRule, cue: Hit, items: list[_Item]) -> Iterator[Fact]:
    last = items[-1]
    shared = last.named if _EACH.search(reading.marked[last.paragraph].text, last.start, last.end) else {}
    for position, item in enumerate(items, 1):
        place = f"={item.position or position}"
        emit = {name: place if value == "$position" else value for name, value in rule.emit.items()}
        named = {**shared, **item.named, "item": (item.start, item.end)}
        if item.paragraph == cue.paragraph:
            both = {**cue.groups, **named}
            hit = Hit(item.paragraph, item.start, item.end, cue.low, cue.high, both, lead=cue.end)
        else:
            hit = Hit(item.paragraph, item.start, item.end, 0, len(reading.marked[item.paragraph].text), named)
        yield from facts(reading, room, rule.id, emit, hit, "match" if rule.cite == "item" else rule.cite)


def _found(reading: Reading, room: Room, rule: ListRule, paragraph: int, cue: re.Match[str], high: int) -> list[_Item]:
    if rule.lines:
        return _below(reading, room, rule, paragraph)
    return _items(reading, room, rule, paragraph, cue, high)


def _items(reading: Reading, room: Room, rule: ListRule, paragraph: int, cue: re.Match[str], high: int) -> list[_Item]:
    marked = reading.marked[paragraph]
    start, end = cue.span("list") if cue.groupdict().get("list") else (cue.end(), high)
    for pattern in patterns(room, rule.until):
        if stop := pattern.search(marked.text, start, end):
            end = stop.start()
    end = _trim(marked.text, start, end)[1]
    kept: list[_Item] = []
    cuts = list(pieces(marked, start, end, rule.numbered))
    found = [_item(reading, room, rule, paragraph, *cut) for cut in cuts]
    if rule.numbered and len(_heads(marked, start, end)) == len(cuts):
        found = _counted_in(found, paragraph, cuts)
    for at, item in enumerate(found):
        last = at + 1 == len(found) or not found[at + 1]
        parted = [] if item and not last else _parted(reading, room, rule, paragraph, *cuts[at])
        kept += parted or ([item] if item else [])
        if rule.item and kept and not (item or parted) and cuts[at][0] < cuts[at][1]:
            break
    return kept


def _counted_in(found: list[_Item | None], paragraph: int, cuts: list[tuple[int, int]]) -> list[_Item | None]:
    """The items of a numbered list; one among them that looks different is an item, too, where most are."""
    known = [item for item in found if item]
    if len(found) - len(known) > len(known) / _MOST:
        return found
    names = known[0].named
    return [
        item or (_Item(paragraph, *cut, dict.fromkeys(names, cut)) if cut[1] - cut[0] <= _LONGEST else None)
        for item, cut in zip(found, cuts, strict=True)
    ]


def _parted(reading: Reading, room: Room, rule: ListRule, paragraph: int, low: int, stop: int) -> list[_Item]:
    """A piece parted at its last 及, 和 or 與 where what stands before it is an item of its own."""
    text = reading.marked[paragraph].text
    ands = [found for found in _AND.finditer(text, low + 1, stop) if _outside(text, low, found.start())]
    if not ands or not (first := _item(reading, room, rule, paragraph, low, ands[-1].start())):
        return []
    second = _item(reading, room, rule, paragraph, ands[-1].end(), stop)
    return [first, second] if second else [first]


def _below(reading: Reading, room: Room, rule: ListRule, paragraph: int) -> list[_Item]:
    """The items below a line, in its section or in list items of it, up to what does not fit.

    A line may hold several that are numbered; titles part them (甲、登記類) and begin to count anew. What stands
    between the line and the first item is passed over, but not below a title that heads no section.
    """
    document = reading.document
    above = document.paragraphs[paragraph].section
    titled = not above and document.paragraphs[paragraph].role == "title"
    if not above and not titled and not reading.marked[paragraph].text.endswith(":"):
        return []
    kept: list[_Item] = []
    done: set[int] = set()
    position = 0
    for below in document.paragraphs[paragraph + 1 :]:
        inside = not above or above in [section.index for section in document.chain(below.section)]
        if not inside or (not above and below.role == "row"):
            break
        if below.section in done:
            continue
        text = reading.marked[below.index].text
        title = _TITLE.match(text)
        low = title.end() if title else 0
        position = 0 if title else position
        items = [_item(reading, room, rule, below.index, *cut) for cut in _side_by_side(reading, below.index, low)]
        alone = title or (titled and not kept)
        found = [item for item in items if item] or ([] if alone else _in_a_row(reading, room, rule, below.index))
        if below.section != above and not (title and not found):
            done.add(below.section)
        if not found and not title and (kept or titled or below.section != above):
            break
        for item in found:
            position += 1
            kept.append(replace(item, position=position))
    return kept


def _in_a_row(reading: Reading, room: Room, rule: ListRule, paragraph: int) -> list[_Item]:
    """The items of a line that holds nothing else, several of them parted by 、."""
    marked = reading.marked[paragraph]
    cuts = [c for c in pieces(marked, 0, len(marked.text)) if c[1] - c[0] > 1 or marked.text[c[0] : c[1]] in _SIGNS]
    items = [_item(reading, room, rule, paragraph, *cut) for cut in cuts]
    alone = reading.document.paragraphs[paragraph].role != "row" and len(items) > 1 and all(items)
    return [item for item in items if item] if alone else []


def _side_by_side(reading: Reading, paragraph: int, low: int) -> Iterator[tuple[int, int]]:
    """The pieces of a line, each behind its number (the first one's may be the line's marker); else the line."""
    marked = reading.marked[paragraph]
    heads = [h.span() for h in _NUMBERED.finditer(marked.text, low) if _position(marked, low, h)]
    if not heads or (heads[0][0] > low and not _SECOND.match(marked.plain(*heads[0]))):
        heads = [(low, low)]
    elif heads[0][0] > low:
        heads.insert(0, (low, low))
    yield from zip((end for _, end in heads), [*(start for start, _ in heads[1:]), len(marked.text)], strict=True)


def _item(reading: Reading, room: Room, rule: ListRule, paragraph: int, low: int, stop: int) -> _Item | None:
    text = reading.marked[paragraph].text
    wanted, refused, strip = (patterns(room, words) for words in (rule.item, rule.refuse, rule.strip))
    for pattern in strip:
        if found := pattern.match(text, low, stop):
            low = found.end()
    low, stop = _trim(text, low, stop)
    if stop <= low or any(p.search(text[low:stop]) for p in refused):
        return None
    if not wanted:
        return _Item(paragraph, low, stop)
    for pattern in wanted:
        if found := pattern.fullmatch(text, low, stop):
            return _Item(paragraph, low, stop, groups(found))
    return None


def pieces(marked: Marked, start: int, end: int, numbered: bool = False) -> Iterator[tuple[int, int]]:
    """The items between separators outside brackets.

    With `numbered`, numbers before the items part them ("1.甲、2.乙"), so that an item may hold a comma itself.
    """
    text = marked.text
    if numbered:
        heads = _heads(marked, start, end)
        if len(heads) >= 3:
            for head, after in zip(heads, [*(h.start() for h in heads[1:]), end], strict=True):
                yield head.end(), after
            return
    depth, low = 0, start
    for i in range(start, end):
        if text[i] in _OPEN:
            depth += 1
        elif text[i] in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and text[i] in "、,;":
            yield low, i
            low = i + 1
    yield low, end


def _heads(marked: Marked, start: int, end: int) -> list[re.Match[str]]:
    """The numbers before items, from the first one on: not that of 計9種:①…"""
    heads = [h for h in _NUMBERED.finditer(marked.text, start, end) if _position(marked, start, h)]
    first = next((place for place, head in enumerate(heads) if _FIRST.match(marked.plain(*head.span()))), 0)
    return heads[first:]


def _position(marked: Marked, start: int, head: re.Match[str]) -> bool:
    """Whether a number counts the items: alone, outside brackets, not part of a name such as 第三人."""
    return _outside(marked.text, start, head.start()) and bool(_POSITION.fullmatch(marked.plain(*head.span())))


def _outside(text: str, start: int, end: int) -> bool:
    return sum(text.count(c, start, end) for c in _OPEN) == sum(text.count(c, start, end) for c in _CLOSE)


def _trim(text: str, low: int, high: int) -> tuple[int, int]:
    while low < high and text[low] in "、,;:。 \t及和與暨":
        low += 1
    while low < high and text[high - 1] in "、,;:。 \t等":
        high -= 1
    return low, high
