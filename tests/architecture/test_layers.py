"""The layers are a test: import-linter's contracts in pyproject.toml hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_import_contracts_hold(root: Path) -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    env = {"PYTHONPATH": str(root / "src"), "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_fact_rooms_hold_no_python(root: Path) -> None:
    assert not list((root / "src/agencygraph/facts").rglob("*.py"))


def test_building_loads_no_slow_library(root: Path) -> None:
    code = (
        "import sys, agencygraph.pipeline, agencygraph.questions, agencygraph.stores; "
        "print(*sorted({'rdflib', 'pyshacl', 'networkx', 'rich'} & set(sys.modules)))"
    )
    env = {"PYTHONPATH": str(root / "src"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
