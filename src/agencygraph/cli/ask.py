"""`agencygraph ask`: a plain question."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import click

from agencygraph.cli import answers, tables
from agencygraph.cli.graphs import graphs_option, opened, store_option
from agencygraph.cli.talk import choose, lang_option, language, pick, say
from agencygraph.errors import UsageError
from agencygraph.questions import Question, labels
from agencygraph.questions.asking import Understood, answer, consider
from agencygraph.questions.refusing import Refusal

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
    understood = consider(store, asked)
    if isinstance(understood, Refusal):
        raise _refused(asked, understood)
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
        near = _listed(understood.others)
        say(f"若不是這個意思，也許是：\n{near}", f"If you meant something else:\n{near}")


def _refused(asked: str, refusal: Refusal) -> UsageError:
    """What is said where no ready-made question answers: why not, and which come nearest."""
    every = pick("全部問題：agencygraph questions", "All questions: agencygraph questions")
    near = pick("最接近的問題：", "The nearest questions:") + f"\n{_listed(refusal.near)}\n" if refusal.near else ""
    return UsageError(
        f"no report answers {asked!r}: {refusal.en}.", f"沒有報告能回答「{asked}」：{refusal.zh}。", near + every
    )


def _listed(others: Iterable[Question]) -> str:
    return "\n".join(f"  {other.name:<20} {_wording(other)}" for other in others)


def _tell(understood: Understood) -> None:
    told = [_parameter(understood.question, name, value) for name, value in understood.values.items()]
    told += [pick(f"報告出自 {understood.agency}", f"reports of {understood.agency}")] if understood.agency else []
    told += [pick(f"主題 {word}", f"topic {word}") for word in understood.topic]
    sure = "" if understood.sure else pick("（不確定）", " (not sure)")
    say(
        f"理解為{sure}：{_wording(understood.question)}（{'，'.join([understood.question.name, *told])}）",
        f"Understood{sure} as: {_wording(understood.question)} ({', '.join([understood.question.name, *told])})",
    )
    if understood.unheard:
        words = pick("、", ", ").join(understood.unheard)
        say(f"未採用「{words}」：這類資料沒有提到。", f"Not used: {words}; no row speaks of it.")
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
