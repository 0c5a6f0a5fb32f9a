"""What the program says on stderr, in Chinese or English; stdout is kept for the answer."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Literal, TypeVar

import click

Language = Literal["zh", "en"]
Command = TypeVar("Command", bound=Callable[..., Any])
VARIABLE = "AGENCYGRAPH_LANG"

_chosen: ContextVar[str] = ContextVar("chosen", default="")


def choose(language: str | None) -> None:
    """Talk in this language from now on; None or nothing leaves it to the environment, else to Chinese."""
    _chosen.set(language or "")


def language() -> Language:
    """The language to talk in: the one chosen, else AGENCYGRAPH_LANG, else Chinese."""
    told = _chosen.get() or os.environ.get(VARIABLE, "")
    return "en" if told.lower().startswith("en") else "zh"


def pick(zh: str, en: str) -> str:
    """The one of two texts that is in the language to talk in."""
    return en if language() == "en" else zh


def say(zh: str, en: str) -> None:
    """Say it on stderr."""
    click.echo(pick(zh, en), err=True)


def lang_option(command: Command) -> Command:
    """Give a command the option `--lang`, which chooses the language."""

    def chosen(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
        choose(value)
        return value

    option = click.option(
        "--lang",
        type=click.Choice(["zh", "en"]),
        callback=chosen,
        help=f"Language of what is said (default zh, or {VARIABLE}).",
    )
    return option(command)
