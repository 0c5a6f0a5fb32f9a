"""The address where a server answers queries, and its answers."""

from __future__ import annotations

import io
from collections.abc import Mapping
from urllib.parse import quote_plus, urlsplit

import httpx
import pyoxigraph as ox

from agencygraph.errors import StoreError
from agencygraph.namespaces import XSD
from agencygraph.stores import dialect, engine, mistakes
from agencygraph.stores.protocol import Answer, Graph, Rows, Term
from agencygraph.stores.transport import RefusedError, Transport

Dataset = Mapping[str, list[str]]
"""The parameters `default-graph-uri` and `named-graph-uri` of the SPARQL protocol."""

_ENDINGS = ("/query", "/sparql")
_RESULTS, _TRIPLES = "application/sparql-results+json", "application/n-triples"
_JSON = (_RESULTS, "application/json")
_LINES = (_TRIPLES, "text/plain", "text/turtle")
_LONGEST_GET = 1500
_ABSENT = frozenset({404, 405, 410})
_ROW_LIMIT = "x-sparql-maxrows"
_BOOLEAN = ox.NamedNode(f"{XSD}boolean")
_BOOLEANS = {"1": ox.Literal(True), "0": ox.Literal(False)}


class _OtherAnswerError(Exception):
    """An answer that is neither a table nor a graph, as a page for people."""


class Endpoint:
    """Sends queries as they stand. `transport.url` is the address of queries, or the server's own."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._url = transport.url if urlsplit(transport.url).path.endswith(_ENDINGS) else ""

    @property
    def url(self) -> str:
        """The address that answers queries: as told, else with one of the usual endings. Raises StoreError."""
        if not self._url:
            told = self._transport.url.rstrip("/")
            self._url = next(filter(self._answers, (told, *(told + ending for ending in _ENDINGS))), "")
        if not self._url:
            raise self._absent()
        return self._url

    def ask(self, sparql: str, dataset: Dataset | None = None) -> Answer:
        """The answer to a query.

        Raises UsageError where it does not parse, StoreError where the server does not answer, or not in full.
        """
        try:
            return self._sent(self.url, sparql, dataset or {})
        except RefusedError as refused:
            if refused.status == httpx.codes.BAD_REQUEST:
                raise mistakes.told(refused.said.partition(" SPARQL query:")[0]) from refused
            if refused.status in _ABSENT:
                raise self._absent() from refused
            raise self._failed(str(refused)) from refused
        except _OtherAnswerError as fault:
            raise self._absent() from fault
        except SyntaxError as fault:
            raise self._failed(str(fault)) from fault

    def understands(self, sparql: str) -> bool:
        """Whether the server takes a query; it is not told to anybody when it does not."""
        try:
            self._sent(self.url, sparql, {})
        except RefusedError:
            return False
        except (_OtherAnswerError, SyntaxError) as fault:
            raise self._absent() from fault
        return True

    def _answers(self, url: str) -> bool:
        try:
            return self._sent(url, "ASK {}", {}) is True
        except (RefusedError, _OtherAnswerError, SyntaxError):
            return False

    def _sent(self, url: str, sparql: str, dataset: Dataset) -> Answer:
        form = dialect.form(sparql)
        graph = form in ("CONSTRUCT", "DESCRIBE")
        fields: dict[str, str | list[str]] = {"query": sparql, **dataset}
        headers = {"Accept": _TRIPLES if graph else _RESULTS}

        def read(told: httpx.Headers, body: io.BufferedReader) -> Answer:
            return self._graph(told, body) if graph else self._table(told, body, form == "ASK")

        if len(quote_plus(sparql)) <= _LONGEST_GET and "named-graph-uri" not in dataset:
            return self._transport.send("GET", url, read, headers=headers, params=fields)
        return self._transport.send("POST", url, read, headers=headers, data=fields)

    def _table(self, headers: httpx.Headers, body: io.BufferedReader, yes_or_no: bool) -> Rows | bool:
        _expect(headers, _JSON)
        answer = engine.told(ox.parse_query_results(body, ox.QueryResultsFormat.JSON))
        if isinstance(answer, bool):
            return answer
        if yes_or_no:
            return _as_boolean(answer)
        self._refuse_cut(headers, len(answer))
        return Rows(answer.columns, tuple(tuple(_canonical(cell) for cell in row) for row in answer.rows))

    def _graph(self, headers: httpx.Headers, body: io.BufferedReader) -> Graph:
        _expect(headers, _LINES)
        triples = tuple(quad.triple for quad in ox.parse(body, ox.RdfFormat.TURTLE))
        self._refuse_cut(headers, len(triples))
        return Graph(triples)

    def _refuse_cut(self, headers: httpx.Headers, length: int) -> None:
        """Raise StoreError for an answer as long as the server gives any."""
        limit = headers.get(_ROW_LIMIT, "")
        if limit.isdecimal() and length >= int(limit):
            raise StoreError(
                f"{self._transport.host} gives no more than {limit} rows; the answer is cut short.",
                f"{self._transport.host} 最多只回 {limit} 列，結果不完整。",
                "Narrow the question, or raise ResultSetMaxRows on the server 請縮小查詢範圍或調高伺服器上限。",
            )

    def _absent(self) -> StoreError:
        return StoreError(
            f"no SPARQL endpoint answers at {self._transport.url}.",
            f"{self._transport.url} 沒有 SPARQL 端點。",
            "Give the address of its queries, such as 請給查詢網址，例如 http://localhost:7878/query.",
        )

    def _failed(self, said: str) -> StoreError:
        host = self._transport.host
        return StoreError(f"{host} could not answer: {said}.", f"{host} 無法回答：{said}。")


def _as_boolean(rows: Rows) -> bool:
    """The answer to ASK of a server (Virtuoso) that gives a table with a number in it."""
    return any(row[0] not in ("", "0", "false") for row in rows.texts())


def _expect(headers: httpx.Headers, types: tuple[str, ...]) -> None:
    if headers.get("content-type", "").partition(";")[0].strip().lower() not in types:
        raise _OtherAnswerError


def _canonical(cell: Term | None) -> Term | None:
    """A term as Oxigraph writes it: servers that keep a boolean as a number say 1."""
    if isinstance(cell, ox.Literal) and cell.datatype == _BOOLEAN:
        return _BOOLEANS.get(cell.value, cell)
    return cell
