"""A baseline: a finding is looked at once, stays visible, and is known again after small edits."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph.checks import baseline
from agencygraph.checks.baseline import STALE, apply, beside, entry, read, text, with_entries
from agencygraph.cli import accepting
from agencygraph.errors import UsageError
from agencygraph.pipeline import checking

HEAD = "110年度服務成果報告\n陳報機關：法務部行政執行署示範分署\n資料時間：110年1月至12月\n\n"
SUM = "一、受理案件共計128件（電話61件、信函42件、親訪24件）。\n"
NAME = "二、民眾可連結健保局網站查詢。\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(HEAD + SUM + NAME, "utf-8")
    return path


def accept(report: Path, rule: str, reason: str = "") -> None:
    checked = checking.check([report])
    prints = [one.fingerprint for one in checked.findings if one.rule == rule]
    accepting.record(checked, prints, "explained" if reason else "accepted", reason, None)


def state(report: Path) -> dict[str, bool]:
    return {one.rule: one.accepted for one in checking.check([report]).findings if one.rule in ("SUM", "NAME", STALE)}


def test_an_accepted_finding_stays_visible(report: Path) -> None:
    assert state(report) == {"SUM": False, "NAME": False}
    accept(report, "SUM", "含跨年度案件")
    assert state(report) == {"SUM": True, "NAME": False}
    assert "含跨年度案件" in beside(report).read_text("utf-8")
    assert [one.reason for one in checking.check([report]).entries.values()] == ["含跨年度案件"]


def test_it_survives_edits_around_it_and_another_layout(report: Path) -> None:
    accept(report, "SUM")
    moved = SUM.replace("件", " 件").replace("（", "(").replace("受理", "本年度受理民眾").replace("128", "１２８")
    report.write_text(HEAD + "前言。\n" + NAME + moved, "utf-8")
    assert state(report) == {"SUM": True, "NAME": False}


def test_other_figures_are_another_finding_and_the_entry_is_stale(report: Path) -> None:
    accept(report, "SUM")
    report.write_text(HEAD + SUM.replace("128", "138") + NAME, "utf-8")
    assert state(report) == {"SUM": False, "NAME": False, STALE: False}


def test_a_mended_report_has_a_stale_entry(report: Path) -> None:
    accept(report, "NAME")
    report.write_text(HEAD + SUM + NAME.replace("健保局", "健保署"), "utf-8")
    assert state(report) == {"SUM": False, STALE: False}


def test_one_file_for_several_reports(report: Path, tmp_path: Path) -> None:
    other, shared = tmp_path / "other.txt", tmp_path / "all.yaml"
    other.write_text(HEAD + NAME, "utf-8")
    checked = checking.check([report, other])
    accepting.record(checked, ["all"], "deferred", "", shared)
    found = checking.check([report, other], baseline=shared).findings
    assert all(one.accepted for one in found)


def test_an_unknown_fingerprint_is_an_error(report: Path) -> None:
    with pytest.raises(UsageError):
        accepting.record(checking.check([report]), ["ffffffff"], "accepted", "", None)


def test_the_file_reads_back_and_can_be_extended(report: Path) -> None:
    findings = [one for one in checking.check([report]).findings if one.rule in ("SUM", "NAME")]
    first = [entry(one, "accepted") for one in findings]
    report.with_name("b.yaml").write_text(text(first), "utf-8")
    assert read(report.with_name("b.yaml")) == tuple(first)
    more = with_entries(first, [entry(findings[0], "deferred", "待查")])
    assert [one.status for one in more] == ["deferred", "accepted"]


@pytest.mark.parametrize(
    "wrong", ["[1, 2]", "findings: [{rule: SUM}]", "a: b", "\t- {", "findings: [{fingerprint: a, rule: b, x: c}]"]
)
def test_a_file_that_is_no_baseline(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "x.yaml").write_text(wrong, "utf-8")
    with pytest.raises(UsageError):
        read(tmp_path / "x.yaml")


def test_much_the_same_words_are_the_same_finding(report: Path) -> None:
    finding = next(one for one in checking.check([report]).findings if one.rule == "NAME")
    old = entry(finding, "accepted").model_copy(update={"fingerprint": "0000"})
    assert apply([finding], [old]).findings[0].accepted
    assert apply([finding], [old.model_copy(update={"stated": "勞委會"})]).stale
    assert baseline.stale_note(old, "x.yaml", "en").rule == STALE
