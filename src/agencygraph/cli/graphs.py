"""The graphs that a command works on: a folder that `build` wrote, or a server that `load` filled."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from agencygraph import stores
from agencygraph.errors import UsageError
from agencygraph.stores import Embedded, Store

if TYPE_CHECKING:
    from agencygraph.stores.remote import Remote

Command = TypeVar("Command", bound=Callable[..., Any])

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def graphs_option(command: Command) -> Command:
    """Give a command the option `--graphs`."""
    return click.option(
        "--graphs", type=click.Path(path_type=Path), default=Path("graphs"), show_default=True,
        help="Folder of graphs that `build` wrote, or one Turtle file.",
    )(command)  # fmt: skip


def store_option(command: Command) -> Command:
    """Give a command the option `--store`."""
    return click.option(
        "--store", "where", metavar="URL|DIR",
        help="SPARQL 1.1 server that `load` filled, or folder to keep a store of the graphs in.",
    )(command)  # fmt: skip


def files(graphs: Path) -> list[Path]:
    """The Turtle files. Raises UsageError where there is none."""
    found = [graphs] if graphs.is_file() else sorted(graphs.glob("*.ttl"))
    if not found:
        raise UsageError(
            f"there are no graphs in {graphs}.",
            f"{graphs} 裡沒有圖譜。",
            "Build them first 請先建立：agencygraph build REPORT",
        )
    return found


def opened(graphs: Path, where: str | None = None) -> Store:
    """A store with the graphs: on the server, or in the folder, that `where` names, else where they fit.

    A folder that holds a store is opened as it is where there are no graphs. Raises UsageError where there is neither.
    """
    if where and (is_address(where) or (not graphs.exists() and Path(where).is_dir())):
        return held(where)
    return stores.opened(files(graphs), Path(where) if where else None)


def held(where: str) -> Store:
    """The store that a URL or a folder names, as it is."""
    return remote(where) if is_address(where) else Embedded(Path(where))


def is_address(where: str) -> bool:
    """Whether it is a URL and no folder."""
    return bool(_ADDRESS.match(where))


def remote(url: str) -> Remote:
    """The store on a server, closed when the command ends; what speaks HTTP is loaded now."""
    server: Remote = importlib.import_module("agencygraph.stores.remote").Remote(url)
    click.get_current_context().call_on_close(server.close)
    return server
