"""The graphs in `graphs/` are what the program builds from the two real reports; `make golden` writes them anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from agencygraph.pipeline import build


def test_graphs_are_what_the_program_builds(
    reports: Path, root: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    kept = root / "graphs"
    build(sorted(reports.glob("*.txt")), tmp_path)
    if request.config.getoption("--golden"):
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(tmp_path, kept)
    built = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {path.name for path in kept.iterdir()} == set(built), "make golden writes graphs/ anew"
    for name, content in built.items():
        assert (kept / name).read_bytes() == content, f"graphs/{name} is not what is built now: make golden"
