"""The store in memory: Oxigraph, filled from the files of a `graphs/` folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyoxigraph as ox

from agencygraph.stores import engine
from agencygraph.stores.protocol import Answer, Term


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
        """Load Turtle files, each as one named graph in the place of the one of that name.

        Raises UnreadableError for a file that is no Turtle.
        """
        for path in paths:
            turtle = path.read_bytes()
            self.add(turtle, engine.graph_name(turtle, path), str(path))

    def add(self, turtle: bytes, graph: str, file: str = "") -> None:
        """Load Turtle, from a file, as the named graph with that IRI, in the place of what it held, and into the union.

        Raises UnreadableError, with the name of the file, for what is no Turtle.
        """
        name = ox.NamedNode(graph)
        held = list(self.store.quads_for_pattern(None, None, None, name))
        try:
            self.store.load(turtle, ox.RdfFormat.TURTLE)
        except SyntaxError as fault:
            raise engine.not_turtle(file or graph, fault) from fault
        if held:
            self.store.remove_graph(name)
        self.store.load(turtle, ox.RdfFormat.TURTLE, to_graph=name)
        for quad in held:
            self._forget(quad)

    def query(self, sparql: str, values: Mapping[str, Term] | None = None) -> Answer:
        """Answer a query; `values` binds variables of the query to terms. Raises UsageError where it does not parse."""
        return engine.answer(self.store, sparql, values)

    def _forget(self, quad: ox.Quad) -> None:
        """Take a triple out of the union if no graph states it any more."""
        stated = self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object)
        if all(other.graph_name == ox.DefaultGraph() for other in stated):
            self.store.remove(ox.Quad(quad.subject, quad.predicate, quad.object))
