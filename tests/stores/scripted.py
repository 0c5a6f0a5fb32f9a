"""A web server that answers as it was told to, and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

import httpx

JSON = "application/sparql-results+json"
YES = b'{"head": {}, "boolean": true}'


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: method, path, parameters of the address, headers (names in small letters), body."""

    method: str
    path: str
    params: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `broken` ends the connection after half of it."""

    status: int = 200
    body: bytes = YES
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": JSON})
    broken: bool = False


class Scripted:
    """A server on a port of its own; `answer` makes a reply of each request."""

    def __init__(self, answer: Callable[[Request], Reply]) -> None:
        self.asked: list[Request] = []
        asked = self.asked

        class Handler(BaseHTTPRequestHandler):
            def handle_one(self) -> None:
                parts = urlsplit(self.path)
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked.append(Request(self.command, parts.path, parse_qs(parts.query, True), headers, body))
                reply = answer(asked[-1])
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body[: len(reply.body) // 2] if reply.broken else reply.body)
                self.close_connection = reply.broken

            do_GET = do_POST = do_PUT = do_DELETE = handle_one  # noqa: N815 - names that the base class looks for

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}/query"

    def __enter__(self) -> Scripted:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def forward(request: Request, url: str) -> Reply:
    """What another server answers to a request."""
    kept: dict[str, str] = {
        str(name): request.headers[name] for name in ("accept", "content-type") if name in request.headers
    }
    got = httpx.request(
        request.method, url + request.path, params=request.params, headers=kept, content=request.body, timeout=30
    )
    return Reply(got.status_code, got.content, {"Content-Type": got.headers.get("content-type", "")})
