"""Contradictions in many wordings are found, and what only looks like one is not."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.checks.reports import check

CASES: list[dict[str, object]] = yaml.safe_load((Path(__file__).parent / "wordings.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[str(case["text"])[:24] for case in CASES])
def test_a_text_gives_the_findings_of_these_rules(case: dict[str, object]) -> None:
    found = [one for one in check(str(case["text"])).findings if one.severity != "note"]
    assert [one.rule for one in found] == case["rules"], [one.message for one in found]
