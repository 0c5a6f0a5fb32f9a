"""What the front asks of a worker and what it gets back, as messages over a socket."""

from __future__ import annotations

import hashlib
import json
import struct
from dataclasses import dataclass

LENGTH = struct.Struct("!I")
LENGTHS = struct.Struct("!II")
ORDER = struct.Struct("!cI")
MAKE, END, YIELD = b"+", b"-", b"~"
"""What the front orders of the nursery: make a worker (its socket comes along), end one, let one yield to others."""


@dataclass(frozen=True, slots=True)
class Job:
    """A request as a worker needs it: the page, its name (a question, an IRI), parameters, what the client takes."""

    page: str
    name: str = ""
    values: tuple[tuple[str, str], ...] = ()
    accept: str = ""
    gzip: bool = False

    def encoded(self) -> bytes:
        """The job as bytes; equal jobs give equal bytes."""
        return json.dumps([self.page, self.name, self.values, self.accept, self.gzip]).encode()

    @classmethod
    def decoded(cls, data: bytes) -> Job:
        """The job from its bytes."""
        page, name, values, accept, gzip = json.loads(data)
        return cls(page, name, tuple((key, value) for key, value in values), accept, gzip)

    def first(self, name: str) -> str:
        """The first value of a parameter, nothing where it is not given."""
        return next((value for key, value in self.values if key == name), "")

    def all(self, name: str) -> list[str]:
        """All values of a parameter."""
        return [value for key, value in self.values if key == name]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer over HTTP. `stable`: the same data give the same answer again."""

    status: int
    media_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    stable: bool = True

    def encoded(self) -> bytes:
        """The reply as one message: the lengths of head and body, then both."""
        head = json.dumps([self.status, self.media_type, self.headers, self.stable]).encode()
        return LENGTHS.pack(len(head), len(self.body)) + head + self.body

    @classmethod
    def decoded(cls, head: bytes, body: bytes) -> Reply:
        """The reply from its two parts."""
        status, media_type, headers, stable = json.loads(head)
        return cls(status, media_type, body, tuple((key, value) for key, value in headers), stable)


def digest(*parts: bytes | str) -> str:
    """A short text that stands for these parts."""
    made = hashlib.blake2b(digest_size=12)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        made.update(LENGTH.pack(len(data)) + data)
    return made.hexdigest()
