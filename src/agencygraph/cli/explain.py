"""`agencygraph explain`: why the graph says so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from agencygraph import readers
from agencygraph.cli.graphs import graphs_option, opened, store_option
from agencygraph.cli.talk import lang_option, language, pick, say
from agencygraph.errors import UsageError
from agencygraph.questions import labels
from agencygraph.questions.explaining import Body, Explanation, Passage, Stated, explain, marked, rule_file

_WIDE = 10


@click.command(name="explain", short_help="Show why the graph says so.")
@click.argument("iri", metavar="IRI")
@graphs_option
@store_option
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    help="The report's file: shows the whole line that the passage stands in.",
)
@lang_option
def command(iri: str, graphs: Path, where: str | None, report: Path | None, lang: str | None) -> None:
    """Tell the chain behind a fact: its values, the rule, the passage with its headings, the authority entries.

    IRI is what the column `fact` of a query holds; its last part is enough.

    \b
    Example:
      agencygraph query stationing --format csv
      agencygraph explain stationing-臨海監理站-e3f59ce0
    """
    told = explain(opened(graphs, where), iri)
    text = readers.read(report).text if report else ""
    if report and told.passage and text[told.passage.start : told.passage.end] != told.passage.quote:
        raise UsageError(f"{report} is not the report of this fact.", f"{report} 不是這筆事實的報告。")
    for line in _lines(told, text):
        click.echo(line)
    if not report:
        say("加上 --report 檔案，可看整行原文。", "With --report FILE the whole line is shown.")


def _lines(told: Explanation, text: str) -> Iterator[str]:
    yield click.style(told.label, bold=True)
    yield _row(pick("種類", "kind"), f"{pick(told.room.label.zh, told.room.label.en)}（{told.room.name}）")
    yield _row(pick("報告", "report"), f"{told.report}（{told.source}）")
    yield ""
    yield click.style(pick("內容", "Values"), bold=True)
    for value in told.values:
        yield from _value(value, told.room.name)
    yield ""
    yield click.style(pick("為什麼", "Why"), bold=True)
    yield _row(pick("規則", "rule"), f"{told.rule}　{told.says}".rstrip())
    yield _row("", click.style(str(rule_file(told.room)), dim=True))
    if told.headings:
        yield _row(pick("章節", "headings"), " › ".join(told.headings))
    if told.passage:
        yield from _passage(pick("原文", "passage"), told.passage, text)
    for passage in told.context:
        yield from _passage(pick("依據", "context"), passage, text)
    if told.authority:
        yield _row(pick("權威檔", "authority"), pick("、", ", ").join(told.authority))
    yield ""
    yield click.style(told.iri, dim=True)


def _row(head: str, words: str) -> str:
    """A line with its head in a column of its own; Chinese heads are two cells a character."""
    width = sum(1 if char.isascii() else 2 for char in head)
    return f"  {head}{' ' * max(1, _WIDE - width)}{words}"


def _value(value: Stated, room: str) -> Iterator[str]:
    shown = pick("、", ", ").join(labels.code(one, language()) for one in value.values)
    source = pick("推得", "derived") if value.derived else pick("原文所載", "stated")
    yield _row(labels.column(value.column, language(), room), f"{shown}  {click.style(f'({source})', dim=True)}")
    for body in value.bodies:
        yield from (_row("", click.style(line, dim=True)) for line in _body(body))


def _body(body: Body) -> Iterator[str]:
    if body.oid:
        yield pick(f"權威檔：{body.name}，OID {body.oid}", f"on file: {body.name}, OID {body.oid}")
    else:
        yield pick("權威檔查無識別碼，以名稱為鍵", "no identifier on file; known by its name")
    if body.above:
        yield pick("上級：", "under: ") + " › ".join(body.above)
    if body.others:
        yield pick("又稱：", "also: ") + pick("、", ", ").join(body.others)


def _passage(head: str, passage: Passage, text: str) -> Iterator[str]:
    place = pick(f"第 {passage.start} 至 {passage.end} 字", f"characters {passage.start} to {passage.end}")
    if not text:
        yield _row(head, f"「{' '.join(passage.quote.split())}」  {click.style(place, dim=True)}")
        return
    line, whole = marked(text, passage)
    yield _row(head, click.style(pick(f"第 {line} 行，{place}", f"line {line}, {place}"), dim=True))
    for part in whole.splitlines():
        yield _row("", part)
