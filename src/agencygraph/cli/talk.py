"""What the program says on stderr, in Chinese or English; stdout is kept for the answer."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, Literal, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])
LANGUAGES = ("zh", "en")
LANGUAGE = "AGENCYGRAPH_LANG"


def language() -> Literal["zh", "en"]:
    """The language to talk in: `--lang` of the running command, else AGENCYGRAPH_LANG, else Chinese."""
    context = click.get_current_context(silent=True)
    chosen = context.params.get("lang") if context else None
    chosen = chosen or os.environ.get(LANGUAGE, "")
    return "en" if str(chosen).lower().startswith("en") else "zh"


def pick(zh: str, en: str) -> str:
    """The one of two texts that is in the language to talk in."""
    return en if language() == "en" else zh


def say(zh: str, en: str) -> None:
    """Say it on stderr."""
    click.echo(pick(zh, en), err=True)


def lang_option(command: Command) -> Command:
    """Give a command the option `--lang`."""
    option = click.option(
        "--lang", type=click.Choice(LANGUAGES), help=f"Language of what is said (default zh, or {LANGUAGE})."
    )
    return option(command)
