"""Collects the triples of one report's graph and gives out its IRIs."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad

from agencygraph.identifiers import Names, Organisations
from agencygraph.mapping.terms import vocabulary
from agencygraph.namespaces import AG, RDF


class ReportGraph:
    """The quads of one report: `report` is its node and the name of its graph."""

    def __init__(self, names: Names, organisations: Organisations) -> None:
        self.names, self.organisations = names, organisations
        self.report = NamedNode(names.report)
        self.quads: list[Quad] = []
        self._nodes: dict[str, NamedNode] = {}

    def node(self, iri: str) -> NamedNode:
        """The node of an IRI of this report."""
        known = self._nodes.get(iri)
        if known is None:
            known = self._nodes[iri] = NamedNode(iri)
        return known

    def add(self, subject: NamedNode, predicate: str, thing: NamedNode | Literal) -> None:
        """Add a triple; the predicate is an IRI."""
        self.quads.append(Quad(subject, vocabulary(predicate), thing, self.report))

    def say(self, subject: NamedNode, name: str, thing: NamedNode | Literal) -> None:
        """Add a triple with one of the project's own properties, by its local name."""
        self.add(subject, AG + name, thing)

    def a(self, subject: NamedNode, kind: str) -> None:
        """Say what the subject is; the kind is an IRI."""
        self.add(subject, f"{RDF}type", vocabulary(kind))
