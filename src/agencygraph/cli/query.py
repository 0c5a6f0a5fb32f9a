"""`agencygraph query`: ready-made questions and SPARQL."""

from __future__ import annotations

from pathlib import Path

import click

from agencygraph import questions
from agencygraph.cli import answers, tables
from agencygraph.cli.graphs import graphs_option, opened, store_option
from agencygraph.cli.talk import lang_option, pick, say
from agencygraph.errors import UnreadableError, UsageError
from agencygraph.stores import Answer, Rows, Store


@click.command(name="query", short_help="Run a ready-made question or SPARQL.")
@click.argument("what", metavar="NAME|FILE.rq|'SELECT …'")
@graphs_option
@store_option
@click.option(
    "--format", "form", type=click.Choice(["table", *answers.FORMATS]), default="table", show_default=True,
    help="json and xml are W3C SPARQL results.",
)  # fmt: skip
@click.option(
    "-p", "--param", "given", multiple=True, metavar="NAME=VALUE", help="Narrow the question; may be repeated."
)
@lang_option
def command(what: str, graphs: Path, where: str | None, form: str, given: tuple[str, ...], lang: str | None) -> None:
    """Run a ready-made question by NAME, a query FILE.rq, or SPARQL as it stands.

    Values given with -p are bound to variables, never pasted into the query. A year may be 108 or 2019. Prefixes of the
    project (ag:, prov:, oa:, rdfs: …) need no declaration.

    \b
    Example:
      agencygraph query stationing
      agencygraph query trainings -p host=桃園分署 -p year=108 --format csv
      agencygraph query 'SELECT ?s WHERE { ?s a ag:Form }'
      agencygraph query stationing --store http://localhost:7878
    """
    values = values_of(given)
    answer, title = _answer(what, opened(graphs, where), values)
    if isinstance(answer, Rows) and not answer.rows:
        say("沒有報告提到。", "No report mentions it.")
    if form == "table" and isinstance(answer, Rows):
        if answer.rows:
            tables.show(answer, title, what)
        return
    click.echo(answers.written(answer, "csv" if form == "table" else form), nl=False)


def values_of(given: tuple[str, ...]) -> dict[str, str]:
    """The values of `-p NAME=VALUE` by name. Raises UsageError for one without a name or a sign, or given twice."""
    values: dict[str, str] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip():
            raise UsageError(f"-p {pair!r} is not NAME=VALUE.", f"參數「{pair}」應寫成 名稱=值。")
        if name.strip() in values:
            raise UsageError(f"-p {name.strip()} is given more than once.", f"參數 {name.strip()} 重複。")
        values[name.strip()] = value.strip()
    return values


def _answer(what: str, store: Store, values: dict[str, str]) -> tuple[Answer, str]:
    """The answer, and what to call it on a screen."""
    if "{" in what:
        return questions.run_text(store, what, values), pick("查詢", "query")
    if what.endswith((".rq", ".sparql")):
        return questions.run_text(store, _file(Path(what)), values), Path(what).name
    wordings = questions.question(what)
    title = pick((*wordings.zh, what)[0], (*wordings.en, what)[0])
    return questions.run(store, what, values), title


def _file(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableError(f"{path} cannot be read: {fault}.", f"無法讀取 {path}。") from fault
