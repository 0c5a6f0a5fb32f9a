"""The addresses of the server, and what each of them asks a worker."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import re
import signal
from collections.abc import AsyncIterator
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from agencygraph.errors import AgencygraphError, StoreError, UnreadableError
from agencygraph.namespaces import AG, BASE, CODES
from agencygraph.web import describing, negotiation, pages, protocol
from agencygraph.web.front import Front, Page, combined
from agencygraph.web.jobs import Job, Reply
from agencygraph.web.problems import ProblemError
from agencygraph.web.settings import Settings
from agencygraph.web.watching import Watched

_BYTES = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")
_DOCUMENTS = ("html", "ttl", "jsonld", "nt", "rdf")
_TWINS = ("html", "csv", "tsv", "json", "xml", "ttl", "jsonld")
_TEXT = "text/plain; charset=utf-8"
_NOT_KEPT = (("cache-control", "no-store"),)


class App:
    """The application; after the server has stopped, `fault` is what kept it from starting, if anything did."""

    def __init__(self, settings: Settings, graphs: Watched | None = None) -> None:
        self.settings, self._graphs = settings, graphs
        self.front = Front(settings)
        self.fault: AgencygraphError | None = None
        self.front.pool.on_lost = self._stop
        self._sparql = self.front.address("/sparql", self._asked, "POST")
        self._pages = Starlette(routes=list(self._routes()), lifespan=self._lifespan)
        self._pages.router.redirect_slashes = False
        self._pages.router.default = self.front.address("/{rest:path}", _nowhere)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; queries go the shortest way."""
        if scope["type"] == "http" and scope["path"] in ("/sparql", "/sparql/"):
            await self._sparql(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    def _routes(self) -> list[Route]:
        found: dict[str, Page] = {
            "/": _named("home"),
            "/questions": _named("questions"),
            "/questions/{name}": _question,
            "/id/{rest:path}": _identified(BASE, "/id/"),
            "/doc/{rest:path}": _document(BASE, "/doc/"),
            "/code/{rest:path}": _document(CODES, "/code/", _identified(CODES, "/code/")),
            "/ontology": _named("document", AG.rstrip("#")),
            "/void": _named("void"),
            "/.well-known/void": _see("/void"),
            "/.well-known/api-catalog": self._catalogue,
            "/health": self._health,
            "/metrics": self._measured,
            "/robots.txt": _robots,
            pages.STYLE_PATH: _style,
        }
        routes = [Route(path, self.front.address(path, page)) for path, page in found.items()]
        for route in routes:
            route.methods = set()  # all of them: what is not allowed is told like any other problem
        return routes

    @contextlib.asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        try:
            await self.front.pool.start()
            gc.freeze()  # what is there now stays: no need to look through it again and again
        except UnreadableError as fault:
            self.fault = fault
            raise
        watching = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            watching.cancel()
            try:
                with contextlib.suppress(asyncio.CancelledError):
                    await watching
            finally:
                await self.front.pool.stop()

    async def _watch(self) -> None:
        if self._graphs:
            await self._graphs.watch(self.settings, self.front.renew)

    def _stop(self) -> None:
        """Let the server end, so that whoever watches over it starts it again."""
        self.fault = StoreError("the process that holds the graphs has ended.", "持有圖譜的程序已結束。")
        signal.raise_signal(signal.SIGTERM)

    async def _asked(self, request: Request) -> Job:
        return _job(request, "sparql", values=await protocol.asked(request, self.settings.request))

    async def _catalogue(self, request: Request) -> Reply:
        media_type = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
        return Reply(200, media_type, json.dumps(describing.catalogue(self.settings.address)).encode())

    async def _health(self, request: Request) -> Reply:
        well = self.front.pool.fast.workers
        return Reply(200, _TEXT, b"ok\n", _NOT_KEPT) if well else Reply(503, _TEXT, b"no worker\n", _NOT_KEPT)

    async def _measured(self, request: Request) -> Reply:
        told = self.front.metrics.told(self.front.pool, self.front.kept)
        return Reply(200, "text/plain; version=0.0.4", told.encode(), _NOT_KEPT)


def _job(request: Request, page: str, name: str = "", values: protocol.Values = ()) -> Job:
    gzip = negotiation.takes_gzip(combined(request, "accept-encoding"))
    return Job(page, name, values, combined(request, "accept")[:1000], gzip)


def _named(page: str, name: str = "") -> Page:
    async def found(request: Request) -> Job:
        values = protocol.parameters(request.scope["query_string"])
        return _job(request, page, name, tuple(pair for pair in values if pair[0] == "format"))

    return found


async def _question(request: Request) -> Job:
    name, _, ending = request.path_params["name"].partition(".")
    values = protocol.parameters(request.scope["query_string"])
    protocol.once(values)
    if ending in _TWINS:
        values = (*(pair for pair in values if pair[0] != "format"), ("format", ending))
    elif ending:
        raise _missing()
    return _job(request, "question", name, values)


def _identified(base: str, path: str) -> Page:
    """An IRI that names a thing: where its documents are is told by `Accept`."""

    async def found(request: Request) -> Job:
        return _job(request, "identified", base + _rest(request, path))

    return found


def _document(base: str, path: str, other: Page | None = None) -> Page:
    """A document about an IRI, in the format that the address ends in; `other` answers where it ends in none."""

    async def found(request: Request) -> Job | Reply:
        name, dot, ending = _rest(request, path).rpartition(".")
        if dot and ending in _DOCUMENTS:
            return _job(request, "document", base + name, (("format", ending),))
        if other is None:
            raise _missing()
        return await other(request)

    return found


def _rest(request: Request, path: str) -> str:
    """What of an IRI stands in the address: its letters as they are, what an IRI itself encodes still encoded."""
    raw = request.scope["raw_path"].decode("ascii", "replace").removeprefix(path)
    return _BYTES.sub(lambda found: unquote(found[0], errors="replace"), raw)


def _see(there: str) -> Page:
    async def found(request: Request) -> Reply:
        return Reply(303, _TEXT, b"", (("location", there),))

    return found


async def _robots(request: Request) -> Reply:
    return Reply(200, _TEXT, b"User-agent: *\nDisallow: /sparql\nDisallow: /questions/*?\n")


async def _style(request: Request) -> Reply:
    return Reply(
        200, "text/css; charset=utf-8", pages.STYLE, (("cache-control", "public, max-age=31536000, immutable"),)
    )


async def _nowhere(request: Request) -> Job:
    raise _missing()


def _missing() -> ProblemError:
    return ProblemError(404, "There is nothing at this address.", "這個網址沒有內容。")
