"""The sample reports' graphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph.pipeline import build
from agencygraph.stores import Memory


@pytest.fixture(scope="session")
def sample(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Memory:
    folder = tmp_path_factory.mktemp("graphs")
    build([root / "examples/linhai-110.txt", root / "examples/xingang-land-111.txt"], folder)
    return Memory.folder(folder)
