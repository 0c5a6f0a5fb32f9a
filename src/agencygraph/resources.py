"""The one module that knows where the project's data lie, in a checkout and in a wheel."""

from __future__ import annotations

import functools
import os
from pathlib import Path

PACKAGE = Path(__file__).parent
FACTS = "AGENCYGRAPH_FACTS"
SHAPES = "AGENCYGRAPH_SHAPES"
"""Environment variables that put other folders in the place of the project's own: to try out a fact room."""


@functools.cache
def _root() -> Path:
    """The folder that holds `ontology/` and `shapes/`: inside the installed package, else the checkout."""
    installed = PACKAGE / "data"
    return installed if installed.is_dir() else PACKAGE.parent.parent


def ontology() -> Path:
    """The folder of the ontology; its code lists lie in `codes/`."""
    return _root() / "ontology"


def shapes() -> Path:
    """The folder of the SHACL shapes: `facts/`, one file a room, and `graph/`."""
    return Path(os.environ.get(SHAPES) or _root() / "shapes")


def facts() -> Path:
    """The folder of the fact rooms, one folder each."""
    return Path(os.environ.get(FACTS) or PACKAGE / "facts")


def question(room: str) -> Path:
    """The query file of a fact room."""
    return facts() / room / "question.rq"


def tables(package: str) -> Path:
    """The folder of a package that keeps tables beside its code, such as `authority`."""
    return PACKAGE / package
