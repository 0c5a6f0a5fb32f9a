"""The graphs that a store holds are checked like the files they came from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from agencygraph.cli import cli
from agencygraph.model import Finding
from agencygraph.pipeline import checking
from agencygraph.stores.remote import Remote
from tests.stores.conftest import Make, wipe


@pytest.fixture(scope="module")
def slips(built: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The graphs of the sample reports, one of them with an end before its beginning and a label less."""
    folder = tmp_path_factory.mktemp("slips")
    for path in built:
        (folder / path.name).write_bytes(path.read_bytes())
    spoilt = next(path for path in sorted(folder.glob("*.ttl")) if "ag:periodEndLatest" in path.read_text("utf-8"))
    lines = spoilt.read_text("utf-8").splitlines(keepends=True)
    spoilt.write_text("".join(line for line in lines if "ag:sourceName" not in line), "utf-8")
    return sorted(folder.glob("*.ttl"))


def _told(findings: list[Finding]) -> list[str]:
    return sorted(f"{one.rule} {one.severity} {one.message} {one.fingerprint}" for one in findings)


def test_a_store_is_checked_like_the_files(make: Make, slips: list[Path]) -> None:
    files, store = checking.check([slips[0].parent]), checking.check_store(make(slips))
    assert files.findings
    assert _told(store.findings) == _told(files.findings)
    assert (store.ran, store.held, store.skipped) == (files.ran, files.held, files.skipped)


def test_the_command_asks_a_server(oxigraph: str, slips: list[Path], tmp_path: Path) -> None:
    wipe(oxigraph)
    remote = Remote(oxigraph)
    remote.load(slips)
    remote.close()
    done = CliRunner().invoke(cli, ["check", "--store", oxigraph, "--format", "json"])
    wipe(oxigraph)
    expected = checking.check([slips[0].parent])
    assert done.exit_code == int(any(one.severity == "error" for one in expected.findings))
    told = json.loads(done.stdout)
    assert len(told["findings"]) == len(expected.findings)
    assert told["ran"] == dict(sorted(expected.ran.items()))


def test_what_needs_the_text_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["check", "--store", str(tmp_path), "--coverage"])
    assert done.exit_code == 2
    assert "--store" in done.stderr
