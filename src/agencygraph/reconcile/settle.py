"""Settles what several fact types say of the same words: who keeps a date, which figure is whose, roles of partners."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from agencygraph.model import Fact, Overlaps
from agencygraph.reconcile.organisations import key
from agencygraph.reconcile.repeats import once
from agencygraph.reconcile.shortforms import one_each


@functools.cache
def _precedence() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((Path(__file__).parent / "precedence.yaml").read_text("utf-8"))
    return loaded


def settle(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that stand, in the order given, by `precedence.yaml`."""
    kept = once(_unclaimed(_one_per_date(_of_two_bodies(facts))), _precedence()["told_again"])
    return tuple(_with_wholes(list(one_each(list(_with_roles(kept)), _precedence()["one_each"]))))


def _of_two_bodies(facts: Iterable[Fact]) -> list[Fact]:
    """The facts without those that say of a body what holds between two."""
    two = _precedence()["two_bodies"]
    return [
        fact
        for fact in facts
        if fact.kind not in two or len({key(fact.text(column)) for column in two[fact.kind]}) == len(two[fact.kind])
    ]


def _one_per_date(facts: list[Fact]) -> list[Fact]:
    rank = {kind: i for i, kind in enumerate(_precedence()["dated"])}
    dated = [fact for fact in facts if fact.kind in rank and fact.values.get("date")]
    places: Overlaps[Fact] = Overlaps()
    for fact in dated:
        places.add(fact.evidence.span, fact)
    lost = {
        id(fact)
        for fact in dated
        for other in places.over(fact.evidence.span)
        if rank[other.kind] < rank[fact.kind] and _same_date(fact, other)
    }
    return [fact for fact in facts if id(fact) not in lost]


def _same_date(fact: Fact, other: Fact) -> bool:
    return bool(set(fact.text("date").split(";")) & set(other.text("date").split(";")))


def _unclaimed(facts: list[Fact]) -> list[Fact]:
    claims = _precedence()["claims"]
    claimed: Overlaps[Fact] = Overlaps()
    for fact in facts:
        for column in claims.get(fact.kind, ()):
            for span in fact.evidence.where.get(column, ()):
                claimed.add(span, fact)
    return [
        fact
        for fact in facts
        if fact.kind != "statistics"
        or not any(True for span in fact.evidence.where.get("value", ()) for _ in claimed.over(span))
    ]


def _with_roles(facts: list[Fact]) -> Iterable[Fact]:
    roles: dict[str, list[str]] = {}
    for fact in facts:
        for column, role in _precedence()["roles"].get(fact.kind, {}).items():
            value = fact.values.get(column, ())
            for name in (value,) if isinstance(value, str) else value:
                roles.setdefault(key(name), []).append(role)
    for fact in facts:
        more = roles.get(key(fact.text("organisation")), []) if fact.kind == "partners" else []
        if not more:
            yield fact
            continue
        told = fact.values.get("role", ())
        stated = [role for role in ((told,) if isinstance(told, str) else told) if role != "other"]
        yield replace(fact, values={**fact.values, "role": tuple(dict.fromkeys([*stated, *more]))})


def _with_wholes(facts: list[Fact]) -> Iterable[Fact]:
    """`whole` as the place of the total among the facts; left out where the total itself does not stand."""
    places = {
        span: str(place)
        for place, fact in enumerate(facts)
        if fact.kind == "statistics"
        for span in fact.evidence.where.get("value", ())
    }
    for fact in facts:
        if "whole" not in fact.values:
            yield fact
            continue
        spans = fact.evidence.where["whole"]
        place = next((places[span] for span in spans if span in places), "")
        if place and _of_another(facts, fact, facts[int(place)]):
            place = ""
        values = {name: value for name, value in fact.values.items() if name != "whole"}
        yield replace(fact, values={**values, "whole": place} if place else values)


def _of_another(facts: list[Fact], part: Fact, whole: Fact) -> bool:
    """Whether a fact is no part of the total that was read for it: it is of a later period, or it is larger and that
    total is but one item of a list (第4季4,590件；其中簡易案件6,135件).
    """
    begins, ends = part.text("period_start"), whole.text("period_end")
    if begins and ends and begins[: len(ends)] > ends[: len(begins)]:
        return True
    if part.text("unit") != whole.text("unit") or not _more(part.text("value"), whole.text("value")):
        return False
    return any(
        fact.kind == whole.kind
        and fact is not whole
        and all(fact.text(name) == whole.text(name) for name in ("host", "measure", "unit"))
        and fact.evidence.section == whole.evidence.section
        and "whole" not in fact.values
        and fact.text("period_start") != whole.text("period_start")
        for fact in facts
    )


def _more(one: str, other: str) -> bool:
    """Whether a stated number is more than another; not so where one of them is no number."""
    try:
        return Decimal(one) > Decimal(other)
    except InvalidOperation:
        return False
