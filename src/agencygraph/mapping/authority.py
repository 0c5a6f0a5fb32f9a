"""The bodies that graphs name, as the authority files know them: one graph for all reports."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from agencygraph.authority import Organisation, load
from agencygraph.identifiers import Organisations, concept
from agencygraph.mapping import terms
from agencygraph.mapping.turtle import turtle
from agencygraph.namespaces import AG, BASE, ORG, PREFIXES, RDF, RDFS, SKOS
from agencygraph.reconcile.organisations import with_parents


def authority(keys: Iterable[str], base: str = BASE) -> bytes:
    """The bodies with these keys and those above them as Turtle: names, official identifiers, parents, former names."""
    bodies = Organisations(base)
    quads: list[Quad] = []
    for body in with_parents(keys):
        if body.known:
            quads += _body(body, bodies)
    return turtle(quads, {**PREFIXES, "body": bodies.prefix, "organisationKind": concept("organisationKind", "")})


def _body(body: Organisation, bodies: Organisations) -> Iterable[Quad]:
    node = NamedNode(bodies.iri(body.key))
    yield Quad(node, terms.vocabulary(f"{RDF}type"), terms.vocabulary(f"{AG}Organisation"))
    yield Quad(node, terms.vocabulary(f"{RDFS}label"), terms.chinese(body.name))
    for name in load().names(body.key):
        yield Quad(node, terms.vocabulary(f"{SKOS}altLabel"), terms.text(name.text))
    for name in body.former:
        yield Quad(node, terms.vocabulary(f"{AG}formerName"), terms.text(name))
    for term, value in (("oid", body.oid), ("code", body.code)):
        if value:
            yield Quad(node, terms.vocabulary(AG + term), Literal(value))
    yield Quad(node, terms.vocabulary(f"{AG}organisationKind"), NamedNode(concept("organisationKind", body.kind)))
    if body.parent:
        yield Quad(node, terms.vocabulary(f"{ORG}subOrganizationOf"), NamedNode(bodies.iri(body.parent)))
