"""Worker processes as the front sees them: each one a link that takes a job and gives a reply."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import asdict

from agencygraph.errors import UnreadableError
from agencygraph.web.jobs import END, LENGTH, LENGTHS, MAKE, ORDER, YIELD, Reply
from agencygraph.web.queues import Ticket
from agencygraph.web.settings import Settings

_SILENT = '{"refused": ["the graphs cannot be loaded.", "無法載入圖譜。", ""]}'
_numbers = itertools.count(1)


class Worker(asyncio.Protocol):
    """The link to a worker: it takes jobs one after another. `on_reply` is called with each reply.

    `makers` made it. `tickets` are the jobs sent to it, the first of them the one that it is at. A worker that is
    `leaving` gets no more.
    """

    def __init__(self, number: int, makers: Makers, on_reply: Callable[[Worker, Reply], None]) -> None:
        self.number, self.makers = number, makers
        self.tickets: deque[Ticket] = deque()
        self.leaving = False
        self._on_reply = on_reply
        self._transport: asyncio.WriteTransport | None = None
        self._parts: list[bytes] = []
        self._size = 0

    def connection_made(self, transport: asyncio.WriteTransport) -> None:  # type: ignore[override]
        """Keep the transport to send jobs by."""
        self._transport = transport

    def give(self, ticket: Ticket, now: float) -> None:
        """Give the worker one more job."""
        assert self._transport is not None
        if not self.tickets:
            ticket.started = now
        self.tickets.append(ticket)
        self._transport.write(LENGTH.pack(len(ticket.job)) + ticket.job)

    def data_received(self, data: bytes) -> None:
        """Collect replies; each is read once it is whole."""
        self._parts.append(data)
        self._size += len(data)
        while self._size >= LENGTHS.size:
            if len(self._parts[0]) < LENGTHS.size:
                self._parts = [b"".join(self._parts)]
            head, body = LENGTHS.unpack_from(self._parts[0])
            end = LENGTHS.size + head + body
            if self._size < end:
                return
            whole = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
            self._parts, self._size = [whole[end:]], len(whole) - end
            start = LENGTHS.size + head
            self._on_reply(self, Reply.decoded(whole[LENGTHS.size : start], whole[start:end]))

    def close(self) -> None:
        """Let the worker go: it ends when its job is done."""
        if self._transport is not None:
            self._transport.close()


class Makers:
    """The nursery as the front sees it: one for each set of graphs.

    `on_end` is told each worker that ended, with its exit code or signal; `on_lost` that the nursery itself has ended.
    """

    def __init__(
        self,
        settings: Settings,
        on_reply: Callable[[Worker, Reply], None],
        on_end: Callable[[int, int], None],
        on_lost: Callable[[Makers], None],
    ) -> None:
        self.settings, self._on_reply, self._on_end, self._on_lost = settings, on_reply, on_end, on_lost

    async def start(self) -> None:
        """Start the nursery and wait until it has loaded the graphs. Raises UnreadableError where it cannot."""
        here, there = socket.socketpair()
        with there:
            command = [sys.executable, "-m", "agencygraph.web.nursery", str(there.fileno())]
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, pass_fds=(there.fileno(),), start_new_session=True
            )
        here.setblocking(False)
        self._control = here
        self._reader, self._writer = await asyncio.open_connection(sock=here.dup())
        self._listening: asyncio.Task[None] | None = None
        try:
            hello = await self._greeted()
            if "refused" in hello:
                raise UnreadableError(*hello["refused"])
            self._listening = asyncio.create_task(self._listen())
        finally:
            if self._listening is None:
                self._process.kill()
                await self.stop()

    async def _greeted(self) -> dict[str, list[str]]:
        """What the nursery says once it has been told what to load."""
        told = asdict(self.settings)
        told["paths"] = [str(path) for path in self.settings.paths]
        told["database"] = str(self.settings.database) if self.settings.database else ""
        message = json.dumps(told).encode()
        first = b""
        with contextlib.suppress(ConnectionError):  # it ended before it had read all of it
            await asyncio.get_running_loop().sock_sendall(self._control, LENGTH.pack(len(message)) + message)
            first = await self._reader.readline()
        hello: dict[str, list[str]] = json.loads(first or _SILENT)
        return hello

    async def make(self) -> Worker:
        """A new worker."""
        number = next(_numbers)
        here, there = socket.socketpair()
        with there:
            socket.send_fds(self._control, [ORDER.pack(MAKE, number)], [there.fileno()])
        _, worker = await asyncio.get_running_loop().create_connection(
            lambda: Worker(number, self, self._on_reply), sock=here
        )
        return worker

    def end(self, worker: Worker) -> None:
        """End a worker at once, whatever it does."""
        self._order(END, worker)

    def lower(self, worker: Worker) -> None:
        """Let a worker yield to the others from now on."""
        self._order(YIELD, worker)

    def _order(self, what: bytes, worker: Worker) -> None:
        with contextlib.suppress(ConnectionError):  # the nursery has ended, and the worker with it: on_lost will say so
            self._control.send(ORDER.pack(what, worker.number))

    async def stop(self) -> None:
        """End the nursery, and with it all workers."""
        if self._listening:
            self._listening.cancel()
        self._writer.close()
        self._control.close()
        await asyncio.get_running_loop().run_in_executor(None, self._process.wait)

    async def _listen(self) -> None:
        with contextlib.suppress(ConnectionError):  # the nursery ended before it had read an order
            while line := await self._reader.readline():
                told = json.loads(line)
                self._on_end(told["ended"], told["code"])
        self._on_lost(self)
