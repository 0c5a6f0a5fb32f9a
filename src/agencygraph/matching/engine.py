"""Runs the rules of all rooms over a document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from agencygraph.matching import answers, cells, grids, head, lists, mentions, patterns
from agencygraph.matching.reading import Head, Reading
from agencygraph.matching.reading import read as read_document
from agencygraph.matching.scopes import FURTHER
from agencygraph.model import Document, Fact, Overlaps, Value
from agencygraph.rules import (
    AnswerRule,
    AnyRule,
    CellRule,
    HeadRule,
    ListRule,
    MentionRule,
    PatternRule,
    QuantityRule,
    Room,
)

_STATEMENT_END = re.compile(rf"[。；;]|[，,]\s*(?:{FURTHER})")

_LEAD = len("並新增")
_FAR = 1000
_UNTOLD = Head()
_ONCE = ("date", "count", "start_time", "end_time", "facility")
"""Columns whose words two rules of a room do not read for two facts."""
_WORDY = "facility"
"""That of them of whose words a second rule does not read a part either, or some more."""
_SHARED = "date"
"""That of them which several facts may share where it does not tell them apart: two titles issued on one day."""


def match(document: Document, rooms: tuple[Room, ...], beside: Head = _UNTOLD) -> tuple[Fact, ...]:
    """All facts that the rooms' rules find, room by room, within a room in the order of the text.

    `beside` is what is known of the report from elsewhere; it stands where the report itself does not say.
    """
    found_head, facts = read_head(document, rooms, beside)
    reading = read_document(document, found_head)
    out = list(facts)
    for room in rooms:
        out += match_room(reading, room)
    return tuple(out)


def read_head(document: Document, rooms: tuple[Room, ...], beside: Head = _UNTOLD) -> tuple[Head, tuple[Fact, ...]]:
    """What the report says of itself, by the first room that has a rule for it; what it does not, from `beside`."""
    for room in rooms:
        for rule in room.rules:
            if isinstance(rule, HeadRule):
                return head.completed(document, room, rule, beside)
    return Head(), ()


def match_room(reading: Reading, room: Room) -> list[Fact]:
    """The facts of one room; what a later rule finds again in the same passage is left out.

    A person whom a table names with the post is not told again.
    """
    kept: list[Fact] = []
    places: Overlaps[Fact] = Overlaps()
    sections: defaultdict[str, list[Fact]] = defaultdict(list)
    named: set[Value | None] = set()
    in_tables = frozenset(f"{room.name}/{rule.id}" for rule in room.rules if isinstance(rule, CellRule))
    for rule in room.rules:
        alone = isinstance(rule, PatternRule) and rule.alone
        for fact in _apply(reading, room, rule):
            span, beside = fact.evidence.span, sections[fact.evidence.section]
            over = list(places.over(span))
            if any(_again(room, fact, other, in_tables) for other in over):
                continue
            if isinstance(rule, MentionRule) and rule.kind == "person" and fact.values.get("name") in named:
                continue
            near = (one for one in beside if one in over or one.evidence.rule not in in_tables)
            if isinstance(rule, PatternRule) and rule.new and _told(room, fact, kept):
                continue
            if alone and any(_beside(reading, fact, other) for other in near):
                continue
            if fact.evidence.rule in in_tables:
                named.add(fact.values.get("name"))
            kept.append(fact)
            places.add(span, fact)
            beside.append(fact)
    return sorted((one for fact in kept for one in _of_each(reading, fact)), key=lambda fact: fact.evidence.span)


def _of_each(reading: Reading, fact: Fact) -> Iterator[Fact]:
    """The fact, and the same of the other bodies that its passage is about."""
    yield fact
    host, span = fact.values.get("host"), fact.evidence.span
    for passage, bodies in reading.shared:
        if host in bodies and passage.start <= span.start and span.end <= passage.end:
            for other in sorted(bodies - {host}):
                yield replace(fact, values={**fact.values, "host": other})


def _again(room: Room, fact: Fact, other: Fact, in_tables: frozenset[str]) -> bool:
    """Whether two facts whose passages overlap are one; what a rule for tables has named is not named again."""
    same = all(fact.values.get(name) == other.values.get(name) for name in room.key)
    where, there = fact.evidence.where, other.evidence.where
    once = [n for n in _ONCE if n != _SHARED or n in room.key]
    apart = fact.evidence.rule != other.evidence.rule
    if apart and any(where.get(n) and where[n] == there.get(n) for n in once):
        return True
    if apart and any(a.start < b.end and b.start < a.end for a in where.get(_WORDY, ()) for b in there.get(_WORDY, ())):
        return True
    name = next(key for key in room.key if key != "host")
    named = (
        [(a, b) for n in (name, *once) for a in where.get(n, ()) for b in there.get(n, ())]
        if other.evidence.rule in in_tables
        else []
    )
    if apart and any(a.start < b.end and b.start < a.end for a, b in named):
        return True
    shared = set(room.key) & set(where) & set(there)
    return same and (apart or all(where[n] == there[n] for n in shared))


def _told(room: Room, fact: Fact, kept: list[Fact]) -> bool:
    """Whether another rule of the room has named the same thing of the same host, or one whose name ends so."""
    name = next(key for key in room.key if key != "host")
    return any(
        other.text(name).endswith(fact.text(name))
        and other.values.get("host") == fact.values.get("host")
        and other.evidence.rule != fact.evidence.rule
        for other in kept
    )


def _beside(reading: Reading, fact: Fact, other: Fact) -> bool:
    """Whether two facts of a section, by different rules, stand in one statement."""
    if fact.evidence.rule == other.evidence.rule:
        return False
    first, second = sorted((fact.evidence.span, other.evidence.span))
    between = reading.document.source.text[first.end - 1 : second.start + _LEAD]
    return len(between) < _FAR and not _STATEMENT_END.search(between)


def _apply(reading: Reading, room: Room, rule: AnyRule) -> Iterator[Fact]:
    match rule:
        case PatternRule():
            return patterns.read(reading, room, rule)
        case ListRule():
            return lists.read(reading, room, rule)
        case MentionRule():
            return mentions.read(reading, room, rule)
        case QuantityRule():
            return grids.read(reading, room, rule)
        case AnswerRule():
            return answers.read(reading, room, rule)
        case CellRule():
            return cells.read(reading, room, rule)
        case HeadRule():
            return iter(())
