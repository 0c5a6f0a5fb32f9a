"""`agencygraph questions`: the ready-made questions."""

from __future__ import annotations

import json
import re

import click

from agencygraph import questions
from agencygraph.cli.talk import lang_option, pick
from agencygraph.errors import UsageError
from agencygraph.questions import Question, describing

_ADDRESS = re.compile(r'https?://[^\s<>"{}|\\^`]+')


@click.command(name="questions", short_help="List the ready-made questions.")
@click.argument("name", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json", "ttl"]), default="text", show_default=True)
@click.option(
    "--endpoint", default="http://127.0.0.1:8000/sparql", show_default=True, metavar="URL",
    help="The endpoint that ttl says the questions are for.",
)  # fmt: skip
@lang_option
def command(name: str | None, form: str, endpoint: str, lang: str | None) -> None:
    """List the ready-made questions with their parameters; with NAME, all about that one.

    json holds wordings, purpose, parameters with their choices, and columns; ttl is RDF, one sh:SPARQLSelectExecutable
    for each question.

    \b
    Example:
      agencygraph questions
      agencygraph questions payment-channels
      agencygraph questions --format ttl > questions.ttl
      agencygraph query stationing -p host=臨海分署 -p year=110
    """
    known = [questions.question(name)] if name else list(questions.questions().values())
    if form == "json":
        click.echo(json.dumps([describing.record(question) for question in known], ensure_ascii=False, indent=1))
    elif form == "ttl":
        if not _ADDRESS.fullmatch(endpoint):
            raise UsageError(f"{endpoint!r} is no address.", f"「{endpoint}」不是網址。")
        click.echo(describing.rdf(known, endpoint).decode(), nl=False)
    elif name:
        _show_all(known[0])
    else:
        for title, rooms in (
            (pick("一種事實", "One kind of fact"), True),
            (pick("跨事實", "Over several facts"), False),
        ):
            click.secho(title, bold=True)
            for question in known:
                if question.room is rooms:
                    _show(question)


def _show(question: Question) -> None:
    wordings = pick("zh", "en")
    first = (question.zh if wordings == "zh" else question.en or question.zh)[:1]
    click.echo(f"  {click.style(f'{question.name:<26}', fg='cyan')} {first[0] if first else ''}")
    parameters = " ".join(one.name for one in question.parameters)
    click.secho(f"  {'':<26} -p {parameters}", dim=True)


def _show_all(question: Question) -> None:
    """A question's wordings, what it is for, each parameter with its choices, and the columns of its answer."""
    click.secho(question.name, bold=True)
    if question.purpose:
        click.echo(f"  {question.purpose[pick('zh', 'en')]}")
    for wording in (*question.zh, *question.en):
        click.echo(f"  「{wording}」")
    for one in question.parameters:
        click.echo(f"  {click.style(f'-p {one.name}', fg='cyan')} ({one.type})  {pick(one.zh, one.en)}")
        for choice in one.choices:
            click.echo(f"       {choice.code:<18} {pick(choice.zh[0], choice.en[0])}")
    click.echo(f"  {pick('欄位', 'columns')}  {' '.join(question.columns)}")
