"""What every store can do, and the shapes of its answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Rows:
    """The answer to SELECT: the names of the columns and the rows, None where a column is not bound."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def texts(self) -> Iterator[tuple[str, ...]]:
        """The rows as plain texts: IRIs without brackets, literals without type, empty where not bound."""
        for row in self.rows:
            yield tuple(_text(cell) for cell in row)

    def records(self) -> Iterator[dict[str, str]]:
        """The rows as plain texts by column."""
        for row in self.texts():
            yield dict(zip(self.columns, row, strict=True))

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer to CONSTRUCT and DESCRIBE."""

    triples: tuple[Triple, ...]


Answer = Rows | Graph | bool


def _text(cell: Term | None) -> str:
    if cell is None:
        return ""
    return str(cell) if isinstance(cell, Triple) else cell.value


class Store(Protocol):
    """Holds graphs and answers SPARQL. The default graph is the union of all graphs, each triple once."""

    def query(self, sparql: str, values: Mapping[str, Term] | None = None) -> Answer:
        """Answer a query; `values` binds variables of the query to terms. Raises UsageError where it does not parse."""


class Loading(Store, Protocol):
    """A store that more graphs can be put into."""

    def load(self, paths: Iterable[Path]) -> None:
        """Load Turtle files, each as one named graph in the place of the one of that name.

        Raises UnreadableError for a file that is no Turtle.
        """
