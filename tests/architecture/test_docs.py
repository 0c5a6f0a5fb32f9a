"""Docs cannot lie: what they name exists, and what exists is named."""

from __future__ import annotations

import importlib
import re
import tomllib

import click
import pytest

from agencygraph import readers
from agencygraph.cli.group import COMMANDS
from agencygraph.exports import profiles
from agencygraph.rules import load
from tests.architecture import sources

PATH = re.compile(r"`((?:src|shapes|ontology|tests|docs|graphs|examples|\.ci)/[^`\s]*|[A-Z]+\.md)`")


def _page(name: str) -> str:
    return (sources.ROOT / name).read_text("utf-8")


def _table(page: str, title: str) -> list[list[str]]:
    """The cells of the first table below a heading, its head left out."""
    _, _, rest = page.partition(f"\n## {title}\n")
    assert rest, f"no heading {title}"
    rows = [line for line in re.split(r"\n## ", rest)[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows[2:]]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/rule-language.md"])
def test_every_path_that_is_named_exists(name: str) -> None:
    written = {path for path in PATH.findall(_page(name)) if "…" not in path} - {"graphs/"}
    named = {path.replace("<name>", room.name) for path in written for room in load()}
    assert not {path for path in named if not (sources.ROOT / path).exists() and "<" not in path}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_every_link_leads_somewhere(name: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", _page(name))
    assert not [link for link in links if not (sources.ROOT / link).exists()]


def test_the_map_of_changes_names_folders_that_exist() -> None:
    rows = _table(_page("CONTRIBUTING.md"), "I want to … → I touch …")
    assert len(rows) >= 10
    for row in rows:
        assert any(PATH.search(cell) or ".yaml" in cell for cell in row[1:]), row


def test_every_package_is_in_the_map_of_rooms() -> None:
    named = [row[0].strip("`") for row in _table(_page("CONTRIBUTING.md"), "The rooms")]
    found = {path.name for path in sources.PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    found |= {path.stem for path in sources.PACKAGE.glob("*.py") if not path.stem.startswith("__")}
    assert set(named) == found


def test_the_map_of_rooms_is_in_the_order_of_the_layers() -> None:
    named = [row[0].strip("`") for row in _table(_page("CONTRIBUTING.md"), "The rooms")]
    contracts = tomllib.loads(_page("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = [layer.strip("()") for layer in reversed(contracts[0]["layers"])]
    assert named == [layer for layer in layers if layer in named]


def test_the_commands_of_the_docs_are_targets_of_make() -> None:
    targets = set(re.findall(r"^([a-z-]+):", _page("Makefile"), re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        assert not {target for target in re.findall(r"\bmake ([a-z-]+)`", _page(name)) if target not in targets}
    assert {row[0].strip("`").removeprefix("make ") for row in _table(_page("CONTRIBUTING.md"), "Set up")} <= targets
    assert {"demo", "test"} <= set(re.findall(r"^make ([a-z]+)", _page("README.md"), re.MULTILINE))


def test_every_command_is_in_the_readme() -> None:
    named = {row[0].strip("`").split()[1] for row in _table(_page("README.md"), "Commands")}
    assert named == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = importlib.import_module(f"agencygraph.cli.{name}").command
    group = isinstance(command, click.Group)
    for one in [command, *(command.commands.values() if group else ())]:
        assert one.help
        told = [option for option in one.params if isinstance(option, click.Option)]
        assert all(option.help or isinstance(option.type, click.Choice) for option in told), one.name
        assert group or f"agencygraph {name}" in one.help


def test_every_format_is_in_the_readme() -> None:
    cells = " ".join(row[1] for row in _table(_page("README.md"), "What it reads"))
    named = set(re.findall(r"`(\.\w+)`", cells))
    assert named == set(readers.formats())


def test_every_profile_is_in_its_table() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|", _page("docs/profiles.md"), re.MULTILINE)
    assert set(rows) == set(profiles())
    assert all(f"`{name}`" in _page("README.md") for name in rows)


def test_every_fact_type_is_in_the_readme() -> None:
    rows = {row[0].strip("`"): row for row in _table(_page("README.md"), "The fact types")}
    assert set(rows) == {room.name for room in load()}
    for room in load():
        assert rows[room.name][1] == ", ".join(column.name for column in room.columns)


def test_decisions_are_short_and_numbered_without_gap() -> None:
    pages = sorted((sources.ROOT / "docs/decisions").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        text = page.read_text("utf-8")
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Choice", "Price"], page.name
        assert text.startswith(f"# {int(page.name[:4])}. ") and len(text.splitlines()) <= 30, page.name


def test_the_changelog_begins_with_what_is_next_or_this_version() -> None:
    version = importlib.import_module("agencygraph").__version__
    assert re.findall(r"^## (.*)$", _page("CHANGELOG.md"), re.MULTILINE)[0] in ("Unreleased", version)
