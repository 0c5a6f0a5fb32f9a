"""Connections that cannot hold the server up: heads have a size and a time, answers that nobody reads are dropped."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from agencygraph.web import problems
from agencygraph.web.headers import headers
from agencygraph.web.jobs import Job
from agencygraph.web.problems import ProblemError

_HEAD_SIZE = 2**17
_ADDRESS_SIZE = 2**16 - 1
"""The longest address that the parser takes."""
_HEAD_SECONDS = 10.0
_STALLED_SECONDS = 20.0
_OF_ONE_CLIENT = 256
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_open: Counter[str] = Counter()


class Connection(HttpToolsProtocol):
    """An HTTP connection of uvicorn's, with limits on what it may take before and after a request is answered."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._head = 0
        self._hurry: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None
        self._host = ""
        self._in_line = True
        self._problem: ProblemError | None = None

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
        if self._in_line:
            data = self._line_encoded(data)
        super().data_received(data)
        if self._hurry is None:
            return
        self._head += len(data)
        if self._head > _HEAD_SIZE and not self.transport.is_closing():
            self._problem = _too_long() if len(self.url) > _ADDRESS_SIZE else _head_too_large()
            self.send_400_response("")

    def _line_encoded(self, data: bytes) -> bytes:
        """The data with what of the request line is beyond ASCII percent-encoded, as clients should have sent it."""
        end = data.find(b"\n") + 1
        self._in_line = not end
        line = data[:end] if end else data
        if line.isascii():
            return data
        return _BEYOND_ASCII.sub(lambda found: b"%%%02X" % ord(found[0]), line) + data[len(line) :]

    def send_400_response(self, msg: str) -> None:
        """Tell what is wrong with a request that cannot be read, and close the connection."""
        problem = self._problem or ProblemError(400, msg, "請求不合 HTTP 的規定。")
        reply = problems.reply(problem, Job("problem"))
        lines = [b"%s: %s\r\n" % pair for pair in (*headers(reply), (b"connection", b"close"))]
        self.transport.write(b"".join((STATUS_LINE[reply.status], *lines, b"\r\n", reply.body)))
        self.transport.close()

    def on_message_begin(self) -> None:
        """A head begins: from now on it has to hurry."""
        super().on_message_begin()
        self._head = 0
        if self._hurry is None:
            self._hurry = self.loop.call_later(_HEAD_SECONDS, self.transport.abort)

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._in_line = False  # in a pipeline it may not have been told from what came before
        if self._hurry is not None:
            self._hurry.cancel()
            self._hurry = None
        self._problem = self._refusal()
        if self._problem:
            raise self._problem  # the parser stops at that, and send_400_response tells it
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A request is whole: what comes next begins with a request line."""
        self._in_line = True
        super().on_message_complete()

    def _refusal(self) -> ProblemError | None:
        """What is wrong with a head that the parser takes."""
        if len(self.url) > _ADDRESS_SIZE:
            return _too_long()
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (not hosts and self.parser.get_http_version() == "1.1"):
            return ProblemError(400, "A request has one Host header.", "請求須有且僅有一個 Host 標頭。")
        return None

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


def _too_long() -> ProblemError:
    return ProblemError(
        414,
        f"An address has at most {_ADDRESS_SIZE} bytes.",
        f"網址不得超過 {_ADDRESS_SIZE} 位元組。",
        "Send the query by POST 請改用 POST 送出查詢。",
    )


def _head_too_large() -> ProblemError:
    return ProblemError(431, "The head of the request is too large.", "請求的標頭過大。")
