"""What all tests share: the folder of real reports, and expected outputs that only `make golden` writes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent
REPORTS = ROOT.parent / "shared" / "reports"
settings.register_profile("ci", derandomize=True)  # a run that lands or not must not depend on chance; others explore
if os.environ.get("CI") == "true":
    settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the expected outputs anew instead of comparing")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def reports() -> Path:
    """The folder of the two real reports, which are no part of the repository: CI must have it, others may not."""
    if not REPORTS.is_dir():
        reason = "the real reports are not here: put them into ../shared/reports, next to the checkout"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return REPORTS


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compares an output with the file that holds the expected one; with `--golden` it writes that file."""

    def compare(path: Path, actual: str) -> None:
        if request.config.getoption("--golden"):
            path.write_text(actual, "utf-8")
        assert path.is_file(), f"{path} is missing: make golden writes it"
        assert actual == path.read_text("utf-8")

    return compare
