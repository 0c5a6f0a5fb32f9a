"""`agencygraph export`: the graphs in another RDF format or an outside vocabulary."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from agencygraph.cli.graphs import files, graphs_option
from agencygraph.cli.query import values_of
from agencygraph.cli.talk import lang_option, say
from agencygraph.errors import UsageError
from agencygraph.exports import FORMATS, profiles
from agencygraph.exports import export as write
from agencygraph.pipeline.writing import aside


@click.command(name="export", short_help="Write the graphs in another RDF format or an outside vocabulary.")
@click.option(
    "--format", "form", type=click.Choice([*FORMATS, *profiles()]),
    help="Default: from the ending of --out, else ttl. cpsv-ap, dcat and qb are Turtle in those vocabularies.",
)  # fmt: skip
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="File to write (default: stdout).")
@click.option(
    "-p", "--param", "given", multiple=True, metavar="NAME=VALUE",
    help="For dcat: publisher=IRI, licence=IRI; may be repeated.",
)  # fmt: skip
@graphs_option
@lang_option
def command(form: str | None, out: Path | None, given: tuple[str, ...], graphs: Path, lang: str | None) -> None:
    """Write all graphs of a folder as one file; nq and trig keep the reports apart as named graphs.

    cpsv-ap writes the services of the reports in the European profile for public services (CPSV-AP 3.2), qb their
    figures as Data Cube observations, dcat the catalogue record of the data.

    \b
    Example:
      agencygraph export -o everything.nq
      agencygraph export --format jsonld | less
      agencygraph export --format dcat -p publisher=https://example.org/ -o catalogue.ttl
    """
    name = form or _by_ending(out)
    values = values_of(given)
    if values and name not in profiles():
        raise UsageError(f"{name} has no parameters.", f"{name} 沒有參數。")
    sources = files(graphs)
    if out is None:
        sys.stdout.flush()
        write(sources, name, sys.stdout.buffer, values)
        return
    if not out.parent.is_dir():
        raise UsageError(f"{out.parent} is no folder.", f"沒有資料夾 {out.parent}。")
    with aside(out) as file:
        write(sources, name, file, values)
    say(f"{len(sources)} 個圖檔 → {out}", f"{len(sources)} graphs -> {out}")


def _by_ending(out: Path | None) -> str:
    if out is None:
        return "ttl"
    endings = {f".{form.ending}": name for name, form in FORMATS.items()}
    name = endings.get(out.suffix.lower())
    if name is None:
        raise UsageError(
            f"no format has files called {out.suffix!r}.", f"看不出 {out} 的格式。", "Say --format 請指定格式."
        )
    return name
