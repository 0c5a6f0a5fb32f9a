"""How a request is answered: who may ask, what the client has already, what is kept, and else what a worker says."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from agencygraph import __version__
from agencygraph.web import problems
from agencygraph.web.clients import Client, Rates
from agencygraph.web.headers import PREFLIGHT, VARY, headers
from agencygraph.web.jobs import Job, Reply, digest
from agencygraph.web.keeping import Kept
from agencygraph.web.metrics import Metrics
from agencygraph.web.pool import Pool
from agencygraph.web.problems import ProblemError
from agencygraph.web.queues import Ticket
from agencygraph.web.settings import Settings

Page = Callable[[Request], Awaitable[Job | Reply]]

_TAG = re.compile(r'"([^"]*)"')


class Front:
    """Takes requests and gives answers."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.pool = Pool(settings)
        self.kept = Kept(settings.kept)
        self.metrics = Metrics()
        self.rates = Rates(settings.rate)
        self._data = _data(settings)

    async def renew(self, settings: Settings) -> None:
        """Answer from other graphs from now on; ends when no job is at the old ones any more.

        Raises UnreadableError where they cannot be loaded.
        """

        def renewed() -> None:
            self._data = _data(settings)
            self.kept.clear()

        await self.pool.renew(settings, renewed)

    def address(self, path: str, page: Page, *methods: str) -> ASGIApp:
        """What answers requests to an address: GET, HEAD, OPTIONS and these methods."""
        return _Address(self, path, page, ("GET", "HEAD", "OPTIONS", *methods))

    async def answer(self, request: Request, page: Page, allowed: tuple[str, ...]) -> Reply:
        """The reply to a request. Raises ProblemError."""
        method = request.method
        if method not in allowed:
            offer = (("allow", ", ".join(allowed)),)
            raise ProblemError(405, f"{method} is not allowed here.", "不支援此方法。", headers=offer)
        if method == "OPTIONS":
            return Reply(204, "", b"", (*PREFLIGHT, ("allow", ", ".join(allowed))))
        client = Client.of(request.scope["client"])
        if wait := self.rates.wait(client):
            later = (("retry-after", str(int(wait) + 1)),)
            raise ProblemError(429, "Too many requests.", "請求過於頻繁。", headers=later)
        found = await page(request)
        return found if isinstance(found, Reply) else await self._worked(request, found, client)

    async def _worked(self, request: Request, job: Job, client: Client) -> Reply:
        """The answer to a job: 304 where the client has it, from what is kept, else from a worker."""
        message = job.encoded()
        key = digest(self._data, message)
        etag = ("etag", f'W/"{key}"')
        same = Reply(304, "", b"", (etag, ("cache-control", "no-cache"), VARY))
        held = combined(request, "if-none-match") if request.method != "POST" else ""
        if key in _TAG.findall(held):
            return same
        reply = self.kept.get(key) or await self._answered(request, message, key, client, etag)
        return same if held.strip() == "*" and reply.status == 200 and reply.stable else reply

    async def _answered(
        self, request: Request, message: bytes, key: str, client: Client, etag: tuple[str, str]
    ) -> Reply:
        """A worker's reply with what it says of itself; kept where it may be."""
        reply = await self._asked(request, message, key, client)
        if reply.status != 200:
            return reply
        if not reply.stable:
            return replace(reply, headers=(*reply.headers, ("cache-control", "no-store")))
        reply = replace(reply, headers=(*reply.headers, etag, ("cache-control", "no-cache")))
        self.kept.put(key, reply)
        return reply

    async def _asked(self, request: Request, message: bytes, key: str, client: Client) -> Reply:
        """A worker's reply; nothing more is done for a client that leaves."""
        ticket = self.pool.ask(message, key, client.turn)
        watching: list[asyncio.Task[None]] = []
        loop = asyncio.get_running_loop()
        later = loop.call_later(
            self.settings.quantum, lambda: watching.append(loop.create_task(self._watch(request, ticket)))
        )
        try:
            return await ticket.future
        except asyncio.CancelledError as fault:
            if _stopping():
                raise
            raise ProblemError(400, "The client has left.", "用戶端已離線。") from fault
        finally:
            later.cancel()
            for task in watching:
                task.cancel()

    async def _watch(self, request: Request, ticket: Ticket) -> None:
        """Drop a job when its client leaves."""
        while (await request.receive())["type"] != "http.disconnect":
            pass
        self.pool.abandon(ticket)


def combined(request: Request, name: str) -> str:
    """The value of a header; that of several lines of it, which are one list (RFC 9110, 5.3)."""
    values = request.headers.getlist(name)
    return values[0] if len(values) == 1 else ", ".join(values)


def _stopping() -> bool:
    """Whether what this task does is given up, as the server does when it is to stop and has waited long enough."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _data(settings: Settings) -> str:
    """What answers depend on besides the job: the graphs, the program, the caps."""
    return digest(settings.digest, __version__, repr((settings.rows, settings.size, settings.address)))


class _Address:
    """Answers the requests to one address, counts them, and says what all answers say."""

    def __init__(self, front: Front, path: str, page: Page, allowed: tuple[str, ...]) -> None:
        self._front, self._path, self._page, self._allowed = front, path, page, allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = self._front.metrics.now()
        request = Request(scope, receive, send)
        try:
            reply = await self._front.answer(request, self._page, self._allowed)
        except ProblemError as problem:
            reply = _told(problem, request)
        except asyncio.CancelledError:
            later = (("retry-after", "5"), ("connection", "close"))
            reply = _told(ProblemError(503, "The server is stopping.", "伺服器即將停止。", headers=later), request)
        await send({"type": "http.response.start", "status": reply.status, "headers": headers(reply)})
        await send({"type": "http.response.body", "body": reply.body})
        self._front.metrics.count(self._path, reply.status, started)


def _told(problem: ProblemError, request: Request) -> Reply:
    return problems.reply(problem, Job("problem", accept=combined(request, "accept")))
