"""The sample reports' graphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph.pipeline import build, checking
from agencygraph.stores import Memory


@pytest.fixture(scope="session")
def sample(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Memory:
    folder = tmp_path_factory.mktemp("graphs")
    reports = [root / "examples/linhai-110.txt", root / "examples/xingang-land-111.txt"]
    build(reports, folder)
    checking.write_findings(checking.check(reports), folder)
    return Memory.folder(folder)
