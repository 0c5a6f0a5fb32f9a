"""Oxigraph in this process: what the stores in memory and on disk share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from agencygraph.errors import UnreadableError, UsageError
from agencygraph.stores.binding import bound
from agencygraph.stores.protocol import Answer, Graph, Rows, Term
from agencygraph.stores.tokens import keywords

_REPORT = re.compile(rb"^@prefix r: <([^>]+)/> \.$", re.MULTILINE)
_UNFIT = re.compile(r'[\x00-\x20<>"{}|\\^`%]')
_HEAD = 4000
_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_NOWHERE = ox.Store()


def answer(store: ox.Store, sparql: str, values: Mapping[str, Term] | None) -> Answer:
    """The answer to a query; `values` binds variables of it to terms.

    Raises UsageError where it does not parse, and for SERVICE: no query leaves this machine.
    """
    try:
        refuse_service(sparql)
        answered = store.query(bound(sparql, values))
    except (SyntaxError, ValueError) as fault:
        raise misread(str(fault)) from fault
    if isinstance(answered, ox.QueryTriples):
        return Graph(tuple(answered))
    return told(answered)


def refuse_service(sparql: str, prefixes: Mapping[str, str] | None = None) -> None:
    """Raise UsageError for a query with SERVICE, SyntaxError for some that do not parse; nothing is asked anywhere.

    The engine's own parser decides: a query that no longer parses once another word of the same length stands in the
    place of each SERVICE had the keyword; in names, texts, IRIs and comments the change does no harm. Taking a query
    apart by other means than the engine's lets through what only the engine reads as SERVICE.
    """
    other = harmless(sparql)
    if other == sparql:
        return
    try:
        _NOWHERE.query(other, prefixes=dict(prefixes or {}))
    except SyntaxError:
        if "SERVICE" in keywords(sparql):
            raise UsageError(
                "SERVICE is refused: queries stay on this machine.", "不接受 SERVICE：查詢不連外。"
            ) from None
        raise


def harmless(sparql: str) -> str:
    """The query, of the same length, with another word in the place of each SERVICE."""
    return _SERVICE.sub("servicx", sparql)


def told(answered: ox.QuerySolutions | ox.QueryBoolean) -> Rows | bool:
    """The rows, or yes or no."""
    if isinstance(answered, ox.QueryBoolean):
        return bool(answered)
    columns = tuple(variable.value for variable in answered.variables)
    return Rows(columns, tuple(tuple(solution) for solution in answered))


def misread(words: str) -> UsageError:
    """The error for a query that an engine cannot read, from what the engine says."""
    said = words.partition(": expected one of")[0].strip().rstrip(".")
    return UsageError(f"the query does not parse: {said}.", f"查詢語法有誤：{said}。")


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
    return UnreadableError(f"{name} is not Turtle: {fault}", "圖檔不是 Turtle", "build it again")


def graph_name(turtle: bytes, path: Path) -> str:
    """The IRI of the named graph that a file becomes: that of the report it describes, else one from its name."""
    found = _REPORT.search(turtle[:_HEAD])
    return found[1].decode() if found else "urn:graph:" + _UNFIT.sub(lambda sign: quote(sign[0]), path.stem)
