"""A fact that a report tells again is one fact: its first statement, with the later passages as context."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from agencygraph.model import Fact

_NAMES = 2
_GAP = 2  # 、 or 」、
_NUMBER = re.compile(r"\d+")
_NOISE = re.compile(r"[\s「」『』()（）,，、。:：]")


def once(facts: list[Fact], rules: Mapping[str, Any]) -> list[Fact]:
    """The facts without those told again; `rules` say for each kind which columns make two facts the same."""
    kept: list[Fact] = []
    first: dict[tuple[str, ...], list[int]] = {}
    for fact in facts:
        rule = rules.get(fact.kind)
        if rule is None:
            kept.append(fact)
            continue
        key = (fact.kind, *(_plain(fact.text(column)) for column in rule["same"]))
        places = first.setdefault(key, [])
        again = next((place for place in places if _alike(fact, kept[place], rule)), None)
        if again is None:
            places.append(len(kept))
            kept.append(fact)
        elif any(len(fact.text(column)) > len(kept[again].text(column)) for column in rule.get("finer", ())):
            kept[again] = _told_also(fact, kept[again])
        else:
            kept[again] = _told_also(kept[again], fact)
    return kept


def _told_also(fact: Fact, again: Fact) -> Fact:
    """The fact with what its repetition adds: columns that it lacked, the passage as context."""
    evidence = fact.evidence
    more = {name: value for name, value in again.values.items() if name not in fact.values}
    where = {name: spans for name, spans in again.evidence.where.items() if name in more}
    context = tuple(dict.fromkeys((*evidence.context, again.evidence.span)))
    values = {**fact.values, **more}
    return replace(fact, values=values, evidence=replace(evidence, context=context, where={**evidence.where, **where}))


def _alike(fact: Fact, other: Fact, rule: Mapping[str, Any]) -> bool:
    """Whether two facts say the same; what one passage names twice differently is two things."""
    moving = re.search(rule.get("moving", ""), fact.text(rule["same"][0]))
    if moving and any(fact.text(c) != other.text(c) for c in rule.get("apart", ()) if fact.text(c) and other.text(c)):
        return False
    for column in rule.get("finer", ()):
        coarse, fine = sorted((fact.text(column), other.text(column)), key=len)
        if coarse != fine:
            return fine.startswith(coarse) and all(_plain(fact.text(c)) == _plain(other.text(c)) for c in rule["alike"])
    for column in rule.get("alike", ()):
        one, two = _plain(fact.text(column)), _plain(other.text(column))
        if one != two and (fact.evidence.span == other.evidence.span or _in_a_row(fact, other)):
            return False
        if _numbered(one) and _numbered(two) and _numbered(one) != _numbered(two):
            return False
        if one == two or _holds(one, two):
            continue
        if one[:_NAMES] != two[:_NAMES] and one[_NAMES:] == two[_NAMES:]:  # 玉里服務點, 成功服務點
            return False
        bound = rule["ratio"]
        if 2 * min(len(one), len(two)) < bound * (len(one) + len(two)):
            return False
        matcher = SequenceMatcher(None, one, two, autojunk=False)
        if matcher.quick_ratio() < bound or matcher.ratio() < bound:
            return False
    return True


def _in_a_row(fact: Fact, other: Fact) -> bool:
    """Whether two passages are neighbours in a list: items are not told twice."""
    one, two = sorted((fact.evidence.span, other.evidence.span))
    return 0 <= two.start - one.end <= _GAP


@functools.lru_cache(maxsize=4096)
def _numbered(text: str) -> tuple[str, ...]:
    """The numbers in a text: 第26期第2類 is not 第26期第3類."""
    return tuple(_NUMBER.findall(text))


def _holds(one: str, two: str) -> bool:
    """Whether one text holds the other and is little longer."""
    short, long = sorted((one, two), key=len)
    return len(short) >= 4 and len(long) < 2 * len(short) and short in long


@functools.lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    return _NOISE.sub("", text).replace("臺", "台")
