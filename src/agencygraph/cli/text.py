"""`agencygraph text`: what was read."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from agencygraph import readers


@click.command(name="text", short_help="Print what was read from a report.")
@click.argument("report", type=click.Path(path_type=Path))
def command(report: Path) -> None:
    """Print the text that was read from a report; the offsets of all facts count its characters from 0.

    \b
    Example:
      agencygraph text examples/linhai-110.txt
    """
    source = readers.read(report)
    sys.stdout.flush()
    sys.stdout.buffer.write(source.text.encode())
    sys.stdout.flush()
