"""`agencygraph load`: the graphs into a store."""

from __future__ import annotations

from pathlib import Path

import click

from agencygraph import stores
from agencygraph.cli.graphs import files, graphs_option, is_address, remote
from agencygraph.cli.progress import bar
from agencygraph.cli.talk import lang_option, say


@click.command(name="load", short_help="Push the graphs into a SPARQL server.")
@click.option("--store", "where", metavar="URL|DIR", required=True, help="SPARQL 1.1 server, or folder of a store.")
@graphs_option
@lang_option
def command(where: str, graphs: Path, lang: str | None) -> None:
    """Push the graphs into a SPARQL 1.1 server, each in the place of the one of that name; other graphs stay.

    User and password stand in the URL or in AGENCYGRAPH_STORE_USER and AGENCYGRAPH_STORE_PASSWORD, a bearer token in
    AGENCYGRAPH_STORE_TOKEN. Loading again after an interruption makes good what was cut short.

    \b
    Example:
      agencygraph load --store http://localhost:7878
      agencygraph load --store http://dba:secret@localhost:8890/sparql --graphs graphs
      agencygraph query stationing --store http://localhost:7878
    """
    found = files(graphs)
    if is_address(where):
        shown = _push(where, found)
    else:
        stores.opened(found, Path(where))
        shown = where
    say(f"{len(found)} 個圖 → {shown}", f"{len(found)} graphs → {shown}")


def _push(url: str, found: list[Path]) -> str:
    """Load the files into the server; its address without user and password."""
    server = remote(url)
    with bar(len(found)) as done:
        for path in found:
            server.load([path])
            if done:
                done(path)
    return server.url
