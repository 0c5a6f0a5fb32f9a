"""A fault of the program in one report is told, with exit code 4, and costs no other report."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from agencygraph import outline
from agencygraph.cli.group import cli
from agencygraph.model import Document, Source


def test_a_fault_in_one_report_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("good", "bad"):
        (tmp_path / f"{name}.txt").write_text(f"{name}：110年受理陳情案件12件。\n", "utf-8")
    real = outline.outline

    def breaks(source: Source) -> Document:
        if source.name == "bad.txt":
            raise IndexError("a fault")
        return real(source)

    monkeypatch.setattr(outline, "outline", breaks)
    monkeypatch.delenv("AGENCYGRAPH_DEBUG", raising=False)
    result = CliRunner().invoke(cli, ["build", str(tmp_path), "-o", str(tmp_path / "graphs")])
    assert result.exit_code == 4
    assert "bad.txt" in result.stderr
    assert "IndexError" in result.stderr
    assert len(list((tmp_path / "graphs").glob("*.ttl"))) == 2  # one report, authority.ttl
