"""`agencygraph questions`: the ready-made questions."""

from __future__ import annotations

import json

import click

from agencygraph import questions
from agencygraph.cli.talk import lang_option, pick
from agencygraph.questions import Question


@click.command(name="questions", short_help="List the ready-made questions.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@lang_option
def command(form: str, lang: str | None) -> None:
    """List the ready-made questions with their wordings and parameters.

    \b
    Example:
      agencygraph questions
      agencygraph query stationing -p host=臨海分署 -p year=110
    """
    known = questions.questions()
    if form == "json":
        click.echo(json.dumps([_record(question) for question in known.values()], ensure_ascii=False, indent=1))
        return
    for title, rooms in ((pick("一種事實", "One kind of fact"), True), (pick("跨事實", "Over several facts"), False)):
        click.secho(title, bold=True)
        for question in known.values():
            if question.room is rooms:
                _show(question)


def _show(question: Question) -> None:
    wordings = pick("zh", "en")
    first = (question.zh if wordings == "zh" else question.en or question.zh)[:1]
    click.echo(f"  {click.style(f'{question.name:<24}', fg='cyan')} {first[0] if first else ''}")
    parameters = " ".join(one.name for one in question.parameters)
    click.secho(f"  {'':<24} -p {parameters}", dim=True)


def _record(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "zh": question.zh,
        "en": question.en,
        "parameters": [{"name": one.name, "type": one.type, "zh": one.zh, "en": one.en} for one in question.parameters],
    }
