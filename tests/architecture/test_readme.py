"""What the README shows is what the commands say; `make golden` writes it anew."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import agencygraph as ag
from agencygraph.pipeline import build

BLOCK = re.compile(r"```\n\$ agencygraph ([^\n]+)\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


def _said(folder: Path, root: Path, command: str) -> str:
    env = {key: value for key, value in os.environ.items() if not key.startswith("AGENCYGRAPH")}
    env |= {"PYTHONPATH": str(root / "src"), "PYTHONUTF8": "1", "COLUMNS": "100"}
    line = [sys.executable, "-m", "agencygraph", *shlex.split(command)]
    done = subprocess.run(line, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return "".join(f"{text.rstrip()}\n" for text in done.stdout.splitlines())


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the graphs of the sample reports."""
    folder = tmp_path_factory.mktemp("readme")
    build(sorted((root / "examples").glob("*.txt")), folder / "graphs")
    return folder


def test_the_picture_is_what_draw_draws(root: Path, folder: Path, golden: Callable[[Path, str], None]) -> None:
    _said(folder, root, "draw -o stationing.svg")
    golden(root / "docs/stationing.svg", (folder / "stationing.svg").read_text("utf-8"))


def test_shown_output_is_real(root: Path, folder: Path, golden: Callable[[Path, str], None]) -> None:
    readme = root / "README.md"

    def real(block: re.Match[str]) -> str:
        return f"```\n$ agencygraph {block[1]}\n{_said(folder, root, block[1])}```"

    golden(readme, BLOCK.sub(real, readme.read_text("utf-8")))


def test_shown_python_runs(root: Path) -> None:
    blocks = PYTHON.findall((root / "README.md").read_text("utf-8"))
    assert blocks
    for block in blocks:
        names = set(re.findall(r"\bag\.(\w+)", block))
        assert names and all(hasattr(ag, name) for name in names)
        exec(block.replace('"examples/', f'"{root}/examples/'), {})
