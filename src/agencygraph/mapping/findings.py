"""What checks found as triples: quality annotations of a report, with the passages that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from agencygraph.identifiers import Names, Organisations, concept
from agencygraph.mapping.graph import ReportGraph
from agencygraph.mapping.provenance import Passages
from agencygraph.mapping.terms import boolean, text
from agencygraph.model import Finding, Source, Span
from agencygraph.namespaces import AG, OA, PROV, RDFS, SH, SHAPES

_DQV = "http://www.w3.org/ns/dqv#"
_SEVERITY: Mapping[str, str] = {"error": "Violation", "warning": "Warning", "note": "Info"}
_ANNOTATES = f"{OA}assessing"


def findings(found: Iterable[Finding], names: Names, source: Source) -> list[Quad]:
    """The quads of a report's findings; the first passage is the quoted one, the others are what it rests on."""
    graph = ReportGraph(names, Organisations(names.base))
    passages = Passages(graph, source)
    for finding in found:
        _describe(graph, passages, finding)
    return graph.quads


def _describe(graph: ReportGraph, passages: Passages, finding: Finding) -> None:
    node = NamedNode(f"{graph.names.prefix}finding-{finding.fingerprint}")
    for kind in (f"{AG}Finding", f"{_DQV}QualityAnnotation", f"{SH}ValidationResult"):
        graph.a(node, kind)
    graph.add(node, f"{RDFS}label", text(finding.message))
    graph.add(node, f"{SH}resultMessage", text(finding.message))
    graph.add(node, f"{SH}resultSeverity", NamedNode(SH + _SEVERITY[finding.severity]))
    graph.add(node, f"{SH}focusNode", graph.report)
    own = finding.rule.isupper()
    rule = concept("check", finding.rule) if own else SHAPES + finding.rule
    graph.add(node, f"{SH}sourceConstraintComponent" if own else f"{SH}sourceShape", NamedNode(rule))
    graph.add(node, f"{OA}motivatedBy", NamedNode(_ANNOTATES))
    graph.say(node, "report", graph.report)
    graph.say(node, "rule", Literal(finding.rule))
    graph.say(node, "severity", Literal(finding.severity))
    graph.say(node, "fingerprint", Literal(finding.fingerprint))
    graph.say(node, "accepted", boolean(str(finding.accepted).lower()))
    for name, value in (("stated", finding.stated), ("computed", finding.computed)):
        if value is not None:
            graph.say(node, name, text(value))
    for place in finding.spans:
        passage = passages.node(Span(place.start, place.end))
        graph.add(node, f"{OA}hasTarget", passage)
        graph.add(node, f"{PROV}wasQuotedFrom" if place is finding.spans[0] else f"{PROV}wasDerivedFrom", passage)
