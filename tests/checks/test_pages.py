"""The page on checks names every rule with its severities."""

from __future__ import annotations

import re
from pathlib import Path

from agencygraph.checks.consistency import load


def test_the_page_lists_every_rule(root: Path) -> None:
    page = (root / "docs/checks.md").read_text("utf-8")
    rows = {row[0]: row[1:] for row in re.findall(r"^\| `([A-Z0-9]+)` \| (.*?) \| (.*?) \| (.*?) \|$", page, re.M)}
    assert set(rows) == set(load())
    for rule, (zh, en, severities) in rows.items():
        room = load()[rule]
        assert (zh, en) == (room.title.zh, room.title.en)
        assert set(severities.split("/")) == {case.severity for case in room.cases.values()}
