"""Reads agencies' service reports into a knowledge graph; every fact carries the passage that states it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from agencygraph.api import Graphs as Graphs
    from agencygraph.api import Table as Table
    from agencygraph.api import build as build
    from agencygraph.api import check as check
    from agencygraph.api import extract as extract
    from agencygraph.api import list_questions as list_questions
    from agencygraph.api import open_graphs as open_graphs
    from agencygraph.api import read_text as read_text

__version__ = "0.1.0"

_API = ("Graphs", "Table", "build", "check", "extract", "list_questions", "open_graphs", "read_text")


def __getattr__(name: str) -> Any:
    """The Python API, imported when it is first used: a command that needs little of it starts fast."""
    if name not in _API:
        raise AttributeError(f"module 'agencygraph' has no attribute {name!r}")
    return getattr(importlib.import_module("agencygraph.api"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_API])
