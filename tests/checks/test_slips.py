"""Generated reports: consistent ones give no error and no warning, one slip gives exactly one finding of its rule."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.checks.generating import Slip, reports
from tests.checks.reports import check

SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


@SETTINGS
@given(reports())
def test_a_consistent_report_gives_no_error(report: tuple[str, list[Slip]]) -> None:
    text, _ = report
    checked = check(text)
    assert not [one.message for one in checked.findings if one.severity != "note"], text
    assert checked.ran


@SETTINGS
@given(reports(), st.data())
def test_one_slip_gives_exactly_its_finding(report: tuple[str, list[Slip]], data: st.DataObject) -> None:
    text, slips = report
    assume(slips)
    slip = data.draw(st.sampled_from(slips))
    assume(slip.right != slip.wrong)
    found = [one for one in check(text.replace(slip.right, slip.wrong)).findings if one.severity != "note"]
    assert [one.rule for one in found] == [slip.rule], (text, slip, [one.message for one in found])
