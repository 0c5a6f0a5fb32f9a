"""`agencygraph check`: formats, baseline, coverage, last year's report, findings beside graphs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

HEAD = "{}年度服務成果報告\n陳報機關：法務部行政執行署示範分署\n資料時間：{}年1月至12月\n\n"
TEXT = "一、受理案件共計128件（電話61件、信函42件、親訪24件）。\n二、展場編排3.75，屬良好。\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(HEAD.format(110, 110) + TEXT, "utf-8")
    return path


def fingerprint(ag: Run, report: Path, rule: str) -> str:
    found = json.loads(ag("check", report, "--format", "json").stdout)["findings"]
    return next(str(one["fingerprint"]) for one in found if one["rule"] == rule)


def test_a_finding_is_accepted_with_a_reason_and_fails_no_more(ag: Run, report: Path) -> None:
    assert ag("check", report).exit_code == 1
    done = ag("check", report, "--accept", fingerprint(ag, report, "SUM"), "--reason", "含跨年度案件")
    assert done.exit_code == 0
    assert "SUM（已說明：含跨年度案件）" in done.stdout
    assert report.with_suffix(".baseline.yaml").is_file()
    assert ag("check", report).exit_code == 0


def test_a_finding_is_put_off_in_a_file_of_its_own(ag: Run, report: Path, tmp_path: Path) -> None:
    shared = tmp_path / "all.yaml"
    done = ag("check", report, "--defer", fingerprint(ag, report, "SUM")[:6], "--baseline", shared)
    assert done.exit_code == 0 and "暫緩" in done.stdout
    assert ag("check", report).exit_code == 1
    assert ag("check", report, "--accept", "0000").exit_code == 2


def test_coverage_lists_orphans(ag: Run, report: Path) -> None:
    done = ag("check", report, "--coverage", "--fail-on", "never")
    assert "尚無歸屬 1" in done.stdout and "【3.75】" in done.stdout
    told = json.loads(ag("check", report, "--coverage", "--format", "json").stdout)["coverage"]
    assert [one["quote"] for one in told[0]["orphans"]] == ["3.75"]


def test_sarif_and_html(ag: Run, report: Path) -> None:
    log = json.loads(ag("check", report, "--format", "sarif").stdout)
    assert log["version"] == "2.1.0" and log["runs"][0]["results"]
    page = ag("check", report, "--format", "html", "--coverage").stdout
    assert page.startswith("<!doctype html>") and "數字涵蓋情形" in page


def test_last_years_report(ag: Run, report: Path, tmp_path: Path) -> None:
    last = tmp_path / "last.txt"
    last.write_text(HEAD.format(109, 109) + "一、受理謄本申請計8,437件。\n", "utf-8")
    report.write_text(HEAD.format(110, 110) + "一、受理謄本申請計8,437件。\n", "utf-8")
    assert "PREVIOUS" in ag("check", report, "--previous", last).stdout
    assert "PREVIOUS" not in ag("check", report).stdout
    (tmp_path / "empty.txt").write_bytes(b"")
    assert ag("check", report, "--previous", tmp_path / "empty.txt").exit_code == 3


def test_findings_beside_graphs(ag: Run, report: Path, tmp_path: Path) -> None:
    ag("build", report, "-o", tmp_path / "graphs")
    ag("check", report, "--into", tmp_path / "graphs")
    done = ag("query", "findings", "--graphs", tmp_path / "graphs", "-p", "rule=SUM", "--format", "csv")
    assert done.exit_code == 0 and "128" in done.stdout
