"""JSON-LD that people can read: short names, one node an entry, values as JSON where JSON has them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, BinaryIO

import pyoxigraph as ox

from agencygraph.namespaces import AG, BASE, CODES, DCT, OA, ORG, PROV, RDF, RDFS, SKOS, XSD

_NAMESPACES = {
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
CONTEXT: dict[str, Any] = {"@version": 1.1, "@vocab": AG, **_NAMESPACES, "label": {"@id": "rdfs:label"}}
"""What the short names stand for. A property without a prefix is the project's own."""

_SHORT = {RDF + "type": "@type", RDFS + "label": "label"}
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,14})")


def write(graphs: Iterable[Iterable[ox.Triple]], out: BinaryIO) -> None:
    """Write the graphs as one JSON-LD document, each graph's nodes sorted by their names."""
    context = json.dumps(CONTEXT, ensure_ascii=False)
    out.write(f'{{"@context": {context},\n "@graph": ['.encode())
    between = "\n"
    for graph in graphs:
        nodes: dict[str, dict[str, list[Any]]] = {}
        for triple in sorted(set(graph), key=str):
            subject, predicate = _name(triple.subject), triple.predicate.value
            key = _SHORT.get(predicate) or _property(predicate)
            value = _type(triple.object) if key == "@type" else _value(triple.object)
            nodes.setdefault(subject, {}).setdefault(key, []).append(value)
        for subject in sorted(nodes):
            entry = {"@id": subject} | {
                key: values[0] if len(values) == 1 else values for key, values in sorted(nodes[subject].items())
            }
            out.write(f"{between}  {json.dumps(entry, ensure_ascii=False)}".encode())
            between = ",\n"
    out.write(b"\n ]}\n")


def _name(term: object) -> str:
    if not isinstance(term, ox.NamedNode):
        return str(term)
    for prefix in ("id", "code"):
        namespace = _NAMESPACES[prefix]
        rest = term.value.removeprefix(namespace)
        if rest != term.value and not rest.startswith("/"):
            return f"{prefix}:{rest}"
    return term.value


def _property(iri: str) -> str:
    own = iri.removeprefix(AG)
    if own != iri and _PLAIN.fullmatch(own) and own not in CONTEXT:
        return own
    for prefix, namespace in _NAMESPACES.items():
        rest = iri.removeprefix(namespace)
        if rest != iri and _PLAIN.fullmatch(rest):
            return f"{prefix}:{rest}"
    return iri


def _type(term: object) -> str:
    return _property(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _value(term: object) -> Any:
    if not isinstance(term, ox.Literal):
        return {"@id": _name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    kind = term.datatype.value
    if kind == f"{XSD}string":
        return term.value
    if kind == f"{XSD}boolean" and term.value in ("true", "false"):
        return term.value == "true"
    if kind == f"{XSD}integer" and _INTEGER.fullmatch(term.value) and term.value != "-0":
        return int(term.value)
    return {"@value": term.value, "@type": _property(kind)}
