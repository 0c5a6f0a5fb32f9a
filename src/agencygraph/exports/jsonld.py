"""JSON-LD that people can read: short names, one node an entry, values as JSON where JSON has them.

The context says of each term what its values mostly are (a node, a text in Chinese, a date); a value that is something
else says so itself.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

import pyoxigraph as ox

from agencygraph.namespaces import AG, BASE, CODES, DCT, OA, ORG, PROV, RDF, RDFS, SKOS, XSD, ZH
from agencygraph.resources import ontology

_NAMESPACES = {
    "ag": AG,
    "code": CODES,
    "dct": DCT,
    "id": BASE,
    "oa": OA,
    "org": ORG,
    "prov": PROV,
    "rdfs": RDFS,
    "skos": SKOS,
    "xsd": XSD,
}
_LABEL = "label"
_OUTSIDE = {
    "@id": (
        *("oa:hasSelector", "oa:hasSource", "org:linkedTo", "org:subOrganizationOf", "prov:wasDerivedFrom"),
        *("prov:wasQuotedFrom", "dct:hasPart", "dct:isPartOf", "skos:inScheme"),
    ),
    ZH: ("skos:altLabel", "skos:prefLabel"),
}
"""What the values of terms of other vocabularies mostly are: nodes, or Chinese."""

_NATIVE = {f"{XSD}{name}" for name in ("string", "boolean", "integer")}
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,14})")


@functools.cache
def context() -> Mapping[str, Any]:
    """What the short names stand for, and what their values are. A property without a prefix is the project's own."""
    quads = [quad for file in ontology().glob("*.ttl") for quad in ox.parse(file.read_bytes(), ox.RdfFormat.TURTLE)]
    said: dict[str, dict[str, str]] = {}
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            said.setdefault(quad.subject.value, {})[quad.predicate.value] = quad.object.value
    terms = {name: {"@type": "@id"} for name in _OUTSIDE["@id"]}
    terms |= {name: {"@language": ZH} for name in _OUTSIDE[ZH]}
    for iri in sorted(said):
        name, kind = iri.removeprefix(AG), said[iri].get(f"{RDF}type", "").rpartition("#")[2]
        if kind in ("ObjectProperty", "DatatypeProperty") and name not in _NAMESPACES:
            means = _means(iri, kind, said)
            terms |= {name: means} if means else {}
    return {"@version": 1.1, "@vocab": AG, **_NAMESPACES, _LABEL: {"@id": "rdfs:label", "@language": ZH}, **terms}


def _means(iri: str, kind: str, said: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    if kind == "ObjectProperty":
        return {"@type": "@id"}
    of = f"{XSD}date" if f"{iri}Earliest" in said else said[iri].get(f"{RDFS}range", "")
    if not of:
        return {"@language": ZH}
    return {} if of in _NATIVE else {"@type": _property(of)}


def says(triples: Iterable[ox.Triple]) -> bool:
    """Whether `write` can write these triples: its short names leave no room for some IRIs (`id:x`, `org:y`)."""
    return all(_sayable(term) for triple in triples for term in (triple.subject, triple.predicate, triple.object))


def _sayable(term: object) -> bool:
    if isinstance(term, ox.Literal):
        return term.direction is None and _sayable(term.datatype)
    if isinstance(term, ox.NamedNode):
        return term.value.partition(":")[0] not in _NAMESPACES
    return isinstance(term, ox.BlankNode)


def write(graphs: Iterable[Iterable[ox.Triple]], out: BinaryIO) -> None:
    """Write the graphs as one JSON-LD document, each graph's nodes sorted by their names."""
    terms = ",\n  ".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in context().items())
    out.write(f'{{"@context": {{\n  {terms}}},\n "@graph": ['.encode())
    between = "\n"
    for graph in graphs:
        nodes: dict[str, dict[str, list[Any]]] = {}
        for triple in sorted(set(graph), key=str):
            subject = _name(triple.subject)
            key, value = _stated(triple.predicate.value, triple.object)
            nodes.setdefault(subject, {}).setdefault(key, []).append(value)
        for subject in sorted(nodes):
            entry = {"@id": subject} | {
                key: values[0] if len(values) == 1 else values for key, values in sorted(nodes[subject].items())
            }
            out.write(f"{between}  {json.dumps(entry, ensure_ascii=False)}".encode())
            between = ",\n"
    out.write(b"\n ]}\n")


def _stated(predicate: str, term: object) -> tuple[str, Any]:
    """What an entry of a node says: its key and a value."""
    if predicate == f"{RDF}type":
        return ("@type", _property(term.value)) if isinstance(term, ox.NamedNode) else (predicate, _value(term, {}))
    key = _LABEL if predicate == f"{RDFS}label" else _property(predicate)
    return key, _value(term, context().get(key, {}))


def _name(term: object) -> str:
    if not isinstance(term, ox.NamedNode):
        return str(term)
    for prefix in ("id", "code", "ag"):
        namespace = _NAMESPACES[prefix]
        rest = term.value.removeprefix(namespace)
        if rest != term.value and not rest.startswith("/"):
            return f"{prefix}:{rest}"
    return term.value


def _property(iri: str) -> str:
    own = iri.removeprefix(AG)
    if own != iri and _PLAIN.fullmatch(own) and own not in (*_NAMESPACES, _LABEL):
        return own
    for prefix, namespace in _NAMESPACES.items():
        rest = iri.removeprefix(namespace)
        if rest != iri and _PLAIN.fullmatch(rest):
            return f"{prefix}:{rest}"
    return iri


def _value(term: object, means: Mapping[str, str]) -> Any:
    if not isinstance(term, ox.Literal):
        return _name(term) if means.get("@type") == "@id" else {"@id": _name(term)}
    if term.language:
        return term.value if means.get("@language") == term.language else _full(term, "@language", term.language)
    kind = term.datatype.value
    if kind == f"{XSD}string":
        return {"@value": term.value} if means else term.value
    if kind == f"{XSD}boolean" and term.value in ("true", "false") and "@type" not in means:
        return term.value == "true"
    if kind == f"{XSD}integer" and _INTEGER.fullmatch(term.value) and term.value != "-0" and "@type" not in means:
        return int(term.value)
    return term.value if means.get("@type") == _property(kind) else _full(term, "@type", _property(kind))


def _full(term: ox.Literal, key: str, of: str) -> dict[str, str]:
    return {"@value": term.value, key: of}
