"""The store on disk: built once, built again on change, whole at every moment, read by many."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from agencygraph import stores
from agencygraph.errors import UnreadableError, UsageError
from agencygraph.stores import Embedded, Memory, local
from tests.stores.conftest import count, write

ONE, TWO = "<urn:a> <urn:p> 1 .", "<urn:a> <urn:p> 1, 2 ."


def versions(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("version-*"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def test_it_is_built_once(folder: Path, tmp_path: Path) -> None:
    files = write(tmp_path, a=ONE, b=TWO)
    Embedded(folder, files)
    before = versions(folder)
    Embedded(folder, files)
    assert versions(folder) == before
    assert len(before) == 1


def test_a_file_that_is_touched_but_the_same_changes_nothing(folder: Path, tmp_path: Path) -> None:
    files = write(tmp_path, a=ONE)
    Embedded(folder, files)
    before = versions(folder)
    os.utime(files[0], (1, 1))
    Embedded(folder, files)
    assert versions(folder) == before
    assert json.loads((folder / "state.json").read_text("utf-8"))["files"][str(files[0])]["changed"] == 10**9


@pytest.mark.parametrize("change", ["text", "more", "less"])
def test_it_is_built_again_when_a_file_changed(folder: Path, tmp_path: Path, change: str) -> None:
    files = write(tmp_path, a=ONE, b="<urn:b> <urn:p> 7 .")
    Embedded(folder, files).close()
    before = versions(folder)
    if change == "text":
        write(tmp_path, a="<urn:a> <urn:p> 9 .")
    elif change == "more":
        files += write(tmp_path, c="<urn:c> <urn:p> 8 .")
    else:
        del files[1]
    store = Embedded(folder, files)
    assert count(store, "?s ?p ?o") == {"text": 2, "more": 3, "less": 1}[change]
    assert not set(versions(folder)) & set(before)


def test_a_reader_keeps_its_version_until_it_leaves(folder: Path, tmp_path: Path) -> None:
    reader = Embedded(folder, write(tmp_path, a=ONE))
    writer = Embedded(folder, write(tmp_path, a=TWO))
    assert (count(reader, "?s ?p ?o"), count(writer, "?s ?p ?o")) == (1, 2)
    assert len(versions(folder)) == 2
    reader.close()
    writer.close()
    Embedded(folder, write(tmp_path, a="<urn:c> <urn:p> 3 ."))
    assert len(versions(folder)) == 1


def test_a_file_with_a_fault_leaves_the_old_version(folder: Path, tmp_path: Path) -> None:
    files = write(tmp_path, a=ONE)
    Embedded(folder, files)
    with pytest.raises(UnreadableError):
        Embedded(folder, write(tmp_path, a=ONE, b="這不是圖"))
    assert count(Embedded(folder), "?s ?p ?o") == 1
    assert len(versions(folder)) == 1


def test_a_writer_that_is_killed_leaves_the_old_version(folder: Path, tmp_path: Path) -> None:
    files = write(tmp_path, a=ONE)
    Embedded(folder, files)
    write(tmp_path, a=TWO)
    code = (
        "import os, sys; from pathlib import Path; from agencygraph.stores import Embedded, embedded;"
        "embedded._replace = lambda *_: os.kill(os.getpid(), 9); Embedded(Path(sys.argv[1]), [Path(sys.argv[2])])"
    )
    killed = subprocess.run([sys.executable, "-c", code, folder, files[0]], env=_environment(), check=False)
    assert killed.returncode == -9
    assert count(Embedded(folder), "?s ?p ?o") == 1
    assert len(versions(folder)) == 2
    assert count(Embedded(folder, files), "?s ?p ?o") == 2
    assert len(versions(folder)) == 1


def test_many_processes_read_and_build_at_once(folder: Path, tmp_path: Path) -> None:
    files = write(tmp_path, a=TWO)
    code = (
        "import sys; from pathlib import Path; from agencygraph.stores import Embedded;"
        "store = Embedded(Path(sys.argv[1]), [Path(sys.argv[2])]);"
        "print(len(store.query('SELECT * { ?s ?p ?o }')))"
    )
    command = [sys.executable, "-c", code, str(folder), str(files[0])]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, env=_environment()) for _ in range(4)]
    assert [process.communicate()[0].strip() for process in running] == [b"2"] * 4
    assert len(versions(folder)) == 1


def test_it_is_opened_as_it_is_without_files(folder: Path, tmp_path: Path) -> None:
    files = write(tmp_path, a=ONE)
    Embedded(folder, files)
    files[0].unlink()
    assert count(Embedded(folder), "?s ?p ?o") == 1


@pytest.mark.parametrize("content", [{}, {"notes.txt": "mine"}])
def test_a_folder_that_is_no_store_is_left_alone(tmp_path: Path, content: dict[str, str]) -> None:
    other = tmp_path / "other"
    other.mkdir()
    for name, text in content.items():
        (other / name).write_text(text, "utf-8")
    with pytest.raises(UsageError):
        Embedded(other, write(tmp_path, a=ONE) if content else None)
    assert {path.name for path in other.iterdir()} == set(content)


def test_a_damaged_store_is_told(folder: Path, tmp_path: Path) -> None:
    Embedded(folder, write(tmp_path, a=ONE)).close()
    version = json.loads((folder / "state.json").read_text("utf-8"))["version"]
    shutil.rmtree(folder / version)
    with pytest.raises(UsageError, match="cannot be opened"):
        Embedded(folder)


def test_a_state_that_cannot_be_read_is_built_again(folder: Path, tmp_path: Path) -> None:
    files = write(tmp_path, a=ONE)
    Embedded(folder, files)
    (folder / "state.json").write_text("{", "utf-8")
    assert count(Embedded(folder, files), "?s ?p ?o") == 1


def test_size_decides_where_graphs_are_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = write(tmp_path, a=ONE)
    assert isinstance(stores.opened(files), Memory)
    monkeypatch.setattr(local, "LARGE", 1)
    assert isinstance(stores.opened(files), Embedded)
    assert versions(tmp_path / local.FOLDER)


def test_large_graphs_that_cannot_be_kept_are_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **_named: object) -> None:
        raise PermissionError(13, "no")

    files = write(tmp_path, a=ONE)
    monkeypatch.setattr(local, "LARGE", 1)
    monkeypatch.setattr(Path, "mkdir", refuse)
    assert isinstance(stores.opened(files), Memory)


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(stores.__file__).parents[2])}
