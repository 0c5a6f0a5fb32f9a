"""A body that a report names in full and in short is one body: its facts become one, with the roles of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from agencygraph.authority.abbreviated import short_form
from agencygraph.authority.words import words
from agencygraph.model import Fact
from agencygraph.reconcile.organisations import key

_AGENCIES = ("署", "局")
_ABBREVIATED = 3
"""A name of so few characters is no name in full: 央行, WHO."""


def one_each(facts: list[Fact], rules: Mapping[str, Any]) -> Iterator[Fact]:
    """The facts, one for each distinct body where the rules ask for that; other kinds of facts as they are.

    Left out: the report's own agency and its points of service; a kind of body (監理站 beside 宜蘭監理站 and
    基隆監理站; 衛生局 alone, unless it has a role that only a certain body has); what has no role at all.
    """
    own = next((fact.text("agency") for fact in facts if fact.kind == "reports"), "")
    kept = {id(first): joined for kind, rule in rules.items() for first, joined in _distinct(facts, kind, rule, own)}
    for fact in facts:
        if fact.kind not in rules:
            yield fact
        elif id(fact) in kept:
            yield kept[id(fact)]


def _distinct(facts: list[Fact], kind: str, rule: Mapping[str, Any], own: str) -> Iterator[tuple[Fact, Fact]]:
    column = rule["column"]
    points = {fact.text(name).strip("「」") for fact in facts for name in rule["parts"].get(fact.kind, ())}
    told = [
        fact
        for fact in facts
        if fact.kind == kind
        and not (own and short_form(fact.text(column), own))
        and not (any(point.endswith(fact.text(column)) for point in points) and not _acts(fact, column, rule))
    ]
    groups: list[list[Fact]] = []
    for fact in sorted(told, key=lambda fact: -len(fact.text(column))):
        places = [group for group in groups if any(_one_body(fact, other, column) for other in group)]
        if len(places) < 2:
            (places[0] if places else _new(groups)).append(fact)
    for group in groups:
        roles = {role for fact in group for role in _roles(fact, rule)}
        bare = group[0].text(column) in words()["city"] | words()["bound"] | words()["nothing"]
        if bare and not (own and roles & set(rule["certain"])):
            continue
        if roles:
            first = min(group, key=lambda fact: fact.evidence.span)
            yield first, _joined(first, group, rule)


def _acts(fact: Fact, column: str, rule: Mapping[str, Any]) -> bool:
    """Whether a body that is also part of the agency is an agency of its own with a role of its own."""
    return fact.text(column).endswith(_AGENCIES) and bool({*_roles(fact, rule)} - {rule["silent"]})


def _new(groups: list[list[Fact]]) -> list[Fact]:
    groups.append([])
    return groups[-1]


def _one_body(short: Fact, full: Fact, column: str) -> bool:
    return short_form(short.text(column), full.text(column)) or _key(short, column) == _key(full, column)


def _key(fact: Fact, column: str) -> str:
    """The key of the one body that a fact names: the one that its text gives the name, else the name's own."""
    return next(iter(fact.keys.get(column, ())), "") or key(fact.text(column))


def _roles(fact: Fact, rule: Mapping[str, Any]) -> tuple[str, ...]:
    told = fact.values.get(rule["roles"], ())
    return (told,) if isinstance(told, str) else told


def _joined(first: Fact, group: list[Fact], rule: Mapping[str, Any]) -> Fact:
    """The body's first fact with the name in full where a later one has it, and the roles of all."""
    column = rule["column"]
    short = len(first.text(column)) <= _ABBREVIATED
    same = (
        f for f in group if short_form(first.text(column), f.text(column)) or (short and _one_body(first, f, column))
    )
    full = max(same, key=lambda f: len(f.text(column)))
    roles = [role for fact in sorted(group, key=lambda fact: fact.evidence.span) for role in _roles(fact, rule)]
    stated = [role for role in roles if role != rule["silent"]] or [rule["silent"]]
    spans = {span for fact in group for span in (fact.evidence.span, *fact.evidence.context)}
    context = sorted(spans - {first.evidence.span})
    where = {**first.evidence.where, column: full.evidence.where.get(column, ())}
    evidence = replace(first.evidence, context=tuple(context), where=where)
    values = {**first.values, column: full.text(column), rule["roles"]: tuple(dict.fromkeys(stated))}
    return replace(first, values=values, evidence=evidence)
