"""The one module that knows where the project's data lie, in a checkout and in a wheel."""

from __future__ import annotations

import functools
from pathlib import Path

PACKAGE = Path(__file__).parent


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
    return _root() / "shapes"


def facts() -> Path:
    """The folder of the fact rooms, one folder each."""
    return PACKAGE / "facts"


def question(room: str) -> Path:
    """The query file of a fact room."""
    return facts() / room / "question.rq"


def tables(package: str) -> Path:
    """The folder of a package that keeps tables beside its code, such as `authority`."""
    return PACKAGE / package
