"""The file beside a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from agencygraph.errors import UnreadableError
from agencygraph.readers import Companion, companion


def test_it_says_what_the_report_does_not(tmp_path: Path) -> None:
    (tmp_path / "report.yaml").write_text(
        "title: 110年度服務報告\nagency: 臨海市公所\nperiod: 2021-01-01\nsource: https://example.tw/report\n", "utf-8"
    )
    expected = Companion("110年度服務報告", "臨海市公所", "2021-01-01", "https://example.tw/report")
    assert companion(tmp_path / "report.pdf") == expected
    assert companion(tmp_path / "other.pdf") is None


def test_what_is_left_out_is_empty(tmp_path: Path) -> None:
    (tmp_path / "report.yml").write_text("agency: 臨海市公所\nperiod: 110\ntitle:\n", "utf-8")
    assert companion(tmp_path / "report.odt") == Companion(agency="臨海市公所", period="110")


@pytest.mark.parametrize(
    "text",
    ["- a", "author: x", "title: [a]", "title: {a: b}", "title: 'a", "", "!!python/object:os.x {}", "x" * 200_000],
)
def test_another_content_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "report.yaml").write_text(text, "utf-8")
    with pytest.raises(UnreadableError, match=r"report\.yaml"):
        companion(tmp_path / "report.txt")
