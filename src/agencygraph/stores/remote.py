"""Any SPARQL 1.1 server, by its URL."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from agencygraph.stores import dialect, engine
from agencygraph.stores.binding import bound
from agencygraph.stores.endpoint import Endpoint
from agencygraph.stores.protocol import Answer, Rows, Term
from agencygraph.stores.transport import Transport
from agencygraph.stores.writing import Writer

UNION = "urn:agencygraph:union"
"""The union of all graphs as a graph of its own, on servers whose default graph states a triple once for each graph."""
CATALOGUE = "urn:agencygraph:catalogue"
"""The graph that lists the graphs in the union."""

_PROBE, _INCOMING, _NONE = "urn:agencygraph:probe", "urn:agencygraph:incoming", "urn:agencygraph:none"
_PART = "http://purl.org/dc/terms/hasPart"
_LATERAL = "ASK { VALUES ?a { 1 } LATERAL { OPTIONAL { BIND (?a AS ?b) } } }"


class Remote:
    """Graphs on a server: its default graph is the union of what `load` put there, each triple once.

    `url` is the address of its queries, or the server's own; `transport` tells how it knows who asks. Answers are read
    as they come. Where a server does not know LATERAL, which it is asked once, queries are sent without.
    """

    def __init__(self, url: str, wait: Callable[[float], None] = time.sleep) -> None:
        self._transport = Transport(url, wait)
        self.url = self._transport.url
        self._endpoint = Endpoint(self._transport)
        self._lateral: bool | None = None
        self._united: bool | None = None
        self._graphs: list[str] | None = None
        self._writer: Writer | None = None

    def query(self, sparql: str, values: Mapping[str, Term] | None = None) -> Answer:
        """Answer a query; `values` binds variables of the query to terms.

        Raises UsageError where it does not parse, StoreError where the server does not answer, or not in full.
        """
        asked = bound(sparql, values)
        if dialect.uses(asked, "LATERAL") and not self._knows_lateral():
            asked = dialect.without_lateral(asked)
        return self._endpoint.ask(asked, self._dataset(asked))

    def load(self, paths: Iterable[Path]) -> None:
        """Load Turtle files, each as one named graph in the place of the one of that name.

        Raises UnreadableError for a file that is no Turtle, StoreError for a server that takes no graphs. What was cut
        short is made good by loading the same files again.
        """
        writer = self._prepared()
        for path in paths:
            turtle = path.read_bytes()
            self._replace(writer, engine.graph_name(turtle, path), turtle, str(path))

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _knows_lateral(self) -> bool:
        if self._lateral is None:
            self._lateral = self._endpoint.understands(_LATERAL)
        return self._lateral

    def _is_united(self) -> bool:
        """Whether the union is a graph of its own here."""
        if self._united is None:
            self._united = self._endpoint.ask(f"ASK {{ GRAPH <{CATALOGUE}> {{ <{UNION}> ?p ?o }} }}") is True
        return self._united

    def _dataset(self, sparql: str) -> dict[str, list[str]]:
        """The graphs that a query is to read, where they are not those that the server takes by itself."""
        if dialect.uses(sparql, "FROM") or not self._is_united():
            return {}
        if not dialect.uses(sparql, "GRAPH"):
            return {"default-graph-uri": [UNION]}
        return {"default-graph-uri": [UNION], "named-graph-uri": self._named() or [_NONE]}

    def _named(self) -> list[str]:
        if self._graphs is None:
            listed = self._endpoint.ask(f"SELECT ?g {{ GRAPH <{CATALOGUE}> {{ <{UNION}> <{_PART}> ?g }} }}")
            self._graphs = sorted(row[0] for row in listed.texts()) if isinstance(listed, Rows) else []
        return self._graphs

    def _prepared(self) -> Writer:
        """What writes, once it is known where the server keeps the union."""
        if self._writer is None:
            self._writer = Writer(self._transport, self._endpoint.url)
            if not self._is_united() and self._mixes_graphs(self._writer):
                self._writer.replace(CATALOGUE, f'<{UNION}> <urn:agencygraph:is> "union" .'.encode())
                self._united = True
        return self._writer

    def _mixes_graphs(self, writer: Writer) -> bool:
        """Whether the server's default graph shows what only a named graph holds."""
        writer.replace(_PROBE, f"<{_PROBE}> <{_PROBE}> <{_PROBE}> .".encode())
        try:
            return self._endpoint.ask(f"ASK {{ <{_PROBE}> <{_PROBE}> <{_PROBE}> }}") is True
        finally:
            writer.drop(_PROBE)

    def _replace(self, writer: Writer, graph: str, turtle: bytes, name: str) -> None:
        """Put a graph in the place of the old one, which goes last: it tells what the union has to lose."""
        triples = engine.lines(turtle, name)
        union = UNION if self._united else None
        replaced = self._endpoint.ask(f"ASK {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}") is True
        if replaced:
            writer.replace(_INCOMING, triples)
            writer.update(_withdrawal(graph, union))
        if union:
            writer.add(CATALOGUE, f"<{UNION}> <{_PART}> <{graph}> .".encode())
            self._graphs = None
        writer.add(union, triples)
        writer.replace(graph, triples)
        if replaced:
            writer.drop(_INCOMING)


def _withdrawal(graph: str, union: str | None) -> str:
    """The update that takes out of the union what only this graph states, and not the one that comes in its place."""
    there = "?s ?p ?o" if union is None else f"GRAPH <{union}> {{ ?s ?p ?o }}"
    these = f"<{graph}>" if union is None else f"<{graph}>, <{union}>"
    return (
        f"DELETE {{ {there} }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} "
        f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER (?other NOT IN ({these})) }} }}"
    )
