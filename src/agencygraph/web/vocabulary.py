"""The words of the graphs: the ontology and the code lists, and what their terms are called."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import pyoxigraph as ox

from agencygraph import resources
from agencygraph.namespaces import AG, DCT, OA, ORG, PROV, RDF, RDFS, SKOS, ZH

_LABELS = (f"{RDFS}label", f"{SKOS}prefLabel")
_OTHERS = {
    f"{RDF}type": "種類",
    f"{RDFS}label": "名稱",
    f"{SKOS}altLabel": "又稱",
    f"{SKOS}notation": "代碼",
    f"{DCT}isPartOf": "屬於",
    f"{ORG}subOrganizationOf": "上級機關",
    f"{ORG}linkedTo": "派員進駐",
    f"{PROV}wasQuotedFrom": "原文出處",
    f"{PROV}wasDerivedFrom": "其他依據",
    f"{OA}hasSelector": "定位",
    f"{OA}hasSource": "出自",
    f"{OA}start": "起",
    f"{OA}end": "迄",
    f"{OA}exact": "原文",
}
"""What the terms of other vocabularies are called, which the ontology does not name."""


@functools.cache
def vocabulary() -> ox.Store:
    """The ontology and the code lists."""
    store = ox.Store()
    for file in sorted(resources.ontology().rglob("*.ttl")):
        store.load(path=file, format=ox.RdfFormat.TURTLE)
    return store


@functools.cache
def names() -> Mapping[str, str]:
    """What terms are called in Traditional Chinese, by IRI."""
    found = dict(_OTHERS)
    for label in _LABELS:
        for quad in vocabulary().quads_for_pattern(None, ox.NamedNode(label), None):
            if isinstance(quad.object, ox.Literal) and (quad.object.language or "").lower() == ZH:
                found[_iri(quad.subject)] = quad.object.value
    return found


def about(iri: str) -> list[ox.Triple]:
    """What the vocabulary says of a term; of all its own terms for the IRI of the ontology."""
    if iri == AG.rstrip("#"):
        return [quad.triple for quad in vocabulary()]
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return []
    return [quad.triple for quad in vocabulary().quads_for_pattern(node, None, None)]


def _iri(node: object) -> str:
    return node.value if isinstance(node, ox.NamedNode) else str(node)
