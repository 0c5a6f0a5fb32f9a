"""Answers a SPARQL query in a worker: refuses what would leave this machine, and keeps to the caps."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from agencygraph.errors import UsageError
from agencygraph.exports import jsonld
from agencygraph.namespaces import PREFIXES
from agencygraph.stores import mistakes
from agencygraph.stores.refusals import FORMS, UPDATES, form, refuse_service
from agencygraph.stores.tokens import tokens
from agencygraph.web import negotiation
from agencygraph.web.problems import ProblemError

Answered = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*[(#]", re.IGNORECASE)
"""A function that gives something else each time, also where a comment stands before its brackets."""
_NAMES_GRAPHS = re.compile(r"(?<![?$\w:-])FROM\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\s|#[^\n\r]*[\n\r])*(\d+)")
_DIGITS = 20
_ROWS = {
    negotiation.JSON: (ox.QueryResultsFormat.JSON, b"},{"),
    negotiation.XML: (ox.QueryResultsFormat.XML, b"<result>"),
    negotiation.CSV: (ox.QueryResultsFormat.CSV, b"\n"),
    negotiation.TSV: (ox.QueryResultsFormat.TSV, b"\n"),
}
"""The formats of rows, each with bytes that stand between any two rows (and may stand elsewhere too)."""
_TRIPLES = {
    negotiation.TURTLE: ox.RdfFormat.TURTLE,
    negotiation.LINES: ox.RdfFormat.N_TRIPLES,
    negotiation.JSON_LD: ox.RdfFormat.JSON_LD,
    negotiation.RDF_XML: ox.RdfFormat.RDF_XML,
}
_NOWHERE = ox.Store()
_XML_PREFIXES = {name: iri for name, iri in PREFIXES.items() if iri.endswith(("#", "/"))}


@dataclass(frozen=True, slots=True)
class Query:
    """A query and the graphs that the protocol names for it; None: those that the query itself names."""

    sparql: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None

    @property
    def stable(self) -> bool:
        """Whether the same data give the same answer again."""
        return _VOLATILE.search(self.sparql) is None


class _Capped(io.BytesIO):
    """Takes so many bytes and no more."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._left = most

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self._left -= len(data)
        if self._left < 0:
            raise _TooLargeError
        return super().write(data)


class _TooLargeError(OSError):
    """More bytes than an answer may have."""


class Engine:
    """Runs queries over a store: at most so many rows or triples, and bytes, an answer."""

    def __init__(self, store: ox.Store, rows: int, size: int) -> None:
        self.store, self.rows, self.size = store, rows, size

    def run(self, query: Query, rows: int) -> Answered:
        """The answer, not yet read: of that many rows and at most one more, or of any number of triples.

        Raises ProblemError for what is refused and for what does not parse.
        """
        self._refuse(query)
        return self._asked(query, rows + 1)

    def _refuse(self, query: Query) -> None:
        """Raise ProblemError for updates, for SERVICE and for graphs that are not here: nothing is ever fetched."""
        if form(query.sparql) in UPDATES:
            raise ProblemError(403, "This endpoint is read-only: updates are refused.", "本端點唯讀，不接受更新。")
        try:
            refuse_service(query.sparql, PREFIXES)
        except UsageError as fault:
            raise ProblemError(403, fault.message, fault.zh) from fault
        except (SyntaxError, ValueError) as fault:
            raise _misread(query.sparql, fault) from fault
        named = [*_from(query.sparql), *(query.default_graphs or ()), *(query.named_graphs or ())]
        for graph in named:
            if not self._has(graph):
                raise ProblemError(
                    403,
                    f"The graph <{graph}> is not here, and nothing is fetched from elsewhere.",
                    f"這裡沒有圖 <{graph}>；本端點不向外取用資料。",
                    "SELECT DISTINCT ?g { GRAPH ?g {} } lists the graphs 可列出所有的圖。",
                )

    def _has(self, graph: str) -> bool:
        try:
            return self.store.contains_named_graph(ox.NamedNode(graph))
        except ValueError:
            return False

    def _asked(self, query: Query, rows: int) -> Answered:
        """The query run with a limit, or as it stands where a limit finds no place."""
        fault: Exception | None = None
        for sparql in dict.fromkeys((_limited(query.sparql, rows), query.sparql)):
            try:
                return self._run(sparql, query)
            except (SyntaxError, ValueError, RuntimeError, OSError) as met:
                fault = met
        assert fault is not None
        raise _misread(query.sparql, fault) from fault

    def _run(self, sparql: str, query: Query) -> Answered:
        if query.default_graphs is None and query.named_graphs is None:
            return self.store.query(sparql, prefixes=PREFIXES)
        return self.store.query(
            sparql,
            prefixes=PREFIXES,
            default_graph=[ox.NamedNode(graph) for graph in query.default_graphs or ()],
            named_graphs=[ox.NamedNode(graph) for graph in query.named_graphs or ()],
        )

    def table(self, query: Query, media_type: str, answered: Answered) -> tuple[bytes, bool]:
        """Rows, or yes or no, in a format; and whether rows were left out. `answered` has at most one row too many."""
        (form, between), rows = _ROWS[media_type], self.rows
        body = self._written(query, answered, form)
        if not isinstance(answered, ox.QuerySolutions) or body.count(between) < rows or _count(body, form) <= rows:
            return body, False
        cut = self._written(query, self._asked(query, rows), form)
        if _count(cut, form) > rows:
            raise self._too_many()
        return cut, True

    def _written(self, query: Query, answered: Answered, form: ox.QueryResultsFormat) -> bytes:
        assert not isinstance(answered, ox.QueryTriples)
        out = _Capped(self.size)
        try:
            answered.serialize(out, form)
        except _TooLargeError as fault:
            raise self._too_large() from fault
        except (ValueError, RuntimeError, OSError) as fault:
            raise _misread(query.sparql, fault) from fault
        return out.getvalue()

    def triples(self, query: Query, answered: ox.QueryTriples, rows: int) -> tuple[list[ox.Triple], bool]:
        """The triples of an answer, each once; and whether some were left out."""
        found: dict[ox.Triple, None] = {}
        try:
            for triple in answered:
                found[triple] = None
                if len(found) > rows:
                    break
        except (ValueError, RuntimeError, OSError) as fault:
            raise _misread(query.sparql, fault) from fault
        return list(islice(found, rows)), len(found) > rows

    def serialized(self, triples: Iterable[ox.Triple], media_type: str) -> bytes:
        """Triples in a format. Raises ProblemError where the format cannot say them."""
        form = _TRIPLES[media_type]
        out = _Capped(self.size)
        prefixes = _XML_PREFIXES if form == ox.RdfFormat.RDF_XML else PREFIXES
        told = list(triples)
        try:
            if form == ox.RdfFormat.JSON_LD and jsonld.says(told):
                jsonld.write([told], out)
            else:
                ox.serialize(told, out, form, prefixes=dict(prefixes))
        except _TooLargeError as fault:
            raise self._too_large() from fault
        except (ValueError, RuntimeError, OSError) as fault:
            raise ProblemError(
                406, f"This answer cannot be told as {form.name}: {fault}.", "此格式無法表達答案。"
            ) from fault
        return out.getvalue()

    def _too_large(self) -> ProblemError:
        return ProblemError(
            422,
            f"The answer is larger than {self.size} bytes, which is the most that is sent.",
            f"答案超過 {self.size} 位元組的上限。",
            "Ask for less, or in parts with LIMIT and OFFSET 請縮小範圍，或以 LIMIT、OFFSET 分批取得。",
        )

    def _too_many(self) -> ProblemError:
        return ProblemError(
            422,
            f"The answer has more than {self.rows} rows, which is the most that is sent.",
            f"答案超過 {self.rows} 列的上限。",
            "Add LIMIT to the query 請在查詢加上 LIMIT。",
        )


def _misread(sparql: str, fault: Exception) -> ProblemError:
    told = mistakes.misread(sparql, fault)
    return ProblemError(400, told.message, told.zh, line=told.line, column=told.column)


def _limited(sparql: str, rows: int) -> str:
    """A SELECT with a limit of that many rows: its own one lowered, else one added at its end.

    What follows the last brace belongs to the query itself and to no part of it. Where a limit may not stand (after
    VALUES, after a brace in a comment) the query does not parse with it. Of triples a limit tells nothing: it counts
    solutions, each of which gives some triples, and maybe none that is new.
    """
    if form(sparql) != "SELECT":
        return sparql
    last = sparql.rfind("}") + 1
    for token in tokens(sparql[last:]):
        if token[0].upper() == "LIMIT":
            number = _NUMBER.match(sparql, last + token.end())
            if number is None or int(number[1][:_DIGITS]) <= rows:
                return sparql
            return f"{sparql[: number.start(1)]}{rows}{sparql[number.end(1) :]}"
    return f"{sparql}\nLIMIT {rows}"


def _count(body: bytes, form: ox.QueryResultsFormat) -> int:
    """The rows of an answer."""
    if form == ox.QueryResultsFormat.CSV:  # which the engine writes but does not read
        return sum(part.count(b"\n") for part in body.split(b'"')[::2]) - 1
    read = ox.parse_query_results(body, form)
    return sum(1 for _ in read) if isinstance(read, ox.QuerySolutions) else 0


def _from(sparql: str) -> list[str]:
    """The IRIs of the graphs that a query names with FROM, as the engine reads them behind the query's own prologue."""
    if not _NAMES_GRAPHS.search(sparql):
        return []
    found = [*tokens(sparql)]
    words = [token[0].upper() for token in found]
    after = (at + 1 + (words[at + 1 : at + 2] == ["NAMED"]) for at, word in enumerate(words) if word == "FROM")
    names = " ".join(found[at][0] for at in after if at < len(found))
    prologue = sparql[: next((token.start() for token in found if token[0].upper() in FORMS), 0)]
    try:
        read = _NOWHERE.query(f"{prologue} SELECT * {{ VALUES ?graph {{ {names} }} }}", prefixes=PREFIXES)
    except (SyntaxError, ValueError):
        return []  # nor does the query parse then
    assert isinstance(read, ox.QuerySolutions)
    return [row[0].value for row in read if isinstance(row[0], ox.NamedNode)]
