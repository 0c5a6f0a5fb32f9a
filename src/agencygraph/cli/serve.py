"""`agencygraph serve`: the SPARQL endpoint and the pages."""

from __future__ import annotations

import hashlib
import importlib
import os
from dataclasses import replace
from pathlib import Path

import click

from agencygraph import stores
from agencygraph.cli.graphs import files, graphs_option, is_address
from agencygraph.cli.talk import lang_option, say
from agencygraph.errors import AgencygraphError, UsageError
from agencygraph.stores import Embedded
from agencygraph.web.settings import Settings
from agencygraph.web.watching import Watched

_DEFAULT = Settings()
_MIB = 2**20


@click.command(name="serve", short_help="Serve the graphs: SPARQL endpoint and pages.")
@click.option("--host", default=_DEFAULT.host, show_default=True, help="Address to listen at; 0.0.0.0 for all.")
@click.option("--port", default=_DEFAULT.port, show_default=True, type=click.IntRange(0, 65535), help="Port; 0: any.")
@graphs_option
@click.option("--store", "where", type=click.Path(path_type=Path), metavar="DIR", help="Folder to keep a store in.")
@click.option(
    "--workers", default=_DEFAULT.workers, type=click.IntRange(1), help="Processes that answer.  [default: one a core]"
)
@click.option(
    "--deadline",
    default=_DEFAULT.deadline,
    show_default=True,
    type=click.FloatRange(0.1),
    help="Seconds a query may take.",
)
@click.option(
    "--rows", default=_DEFAULT.rows, show_default=True, type=click.IntRange(1), help="Rows an answer may have."
)
@click.option(
    "--memory",
    default=_DEFAULT.memory // _MIB,
    show_default=True,
    type=click.IntRange(16),
    help="MiB a query may take.",
)
@click.option(
    "--rate", type=click.FloatRange(0), help="Requests a second of one client, 0: any.  [default: 20, here any]"
)
@click.option("--public", default="", metavar="URL", help="Address by which clients know the server.")
@click.option("--proxy", default="", metavar="ADDRESS", help="Reverse proxy whose X-Forwarded-For is believed.")
@lang_option
def command(
    host: str, port: int, graphs: Path, where: Path | None, workers: int, deadline: float, rows: int, memory: int,
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
    served = _Graphs(graphs, where)
    seen = served.look()
    settings = replace(
        served.load(),
        host=host,
        port=port,
        public=public.rstrip("/"),
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
    if where is not None and is_address(str(where)):
        raise UsageError(
            "a server serves its own graphs: --store takes a folder.",
            "--store 須為資料夾。",
            "agencygraph query --store URL",
        )
    if where is not None and not graphs.exists():
        return [], Embedded(where)
    paths = files(graphs)
    return paths, stores.on_disk(paths, where)


def _digest(paths: list[Path]) -> str:
    made = hashlib.sha256()
    for path in paths:
        made.update(hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()
