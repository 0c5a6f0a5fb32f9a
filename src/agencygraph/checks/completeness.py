"""What is missing or badly formed in a report's graph, found by the SHACL shapes in `shapes/`."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal, Protocol, cast

import pyoxigraph as ox

from agencygraph import resources
from agencygraph.checks.violations import Violation
from agencygraph.identifiers import digest
from agencygraph.mapping import turtle
from agencygraph.model import Finding, Place
from agencygraph.model.finding import Severity
from agencygraph.namespaces import AG, OA, PROV, SH, SHAPES

Engine = Literal["shacl", "pyshacl"]
Language = Literal["zh", "en"]

_ENGINES: Mapping[Engine, str] = {"shacl": "agencygraph.checks.fast", "pyshacl": "agencygraph.checks.reference"}
_SEVERITIES: Mapping[str, Severity] = {"Violation": "error", "Warning": "warning", "Info": "note"}
_HEADLESS = {"ReportTitle", "ReportAgency", "ReportPeriodStart"}
_HEAD = _HEADLESS | {"ReportPeriodEnd", "ReportRocYear"}
_RETOLD = {"SurveyResultN"}
"""What a survey result need not say where another one with the same percent says it: a summary before its section."""

_TAGS = {"zh": "zh-hant", "en": "en"}


class Validator(Protocol):
    """A SHACL engine: a module with this function."""

    def validate(self, data: bytes, shapes: str) -> list[Violation]:
        """What the shapes find in the data, both Turtle."""


def completeness(
    graph: bytes | Iterable[ox.Quad], engine: Engine = "shacl", language: Language = "zh"
) -> list[Finding]:
    """The findings on one report's graph (Turtle, or quads), in the order of the text; those without a place last.

    `rule` is the local name of the shape, `message` its sentence in the language asked for.
    """
    data = graph if isinstance(graph, bytes) else turtle(graph)
    violations = violations_of(data, engine)
    places = _Places(data) if violations else None
    found = [
        _finding(violation, places, language)
        for violation in _of_whole_reports(violations)
        if places is not None and not (violation.shape in _RETOLD and places.retold(violation.focus))
    ]
    return sorted(found, key=_order)


def _of_whole_reports(violations: Sequence[Violation]) -> Iterator[Violation]:
    """The violations; what an excerpt, which has no head at all, lacks of one is but for information."""
    names: dict[str, set[str]] = {}
    for violation in violations:
        names.setdefault(violation.focus, set()).add(violation.shape)
    for violation in violations:
        excerpt = names[violation.focus] >= _HEADLESS and violation.shape in _HEAD
        yield replace(violation, severity="Info") if excerpt else violation


def _order(finding: Finding) -> tuple[object, ...]:
    places = [(place.source, place.start, place.end) for place in finding.spans]
    return not places, places, finding.rule, finding.fingerprint


def violations_of(data: bytes, engine: Engine = "shacl") -> list[Violation]:
    """What an engine reports on a graph given as Turtle, sorted."""
    return cast(Validator, importlib.import_module(_ENGINES[engine])).validate(data, shapes())


@functools.cache
def shapes() -> str:
    """All shapes as one Turtle text."""
    return "\n".join(path.read_text("utf-8") for path in _files())


def shape_names() -> frozenset[str]:
    """The local names of all shapes that have a message: the rule ids of findings."""
    return frozenset(_messages())


def _files() -> Sequence[Path]:
    return sorted(resources.shapes().glob("*/*.ttl"))


@functools.cache
def _messages() -> Mapping[str, Mapping[str, str]]:
    """The sentences of each shape, by local name and language tag."""
    found: dict[str, dict[str, str]] = {}
    for quad in ox.parse(shapes(), ox.RdfFormat.TURTLE):
        if quad.predicate.value == f"{SH}message" and isinstance(quad.object, ox.Literal):
            name = str(quad.subject).strip("<>").removeprefix(SHAPES)
            found.setdefault(name, {})[(quad.object.language or "").lower()] = quad.object.value
    return found


def _finding(violation: Violation, places: _Places, language: Language) -> Finding:
    message = _messages()[violation.shape][_TAGS[language]]
    name = places.label(violation.focus)
    return Finding(
        rule=violation.shape,
        severity=_SEVERITIES[violation.severity],
        message=f"{name}：{message}" if name and language == "zh" else f"{name}: {message}" if name else message,
        spans=places.spans(violation.focus),
        stated=_plain(violation.value) if violation.value != violation.focus else None,
        fingerprint=digest(violation.shape, violation.focus, violation.value),
    )


def _plain(term: str) -> str | None:
    if not term.startswith('"'):
        return term.strip("<>") or None
    literal = next(iter(ox.parse(f"<urn:s> <urn:p> {term} .", ox.RdfFormat.N_TRIPLES))).object
    return literal.value if isinstance(literal, ox.Literal) else None


class _Places:
    """Looks up where in the text a focus node stands, and what it is called."""

    def __init__(self, data: bytes) -> None:
        self._of: dict[str, dict[str, list[str]]] = {}
        for quad in ox.parse(data, ox.RdfFormat.TURTLE):
            thing = quad.object
            value = thing.value if isinstance(thing, ox.NamedNode | ox.Literal | ox.BlankNode) else str(thing)
            subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else str(quad.subject)
            self._of.setdefault(subject, {}).setdefault(quad.predicate.value, []).append(value)

    def label(self, focus: str) -> str:
        return self._first(focus.strip("<>"), "http://www.w3.org/2000/01/rdf-schema#label", f"{AG}path")

    def retold(self, focus: str) -> bool:
        """Whether the percent of a survey result is that of another one that says how many answered."""
        percent = self._first(focus.strip("<>"), f"{AG}percent")
        return bool(percent) and any(
            percent in about.get(f"{AG}percent", ()) and f"{AG}n" in about for about in self._of.values()
        )

    def spans(self, focus: str) -> tuple[Place, ...]:
        passage = self._first(focus.strip("<>"), f"{PROV}wasQuotedFrom")
        selectors = self._of.get(passage, {}).get(f"{OA}hasSelector", [])
        start, end, words = (
            next((found for one in selectors if (found := self._first(one, OA + name))), "")
            for name in ("start", "end", "exact")
        )
        if not (start.isdecimal() and end.isdecimal()):
            return ()
        source = self._first(self._first(passage, f"{OA}hasSource"), f"{AG}sourceName")
        return (Place(source, int(start), int(end), words),)

    def _first(self, subject: str, *predicates: str) -> str:
        about = self._of.get(subject, {})
        return next((about[predicate][0] for predicate in predicates if predicate in about), "")
