"""Runs the command line: in this process, or in one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from agencygraph.cli import cli

Run = Callable[..., Result]
Process = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def ag() -> Run:
    """The command line in this process: arguments as texts or paths."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(cli, [str(argument) for argument in arguments])

    return run


@pytest.fixture
def process(root: Path) -> Process:
    """The command line as a process of its own, with variables of the environment."""

    def run(*arguments: object, **variables: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "agencygraph", *map(str, arguments)],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONPATH": str(root / "src"), **variables},
        )

    return run


@pytest.fixture(scope="session")
def linhai(root: Path) -> Path:
    return root / "examples" / "linhai-110.txt"


@pytest.fixture(scope="session")
def graphs(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graphs of the two sample reports, and the findings on them."""
    out = tmp_path_factory.mktemp("built")
    sources = [root / "examples/linhai-110.txt", root / "examples/xingang-land-111.txt"]
    result = CliRunner().invoke(cli, ["build", *map(str, sources), "-o", str(out)])
    assert result.exit_code == 0, result.output
    result = CliRunner().invoke(cli, ["check", *map(str, sources), "--into", str(out), "--fail-on", "never"])
    assert result.exit_code == 0, result.output
    return out
