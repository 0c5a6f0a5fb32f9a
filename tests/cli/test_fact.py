"""A new fact type is data: scaffold it, write one pattern, build, query; no Python."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from agencygraph import resources
from tests.cli.conftest import Process, Run

ROOM = """\
name: corners
class: Corner
label: {zh: 專區, en: Corner}
definition: {zh: 機關開設的專區。, en: A corner that an agency has opened.}
columns:
  - {name: host, property: host, type: organisation}
  - {name: name, property: name, type: text}
key: [host, name]
rules:
  - id: opened
    says: 開設「……」
    pattern: ["(?:開設|增設){quoted=name}"]
    emit: {host: $host, name: name}
"""


@pytest.fixture
def rooms(tmp_path: Path) -> dict[str, str]:
    """Copies of the folders of rooms and shapes, as variables of the environment."""
    shutil.copytree(resources.facts(), tmp_path / "facts")
    shutil.copytree(resources.shapes(), tmp_path / "shapes")
    return {"AGENCYGRAPH_FACTS": str(tmp_path / "facts"), "AGENCYGRAPH_SHAPES": str(tmp_path / "shapes")}


def test_a_new_room_from_scaffold_to_answer(process: Process, rooms: dict[str, str], tmp_path: Path) -> None:
    made = process("fact", "new", "corners", "--zh", "專區", "--en", "Corner", **rooms)
    assert made.returncode == 0, made.stderr.decode()
    assert len(made.stdout.decode().splitlines()) == 4
    assert "ag:Corner" in made.stderr.decode()
    first = process("fact", "test", "corners", **rooms)
    assert first.returncode == 1
    assert "示範角" in first.stdout.decode()

    (tmp_path / "facts/corners/fact.yaml").write_text(ROOM, "utf-8")
    assert process("fact", "test", "corners", **rooms).returncode == 0

    report = tmp_path / "report.txt"
    report.write_text(
        "110年度工作報告\n陳報機關：海東縣白沙戶政事務所\n一、便民\n（一）本所於二樓開設「親子閱讀角」。\n", "utf-8"
    )
    assert process("build", report, "-o", tmp_path / "g", **rooms).returncode == 0
    told = process("query", "corners", "--graphs", tmp_path / "g", "--format", "csv", **rooms).stdout.decode()
    assert "親子閱讀角" in told
    fact = told.splitlines()[1].split(",")[8]
    assert "corners/opened" in process("explain", fact, "--graphs", tmp_path / "g", **rooms).stdout.decode()
    assert "corners" in process("questions", **rooms).stdout.decode()
    assert process("check", tmp_path / "g", "--fail-on", "never", **rooms).returncode == 0


def test_new_refuses_bad_and_taken_names(process: Process, rooms: dict[str, str]) -> None:
    for name in ("../evil", "Big", "", "stationing", "a_b"):
        assert process("fact", "new", name, **rooms).returncode == 2


def test_list_names_every_room(ag: Run) -> None:
    told = ag("fact", "list").stdout
    assert all(folder.name in told for folder in resources.facts().iterdir() if folder.is_dir())


def test_test_of_an_unknown_room(ag: Run) -> None:
    assert ag("fact", "test", "nosuch").exit_code == 2
    assert ag("fact", "test", "../facts").exit_code == 2


def test_help_of_each(ag: Run) -> None:
    for name in ("new", "list", "test"):
        assert f"agencygraph fact {name}" in ag("fact", name, "--help").stdout
