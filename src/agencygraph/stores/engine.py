"""Oxigraph in this process: what the stores in memory and on disk share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from agencygraph.errors import UnreadableError
from agencygraph.stores.binding import bound
from agencygraph.stores.mistakes import misread
from agencygraph.stores.protocol import Answer, Graph, Rows, Term
from agencygraph.stores.refusals import refuse_service, refuse_updates

_REPORT = re.compile(rb"^@prefix r: <([^>]+)/> \.$", re.MULTILINE)
_UNFIT = re.compile(r'[\x00-\x20<>"{}|\\^`%]')
_HEAD = 4000


def answer(store: ox.Store, sparql: str, values: Mapping[str, Term] | None) -> Answer:
    """The answer to a query; `values` binds variables of it to terms.

    Raises UsageError where it does not parse, for updates and for SERVICE: no query leaves this machine.
    """
    try:
        refuse_updates(sparql)
        refuse_service(sparql)
        answered = store.query(bound(sparql, values))
    except (SyntaxError, ValueError) as fault:
        raise misread(sparql, fault) from fault
    if isinstance(answered, ox.QueryTriples):
        return Graph(tuple(answered))
    return told(answered)


def told(answered: ox.QuerySolutions | ox.QueryBoolean) -> Rows | bool:
    """The rows, or yes or no."""
    if isinstance(answered, ox.QueryBoolean):
        return bool(answered)
    columns = tuple(variable.value for variable in answered.variables)
    return Rows(columns, tuple(tuple(solution) for solution in answered))


def triples(turtle: bytes, name: str) -> Iterator[ox.Triple]:
    """The triples of a Turtle file; blank nodes get new labels. Raises UnreadableError for what is no Turtle."""
    return (quad.triple for quad in quads(turtle, name))


def quads(turtle: bytes, name: str) -> Iterator[ox.Quad]:
    """The triples of a Turtle file, in the default graph, as `triples`."""
    try:
        yield from ox.parse(turtle, ox.RdfFormat.TURTLE, rename_blank_nodes=True)
    except SyntaxError as fault:
        raise not_turtle(name, fault) from fault


def lines(turtle: bytes, name: str) -> bytes:
    """The triples of a Turtle file, one a line, as N-Triples: what every server reads. Raises UnreadableError."""
    written = ox.serialize(triples(turtle, name), format=ox.RdfFormat.N_TRIPLES)
    assert written is not None
    return written


def not_turtle(name: str, fault: SyntaxError) -> UnreadableError:
    """The error for a graph that is no Turtle."""
    return UnreadableError(f"{name} is not Turtle: {fault}", f"{name} 不是 Turtle 圖檔", "build it again")


def graph_name(turtle: bytes, path: Path) -> str:
    """The IRI of the named graph that a file becomes: that of the report it describes, else one from its name."""
    found = _REPORT.search(turtle[:_HEAD])
    return found[1].decode() if found else "urn:graph:" + _UNFIT.sub(lambda sign: quote(sign[0]), path.stem)
