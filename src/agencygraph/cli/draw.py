"""`agencygraph draw`: the answer to a question as a picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import click
import networkx as nx

from agencygraph import questions
from agencygraph.cli.graphs import graphs_option, opened, store_option
from agencygraph.cli.query import values_of
from agencygraph.cli.talk import lang_option, language, pick, say
from agencygraph.errors import UsageError
from agencygraph.pictures import Caption, Graph, graph_of, page, svg
from agencygraph.pipeline.writing import write
from agencygraph.questions.neighbours import neighbours
from agencygraph.stores import Rows

_MANY = 300


def _graphml(graph: Graph, _caption: Caption) -> str:
    out = io.BytesIO()
    nx.write_graphml(graph, out, encoding="utf-8", prettyprint=True)
    return out.getvalue().decode()


FORMATS: dict[str, Callable[[Graph, Caption], str]] = {".svg": svg, ".html": page, ".graphml": _graphml}
"""What writes a picture, by the ending of its file."""


@click.command(name="draw", short_help="Draw the answer to a question.")
@click.option("--question", "name", default="stationing", show_default=True, help="A ready-made question.")
@click.option("--from", "iri", help="Draw what the graphs say about this organisation (IRI) instead.")
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, dir_okay=False), default=Path("graph.html"), show_default=True,
    help="File to write: .html, .svg or .graphml.",
)  # fmt: skip
@click.option(
    "-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="Narrow the question; may be repeated."
)
@graphs_option
@store_option
@lang_option
def command(
    name: str, iri: str | None, out: Path, given: tuple[str, ...], graphs: Path, where: str | None, lang: str | None
) -> None:
    """Draw who is connected with whom: branches on the left, the agencies that station staff there on the right.

    Lines are as thick as the headcount; the boxes are the days of the week. Other questions are drawn the same way.

    \b
    Example:
      agencygraph draw --question stationing -o stationing.svg
      agencygraph draw --question forms -p host=臨海 -o forms.html
    """
    if out.suffix.lower() not in FORMATS:
        raise UsageError(
            f"a picture is .html, .svg or .graphml, not {out.name!r}.", "圖檔只能是 .html、.svg 或 .graphml。"
        )
    if not out.parent.is_dir():
        raise UsageError(f"{out.parent} is no folder.", f"沒有資料夾 {out.parent}。")
    store = opened(graphs, where)
    if iri:
        title, rows = neighbours(store, iri)
    else:
        asked = questions.question(name)
        title = pick((*asked.zh, name)[0], (*asked.en, name)[0])
        rows = questions.run(store, name, values_of(given))
    if not rows.rows:
        say("沒有報告提到，沒有可畫的。", "No report mentions it: nothing to draw.")
        return
    graph = graph_of(rows, language())
    write(out, FORMATS[out.suffix.lower()](graph, _caption(title, rows)).encode())
    click.echo(click.format_filename(out))
    if graph.number_of_edges() > _MANY:
        say("線很多，可用 -p host=… 縮小範圍。", "That is a lot of lines; -p host=… narrows them.")


def _caption(title: str, rows: Rows) -> Caption:
    reports = {(record["report"], record["source"]) for record in rows.records()}
    told = pick(
        f"{len(rows)} 筆，出自 {len(reports)} 份報告",
        f"{len(rows)} rows, {len(reports)} report{'s' * (len(reports) > 1)}",
    )
    sources = pick("資料來源：", "Sources: ") + pick("、", ", ").join(sorted(source for _, source in reports))
    return Caption(title, told, sources, language())
