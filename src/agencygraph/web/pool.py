"""Gives jobs to workers, and takes them away: short ones have a lane of their own, and no query outlives its deadline.

A job starts in the fast lane. One that runs longer than a quantum moves to the slow lane together with its worker,
which yields to all others from then on; where that lane is full and a client waits that sent no slow query, the job is
ended and starts again in the slow lane when its turn comes. What has once been slow waits for the slow lane at once. So
queries that run away hold the fast lane for a quantum, and short ones do not wait for them.

A worker that is at a job which has only begun gets some more in advance, so that it need not wait for the front between
short ones; what it has not begun when it leaves the fast lane goes to another.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from agencygraph.web.jobs import Job, Reply
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
_TICK = 0.025
"""Seconds between two looks at what is running."""
_ADVANCE, _BEGUN = 8, 0.02
"""How many jobs a worker may have, and for how many seconds its first one counts as only begun."""


@dataclass(eq=False)
class Lane:
    """Some workers and the jobs that wait for them."""

    size: int
    workers: list[Worker] = field(default_factory=list)
    turns: Turns = field(default_factory=Turns)
    making: int = 0

    @property
    def busy(self) -> int:
        """How many workers are at a job."""
        return sum(bool(worker.tickets) for worker in self.workers)

    def idle(self) -> Worker | None:
        """A worker that has no job."""
        return next((worker for worker in self.workers if not worker.tickets and not worker.leaving), None)

    def ready(self, now: float) -> Worker | None:
        """The worker to give a job to in advance: the one with the fewest of those that have only begun."""
        found = [
            worker
            for worker in self.workers
            if not worker.leaving and len(worker.tickets) < _ADVANCE and now - worker.tickets[0].started < _BEGUN
        ]
        return min(found, key=lambda worker: len(worker.tickets), default=None)


class Pool:
    """The workers of a server. `counts` counts what happened, for the metrics."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.fast, self.slow = Lane(settings.workers), Lane(settings.workers)
        self.counts: Counter[str] = Counter()
        self._makers = self._made(settings)
        self.on_lost: Callable[[], None] = _nothing
        self._known: dict[int, Worker] = {}
        self._slow_jobs: OrderedDict[str, None] = OrderedDict()
        self._heavy: OrderedDict[str, float] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()
        self._open = False

    def _made(self, settings: Settings) -> Makers:
        return Makers(settings, self._replied, self._ended, self._lost)

    async def start(self) -> None:
        """Load the graphs and make the workers of the fast lane. Raises UnreadableError where that cannot be done."""
        self._loop = asyncio.get_running_loop()
        await self._makers.start()
        self._open = True
        self._fill(self.fast)
        self._ticking = self._loop.call_later(_TICK, self._tick)
        await self.ask(Job("alive").encoded(), "", "").future

    async def renew(self, settings: Settings, renewed: Callable[[], None]) -> None:
        """Load other graphs; `renewed` is called when jobs are answered from them, what has begun from the old ones.

        Ends when that is finished. Raises UnreadableError where the graphs cannot be loaded: then nothing changes.
        """
        makers = self._made(settings)
        await makers.start()
        old, self._makers = self._makers, makers
        renewed()
        for worker in [*self.fast.workers, *self.slow.workers]:
            self._send_off(worker)
        try:
            await asyncio.gather(*self._tasks, return_exceptions=True)
            while any(worker.makers is old for worker in self._known.values()):
                await asyncio.sleep(_TICK)
        finally:
            await old.stop()

    def _send_off(self, worker: Worker) -> None:
        """Let a worker end, at once where it is at no job."""
        self._retire(worker)
        if not worker.tickets:
            self._end(worker)

    async def stop(self) -> None:
        """End all workers."""
        self._open = False
        self._ticking.cancel()
        await self._makers.stop()

    def ask(self, job: bytes, key: str, client: str) -> Ticket:
        """A ticket whose future will be the reply to a job, or ProblemError where that takes too much.

        `key` stands for the job, `client` for who takes turns with others. Raises ProblemError where there is no room.
        """
        ticket = Ticket(job, key, client, self._loop.create_future(), time.monotonic(), self._makers.settings.digest)
        lane = self.slow if ticket.key in self._slow_jobs else self.fast
        most = self.settings.queue
        if lane.turns.length >= most:
            raise self._busy(lane)
        if lane.turns.count(client) >= max(1, most // _SHARE):
            raise _later(429, "Too many requests of yours are waiting.", "您等候中的請求過多。")
        lane.turns.push(ticket)
        self._dispatch(lane)
        return ticket

    def abandon(self, ticket: Ticket) -> None:
        """The client has left: nothing more is done for it, except what is nearly done."""
        ticket.future.cancel()
        if not self.fast.turns.remove(ticket) and not self.slow.turns.remove(ticket):
            for worker in self.slow.workers:
                if ticket in worker.tickets:
                    self._end(worker)

    def _dispatch(self, lane: Lane) -> None:
        """Give waiting jobs to workers; see that there are enough of these."""
        now = time.monotonic()
        fast = lane is self.fast
        while lane.turns.length and (worker := lane.idle() or (lane.ready(now) if fast else None)):
            ticket = lane.turns.pop(self._may if fast else _anyone)
            if ticket is None:
                break
            worker.give(ticket, now)
        self._fill(lane)

    def _may(self, client: str) -> bool:
        """Whether a client may have another worker of the fast lane."""
        if not self._is_heavy(client):
            return True
        held = sum(any(ticket.client == client for ticket in worker.tickets) for worker in self.fast.workers)
        return held < max(1, self.fast.size // 2)

    def _is_heavy(self, client: str) -> bool:
        """Whether a client has lately sent a slow query."""
        since = self._heavy.get(client)
        return since is not None and time.monotonic() - since < _HEAVY

    def _fill(self, lane: Lane) -> None:
        """See that the fast lane has all of its workers, the slow one as many as there is work for."""
        wanted = lane.size if lane is self.fast else min(lane.size, lane.busy + lane.turns.length)
        while self._open and len(lane.workers) + lane.making < wanted:
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
            worker.makers.lower(worker)
        lane.workers.append(worker)
        if worker.makers is not self._makers:
            self._send_off(worker)
        self._dispatch(lane)

    def _replied(self, worker: Worker, reply: Reply) -> None:
        if not worker.tickets:
            return
        ticket, now = worker.tickets.popleft(), time.monotonic()
        if not ticket.future.done():
            if worker.makers.settings.digest != ticket.graphs:
                reply = replace(reply, stable=False)  # its key speaks of other graphs
            ticket.future.set_result(reply)
        if now - ticket.started < self.settings.quantum:
            self._slow_jobs.pop(ticket.key, None)
        if worker.tickets:
            worker.tickets[0].started = now
        elif worker.leaving:
            worker.makers.end(worker)
        lane = self.slow if worker in self.slow.workers else self.fast
        if lane.turns.length:
            self._dispatch(lane)

    def _tick(self) -> None:
        """Look at what is running and waiting for too long."""
        self._ticking = self._loop.call_later(_TICK, self._tick)
        now = time.monotonic()
        for worker in [worker for worker in self.fast.workers if worker.tickets]:
            if now - worker.tickets[0].started >= self.settings.quantum:
                self._over_quantum(worker, now)
        for worker in [worker for worker in self.slow.workers if worker.tickets]:
            if now - worker.tickets[0].started >= self.settings.deadline:
                self._end(worker, "deadline")
        for lane in (self.fast, self.slow):
            for ticket in lane.turns.overdue(now - self.settings.patience) if lane.turns.length else ():
                self.counts["turned away"] += 1
                if not ticket.future.done():
                    ticket.future.set_exception(self._busy(lane))

    def _busy(self, lane: Lane) -> ProblemError:
        """What is said when there is no room: who waits for the slow lane sent a query that takes long."""
        if lane is self.slow:
            return _later(429, "Too many slow queries are waiting, and this is one.", "等候中的慢速查詢過多。")
        return _later(503, "The server is busy.", "伺服器忙碌中。")

    def _over_quantum(self, worker: Worker, now: float) -> None:
        """A job of the fast lane has run for a quantum or more."""
        ticket = worker.tickets[0]
        _remember(self._slow_jobs, ticket.key, None)
        _remember(self._heavy, ticket.client, now)
        if ticket.future.done():
            self._end(worker)
        elif self.slow.busy < self.slow.size:
            self._demote(worker)
        elif now - ticket.started >= self.settings.deadline:
            self._end(worker, "deadline")
        else:
            self._retire(worker)
            if not all(map(self._is_heavy, self.fast.turns.clients)):
                self._end(worker, "again")

    def _demote(self, worker: Worker) -> None:
        """Let a worker finish its job in the slow lane, and then leave."""
        self.counts["demoted"] += 1
        self._retire(worker)
        self.fast.workers.remove(worker)
        if len(self.slow.workers) >= self.slow.size and (spare := self.slow.idle()):
            self._end(spare)
        self.slow.workers.append(worker)
        worker.makers.lower(worker)
        self._dispatch(self.fast)

    def _retire(self, worker: Worker) -> None:
        """Let a worker leave once it is done with its job, and the jobs that it has not begun go to others."""
        worker.leaving = True
        while len(worker.tickets) > 1:
            self.fast.turns.put_back(worker.tickets.pop())

    def _end(self, worker: Worker, cause: str = "") -> None:
        """End a worker; `cause` is told to the client whose job it is at."""
        if worker.tickets and not worker.tickets[0].cause:
            worker.tickets[0].cause = cause
        worker.leaving = True
        worker.makers.end(worker)

    def _ended(self, number: int, code: int) -> None:
        """A worker is gone; the job that it was at, if any, is told so or starts again."""
        worker = self._known.pop(number, None)
        if worker is None:
            return
        worker.close()
        self.counts["workers ended"] += 1
        for lane in (self.fast, self.slow):
            if worker in lane.workers:
                lane.workers.remove(worker)
        self._retire(worker)
        if worker.tickets:
            self._settle(worker.tickets.pop(), code)
        self._dispatch(self.fast)
        self._dispatch(self.slow)

    def _lost(self, makers: Makers) -> None:
        """A process that makes workers has ended, and its workers with it: without it nothing can be answered."""
        if makers is not self._makers:
            for worker in [worker for worker in self._known.values() if worker.makers is makers]:
                self._ended(worker.number, 1)
        elif self._open:
            self._open = False
            for worker in list(self._known.values()):
                self._ended(worker.number, 1)
            self.on_lost()

    def _settle(self, ticket: Ticket, code: int) -> None:
        if ticket.future.done():
            return
        if ticket.cause == "again":
            self.counts["started again"] += 1
            ticket.cause = ""
            self.slow.turns.push(ticket)
        elif ticket.cause == "deadline":
            self.counts["deadlines"] += 1
            ticket.future.set_exception(_overdue(self.settings.deadline))
        elif code == 1:
            self.counts["faults"] += 1
            ticket.future.set_exception(ProblemError(500, "A fault of ours.", "程式錯誤。"))
        else:
            self.counts["out of memory"] += 1
            ticket.future.set_exception(_too_much(self.settings.memory))


def _nothing() -> None:
    """Do nothing."""


def _anyone(_client: str) -> bool:
    return True


def _remember(known: OrderedDict[str, Value], key: str, value: Value) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > _REMEMBERED:
        known.popitem(last=False)


def _later(status: int, message: str, zh: str) -> ProblemError:
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
