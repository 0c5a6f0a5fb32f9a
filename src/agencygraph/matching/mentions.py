"""Rules that take stock: each distinct body, unit, person, law or address that a report mentions, once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, facts, patterns
from agencygraph.matching.scopes import fits
from agencygraph.model import Evidence, Fact, Mention
from agencygraph.rules import MentionRule, Room, compile_pattern
from agencygraph.rules.language import SIGNS
from agencygraph.matching.rows import terms

HERE = "\ue0ff"
"""The sign that stands for the mention itself where a rule writes `@`."""

_KINDS = {"organisation": "organisation", "unit": "unit", "person": "person", "law": "law", "url": "url"}


@dataclass(slots=True)
class _Thing:
    hit: Hit
    roles: dict[str, None] = field(default_factory=dict)


def around(room: Room, words: tuple[str, ...]) -> list[re.Pattern[str]]:
    """Patterns in which `@` stands for the place that is asked about."""
    return [compile_pattern(word.replace("@", HERE), terms(room)) for word in words]


def read(reading: Reading, room: Room, rule: MentionRule) -> Iterator[Fact]:
    """One fact for each distinct thing, at its first mention, with the roles that any of its mentions shows."""
    sign = SIGNS[_KINDS[rule.kind]]
    refused = around(room, rule.refuse)
    roles = {role: around(room, words) for role, words in rule.roles.items()}
    things: dict[str, _Thing] = {}
    for index, marked in enumerate(reading.marked):
        for at in sorted(i for i, m in marked.mentions.items() if marked.text[i] == sign):
            name = _name(marked.mentions[at])
            if not name or name == reading.head.agency:
                continue
            low, high = marked.sentence(at, at + 1)
            if not fits(reading, room, rule.where, index, low, high):
                continue
            text = marked.text[low:at] + HERE + marked.text[at + 1 : high]
            if any(p.search(text) for p in refused):
                continue
            thing = things.setdefault(name, _Thing(Hit(index, at, at + 1, low, high, {"it": (at, at + 1)})))
            lead = "".join(line.text for line in reading.lines_above(index)[-2:])
            for role, cues in roles.items():
                if any(p.search(text) or p.search(lead + "\n" + text) for p in cues):
                    thing.roles[role] = None
    for thing in things.values():
        emit = dict(rule.emit)
        for fact in facts(reading, room, rule.id, emit, thing.hit, "clause"):
            yield _with_roles(fact, thing, rule) if rule.roles else fact


def _with_roles(fact: Fact, thing: _Thing, rule: MentionRule) -> Fact:
    values = tuple(role for role in rule.roles if role in thing.roles) or ((rule.otherwise,) if rule.otherwise else ())
    evidence = fact.evidence
    return Fact(fact.kind, {**fact.values, "role": values}, Evidence(
        evidence.span, evidence.quote, evidence.section, evidence.rule, evidence.context, (*evidence.derived, "role"),
        evidence.authority, evidence.where))


def _name(mention: Mention) -> str:
    return mention.values[0] if mention.values else ""
