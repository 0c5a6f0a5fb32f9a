"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph.pipeline.writing import aside, write


def test_a_broken_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    write(path, b"old")
    with pytest.raises(KeyboardInterrupt), aside(path) as file:
        file.write(b"half of the n")
        raise KeyboardInterrupt
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_bytes_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    write(path, b"same")
    before = path.stat()
    write(path, b"same")
    assert path.stat().st_ino == before.st_ino and path.stat().st_mtime_ns == before.st_mtime_ns
    write(path, b"diff")
    assert path.read_bytes() == b"diff"
