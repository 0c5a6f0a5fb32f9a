"""The graphs that a command works on: a folder that `build` wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from agencygraph.errors import UsageError
from agencygraph.stores import Memory

Command = TypeVar("Command", bound=Callable[..., Any])


def graphs_option(command: Command) -> Command:
    """Give a command the option `--graphs`."""
    return click.option(
        "--graphs", type=click.Path(path_type=Path), default=Path("graphs"), show_default=True,
        help="Folder of graphs that `build` wrote, or one Turtle file.",
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


def opened(graphs: Path) -> Memory:
    """A store with the graphs. Raises UsageError where there is none."""
    return Memory(files(graphs))
