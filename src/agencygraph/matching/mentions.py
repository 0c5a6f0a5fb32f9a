"""Rules that take stock: each distinct body, unit, person, law or address that a report mentions, once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from agencygraph.authority import load, short_form
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, facts, patterns, terms
from agencygraph.matching.scopes import fits
from agencygraph.model import Fact, Mention
from agencygraph.rules import SIGNS, MentionRule, Room, compile_pattern

HERE = "\ue0ff"
"""The sign that stands for the mention itself where a rule writes `@`."""


@dataclass(slots=True)
class _Thing:
    hit: Hit
    roles: dict[str, None] = field(default_factory=dict)


def around(room: Room, words: tuple[str, ...]) -> list[re.Pattern[str]]:
    """Patterns in which `@` stands for the place that is asked about."""
    return [compile_pattern(word.replace("@", HERE), terms(room)) for word in words]


def read(reading: Reading, room: Room, rule: MentionRule) -> Iterator[Fact]:
    """One fact for each distinct thing, at its first mention, with the roles that any of its mentions shows."""
    sign = SIGNS[rule.kind]
    refused, named = around(room, rule.refuse), patterns(room, rule.named)
    roles = {role: around(room, words) for role, words in rule.roles.items()}
    above = _above(reading.head.agency)
    hosts = {host for host in reading.hosts if host}
    things: dict[str, _Thing] = {}
    for index, marked in enumerate(reading.marked):
        for at in sorted(i for i, m in marked.mentions.items() if marked.text[i] == sign):
            name = _name(marked.mentions[at])
            if not name or (rule.kind == "organisation" and name in hosts):
                continue
            if named and not any(p.search(" ".join(marked.mentions[at].values)) for p in named):
                continue
            low, high = marked.sentence(at, at + 1)
            if not fits(reading, room, rule.where, index, low, high):
                continue
            text = marked.text[low:at] + HERE + marked.text[at + 1 : high]
            if any(p.search(text) for p in refused):
                continue
            thing = things.setdefault(name, _Thing(Hit(index, at, at + 1, low, high, {"it": (at, at + 1)})))
            if rule.above and above and short_form(name, above):
                thing.roles = {rule.above: None}
                continue
            lead = "".join(line.text for line in reading.lines_above(index)[-2:])
            for role, cues in roles.items():
                if any(p.search(text) or p.search(lead + "\n" + text) for p in cues):
                    thing.roles[role] = None
    for thing in things.values():
        emit = dict(rule.emit)
        for fact in facts(reading, room, rule.id, emit, thing.hit, "clause"):
            yield _with_roles(fact, thing, rule) if rule.roles else fact


def _above(agency: str) -> str:
    """The body that the agency's name begins with: 法務部行政執行署 for a branch of it."""
    sizes = range(len(agency) - 1, 2, -1)
    return next((agency[:size] for size in sizes if load().knows(agency[:size])), "")


def _with_roles(fact: Fact, thing: _Thing, rule: MentionRule) -> Fact:
    order = [*rule.roles, rule.above]
    values = tuple(sorted(thing.roles, key=order.index)) or ((rule.otherwise,) if rule.otherwise else ())
    evidence = replace(fact.evidence, derived=(*fact.evidence.derived, "role"))
    return replace(fact, values={**fact.values, "role": values}, evidence=evidence)


def _name(mention: Mention) -> str:
    return mention.values[0] if mention.values else ""
