"""Reads facts back from a report's graph, as far as the consistency checks need them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyoxigraph as ox

from agencygraph.checks.consistency import Subject
from agencygraph.model import Evidence, Fact, Span
from agencygraph.namespaces import AG, OA, PROV, RDF
from agencygraph.rules import Room

_KINDS = ("reports", "statistics", "surveys")
_PATHS = ("path", "number")

_Node = dict[str, list[str]]


def subject_of(turtle: bytes, rooms: Sequence[Room]) -> Subject:
    """The figures of a report's graph (Turtle) as facts: each column stands in the passage that states the fact."""
    nodes: dict[str, _Node] = {}
    for quad in ox.parse(turtle, ox.RdfFormat.TURTLE):
        thing = quad.object
        value = thing.value if isinstance(thing, ox.NamedNode | ox.Literal | ox.BlankNode) else str(thing)
        subject = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else str(quad.subject)
        nodes.setdefault(subject, {}).setdefault(quad.predicate.value, []).append(value)
    classes = {AG + room.class_: room for room in rooms if room.name in _KINDS}
    found = [
        (_passage(nodes, node), name, node, classes[kind])
        for name, node in nodes.items()
        for kind in node.get(f"{RDF}type", [])
        if kind in classes
    ]
    found.sort(key=lambda one: (one[0][0], one[1]))
    places = {name: str(place) for place, (_, name, _, _) in enumerate(found)}
    facts = tuple(_fact(nodes, passage, node, room, places) for passage, _, node, room in found)
    source = next((node[f"{AG}sourceName"][0] for node in nodes.values() if f"{AG}sourceName" in node), "")
    return Subject(source, None, facts, {span: words for (span, words), _, _, _ in found})


def _passage(nodes: Mapping[str, _Node], node: _Node) -> tuple[Span, str]:
    selectors = nodes.get(_first(node, f"{PROV}wasQuotedFrom"), {}).get(f"{OA}hasSelector", [])
    start, end, words = (
        next((value for one in selectors if (value := _first(nodes.get(one, {}), OA + name))), "")
        for name in ("start", "end", "exact")
    )
    known = start.isdecimal() and end.isdecimal()
    return Span(int(start), int(end)) if known else Span(0, 0), words


def _fact(
    nodes: Mapping[str, _Node], passage: tuple[Span, str], node: _Node, room: Room, places: Mapping[str, str]
) -> Fact:
    values: dict[str, str] = {}
    for column in room.columns:
        name = AG + column.property
        told = _first(node, f"{name}Name") or _first(node, f"{name}Written") or _first(node, name)
        if column.type == "fact":
            told = places.get(told, "")
        elif column.type in ("decimal", "integer"):
            told = _plain(told, _first(node, name))
        if told:
            values[column.name] = told
    section = nodes.get(_first(node, f"{AG}section"), {})
    path = next((value for name in _PATHS if (value := _first(section, AG + name))), "")
    where = dict.fromkeys(values, (passage[0],))
    return Fact(room.name, values, Evidence(passage[0], passage[1], path, _first(node, f"{AG}rule"), where=where))


def _plain(written: str, value: str) -> str:
    """A number with the decimals that it was written with, where it was written in plain digits."""
    digits = written.replace(",", "")
    return digits if digits.replace(".", "", 1).isdecimal() and "." in digits else value


def _first(node: Mapping[str, list[str]], name: str) -> str:
    return node.get(name, [""])[0]
