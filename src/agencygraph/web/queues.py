"""Who is served next: clients take turns, however much each of them asks for."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from agencygraph.web.jobs import Reply


@dataclass(eq=False, slots=True)
class Ticket:
    """A job on its way: when it came, when a worker began with it, and why the front ended that worker, if it did.

    `graphs` is the digest of the graphs that were served when it came.
    """

    job: bytes
    key: str
    client: str
    future: asyncio.Future[Reply]
    came: float
    graphs: str
    started: float = 0.0
    cause: str = ""


@dataclass
class Turns:
    """Waiting tickets, a queue for each client; the clients take turns."""

    clients: OrderedDict[str, deque[Ticket]] = field(default_factory=OrderedDict)
    length: int = 0

    def push(self, ticket: Ticket) -> None:
        """Let a ticket wait behind its client's others."""
        self.clients.setdefault(ticket.client, deque()).append(ticket)
        self.length += 1

    def put_back(self, ticket: Ticket) -> None:
        """Let a ticket that had its turn already have the next one."""
        self.clients.setdefault(ticket.client, deque()).appendleft(ticket)
        self.clients.move_to_end(ticket.client, last=False)
        self.length += 1

    def overdue(self, before: float) -> list[Ticket]:
        """Take out and give the tickets that came before a time."""
        found = [ticket for waiting in self.clients.values() for ticket in waiting if ticket.came < before]
        for ticket in found:
            self.remove(ticket)
        return found

    def pop(self, allowed: Callable[[str], bool]) -> Ticket | None:
        """The next ticket of the next client that may have a turn, None where there is none."""
        client = next((client for client in self.clients if allowed(client)), None)
        if client is None:
            return None
        waiting = self.clients[client]
        ticket = waiting.popleft()
        self.length -= 1
        if waiting:
            self.clients.move_to_end(client)
        else:
            del self.clients[client]
        return ticket

    def remove(self, ticket: Ticket) -> bool:
        """Take a ticket out; whether it was there."""
        waiting = self.clients.get(ticket.client, deque())
        if ticket not in waiting:
            return False
        waiting.remove(ticket)
        self.length -= 1
        if not waiting:
            del self.clients[ticket.client]
        return True

    def count(self, client: str) -> int:
        """How many tickets of a client wait."""
        return len(self.clients.get(client, ()))
