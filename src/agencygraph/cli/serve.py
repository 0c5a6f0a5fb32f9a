"""`agencygraph serve`: the SPARQL endpoint and the pages."""

from __future__ import annotations

import hashlib
import importlib
import ipaddress
import math
import os
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from pyoxigraph import NamedNode

from agencygraph import stores
from agencygraph.cli.graphs import files, graphs_option, is_address
from agencygraph.cli.talk import lang_option, say
from agencygraph.errors import AgencygraphError, UsageError
from agencygraph.stores import Embedded
from agencygraph.web.settings import Settings
from agencygraph.web.watching import Watched

_DEFAULT = Settings()
_MIB = 2**20


class _Finite(click.FloatRange):
    """A number that can be counted to."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is no such number.", param, ctx)
        return number


@click.command(name="serve", short_help="Serve the graphs: SPARQL endpoint and pages.")
@click.option("--host", default=_DEFAULT.host, show_default=True, help="Address to listen at; 0.0.0.0 for all.")
@click.option("--port", default=_DEFAULT.port, show_default=True, type=click.IntRange(0, 65535), help="Port; 0: any.")
@graphs_option
@click.option("--store", "where", metavar="DIR", help="Folder to keep a store in.")
@click.option(
    "--workers",
    default=_DEFAULT.workers,
    type=click.IntRange(1),
    help="Processes for short queries, and as many again for long ones.  [default: one a core]",
)
@click.option(
    "--deadline",
    default=_DEFAULT.deadline,
    show_default=True,
    type=_Finite(0.1, 1e6),
    help="Seconds a query may take.",
)
@click.option(
    "--rows", default=_DEFAULT.rows, show_default=True, type=click.IntRange(1), help="Rows an answer may have."
)
@click.option(
    "--memory",
    default=_DEFAULT.memory // _MIB,
    show_default=True,
    type=click.IntRange(16, 2**30),
    help="MiB a query may take.",
)
@click.option("--rate", type=_Finite(0), help="Requests a second of one client, 0: any.  [default: 20, here any]")
@click.option("--public", default="", metavar="URL", help="Address by which clients know the server.")
@click.option("--proxy", default="", metavar="ADDRESS", help="Reverse proxy whose X-Forwarded-For is believed.")
@lang_option
def command(
    host: str, port: int, graphs: Path, where: str | None, workers: int, deadline: float, rows: int, memory: int,
    rate: float | None, public: str, proxy: str, lang: str | None,
) -> None:  # fmt: skip
    """Serve the graphs until interrupted: a SPARQL endpoint at /sparql, pages for people at /.

    Read-only. When the graphs change, the new ones are served from then on. Large ones are kept in a store on disk, as
    for `query`.

    \b
    Example:
      agencygraph serve
      agencygraph serve --host 0.0.0.0 --port 80 --public https://graphs.example.org --deadline 5
      agencygraph serve --store /srv/store
    """
    if not host.strip():
        raise UsageError("--host is empty.", "--host 是空的。", "0.0.0.0 for all 表示所有位址")
    public, proxy = _public(public), _proxy(proxy)
    served = _Graphs(graphs, _folder(where))
    seen = served.look()
    settings = replace(
        served.load(),
        host=host,
        port=port,
        public=public,
        proxy=proxy,
        workers=workers,
        deadline=deadline,
        rows=rows,
        memory=memory * _MIB,
        rate=rate,
    )
    serving = importlib.import_module("agencygraph.web.serving")
    serving.serve(
        settings,
        lambda address: say(f"{address}/（按 Ctrl-C 結束）", f"{address}/ (Ctrl-C stops it)"),
        Watched(seen, served.look, served.load, _failed),
    )


def _public(url: str) -> str:
    """The address by which clients know the server, without a slash at its end. Raises UsageError for what is none."""
    try:
        parts = urlsplit(NamedNode(url).value if url else "")
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0 and "@" not in parts.netloc
    except ValueError:
        fits = False
    if url and (not fits or parts.query or parts.fragment):
        raise UsageError(
            f"--public {url} is no web address.", f"--public {url} 不是網址。", "https://graphs.example.org"
        )
    return url.rstrip("/")


def _proxy(address: str) -> str:
    """The address of the proxy. Raises UsageError for what is none."""
    try:
        return str(ipaddress.ip_address(address)) if address else ""
    except ValueError as fault:
        raise UsageError(
            f"--proxy {address} is no address of a machine.", f"--proxy {address} 不是 IP 位址。", "127.0.0.1"
        ) from fault


def _folder(where: str | None) -> Path | None:
    """The folder of a store. Raises UsageError for a URL."""
    if where is not None and is_address(where):
        raise UsageError(
            "a server serves its own graphs: --store takes a folder.",
            "--store 須為資料夾。",
            "agencygraph query --store URL",
        )
    return None if where is None else Path(where)


def _failed(fault: AgencygraphError) -> None:
    say(f"仍提供先前的圖譜：{fault.zh}（{fault.message}）", f"the graphs are served as they were: {fault.message}")


class _Graphs:
    """The graphs to serve: files, or the store on disk that holds them."""

    def __init__(self, graphs: Path, where: Path | None) -> None:
        self._graphs, self._where = graphs, where
        self._stores: list[Embedded | None] = []

    def look(self) -> object:
        """What changes with the files: their names, sizes and times; of a store served as it is, those of its state."""
        found = [self._graphs] if self._graphs.is_file() else sorted(self._graphs.glob("*.ttl"))
        if self._where is not None and not self._graphs.exists():
            found = [stores.state_file(self._where)]
        return [(path, stat.st_size, stat.st_mtime_ns) for path in found for stat in _stat(path)]

    def load(self) -> Settings:
        """What a server is told of the graphs as they are now; a store stays open until there are two later ones."""
        paths, store = _held(self._graphs, self._where)
        self._stores = [*self._stores[-1:], store]
        if store is None:
            return Settings(paths=tuple(paths), digest=_digest(paths))
        return Settings(database=store.database, digest=store.digest)


def _stat(path: Path) -> list[os.stat_result]:
    try:
        return [path.stat()]
    except OSError:  # whether that matters, loading tells
        return []


def _held(graphs: Path, where: Path | None) -> tuple[list[Path], Embedded | None]:
    """The files, and the store on disk that holds them where one does."""
    if where is not None and not graphs.exists():
        return [], Embedded(where)
    paths = files(graphs)
    return paths, stores.on_disk(paths, where)


def _digest(paths: list[Path]) -> str:
    made = hashlib.sha256()
    for path in paths:
        made.update(hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()
