"""`agencygraph ask`: a plain question."""

from __future__ import annotations

import re
from pathlib import Path

import click

from agencygraph.cli import answers, tables
from agencygraph.cli.graphs import graphs_option, opened, store_option
from agencygraph.cli.talk import choose, lang_option, language, pick, say
from agencygraph.errors import UsageError
from agencygraph.questions import Question, labels
from agencygraph.questions.asking import Understood, answer, understand

_CHINESE = re.compile(r"[\u3400-\u9fff]")


@click.command(name="ask", short_help="Ask in plain words.")
@click.argument("question", nargs=-1, required=True)
@graphs_option
@store_option
@click.option("--format", "form", type=click.Choice(["table", *answers.FORMATS]), default="table", show_default=True)
@lang_option
def command(question: tuple[str, ...], graphs: Path, where: str | None, form: str, lang: str | None) -> None:
    """Match a plain question, in Chinese or English, to a ready-made one and answer it with quotes.

    How the question was understood stands on stderr. It may name an agency (part of its name is enough), a year
    (108 or 2019) and a topic.

    \b
    Example:
      agencygraph ask '哪些機關派員駐點在哪裡'
      agencygraph ask '桃園分署 108 年辦了哪些教育訓練'
      agencygraph ask which agencies station staff where
    """
    asked = " ".join(question)
    if not lang and not _CHINESE.search(asked):
        choose("en")
    store = opened(graphs, where)
    understood = understand(store, asked)
    if understood is None:
        raise UsageError(
            f"no ready-made question fits {asked!r}.",
            f"沒有現成的問題符合「{asked}」。",
            pick("全部問題：agencygraph questions", "All questions: agencygraph questions"),
        )
    _tell(understood)
    rows, narrowed = answer(store, understood)
    if understood.topic and not narrowed:
        topic = pick("、", ", ").join(understood.topic)
        say(f"沒有一筆提到「{topic}」，以下不限主題。", f"No row speaks of {topic!r}; these are all rows.")
    if not rows.rows:
        say("沒有報告提到。", "No report mentions it.")
    if form != "table":
        click.echo(answers.written(rows, form), nl=False)
    elif rows.rows:
        tables.show(rows, _wording(understood.question), understood.question.name)
    if not understood.sure and understood.others:
        near = "\n".join(f"  {other.name:<20} {_wording(other)}" for other in understood.others)
        say(f"若不是這個意思，也許是：\n{near}", f"If you meant something else:\n{near}")


def _tell(understood: Understood) -> None:
    told = [_parameter(understood.question, name, value) for name, value in understood.values.items()]
    told += [pick(f"報告出自 {understood.agency}", f"reports of {understood.agency}")] if understood.agency else []
    told += [pick(f"主題 {word}", f"topic {word}") for word in understood.topic]
    say(
        f"理解為：{_wording(understood.question)}（{'，'.join([understood.question.name, *told])}）",
        f"Understood as: {_wording(understood.question)} ({', '.join([understood.question.name, *told])})",
    )
    if understood.unused:
        say(
            f"這個問題不分時間，未採用「{understood.unused}」。",
            f"Not narrowed to {understood.unused}: it has no such parameter.",
        )


def _parameter(question: Question, name: str, value: str) -> str:
    """A parameter as it was understood, with what its value is called."""
    called = labels.value(value, name, language(), question.name)
    return f"{name}={value}" + (pick(f"（{called}）", f" ({called})") if called != value else "")


def _wording(question: Question) -> str:
    zh, en = (*question.zh, question.name)[0], (*question.en, question.name)[0]
    return pick(zh, en)
