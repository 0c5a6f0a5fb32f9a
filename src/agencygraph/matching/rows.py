"""From a match to facts: fills the columns that a rule emits, cites the passage, makes one fact per value of `each`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from agencygraph.matching import references
from agencygraph.matching.reading import Reading
from agencygraph.matching.values import Found, Stretch, convert
from agencygraph.model import Evidence, Fact, Span, Value
from agencygraph.rules import Find, Room, compile_pattern, needs, phrases
from agencygraph.text import Expression

LONGEST = 190
"""The most characters a cited passage has, white space not counted."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule fired: the match, the scope it was tried in, and its named groups, all in one paragraph.

    `elsewhere` holds groups that lie in other paragraphs: the heads of a table's columns. `lead` is where the list
    begins that the match is an item of.
    """

    paragraph: int
    start: int
    end: int
    low: int
    high: int
    groups: dict[str, tuple[int, int]]
    elsewhere: dict[str, Stretch] = field(default_factory=dict)
    lead: int | None = None
    told: dict[str, Found] = field(default_factory=dict)


def terms(room: Room) -> dict[str, tuple[str, ...]]:
    """The word lists that the room's patterns may name."""
    return {**phrases(), **room.terms}


def patterns(room: Room, words: tuple[str, ...]) -> list[Expression]:
    """Patterns of a room, compiled."""
    return room.patterns(words, lambda new: [compile_pattern(word, terms(room)) for word in new])


def places(reading: Reading, room: Room, words: tuple[str, ...]) -> list[frozenset[int]]:
    """For each pattern of a room the paragraphs that hold what it needs: it matches nowhere else."""
    every = room.needs(words, lambda new: [needs(word, terms(room)) for word in new])
    return [reading.holding(need) for need in every]


def groups(found: re.Match[str]) -> dict[str, tuple[int, int]]:
    """The named groups that took part in a match, with their places: in the order of names, since engines differ."""
    return {name: found.span(name) for name, text in sorted(found.groupdict().items()) if text is not None}


def facts(
    reading: Reading,
    room: Room,
    rule_id: str,
    emit: dict[str, str | Find],
    hit: Hit,
    cite: str,
    each: str = "",
    need: tuple[str, ...] = (),
) -> Iterator[Fact]:
    """The facts of one hit: none where a needed column stays empty, or one runs over several cells of a table."""
    columns: dict[str, Found] = {}
    for name, expression in emit.items():
        found = _column(reading, room, name, expression, hit)
        if found.values and any(found.values):
            columns[name] = found
    if "host" in columns and "partner" in columns:
        others = _others(columns.pop("partner"), columns["host"])
        columns |= {"partner": others} if others.values else {}
    torn = any("\t" in value for found in columns.values() for value in found.values)
    if torn or any(name not in columns for name in need) or _of_itself(reading, room, hit, columns):
        return
    span = passage(reading, hit, cite)
    for row in _rows(room, columns, each):
        yield fact(reading, room, rule_id, row, hit.paragraph, span)


def _others(partner: Found, host: Found) -> Found:
    """The partners without the host: nobody is one's own."""
    kept = [at for at, name in enumerate(partner.values) if name not in host.values]
    spans = tuple(partner.spans[at] for at in kept) if len(partner.spans) == len(partner.values) else partner.spans
    return Found(tuple(partner.values[at] for at in kept), spans, partner.key)


def _of_itself(reading: Reading, room: Room, hit: Hit, columns: dict[str, Found]) -> bool:
    """Whether a fact names the speaking body by a word for itself (本所) as what it has; where it names it in full, the
    host is dropped.
    """
    host, name = columns.get("host"), columns.get("name")
    if not host or not name or "host" not in room.key or "name" not in room.key or host.values != name.values:
        return False
    del columns["host"]
    low, high = hit.groups.get("name", (0, 0))
    return any(m.kind == "self" for m in reading.marked[hit.paragraph].inside(low, high))


def wanted(room: Room, want: dict[str, tuple[str, ...]], fact: Fact) -> bool:
    """Whether the columns that a rule asks for show what it wants of them."""
    return all(any(p.search(fact.text(column)) for p in patterns(room, words)) for column, words in want.items())


def fact(
    reading: Reading,
    room: Room,
    rule_id: str,
    row: dict[str, Found],
    paragraph: int,
    span: Span,
    context: tuple[Span, ...] = (),
) -> Fact:
    """A fact with its evidence. What a value rests on outside the passage becomes context."""
    values: dict[str, Value] = {}
    derived: list[str] = []
    outside: list[Span] = list(context)
    for column in room.columns:
        found = row.get(column.name)
        if found is None or not found.values:
            continue
        values[column.name] = tuple(dict.fromkeys(found.values)) if column.many else found.values[0]
        if not found.spans:
            derived.append(column.name)
        outside += [s for s in found.spans if not span.start <= s.start <= s.end <= span.end]
    document = reading.document
    evidence = Evidence(
        span,
        document.source.text[span.start : span.end],
        document.path(document.paragraphs[paragraph].section),
        f"{room.name}/{rule_id}",
        tuple(sorted(set(outside))),
        tuple(derived),
        (),
        {name: found.spans for name, found in row.items() if found.spans},
    )
    return Fact(room.name, values, evidence, _keys(reading, room, values))


def _keys(reading: Reading, room: Room, values: dict[str, Value]) -> dict[str, tuple[str, ...]]:
    """The keys of columns that name a body by a name which the text itself introduces or changes."""
    out: dict[str, tuple[str, ...]] = {}
    for column in room.columns if reading.keys else ():
        value = values.get(column.name, ())
        names = (value,) if isinstance(value, str) else value
        if column.type == "organisation" and any(name in reading.keys for name in names):
            out[column.name] = tuple(reading.keys.get(name) or references.key(name) for name in names)
    return out


def passage(reading: Reading, hit: Hit, cite: str) -> Span:
    """The passage to cite: the match, widened to its clauses or its scope while that is short enough to read."""
    marked = reading.marked[hit.paragraph]
    low, high = hit.start, hit.end
    if cite == "scope":
        low, high = hit.low, hit.high
    elif cite == "clause":
        low, high = marked.clause(hit.start, hit.end)
        low, high = max(low, min(hit.low, hit.start)), min(high, max(hit.high, hit.end))
    if marked.at[high] - marked.at[low] > LONGEST:
        low, high = hit.start, hit.end
    while marked.text[low : low + 1] in tuple(",、;。: ") and low < hit.start:
        low += 1
    while high > hit.end and marked.text[high - 1 : high] in tuple(",、;: "):
        high -= 1
    while marked.at[high] - marked.at[low] > LONGEST and high - 1 > low:
        high -= 1
    return reading.passage(hit.paragraph, low, high)


def _rows(room: Room, columns: dict[str, Found], each: str) -> Iterator[dict[str, Found]]:
    if not each or each not in columns:
        yield columns
        return
    count = len(columns[each].values)
    for i in range(count):
        row = dict(columns)
        for name, found in columns.items():
            if name == each or (count > 1 and len(found.values) == count and not room.column(name).many):
                spans = found.spans[i : i + 1] if len(found.spans) == count else found.spans
                row[name] = Found(found.values[i : i + 1], spans)
        yield row


def _column(reading: Reading, room: Room, name: str, expression: str | Find, hit: Hit) -> Found:
    column = room.column(name)
    if isinstance(expression, Find):
        if expression.group not in hit.groups and expression.group not in hit.elsewhere:
            return _find(reading, room, name, expression, hit)
        expression = expression.group
    if expression.startswith("="):
        return Found((expression[1:],), ())
    if expression.startswith("$"):
        return _context(reading, expression, hit)
    names, _, operator = expression.partition("|")
    if names in hit.told and column.type in ("integer", "decimal", "weekday"):
        return hit.told[names]
    places = {**{name: Stretch(hit.paragraph, *at) for name, at in hit.groups.items()}, **hit.elsewhere}
    parts = [convert(reading, column, places[name], operator) for name in names.split("+") if name in places]
    if len(parts) == 1:
        return parts[0]
    return _joined(parts)


def _joined(parts: list[Found]) -> Found:
    """The words of several groups as one value; as many values as one group has, each with the words of the others."""
    count = max((len(part.values) for part in parts), default=0)
    if count > 1 and all(len(part.values) in (0, 1, count) for part in parts):
        rows = zip(*(part.values * (count // len(part.values)) for part in parts if part.values), strict=True)
        spans = tuple(span for part in parts for span in part.spans)
        return Found(tuple("".join(row) for row in rows), spans)
    words = [value for part in parts for value in part.values]
    joined = "".join(word for i, word in enumerate(words) if not "".join(words[i + 1 : i + 2]).startswith(word))
    return Found((joined,), tuple(span for part in parts for span in part.spans)) if joined else Found((), ())


def _context(reading: Reading, expression: str, hit: Hit) -> Found:
    value = {
        "$host": reading.host(hit.paragraph, hit.start),
        "$start": reading.head.period_start,
        "$end": reading.head.period_end,
    }[expression]
    return Found((value,) if value else (), ())


def _find(reading: Reading, room: Room, name: str, find: Find, hit: Hit) -> Found:
    column = room.column(name)
    for code, words in find.choose.items():
        for pattern in patterns(room, words):
            for place in _where(reading, find, hit):
                if found := pattern.search(reading.marked[place.paragraph].text, place.start, place.end):
                    return Found((code,), (reading.passage(place.paragraph, *found.span()),) if found[0] else ())
    for pattern in patterns(room, find.flag):
        for place in _where(reading, find, hit):
            if found := pattern.search(reading.marked[place.paragraph].text, place.start, place.end):
                return Found(("true",), (reading.passage(place.paragraph, *found.span()),))
    for pattern in patterns(room, find.first):
        for place in _where(reading, find, hit):
            for found in pattern.finditer(reading.marked[place.paragraph].text, place.start, place.end):
                value = convert(reading, column, Stretch(place.paragraph, *_value_span(found)), find.with_)
                if value.values and value.values[0]:
                    return value
    for pattern in patterns(room, find.every):
        values: list[str] = []
        spans: list[Span] = []
        for place in _where(reading, find, hit):
            for found in pattern.finditer(reading.marked[place.paragraph].text, place.start, place.end):
                value = convert(reading, column, Stretch(place.paragraph, *_value_span(found)), find.with_)
                values += value.values
                spans += value.spans
        if values:
            return Found(tuple(values), tuple(spans))
    if find.default.startswith("$"):
        return _context(reading, find.default, hit)
    return Found((find.default,) if find.default else (), ())


def _value_span(found: re.Match[str]) -> tuple[int, int]:
    named = groups(found)
    if "value" in named:
        return named["value"]
    return min(named.values(), default=found.span())


def _where(reading: Reading, find: Find, hit: Hit) -> list[Stretch]:
    if find.within == "above":
        above = reversed(reading.above[hit.paragraph])
        return [Stretch(i, 0, len(reading.marked[i].text)) for i in above]
    whole = len(reading.marked[hit.paragraph].text)
    if find.within == "beside":
        clause = reading.marked[hit.paragraph].clause(hit.start, hit.end)[0]
        return [Stretch(hit.paragraph, clause, hit.start), Stretch(hit.paragraph, hit.end, hit.high)]
    if find.within == "nearby":
        return _nearby(reading, hit)
    low, high = {
        "match": (hit.start, hit.end),
        "scope": (hit.low, hit.high),
        "sentence": reading.marked[hit.paragraph].sentence(hit.start, hit.end),
        "paragraph": (0, whole),
        "after": (hit.end, hit.high),
        "before": (hit.low, hit.start if hit.lead is None else min(hit.lead, hit.start)),
        "rest": (hit.end, whole),
    }[find.within]
    return [Stretch(hit.paragraph, low, high)]


def _nearby(reading: Reading, hit: Hit) -> list[Stretch]:
    """The clauses of the match's sentence as far as they stand before it, the nearest first."""
    marked = reading.marked[hit.paragraph]
    low = marked.sentence(hit.start, hit.end)[0]
    cuts = [low, *(cut for cut in marked.clauses if low < cut < hit.start), hit.start]
    return [Stretch(hit.paragraph, *pair) for pair in reversed(list(pairwise(cuts)))]
