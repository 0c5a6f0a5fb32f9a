"""`agencygraph fact`: makes, lists and tries fact rooms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import click

from agencygraph import resources
from agencygraph.cli.layout import pad
from agencygraph.cli.talk import lang_option, pick, say
from agencygraph.errors import UsageError
from agencygraph.matching.examples import Outcome, examples, try_out
from agencygraph.matching.values import OPERATORS
from agencygraph.rules import Room, load, load_room
from agencygraph.rules.lint import lint

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_ROOM = ("fact.yaml", "examples.yaml", "question.rq")


@click.group(name="fact", short_help="Make, list or try fact types.")
def command() -> None:
    """Make, list or try the fact types; each is a folder of data that needs no Python.

    Folders other than the project's own are named by the variables AGENCYGRAPH_FACTS and AGENCYGRAPH_SHAPES.

    \b
    Example:
      agencygraph fact new parking-lots --zh 停車場 --en 'Parking lot'
      agencygraph fact test parking-lots
    """


@command.command(name="new")
@click.argument("name")
@click.option("--zh", default="", help="What one of these facts is called in Chinese.")
@click.option("--en", default="", help="The same in English.")
@click.option("--class", "kind", default="", help="The class in the ontology (default: from the English name).")
@lang_option
def new(name: str, zh: str, en: str, kind: str, lang: str | None) -> None:
    """Make the room of a new fact type: facts/NAME/ and shapes/facts/NAME.ttl, with an example to start from.

    \b
    Example:
      agencygraph fact new parking-lots --zh 停車場 --en 'Parking lot'
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} is no name: write a-z, 0-9 and hyphens.", f"名稱「{name}」只能用 a-z、0-9 和連字號。"
        )
    english = en or name.replace("-", " ").removesuffix("s").capitalize()
    words = {
        "@NAME@": name,
        "@ZH@": _plain(zh or name),
        "@EN@": _plain(english),
        "@CLASS@": kind or "".join(part.capitalize() for part in re.findall(r"[A-Za-z0-9]+", english)),
    }
    folder, shapes = resources.facts() / name, resources.shapes() / "facts" / f"{name}.ttl"
    targets = {folder / part: part for part in _ROOM} | {shapes: "shapes.ttl"}
    for target in targets:
        if target.exists():
            raise UsageError(f"{target} exists already.", f"{target} 已經存在。")
    for target, part in targets.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_filled(part, words), "utf-8")
        click.echo(target)
    say(
        "ontology/ 還缺這個詞（改寫後放進合適的檔案）：",
        "This term is still missing in ontology/ (mend it and put it into the file that fits):",
    )
    click.echo(_filled("term.ttl", words), err=True)
    say(
        f"下一步：先寫 examples.yaml，再寫 fact.yaml 的規則，然後 agencygraph fact test {name}",
        f"Next: write examples.yaml, then the rules in fact.yaml, then agencygraph fact test {name}",
    )


@command.command(name="list")
@lang_option
def list_(lang: str | None) -> None:
    """List the fact types with their columns.

    \b
    Example:
      agencygraph fact list
    """
    for room in load():
        label = pick(room.label.zh, room.label.en)
        click.echo(f"{pad(room.name, 18)} {pad(label, 24)} {', '.join(column.name for column in room.columns)}")


@command.command(name="test")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@lang_option
@click.pass_context
def test(context: click.Context, names: tuple[str, ...], lang: str | None) -> None:
    """Try a room's rules on its examples (all rooms without NAME) and show what is missing or wrong.

    Exit code 1 where an example fails.

    \b
    Example:
      agencygraph fact test stationing
    """
    failed = False
    for room in [_room(name) for name in names] or load():
        told = list(_tried(room))
        failed = failed or bool(told)
        for line in told:
            click.echo(line)
        count = len(examples(room))
        verdict = click.style("FAIL", fg="red") if told else click.style("ok", fg="green")
        click.echo(
            f"{verdict} {room.name}: {count} {pick('個例句', 'examples')}, {len(room.rules)} {pick('條規則', 'rules')}"
        )
    context.exit(int(failed))


def _room(name: str) -> Room:
    folder = resources.facts() / name
    if not _NAME.fullmatch(name) or not (folder / "fact.yaml").is_file():
        known = ", ".join(sorted(path.parent.name for path in resources.facts().glob("*/fact.yaml")))
        raise UsageError(f"there is no fact type {name!r}.", f"沒有「{name}」這種事實。", f"There are 現有：{known}.")
    return load_room(folder)


def _tried(room: Room) -> Iterator[str]:
    """What is wrong with a room: faults of its rules, then each example that fails with the difference."""
    for fault in lint(room, OPERATORS):
        yield f"{room.name}: {fault}"
    for place, example in enumerate(examples(room), 1):
        outcome = try_out(room, example)
        if _fails(outcome, todo=example.todo):
            yield f"{room.name} {pick('例', 'example')} {place}"
            yield from (f"    {line}" for line in example.text.strip().splitlines())
            yield from (f"  {line}" for line in outcome.lines())


def _fails(outcome: Outcome, *, todo: bool) -> bool:
    """A known gap may miss rows, but a wrong row is a failure there too."""
    return bool(outcome.wrong) if todo else not outcome.exact


def _plain(words: str) -> str:
    """A label that can stand in YAML and Turtle without quotes."""
    plain = " ".join(re.sub(r"[^\w\s-]", " ", words).split())
    if not plain:
        raise UsageError(f"{words!r} is no label.", f"「{words}」不能當名稱。")
    return plain


def _filled(part: str, words: dict[str, str]) -> str:
    text = Path(str(files("agencygraph.cli") / "scaffold" / part)).read_text("utf-8")
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text
