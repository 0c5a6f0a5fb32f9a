"""Connections that cannot hold the server up: heads have a size and a time, answers that nobody reads are dropped."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_HEAD_SIZE = 2**17
_HEAD_SECONDS = 10.0
_STALLED_SECONDS = 20.0
_OF_ONE_CLIENT = 256
_open: Counter[str] = Counter()


class Connection(HttpToolsProtocol):
    """An HTTP connection of uvicorn's, with limits on what it may take before and after a request is answered."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._head = 0
        self._hurry: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._host = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept the connection, unless its client (which is no proxy of ours) has too many."""
        super().connection_made(transport)
        self._host = self.client[0] if self.client else ""
        _open[self._host] += 1
        if _open[self._host] > _OF_ONE_CLIENT and self._host != self.config.forwarded_allow_ips:
            transport.abort()
        self._hurry = self.loop.call_later(_HEAD_SECONDS, transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        _open[self._host] -= 1
        if not _open[self._host]:
            del _open[self._host]
        for timer in (self._hurry, self._stalled):
            if timer is not None:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on; a head that grows too large ends the connection."""
        super().data_received(data)
        if self._hurry is None:
            return
        self._head += len(data)
        if self._head > _HEAD_SIZE and not self.transport.is_closing():
            self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        """A head begins: from now on it has to hurry."""
        super().on_message_begin()
        self._head = 0
        if self._hurry is None:
            self._hurry = self.loop.call_later(_HEAD_SECONDS, self.transport.abort)

    def on_headers_complete(self) -> None:
        """The head is whole."""
        if self._hurry is not None:
            self._hurry.cancel()
            self._hurry = None
        super().on_headers_complete()

    def pause_writing(self) -> None:
        """The client reads slower than we write."""
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """The client has read nearly all."""
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _watch(self, waiting: int) -> None:
        def look() -> None:
            left = self.transport.get_write_buffer_size()
            if left and left >= waiting:
                self.transport.abort()
            elif left:
                self._watch(left)

        self._stalled = self.loop.call_later(_STALLED_SECONDS, look)
