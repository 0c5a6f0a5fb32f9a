"""Names and what may not stand in files."""

from __future__ import annotations

import ast
import re

from tests.architecture import sources

VAGUE = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
NUMBERED = re.compile(r"(?:19|20)[0-9]{2}|v[0-9]+(?:[._-]|$)|\s")
REPORT = re.compile(r"[a-z-]+-[0-9]{3}(?:\.gold)?\.[a-z]+")
OPEN = re.compile(r"\b(?:TO" + "DO|FIX" + "ME|X" + "XX)\\b")
MACHINE = re.compile(r"/(?:work|tmp|home|root|Users)/")
TEXT = {"", ".py", ".md", ".toml", ".yaml", ".yml", ".ttl", ".rq", ".json", ".txt", ".tsv", ".js", ".css", ".html"}


def _texts() -> list[tuple[str, str]]:
    own = sources.ROOT / "tests/architecture"
    files = (path for path in sources.tracked() if path.suffix in TEXT and own not in path.parents)
    return [(sources.short(path), path.read_text("utf-8", errors="replace")) for path in files]


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert not [sources.short(path) for path in sources.modules() if VAGUE & set(path.with_suffix("").parts)]


def test_no_file_is_named_after_a_year_or_version() -> None:
    names = [sources.short(p) for p in sources.tracked() if NUMBERED.search(p.name) and not REPORT.fullmatch(p.name)]
    assert not names


def test_only_the_command_line_prints() -> None:
    def prints(node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"

    for path in sources.PACKAGE.rglob("*.py"):
        if "cli" not in path.parts:
            assert not any(prints(node) for node in ast.walk(ast.parse(path.read_text("utf-8")))), sources.short(path)


def test_nothing_is_left_open() -> None:
    assert not [name for name, text in _texts() if OPEN.search(text)]


def test_no_path_of_one_machine_is_named() -> None:
    assert not [name for name, text in _texts() if MACHINE.search(text)]
