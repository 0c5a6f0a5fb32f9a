"""Answers as tables that a page shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from agencygraph.web import entities
from agencygraph.web.entities import Value


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as a page shows them, by the names of the columns. `cut`: there are more rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    cut: bool = False
    verdict: bool | None = None

    def records(self) -> list[dict[str, Value | None]]:
        """The rows by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    @classmethod
    def of_triples(cls, store: ox.Store, triples: Iterable[ox.Triple], cut: bool) -> Table:
        """Triples as rows of three."""
        rows = (tuple(_value(store, term) for term in (one.subject, one.predicate, one.object)) for one in triples)
        return cls(("subject", "predicate", "object"), tuple(rows), cut)


def table(store: ox.Store, answered: ox.QuerySolutions | ox.QueryBoolean, most: int) -> Table:
    """The first rows of an answer; for yes or no a table without rows."""
    if isinstance(answered, ox.QueryBoolean):
        return Table((), (), verdict=bool(answered))
    columns = tuple(variable.value for variable in answered.variables)
    found = list(islice(answered, most + 1))
    rows = tuple(tuple(_value(store, term) for term in row) for row in found[:most])
    return Table(columns, rows, len(found) > most)


def _value(store: ox.Store, term: object) -> Value | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Value(entities.label(store, term), term.value)
    return Value(term.value if isinstance(term, ox.Literal) else str(term))
