"""Writes graphs to a SPARQL server: by the Graph Store Protocol, else by SPARQL Update."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from itertools import islice
from urllib.parse import urlsplit, urlunsplit

import httpx

from agencygraph.errors import StoreError
from agencygraph.stores.transport import RefusedError, Transport

_BATCH = 500
_TURTLE = "text/turtle; charset=utf-8"
_UPDATE = "application/sparql-update; charset=utf-8"
_BESIDE = {
    "/query": (("/store", "/data"), ("/update",)),
    "/sparql": (
        ("/sparql-graph-crud-auth", "/sparql-graph-crud", "/store", "/data"),
        ("/sparql-auth", "/update", "/sparql"),
    ),
    "": (("/rdf-graphs/service", "/data", "/store", ""), ("/statements", "/update", "")),
}
"""Where servers keep the graph store and the endpoint for updates, by how the address of their queries ends."""


class _Places:
    """Addresses that may do something; the first that did it is the only one asked from then on."""

    def __init__(self, places: Iterable[str]) -> None:
        self._places = list(places)
        self._known = False

    def send(self, send: Callable[[str], None]) -> bool:
        """Whether a place took it. Raises RefusedError where the known one refuses."""
        while self._places:
            try:
                send(self._places[0])
            except RefusedError:
                if self._known:
                    raise
                del self._places[0]
            else:
                self._known = True
                return True
        return False


class Writer:
    """Replaces, adds to and drops graphs; triples come one a line, and None names the default graph.

    `query` is the address of the server's queries; where it takes graphs and updates is found by trying the places that
    servers use. All requests may be made twice. Raises StoreError where the server takes neither.
    """

    def __init__(self, transport: Transport, query: str) -> None:
        self._transport = transport
        ending = next(ending for ending in _BESIDE if urlsplit(query).path.rstrip("/").endswith(ending))
        stores, updates = _BESIDE[ending]
        self._stores = _Places(_beside(query, ending, place) for place in stores)
        self._updates = _Places(_beside(query, ending, place) for place in updates)

    def replace(self, graph: str, triples: bytes) -> None:
        """Make a graph hold exactly these triples."""
        if not self._store("PUT", graph, triples):
            self.update(f"DROP SILENT GRAPH <{graph}>")
            self._insert(graph, triples)

    def add(self, graph: str | None, triples: bytes) -> None:
        """Add triples to a graph."""
        if not self._store("POST", graph, triples):
            self._insert(graph, triples)

    def drop(self, graph: str) -> None:
        """Take away a graph that `replace` made."""
        if not self._store("DELETE", graph, None):
            self.update(f"DROP SILENT GRAPH <{graph}>")

    def update(self, sparql: str) -> None:
        """Run a SPARQL Update."""

        def send(url: str) -> None:
            self._transport.send("POST", url, _ignore, headers={"Content-Type": _UPDATE}, content=sparql.encode())

        if not self._done(self._updates, send):
            raise self._unwilling()

    def _store(self, method: str, graph: str | None, triples: bytes | None) -> bool:
        """Whether the Graph Store Protocol did it."""

        def send(url: str) -> None:
            params = {"default": ""} if graph is None else {"graph": graph}
            headers = {"Content-Type": _TURTLE} if triples is not None else {}
            try:
                self._transport.send(method, url, _ignore, params=params, headers=headers, content=triples)
            except RefusedError as refused:
                gone = method == "DELETE" and refused.status == httpx.codes.NOT_FOUND
                if not gone:
                    raise

        return self._done(self._stores, send)

    def _insert(self, graph: str | None, triples: bytes) -> None:
        opening, closing = ("", "") if graph is None else (f"GRAPH <{graph}> {{", "}")
        rest = iter(triples.splitlines())
        while batch := list(islice(rest, _BATCH)):
            told = b"\n".join(batch).decode()
            self.update(f"INSERT DATA {{ {opening}\n{told}\n{closing} }}")

    def _done(self, places: _Places, send: Callable[[str], None]) -> bool:
        """Whether one of the places took it. Raises StoreError where the one that took others refuses this."""
        try:
            return places.send(send)
        except RefusedError as refused:
            host = self._transport.host
            raise StoreError(f"{host} refused to write: {refused}.", f"{host} 拒絕寫入：{refused}。") from refused

    def _unwilling(self) -> StoreError:
        return StoreError(
            f"{self._transport.host} takes no graphs: neither the Graph Store Protocol nor SPARQL Update was found.",
            f"{self._transport.host} 無法寫入：找不到 Graph Store Protocol 或 SPARQL Update。",
            "Is it read-only? 是否為唯讀？",
        )


def _beside(query: str, ending: str, place: str) -> str:
    parts = urlsplit(query)
    path = parts.path.rstrip("/")
    return urlunsplit(parts._replace(path=path.removesuffix(ending) + place))


def _ignore(_headers: httpx.Headers, body: io.BufferedReader) -> None:
    body.read()
