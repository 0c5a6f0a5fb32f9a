"""Progress on a terminal, silence in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

_MANY = 4
_LONG = 20


@contextmanager
def bar(count: int) -> Iterator[Callable[[Path], None] | None]:
    """Something to call with each file that is done; None where nobody watches or there is little to do."""
    if count < _MANY or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=count, file=sys.stderr) as shown:
        yield lambda _path: shown.update(1)


@contextmanager
def pages() -> Iterator[Callable[[int, int], None] | None]:
    """Something to call with each page read, and of how many; None where nobody watches or pages are few."""
    if not sys.stderr.isatty():
        yield None
        return
    with ExitStack() as stack:
        shown = []

        def page(done: int, of: int) -> None:
            if of >= _LONG:
                if done == 1:
                    shown.append(stack.enter_context(click.progressbar(length=of, file=sys.stderr)))
                shown[-1].update(1)

        yield page
