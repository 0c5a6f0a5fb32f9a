"""Where a fact stands: passages of the text as annotation selectors, and the outline's sections."""

from __future__ import annotations

from bisect import bisect_right

from pyoxigraph import Literal, NamedNode

from agencygraph.mapping.graph import ReportGraph
from agencygraph.mapping.terms import boolean, integer, text, xsd
from agencygraph.model import Document, Fact, Source, Span
from agencygraph.namespaces import AG, DCT, OA, PROV


class Passages:
    """Describes each passage once, as a specific resource with its position, its page and its words."""

    def __init__(self, graph: ReportGraph, source: Source) -> None:
        self._graph, self._source = graph, source
        self._known: dict[Span, NamedNode] = {}

    def node(self, span: Span) -> NamedNode:
        """The node of a passage, described when asked for the first time."""
        known = self._known.get(span)
        if known is None:
            known = self._known[span] = self._describe(span)
        return known

    def _describe(self, span: Span) -> NamedNode:
        graph = self._graph
        iri = graph.names.passage(span.start, span.end)
        passage, position, words = NamedNode(iri), NamedNode(f"{iri}.position"), NamedNode(f"{iri}.quote")
        graph.a(passage, f"{OA}SpecificResource")
        graph.add(passage, f"{OA}hasSource", graph.report)
        graph.add(passage, f"{OA}hasSelector", position)
        graph.add(passage, f"{OA}hasSelector", words)
        graph.a(position, f"{OA}TextPositionSelector")
        graph.add(position, f"{OA}start", Literal(str(span.start), datatype=xsd("integer")))
        graph.add(position, f"{OA}end", Literal(str(span.end), datatype=xsd("integer")))
        page = self._source.page(span.start)
        if page is not None:
            graph.say(passage, "page", integer(str(page)))
        graph.a(words, f"{OA}TextQuoteSelector")
        graph.add(words, f"{OA}exact", Literal(self._source.text[span.start : span.end]))
        return passage


class Sections:
    """Describes the chapters of a report and the sections that its facts stand in."""

    def __init__(self, graph: ReportGraph, document: Document) -> None:
        self._graph, self._document = graph, document
        self._nodes = {
            section.index: NamedNode(graph.names.section(step.number for step in document.chain(section.index)))
            for section in document.sections
            if section.parent is not None
        }
        self._described: set[int] = set()
        starts = [(part.folded.at[0], part.section) for part in document.paragraphs if part.folded.at]
        starts.sort()
        self._starts, self._owners = [start for start, _ in starts], [owner for _, owner in starts]

    def node(self, fact: Fact) -> NamedNode | None:
        """The section that a fact stands in, described with those above it; None above the outline."""
        place = bisect_right(self._starts, fact.evidence.span.start) - 1
        at = self._owners[place] if place >= 0 else 0
        chain = self._document.chain(at) if at < len(self._document.sections) else ()
        for step in reversed(chain):
            if self._document.path(step.index) == fact.evidence.section:
                return self._describe(step.index)
        same = (s.index for s in self._document.sections if self._document.path(s.index) == fact.evidence.section)
        found = next(same, 0)
        return self._describe(found) if found else None

    def chapters(self) -> None:
        """Describe every chapter; one that the outline announces and that holds no text is marked."""
        filled = self._filled()
        tops = [section for section in self._document.sections if section.parent == 0]
        told = {(top.number, top.heading) for top in tops if top.index in filled}
        for top in tops:
            node = self._describe(top.index)
            self._graph.a(node, f"{AG}Chapter")
            empty = (top.number, top.heading) not in told
            self._graph.say(node, "hasContent", boolean("false" if empty else "true"))

    def _filled(self) -> set[int]:
        """The sections that hold running text or rows, themselves or further down."""
        filled: set[int] = set()
        for part in self._document.paragraphs:
            at: int | None = part.section if part.role in ("text", "row") else None
            while at is not None and at not in filled:
                filled.add(at)
                at = self._document.sections[at].parent
        return filled

    def _describe(self, index: int) -> NamedNode:
        node, section, graph = self._nodes[index], self._document.sections[index], self._graph
        if index in self._described:
            return node
        self._described.add(index)
        graph.a(node, f"{AG}Section")
        graph.say(node, "order", integer(str(index)))
        graph.say(node, "path", text(self._document.path(index)))
        if section.number:
            graph.say(node, "number", text(section.number))
        if section.heading:
            graph.say(node, "heading", text(section.heading))
        above = self._describe(section.parent) if section.parent else graph.report
        graph.add(node, f"{DCT}isPartOf", above)
        return node


def explain(graph: ReportGraph, subject: NamedNode, fact: Fact, passages: Passages, sections: Sections) -> None:
    """Say of a fact where it stands, which rule made it and what else it rests on."""
    evidence = fact.evidence
    graph.add(subject, f"{PROV}wasQuotedFrom", passages.node(evidence.span))
    for span in evidence.context:
        if span != evidence.span and span.start < span.end:
            graph.add(subject, f"{PROV}wasDerivedFrom", passages.node(span))
    graph.say(subject, "rule", Literal(evidence.rule))
    for key in evidence.authority:
        graph.say(subject, "authorityEntry", Literal(key))
    section = sections.node(fact)
    if section is not None:
        graph.say(subject, "section", section)
