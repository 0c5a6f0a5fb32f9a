"""What the graphs say about one thing: its own triples, the passage that states it, and who points at it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from agencygraph.namespaces import OA, PROV, RDF, RDFS
from agencygraph.web import vocabulary

_HERE = ox.DefaultGraph()
_LABEL, _TYPE = ox.NamedNode(f"{RDFS}label"), ox.NamedNode(f"{RDF}type")
_EVIDENCE = {f"{PROV}wasQuotedFrom", f"{PROV}wasDerivedFrom", f"{OA}hasSelector"}
POINTING = 200
"""The most statements about others that are shown beside a thing's own."""
_DEEP = 3


@dataclass(frozen=True, slots=True)
class Value:
    """A value as a page shows it: the words, and the IRI where it is one."""

    words: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A property with its values; `inverse`: the values are what has the thing as its value."""

    iri: str
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing as a page shows it. `cut`: more points at it than is shown."""

    iri: str
    label: str
    kinds: tuple[Value, ...]
    lines: tuple[Line, ...]
    pointing: tuple[Line, ...]
    cut: bool


def triples(store: ox.Store, iris: Iterable[str]) -> Iterator[ox.Triple]:
    """What the graphs, and the vocabulary for its own terms, say about things; their passages included."""
    seen: set[ox.NamedNode | ox.BlankNode] = set()
    waiting = [(ox.NamedNode(iri), 0) for iri in iris]
    while waiting:
        node, deep = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for quad in store.quads_for_pattern(node, None, None, _HERE):
            yield quad.triple
            if quad.predicate.value in _EVIDENCE and isinstance(quad.object, ox.NamedNode) and deep < _DEEP:
                waiting.append((quad.object, deep + 1))
        if deep == 0 and isinstance(node, ox.NamedNode):
            yield from vocabulary.about(node.value)


def pointing(store: ox.Store, iri: str) -> tuple[list[ox.Triple], bool]:
    """The first of the triples that have this thing as their object; and whether there are more."""
    found = store.quads_for_pattern(None, None, ox.NamedNode(iri), _HERE)
    return [quad.triple for quad in islice(found, POINTING)], next(found, None) is not None


def known(store: ox.Store, iri: str) -> bool:
    """Whether the graphs or the vocabulary say anything about an IRI, or name it."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    return (
        next(store.quads_for_pattern(node, None, None), None) is not None
        or next(store.quads_for_pattern(None, None, node), None) is not None
        or bool(vocabulary.about(iri))
    )


def entity(store: ox.Store, iri: str) -> Entity:
    """A thing with what a page shows of it."""
    node = ox.NamedNode(iri)
    own = [*(quad.triple for quad in store.quads_for_pattern(node, None, None, _HERE)), *vocabulary.about(iri)]
    own = list(dict.fromkeys(own))
    kinds = tuple(_value(store, triple.object) for triple in own if triple.predicate == _TYPE)
    others, cut = pointing(store, iri)
    return Entity(
        iri,
        label(store, node) or iri.rpartition("/")[2],
        kinds,
        _lines((triple.predicate, _value(store, triple.object)) for triple in own if triple.predicate != _TYPE),
        _lines((triple.predicate, _value(store, triple.subject)) for triple in others),
        cut,
    )


def label(store: ox.Store, node: ox.NamedNode | ox.BlankNode) -> str:
    """What a thing is called: its longest label, so that a full name goes before a short one."""
    if isinstance(node, ox.NamedNode) and node.value in vocabulary.names():
        return vocabulary.names()[node.value]
    labels = (quad.object for quad in store.quads_for_pattern(node, _LABEL, None, _HERE))
    return max((one.value for one in labels if isinstance(one, ox.Literal)), key=len, default="")


def _lines(pairs: Iterable[tuple[ox.NamedNode, Value]]) -> tuple[Line, ...]:
    grouped: dict[str, list[Value]] = {}
    for predicate, value in pairs:
        grouped.setdefault(predicate.value, []).append(value)
    return tuple(
        Line(iri, vocabulary.names().get(iri, ""), tuple(sorted(set(values), key=lambda one: (one.words, one.iri))))
        for iri, values in sorted(grouped.items(), key=lambda pair: (pair[0] != _LABEL.value, pair[0]))
    )


def _value(store: ox.Store, term: object) -> Value:
    if isinstance(term, ox.NamedNode):
        return Value(label(store, term), term.value)
    return Value(term.value if isinstance(term, ox.Literal | ox.BlankNode) else str(term))
