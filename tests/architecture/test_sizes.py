"""Sizes are a test: what is too large stands by name, with a reason, in a list that only shrinks."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from tests.architecture import sources

FUNCTION = 60
FUNCTION_P90 = 30
FILE = 500


@pytest.fixture(scope="module")
def too_large() -> dict[str, dict[str, Any]]:
    return tomllib.loads((sources.ROOT / "tests/architecture/too_large.toml").read_text("utf-8"))


def _compare(sizes: dict[str, int], bound: int, allowed: dict[str, Any]) -> None:
    over = {place: lines for place, lines in sizes.items() if lines > bound}
    new = {place: lines for place, lines in over.items() if place not in allowed}
    assert not new, f"over {bound} lines: cut by what they know"
    grown = {place: lines for place, lines in over.items() if lines > allowed[place]["lines"]}
    assert not grown, "listed as too large, and grown since"
    assert not set(allowed) - set(over), "within the bound now: take them off the list"
    assert all(entry["reason"] for entry in allowed.values())


def test_functions_are_short(too_large: dict[str, dict[str, Any]]) -> None:
    sizes = {f.place: f.lines for path in sources.modules() for f in sources.functions(path)}
    _compare(sizes, FUNCTION, too_large["functions"])


def test_nine_in_ten_functions_are_shorter_still() -> None:
    sizes = sorted(f.lines for path in sources.modules() if "src" in path.parts for f in sources.functions(path))
    assert sizes[len(sizes) * 9 // 10] <= FUNCTION_P90


def test_files_are_short(too_large: dict[str, dict[str, Any]]) -> None:
    sizes = {sources.short(path): len(path.read_text("utf-8").splitlines()) for path in sources.modules()}
    _compare(sizes, FILE, too_large["files"])
