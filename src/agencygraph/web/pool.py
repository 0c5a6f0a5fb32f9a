"""Gives jobs to workers, and takes them away: short ones have lanes of their own, and no query outlives its deadline.

A job starts in the fast lane. One that runs longer than a quantum moves to the slow lane together with its worker,
which yields to all others from then on; where that lane is full and somebody waits, it is ended and starts again in
the slow lane when its turn comes. What has once been slow waits for the slow lane at once. So queries that run away
hold the fast lane for a quantum, and short ones do not wait for them.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from typing import TypeVar

from agencygraph.web.jobs import Job, Reply, digest
from agencygraph.web.problems import ProblemError
from agencygraph.web.queues import Ticket, Turns
from agencygraph.web.settings import Settings
from agencygraph.web.workers import Makers, Worker

Value = TypeVar("Value")

_REMEMBERED = 2000
_HEAVY = 60.0
"""Seconds for which a client that sent a slow query may hold no more than half of the fast lane."""
_SHARE = 4
"""One client may fill this part of a queue."""


@dataclass(eq=False)
class Lane:
    """Some workers and the jobs that wait for them."""

    size: int
    idle: list[Worker] = field(default_factory=list)
    busy: dict[Worker, Ticket] = field(default_factory=dict)
    turns: Turns = field(default_factory=Turns)
    making: int = 0

    @property
    def workers(self) -> int:
        """How many workers there are or will be in a moment."""
        return len(self.idle) + len(self.busy) + self.making


class Pool:
    """The workers of a server. `counts` counts what happened, for the metrics."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.fast, self.slow = Lane(settings.workers), Lane(settings.workers)
        self.counts: Counter[str] = Counter()
        self._makers = Makers(settings, self._replied, self._ended)
        self._known: dict[int, Worker] = {}
        self._ending: set[Worker] = set()
        self._slow_jobs: OrderedDict[str, None] = OrderedDict()
        self._heavy: OrderedDict[str, float] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = False

    async def start(self) -> None:
        """Load the graphs and make the workers of the fast lane. Raises UsageError where that cannot be done."""
        self._loop = asyncio.get_running_loop()
        await self._makers.start()
        self._open = True
        self._fill(self.fast)
        await self.ask(Job("alive").encoded(), "").future

    async def stop(self) -> None:
        """End all workers."""
        self._open = False
        await self._makers.stop()

    def ask(self, job: bytes, client: str) -> Ticket:
        """A ticket whose future will be the reply to a job, or ProblemError where that takes too much.

        Raises ProblemError where there is no room for the job.
        """
        ticket = Ticket(job, digest(job), client, self._loop.create_future())
        lane = self.slow if ticket.key in self._slow_jobs else self.fast
        self._admit(lane, ticket)
        self._dispatch(lane)
        if not ticket.started:
            ticket.timer = self._loop.call_later(self.settings.patience, self._out_of_patience, lane, ticket)
        return ticket

    def _admit(self, lane: Lane, ticket: Ticket) -> None:
        most = self.settings.queue
        if lane.turns.length >= most:
            raise _busy(503, "The server is busy.", "伺服器忙碌中。")
        if lane.turns.count(ticket.client) >= max(1, most // _SHARE):
            raise _busy(429, "Too many requests of yours are waiting.", "您等候中的請求過多。")
        lane.turns.push(ticket)

    def _out_of_patience(self, lane: Lane, ticket: Ticket) -> None:
        if lane.turns.remove(ticket) and not ticket.future.done():
            self.counts["turned away"] += 1
            ticket.future.set_exception(_busy(503, "The server is busy.", "伺服器忙碌中。"))

    def _dispatch(self, lane: Lane) -> None:
        """Give waiting jobs to idle workers; see that there are enough of these."""
        while lane.idle and (ticket := lane.turns.pop(self._may if lane is self.fast else _anyone)):
            ticket.rest()
            worker = lane.idle.pop()
            lane.busy[worker] = ticket
            ticket.started = time.monotonic()
            worker.send(ticket.job)
            if lane is self.fast:
                ticket.timer = self._loop.call_later(self.settings.quantum, self._over_quantum, worker, ticket)
            else:
                ticket.timer = self._loop.call_later(self.settings.deadline, self._over_deadline, worker, ticket)
        if lane is self.fast or lane.turns.length:
            self._fill(lane)

    def _may(self, client: str) -> bool:
        """Whether a client may have another worker of the fast lane."""
        since = self._heavy.get(client)
        if since is None or time.monotonic() - since > _HEAVY:
            return True
        held = sum(ticket.client == client for ticket in self.fast.busy.values())
        return held < max(1, self.fast.size // 2)

    def _fill(self, lane: Lane) -> None:
        wanted = lane.size if lane is self.fast else min(lane.size, len(lane.busy) + lane.turns.length)
        while self._open and lane.workers < wanted:
            lane.making += 1
            task = asyncio.ensure_future(self._make(lane))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _make(self, lane: Lane) -> None:
        try:
            worker = await self._makers.make()
        finally:
            lane.making -= 1
        self._known[worker.number] = worker
        self.counts["workers made"] += 1
        if lane is self.slow:
            self._makers.lower(worker)
        lane.idle.append(worker)
        self._dispatch(lane)

    def _replied(self, worker: Worker, reply: Reply) -> None:
        lane = self.slow if worker in self.slow.busy else self.fast
        ticket = lane.busy.pop(worker)
        ticket.rest()
        if not ticket.future.done():
            ticket.future.set_result(reply)
        if time.monotonic() - ticket.started < self.settings.quantum:
            self._slow_jobs.pop(ticket.key, None)
        if worker not in self._ending:
            lane.idle.append(worker)
        self._dispatch(lane)

    def _over_quantum(self, worker: Worker, ticket: Ticket) -> None:
        """A job of the fast lane has run for a quantum or more."""
        _remember(self._slow_jobs, ticket.key, None)
        _remember(self._heavy, ticket.client, time.monotonic())
        if ticket.future.done():
            self._end(worker)
        elif len(self.slow.busy) < self.slow.size:
            self._demote(worker, ticket)
        elif time.monotonic() - ticket.started >= self.settings.deadline:
            self._over_deadline(worker, ticket)
        elif self.fast.turns.length:
            ticket.cause = "again"
            self._end(worker)
        else:
            ticket.timer = self._loop.call_later(self.settings.quantum, self._over_quantum, worker, ticket)

    def _demote(self, worker: Worker, ticket: Ticket) -> None:
        self.counts["demoted"] += 1
        del self.fast.busy[worker]
        if self.slow.idle:
            self._end(self.slow.idle.pop())
        self.slow.busy[worker] = ticket
        self._makers.lower(worker)
        left = max(0.0, self.settings.deadline - (time.monotonic() - ticket.started))
        ticket.timer = self._loop.call_later(left, self._over_deadline, worker, ticket)
        self._dispatch(self.fast)

    def _over_deadline(self, worker: Worker, ticket: Ticket) -> None:
        ticket.cause = "deadline"
        self._end(worker)

    def abandon(self, ticket: Ticket) -> None:
        """The client has left: nothing more is done for it, except what is nearly done."""
        ticket.future.cancel()
        ticket.rest()
        if self.fast.turns.remove(ticket) or self.slow.turns.remove(ticket):
            return
        for worker, held in list(self.slow.busy.items()):
            if held is ticket:
                self._end(worker)
        for worker, held in list(self.fast.busy.items()):
            if held is ticket:
                ticket.timer = self._loop.call_later(self.settings.quantum, self._over_quantum, worker, ticket)

    def _end(self, worker: Worker) -> None:
        self._ending.add(worker)
        self._makers.end(worker)

    def _ended(self, number: int, code: int) -> None:
        """A worker is gone; its job, if it had one, is told so or starts again."""
        worker = self._known.pop(number, None)
        if worker is None:
            return
        self._ending.discard(worker)
        worker.close()
        self.counts["workers ended"] += 1
        for lane in (self.fast, self.slow):
            if worker in lane.idle:
                lane.idle.remove(worker)
            if ticket := lane.busy.pop(worker, None):
                ticket.rest()
                self._settle(ticket, code)
        self._dispatch(self.fast)
        self._dispatch(self.slow)

    def _settle(self, ticket: Ticket, code: int) -> None:
        if ticket.future.done():
            return
        if ticket.cause == "again":
            self.counts["started again"] += 1
            ticket.cause, ticket.started = "", 0.0
            self.slow.turns.push(ticket)
            ticket.timer = self._loop.call_later(self.settings.patience, self._out_of_patience, self.slow, ticket)
        elif ticket.cause == "deadline":
            self.counts["deadlines"] += 1
            ticket.future.set_exception(_overdue(self.settings.deadline))
        elif code == 1:
            self.counts["faults"] += 1
            ticket.future.set_exception(ProblemError(500, "A fault of ours.", "程式錯誤。"))
        else:
            self.counts["out of memory"] += 1
            ticket.future.set_exception(_too_much(self.settings.memory))


def _anyone(_client: str) -> bool:
    return True


def _remember(known: OrderedDict[str, Value], key: str, value: Value) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > _REMEMBERED:
        known.popitem(last=False)


def _busy(status: int, message: str, zh: str) -> ProblemError:
    return ProblemError(status, message, zh, "Try later 請稍後再試。", headers=(("retry-after", "5"),))


def _overdue(deadline: float) -> ProblemError:
    return ProblemError(
        422,
        f"The query was ended after {deadline:g} seconds, which is the most that one may take.",
        f"查詢超過 {deadline:g} 秒的上限，已中止。",
        "Ask for less: name a report, a class, a property; join only what shares a variable 請縮小查詢範圍。",
    )


def _too_much(memory: int) -> ProblemError:
    return ProblemError(
        422,
        f"The query was ended: it needs more than {memory // 2**20} MiB of memory, or nests too deeply.",
        f"查詢所需記憶體超過 {memory // 2**20} MiB，或層次過深，已中止。",
        "Ask for less 請縮小查詢範圍。",
    )
