"""Runs the server until it is told to stop: what is being answered is finished first."""

from __future__ import annotations

import errno
import resource
import signal
import socket
from collections.abc import Callable
from dataclasses import replace

import uvicorn

from agencygraph.errors import UsageError
from agencygraph.web.app import App
from agencygraph.web.connections import Connection
from agencygraph.web.settings import Settings
from agencygraph.web.watching import Watched

_PORT = (errno.EADDRINUSE, errno.EACCES)
_BACKLOG, _CONNECTIONS = 1024, 4096


def serve(settings: Settings, started: Callable[[str], None], graphs: Watched | None = None) -> None:
    """Serve until SIGTERM or SIGINT. `started` is called with the address once requests are answered.

    Where `graphs` are watched, those of `settings` are replaced whenever they have changed.

    Raises UsageError where the address cannot be taken, UnreadableError where the graphs cannot be loaded.
    """
    listening = _bound(settings)
    settings = replace(settings, port=listening.getsockname()[1])
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    app = App(settings, graphs)
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxy),
        forwarded_allow_ips=settings.proxy,
        limit_concurrency=_CONNECTIONS,
        timeout_graceful_shutdown=int(settings.deadline) + 1,
    )
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: None)  # uvicorn hands signals on once it has stopped: it did what they ask for
    try:
        _Server(config, lambda: started(settings.address)).run(sockets=[listening])
    except SystemExit:
        if app.fault is None:
            raise
    if app.fault:
        raise app.fault


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._tell()


def _bound(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except (OSError, UnicodeError) as fault:
        listening.close()
        why = (fault.strerror if isinstance(fault, OSError) else "") or "it is no address"
        port = isinstance(fault, OSError) and fault.errno in _PORT
        raise UsageError(
            f"{settings.host}:{settings.port} cannot be taken: {why}.",
            f"無法使用 {settings.host}:{settings.port}。",
            "Another port 改用其他埠：--port 8080"
            if port
            else "An address of this machine 請用本機的位址：--host 127.0.0.1",
        ) from fault
    listening.listen(_BACKLOG)
    return listening
