"""What a server may be told: where it listens, and how much one query and one client may take."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """The graphs, the address and the limits of a server.

    `paths` are Turtle files to hold in memory, or `database` is a folder of the embedded store, opened by each worker;
    `digest` stands for the data. `public` is the address that clients know, without a slash at its end. `rate` is
    requests a second for one client, None for the usual one, which spares this machine.
    """

    paths: tuple[Path, ...] = ()
    database: Path | None = None
    digest: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    public: str = ""
    proxy: str = ""
    workers: int = os.cpu_count() or 1
    deadline: float = 10.0
    quantum: float = 0.5
    rows: int = 50_000
    size: int = 32 * 2**20
    memory: int = 2**30
    request: int = 2**20
    queue: int = 1000
    patience: float = 30.0
    rate: float | None = None
    kept: int = 64 * 2**20

    @property
    def address(self) -> str:
        """Where clients find the server."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public or f"http://{host}:{self.port}"
