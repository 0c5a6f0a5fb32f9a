"""`agencygraph outline`: how a report was cut up."""

from __future__ import annotations

from pathlib import Path

import click

from agencygraph import pipeline
from agencygraph.cli.talk import lang_option, say
from agencygraph.outline import printed


@click.command(name="outline", short_help="Print how a report was cut up.")
@click.argument("report", type=click.Path(path_type=Path))
@lang_option
def command(report: Path, lang: str | None) -> None:
    """Print the tree of sections, the paragraphs with their offsets, and the tables of a report.

    \b
    Example:
      agencygraph outline examples/linhai-110.txt
    """
    cut = pipeline.document(report)
    click.echo(printed(cut), nl=False)
    if len(cut.sections) == 1:
        say("這份報告沒有層次編號，全文讀取。", "This report has no outline; it is read in full.")
