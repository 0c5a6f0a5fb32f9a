"""The headers that every answer carries, whoever gives it."""

from __future__ import annotations

from itertools import chain

from agencygraph.web.jobs import Reply

VARY = ("vary", "accept, accept-encoding")
PREFLIGHT = (
    ("access-control-allow-headers", "accept, content-type, if-none-match"),
    ("access-control-allow-methods", "GET, HEAD, POST, OPTIONS"),
    ("access-control-max-age", "86400"),
)
_HEADERS = (
    ("access-control-allow-origin", "*"),
    ("access-control-expose-headers", "etag, link, retry-after, x-sparql-maxrows"),
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'",
    ),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
)
_ALWAYS = [(name.encode(), value.encode()) for name, value in _HEADERS]


def headers(reply: Reply) -> list[tuple[bytes, bytes]]:
    """All headers of an answer."""
    told = (("content-type", reply.media_type),) if reply.media_type else ()
    if reply.status not in (204, 304):
        told = (*told, ("content-length", str(len(reply.body))))
    return [*_ALWAYS, *((name.encode(), value.encode()) for name, value in chain(told, reply.headers))]
