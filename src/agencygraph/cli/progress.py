"""Progress on a terminal, silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

_MANY = 4


@contextmanager
def bar(count: int) -> Iterator[Callable[[Path], None] | None]:
    """Something to call with each file that is done; None where nobody watches or there is little to do."""
    if count < _MANY or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=count, file=sys.stderr) as shown:
        yield lambda _path: shown.update(1)
