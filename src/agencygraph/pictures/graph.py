"""Answers as graphs: who is on the left, what is on the right, and what the line between them says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import networkx as nx

from agencygraph.errors import UsageError
from agencygraph.questions import labels
from agencygraph.questions.labels import Language
from agencygraph.stores import Rows

Graph: TypeAlias = "nx.MultiDiGraph[str]"

_LEFT = ("host", "report")
_RIGHT = (
    "agency",
    "organisation",
    "target",
    "form",
    "service",
    "topic",
    "name",
    "facility",
    "measure",
    "dimension",
    "kind",
    "what",
    "unit",
    "district",
    "title",
)
_NOT_SHOWN = frozenset({"report", "source", "start", "end", "quote", "section", "fact", "position", "list", "n"})
_MOST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Side:
    """A column that gives nodes: its name, and the column with their IRIs where there is one."""

    column: str
    iri: str

    def node(self, record: Mapping[str, str], mark: str) -> str:
        """The name of the node in the graph: its IRI, else its side and text."""
        return record.get(self.iri) or f"{mark}:{record[self.column]}"


def graph_of(rows: Rows, language: Language = "zh") -> Graph:
    """The rows as a graph: hosts (or reports) with lines to what their rows name.

    Nodes have `label` and `side` (left or right); edges `label`, `headcount`, `weekdays`, `time` where the rows have
    them, and `quote`, `source`, `start`, `section`, `fact`. Raises UsageError for rows that cannot be drawn.
    """
    left, right = _side(rows, _LEFT), _side(rows, _RIGHT)
    if left is None or right is None:
        raise UsageError("these rows have no two sides to draw.", "這個問題的答案沒有可以畫的兩端。")
    graph: Graph = nx.MultiDiGraph()
    said = [c for c in rows.columns if c not in {*_NOT_SHOWN, left.column, right.column} and not c.endswith("_iri")]
    said = [c for c in said if c != "unit" or "value" not in said]
    for record in rows.records():
        if not record[left.column] or not record[right.column]:
            continue
        start, end = left.node(record, "left"), right.node(record, "right")
        if start == end:
            end = f"right:{end}"
        _add(graph, start, record[left.column], "left")
        _add(graph, end, record[right.column], "right")
        told = {name: record[name] for name in ("headcount", "weekdays", "time", "irregular") if record.get(name)}
        proof = {name: record.get(name, "") for name in ("quote", "source", "start", "section", "fact")}
        graph.add_edge(start, end, label=_words(record, said, language), **told, **proof)
    return graph


def _side(rows: Rows, columns: Sequence[str]) -> Side | None:
    found = next((c for c in columns if c in rows.columns and any(record[c] for record in rows.records())), None)
    return Side(found, f"{found}_iri") if found else None


def _add(graph: Graph, node: str, label: str, side: str) -> None:
    """Add a node; of several names of one body the longest is shown."""
    known = graph.nodes[node]["label"] if node in graph else ""
    graph.add_node(node, label=max(known, label, key=lambda name: (len(name), name)), side=side)


def _words(record: Mapping[str, str], columns: Sequence[str], language: Language) -> str:
    told = [_value(record, c, language) for c in columns if record[c] and record[c] != "true"]
    return " · ".join(told[:_MOST_WORDS])


def _value(record: Mapping[str, str], column: str, language: Language) -> str:
    if column == "percent":
        return f"{record[column]}%"
    if column == "value":
        return f"{record[column]} {record.get('unit', '')}".strip()
    return labels.code(record[column], language)
