"""A few seconds of what `python -m tests.readers.fuzz` does for as long as one likes."""

from __future__ import annotations

from pathlib import Path

from tests.readers.fuzz import run


def test_damaged_samples_are_refused_or_read(tmp_path: Path) -> None:
    assert run(0.06, tmp_path, 3) == 0
