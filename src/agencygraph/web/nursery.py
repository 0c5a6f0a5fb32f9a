"""The process that workers are made of: it loads the graphs once and forks a worker whenever the front asks for one.

It is a program of its own (`python -m agencygraph.web.nursery`), so that no worker inherits threads, an event loop or
connections. Forked workers share the graphs in memory; a database on disk is opened by each worker itself.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from agencygraph import rules
from agencygraph.errors import AgencygraphError
from agencygraph.stores import Memory
from agencygraph.web import confinement, vocabulary
from agencygraph.web.answering import Held, answer, warm
from agencygraph.web.jobs import END, LENGTH, MAKE, ORDER, Job
from agencygraph.web.settings import Settings

_LOW_PRIORITY = 5
_MEMORY_GONE = 3


@dataclass
class Nursery:
    """Makes workers and tells when one has ended."""

    control: socket.socket
    settings: Settings
    store: ox.Store | None = None
    workers: dict[int, int] = field(default_factory=dict)

    def run(self) -> None:
        """Obey until the front closes its end; then end all workers."""
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        try:
            while True:
                ready, _, _ = select.select([self.control.fileno(), reading], [], [])
                if reading in ready:
                    os.read(reading, 4096)
                    self._bury()
                if self.control.fileno() in ready and not self._obey():
                    return
        finally:
            for worker in self.workers:
                os.kill(worker, signal.SIGKILL)

    def tell(self, **message: object) -> None:
        """Tell the front something, as a line of JSON."""
        self.control.sendall(json.dumps(message).encode() + b"\n")

    def _obey(self) -> bool:
        try:
            order, descriptors, _, _ = socket.recv_fds(self.control, ORDER.size, 1)
        except ConnectionError:
            return False
        if not order:
            return False
        what, number = ORDER.unpack(order + _received(self.control, ORDER.size - len(order)))
        if what == MAKE:
            self._make(number, descriptors[0])
            return True
        pid = next((pid for pid, known in self.workers.items() if known == number), None)
        if pid is not None and what == END:
            os.kill(pid, signal.SIGKILL)
        elif pid is not None:
            os.setpriority(os.PRIO_PROCESS, pid, _LOW_PRIORITY)
        return True

    def _make(self, number: int, descriptor: int) -> None:
        pid = os.fork()
        if pid:
            self.workers[pid] = number
            os.close(descriptor)
            return
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.control.close()
            _work(socket.socket(fileno=descriptor), self.settings, self.store)
            code = 0
        except MemoryError:
            code = _MEMORY_GONE
        finally:
            if code == 1:
                sys.excepthook(*sys.exc_info())
            os._exit(code)

    def _bury(self) -> None:
        """Tell of each worker that has ended; until then its process number goes to no other."""
        for pid in list(self.workers):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                self.tell(ended=self.workers.pop(pid), code=os.waitstatus_to_exitcode(status))


def _work(link: socket.socket, settings: Settings, store: ox.Store | None) -> None:
    """Answer one job after another until the front closes the link."""
    confinement.die_with_parent()
    held = Held(store if store is not None else ox.Store.read_only(str(settings.database)), settings)
    confinement.forbid_connections()
    confinement.bound_memory(settings.memory)
    with link.makefile("rb", 2**16) as jobs:
        while head := jobs.read(LENGTH.size):
            job = Job.decoded(jobs.read(LENGTH.unpack(head)[0]))
            link.sendall(answer(held, job).encoded())


def _received(link: socket.socket, length: int) -> bytes:
    """That many bytes, none of what follows them; fewer where the other side closed."""
    data = b""
    while len(data) < length and (part := link.recv(length - len(data))):
        data += part
    return data


def main() -> None:
    """Load what the front names, tell it, and make workers. The argument is the front's socket."""
    control = socket.socket(fileno=int(sys.argv[1]))
    told = json.loads(_received(control, *LENGTH.unpack(_received(control, LENGTH.size))))
    paths, database = (Path(path) for path in told.pop("paths")), told.pop("database")
    settings = Settings(paths=tuple(paths), database=Path(database) if database else None, **told)
    nursery = Nursery(control, settings)
    try:
        nursery.store = Memory(settings.paths).store if settings.database is None else None
        rules.load()
        vocabulary.names()
        warm()
    except AgencygraphError as fault:
        nursery.tell(refused=[fault.message, fault.zh, fault.advice])
        return
    gc.collect()
    gc.freeze()
    nursery.tell(ready=True)
    nursery.run()


if __name__ == "__main__":
    main()
