"""The reference SHACL engine, pySHACL on rdflib: slow and by the book. Only loaded when asked for by name."""

from __future__ import annotations

import pyshacl
from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from agencygraph.checks.violations import Violation

_STEPS = {SH.inversePath: "^{}", SH.zeroOrMorePath: "({})*", SH.oneOrMorePath: "({})+", SH.zeroOrOnePath: "({})?"}


def validate(data: bytes, shapes: str) -> list[Violation]:
    """What the shapes find in the data, both Turtle; sorted, each once."""
    wanted = Graph().parse(data=shapes, format="turtle")
    _, results, _ = pyshacl.validate(
        Graph().parse(data=data, format="turtle"),
        shacl_graph=wanted,
        inference="none",
        advanced=False,
        meta_shacl=False,
    )
    assert isinstance(results, Graph)
    return sorted({_violation(results, result) for result in results.subjects(RDF.type, SH.ValidationResult)})


def _violation(results: Graph, result: Node) -> Violation:
    def one(predicate: URIRef) -> Node | None:
        return results.value(result, predicate)

    path, value, focus = one(SH.resultPath), one(SH.value), one(SH.focusNode)
    return Violation(
        focus.n3() if focus is not None else "",
        _path(results, path) if path is not None else "",
        _local(one(SH.sourceConstraintComponent)),
        _local(one(SH.resultSeverity)),
        value.n3() if value is not None else "",
        _local(one(SH.sourceShape)),
    )


def _path(graph: Graph, path: Node) -> str:
    if not isinstance(path, BNode):
        return path.n3()
    for step, form in _STEPS.items():
        inner = graph.value(path, step)
        if inner is not None:
            return form.format(_path(graph, inner))
    alternatives = graph.value(path, SH.alternativePath)
    parts = Collection(graph, path if alternatives is None else alternatives)
    return f"({('/' if alternatives is None else '|').join(_path(graph, part) for part in parts)})"


def _local(term: Node | None) -> str:
    return str(term or "").rpartition("#")[2]
