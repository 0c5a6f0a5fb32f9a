"""A report's facts as quads: one named graph a report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from agencygraph.authority import Organisation, load
from agencygraph.identifiers import Names, Organisations, concept
from agencygraph.mapping import terms
from agencygraph.mapping.authorities import key_of, named
from agencygraph.mapping.contacts import contacts
from agencygraph.mapping.figures import written
from agencygraph.mapping.graph import ReportGraph
from agencygraph.mapping.provenance import Passages, Sections, explain
from agencygraph.model import Document, Fact
from agencygraph.namespaces import AG, BASE, ORG, PREFIXES, RDFS, SKOS
from agencygraph.rules import Column, Room

_LITERALS = {
    "text": terms.text,
    "integer": terms.integer,
    "decimal": terms.decimal,
    "boolean": terms.boolean,
    "date": terms.moment,
    "url": terms.url,
}
_SHORTCUTS = {"Stationing": ("agency", f"{ORG}linkedTo", "host")}
"""Classes whose facts also give one direct edge between two bodies: the columns at its ends."""

REPORT = "reports"
"""The room whose fact is the report itself."""


def quads(
    document: Document, facts: Sequence[Fact], rooms: Sequence[Room], base: str = BASE, file: str = ""
) -> list[Quad]:
    """The quads of a report, all in the graph that is named by the report's IRI; `file` as for `names_of`.

    A value of a column of type `fact` is the place of the other fact in `facts`, from 0.
    """
    names = names_of(document, facts, base, file)
    graph = ReportGraph(names, Organisations(base))
    return _Mapper(graph, document, rooms).run(facts)


def names_of(document: Document, facts: Iterable[Fact], base: str = BASE, file: str = "") -> Names:
    """The IRIs of a report, from the fact that describes it and the name of its file.

    `file` is a name to use in the place of the file's own where two reports would get the same.
    """
    named = file or document.source.name
    head = next((fact for fact in facts if fact.kind == REPORT), None)
    if head is None:
        return Names(named, base=base)
    return Names(named, head.text("agency"), head.text("period_start"), head.text("period_end"), base)


class _Mapper:
    def __init__(self, graph: ReportGraph, document: Document, rooms: Sequence[Room]) -> None:
        self._graph, self._document = graph, document
        self._rooms = {room.name: room for room in rooms}
        self._passages = Passages(graph, document.source)
        self._sections = Sections(graph, document)
        self._codes: set[str] = set()
        self._bodies: dict[str, set[str]] = {}
        self._known: dict[str, Organisation | None] = {}
        self._facts: Sequence[NamedNode] = ()

    def run(self, facts: Sequence[Fact]) -> list[Quad]:
        nodes = self._nodes(facts)
        self._facts = nodes
        title = next((fact.text("title") for fact in facts if fact.kind == REPORT), "")
        self._describe_report(title)
        for fact, node in zip(facts, nodes, strict=True):
            self._fact(fact, node)
        self._sections.chapters()
        self._describe_organisations()
        return self._graph.quads

    def _nodes(self, facts: Sequence[Fact]) -> list[NamedNode]:
        """The node of each fact; facts with one key are numbered in the order of the text."""
        nodes: dict[int, NamedNode] = {}
        for place in sorted(range(len(facts)), key=lambda at: facts[at].evidence.span):
            fact = facts[place]
            if fact.kind == REPORT and self._graph.report not in nodes.values():
                nodes[place] = self._graph.report
                continue
            room = self._rooms[fact.kind]
            key = [";".join(fact.keys.get(column, ())) or fact.text(column) for column in room.key]
            readable = [fact.text(column) for column in room.key if column != "host"]
            nodes[place] = NamedNode(self._graph.names.fact(fact.kind, key, readable))
        return [nodes[place] for place in range(len(facts))]

    def _describe_report(self, title: str) -> None:
        graph, source = self._graph, self._document.source
        graph.a(graph.report, f"{AG}Report")
        graph.add(graph.report, f"{RDFS}label", terms.chinese(title or source.name.rpartition(".")[0] or source.name))
        graph.say(graph.report, "sourceName", Literal(source.name))
        graph.say(graph.report, "sourceDigest", Literal(source.digest))
        for way, value in contacts(source.text).items():
            graph.say(graph.report, way, terms.text(value))

    def _fact(self, fact: Fact, node: NamedNode) -> None:
        graph, room = self._graph, self._rooms[fact.kind]
        if node != graph.report:
            graph.a(node, AG + room.class_)
            graph.add(node, f"{RDFS}label", terms.chinese(self._label(fact, room)))
            graph.say(node, "report", graph.report)
        explain(graph, node, fact, self._passages, self._sections)
        for column in room.columns:
            if column.name in fact.values:
                self._column(fact, node, column)
                if column.name in fact.evidence.derived:
                    graph.say(node, "derivedProperty", terms.vocabulary(AG + column.property))
        for name, key, iri in named(fact, room, graph.names.base):
            graph.say(node, name, graph.node(iri))
            graph.say(node, "authorityEntry", Literal(key))
        if room.class_ in _SHORTCUTS:
            self._shortcut(fact, *_SHORTCUTS[room.class_])

    def _label(self, fact: Fact, room: Room) -> str:
        told = [fact.text(column) for column in room.key if column != "host" and fact.text(column)]
        return f"{room.label.zh}：{'，'.join(told)}" if told else room.label.zh

    def _column(self, fact: Fact, node: NamedNode, column: Column) -> None:
        graph = self._graph
        values = _several(fact.values[column.name])[: None if column.many else 1]
        if not values:
            return
        if column.type == "organisation":
            for place, value in enumerate(values):
                graph.say(node, column.property, self._organisation(fact, column.name, place, value))
                graph.say(node, f"{column.property}Name", terms.text(value))
                self._entry(node, key_of(fact, column.name, place, value))
            return
        for value in values:
            if column.type in ("code", "weekday"):
                graph.say(node, column.property, self._code(column, value))
            elif column.type == "fact":
                graph.say(node, column.property, self._facts[int(value)])
            else:
                graph.say(node, column.property, _LITERALS[column.type](value))
        if column.type == "date":
            self._bounds(node, column.property, values)
        if column.type == "decimal":
            spelt, exact = written(values[0], fact.evidence.quote)
            graph.say(node, f"{column.property}Written", Literal(spelt))
            graph.say(node, f"{column.property}Decimals", terms.integer(str(exact)))

    def _bounds(self, node: NamedNode, name: str, values: Sequence[str]) -> None:
        found = [bounds for bounds in map(terms.bounds, values) if bounds]
        if found:
            self._graph.say(node, f"{name}Earliest", terms.day(min(first for first, _ in found)))
            self._graph.say(node, f"{name}Latest", terms.day(max(last for _, last in found)))

    def _code(self, column: Column, value: str) -> NamedNode:
        node = self._graph.node(concept("weekday" if column.type == "weekday" else column.property, value))
        if node.value not in self._codes:
            self._codes.add(node.value)
            self._graph.a(node, f"{SKOS}Concept")
            self._graph.add(node, f"{SKOS}notation", Literal(value))
        return node

    def _organisation(self, fact: Fact, column: str, place: int, name: str) -> NamedNode:
        key = key_of(fact, column, place, name)
        self._bodies.setdefault(key, set()).add(name)
        return self._graph.node(self._graph.organisations.iri(key))

    def _shortcut(self, fact: Fact, start: str, edge: str, end: str) -> None:
        ends = [(column, _several(fact.values.get(column, ()))) for column in (start, end)]
        if all(names for _, names in ends):
            first, last = (self._organisation(fact, column, 0, names[0]) for column, names in ends)
            self._graph.add(first, edge, last)

    def _on_file(self, key: str) -> Organisation | None:
        if key not in self._known:
            self._known[key] = load().by_key(key)
        return self._known[key]

    def _entry(self, node: NamedNode, key: str) -> None:
        body = self._on_file(key)
        if body and body.known:
            self._graph.say(node, "authorityEntry", Literal(key))

    def _describe_organisations(self) -> None:
        graph = self._graph
        for key, written_as in sorted(self._bodies.items()):
            node, body = graph.node(graph.organisations.iri(key)), self._on_file(key)
            graph.a(node, f"{AG}Organisation")
            graph.add(node, f"{RDFS}label", terms.chinese(body.name if body else key))
            for name in sorted(written_as):
                graph.add(node, f"{SKOS}altLabel", terms.text(name))


def _several(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part for part in ((value,) if isinstance(value, str) else value) if part)


def prefixes(document: Document, facts: Iterable[Fact], base: str = BASE, file: str = "") -> dict[str, str]:
    """The prefixes for a report's Turtle: `r` for the report's own things, `body` for organisations."""
    own = names_of(document, facts, base, file).prefix
    return {**PREFIXES, "r": own, "report": f"{base}report/", "body": Organisations(base).prefix}
