"""The graphs of the sample reports, and of a small one that says one figure in two ways and is silent of much."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph.pipeline import build, checking
from agencygraph.stores import Memory


@pytest.fixture(scope="session")
def sample(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Memory:
    folder = tmp_path_factory.mktemp("graphs")
    small = Path(__file__).parent / "lanshi-113.txt"
    reports = [root / "examples/linhai-110.txt", root / "examples/xingang-land-111.txt", small]
    build(reports, folder)
    checking.write_findings(checking.check(reports), folder)
    return Memory.folder(folder)
