"""The store in memory: Oxigraph, filled from the files of a `graphs/` folder."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from agencygraph.errors import UnreadableError, UsageError
from agencygraph.stores.binding import bound
from agencygraph.stores.protocol import Answer, Graph, Rows, Term

_REPORT = re.compile(rb"^@prefix r: <([^>]+)/> \.$", re.MULTILINE)


class Memory:
    """Graphs in memory.

    Each file is one named graph, named by the report that it describes, else by the file's name under `urn:graph:`.
    The default graph is the union of all named graphs: every triple stands there once, however many reports state it,
    so that a count over it counts statements and not files.
    """

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self.store = ox.Store()
        self.load(paths)

    @classmethod
    def folder(cls, folder: Path) -> Memory:
        """A store with all Turtle files of a folder, in the order of their names."""
        return cls(sorted(folder.glob("*.ttl")))

    def load(self, paths: Iterable[Path]) -> None:
        """Load Turtle files, each as one named graph. Raises UnreadableError for a file that is no Turtle."""
        for path in paths:
            turtle = path.read_bytes()
            self.add(turtle, graph_name(turtle, path))

    def add(self, turtle: bytes, graph: str) -> None:
        """Load Turtle as the named graph with that IRI, and into the union."""
        try:
            self.store.load(turtle, ox.RdfFormat.TURTLE)
            self.store.load(turtle, ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
        except SyntaxError as fault:
            raise UnreadableError(f"{graph} is not Turtle: {fault}", "圖檔不是 Turtle", "build it again") from fault

    def query(self, sparql: str, values: Mapping[str, Term] | None = None) -> Answer:
        """Answer a query; `values` binds variables of the query to terms. Raises UsageError where it does not parse."""
        try:
            answer = self.store.query(bound(sparql, values))
        except (SyntaxError, ValueError) as fault:
            told = str(fault).partition(": expected one of")[0]
            raise UsageError(f"the query does not parse: {told}.", f"查詢語法有誤：{told}。") from fault
        if isinstance(answer, ox.QueryBoolean):
            return bool(answer)
        if isinstance(answer, ox.QueryTriples):
            return Graph(tuple(answer))
        columns = tuple(variable.value for variable in answer.variables)
        return Rows(columns, tuple(tuple(solution) for solution in answer))


def graph_name(turtle: bytes, path: Path) -> str:
    """The IRI of the named graph that a file becomes: that of the report it describes, else one from its name."""
    found = _REPORT.search(turtle[:4000])
    return found[1].decode() if found else f"urn:graph:{path.stem}"
