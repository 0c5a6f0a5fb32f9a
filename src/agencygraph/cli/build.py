"""`agencygraph build`: reports to graphs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from agencygraph import pipeline
from agencygraph.cli.findings import lines
from agencygraph.cli.progress import bar, pages
from agencygraph.cli.talk import lang_option, language, say


@click.command(name="build", short_help="Read reports and write their graphs.")
@click.argument("reports", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="REPORT...")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("graphs"), show_default=True,
    help="Folder of the graphs.",
)  # fmt: skip
@click.option(
    "-j", "--jobs", type=click.IntRange(1), help="Processes to read with (default: one, more for many files)."
)
@lang_option
@click.pass_context
def command(context: click.Context, reports: tuple[Path, ...], out: Path, jobs: int | None, lang: str | None) -> None:
    """Read reports (or folders of them), extract the facts and write one Turtle file for each.

    The graphs of other reports in the folder stay. A report that cannot be read is named, the others are built; the
    exit code is then 3. Prints the files that were written.

    \b
    Example:
      agencygraph build examples/linhai-110.txt
      agencygraph build reports/ -o graphs/ --jobs 4
    """
    files = pipeline.reports(reports)
    with bar(len(files)) as tick, pages() as page:
        built = pipeline.build(files, out, jobs, language=language(), progress=tick, pages=None if tick else page)
    for graph in built.graphs:
        click.echo(click.format_filename(graph))
    for finding in built.findings:
        for line in lines(finding):
            click.echo(line, err=True)
    facts = sum(sum(entry.facts.values()) for entry in built.graphs.values())
    say(
        f"{len(built.graphs)} 份報告，{facts} 筆事實 → {out}/（共 {built.total} 份）",
        f"{len(built.graphs)} reports, {facts} facts -> {out}/ ({built.total} in all)",
    )
    sys.stdout.flush()
    if built.faults:
        context.exit(4)
    if built.unreadable:
        context.exit(3)
