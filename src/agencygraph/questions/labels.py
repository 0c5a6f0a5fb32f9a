"""What columns and codes are called on a screen. In files both keep their own names."""

from __future__ import annotations

import functools
from typing import Literal

import pyoxigraph as ox
import yaml

from agencygraph import resources
from agencygraph.namespaces import SKOS
from agencygraph.questions.registry import questions

Language = Literal["zh", "en"]
_TIMES = (("until ", "至"), ("from ", "自"), ("AM", "上午"), ("PM", "下午"))
_CODED = frozenset({"mode", "change", "role"})
_TAGS = {"zh": "zh-hant", "en": "en"}


def column(name: str, language: Language, question: str = "") -> str:
    """What a column (of that question) is called; its own name where there is no other."""
    known = _columns()
    return (known.get(f"{question}.{name}") or known.get(name, {})).get(language, name)


def code(notation: str, language: Language) -> str:
    """What a code is called (lecture -> 講授); the code itself where there is no other name."""
    return _codes().get(notation, {}).get(_TAGS[language], notation)


def hours(time: str, language: Language) -> str:
    """A time of day in words (PM -> 下午, until 15:00 -> 至15:00)."""
    return functools.reduce(lambda told, pair: told.replace(*pair), _TIMES, time) if language == "zh" else time


def value(text: str, name: str, language: Language, question: str = "") -> str:
    """What a value of a column is called: as the choice of the question's parameter of that name, else as the code."""
    known = questions().get(question)
    parameter = known.parameter(name) if known else None
    chosen = next((one for one in parameter.choices if one.code == text), None) if parameter else None
    if chosen:
        return (chosen.zh if language == "zh" else chosen.en)[0]
    return code(text, language) if name in _CODED else text


@functools.cache
def _columns() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = yaml.safe_load(
        (resources.tables("questions") / "columns.yaml").read_text("utf-8")
    )
    return loaded


@functools.cache
def _codes() -> dict[str, dict[str, str]]:
    """The names of the codes by notation and language tag."""
    notations: dict[str, str] = {}
    names: dict[str, dict[str, str]] = {}
    for file in sorted((resources.ontology() / "codes").glob("*.ttl")):
        for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE):
            concept, thing = str(quad.subject), quad.object
            if not isinstance(thing, ox.Literal):
                continue
            if quad.predicate.value == f"{SKOS}notation":
                notations[concept] = thing.value
            elif quad.predicate.value == f"{SKOS}prefLabel" and thing.language:
                names.setdefault(concept, {})[thing.language.lower()] = thing.value
    return {notation: names.get(concept, {}) for concept, notation in notations.items()}
