"""Findings as SARIF (against the schema of the standard), as a page, and the coverage of figures."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from sarif_pydantic import Sarif

from agencygraph import rules
from agencygraph.checks.baseline import entry
from agencygraph.checks.coverage import Coverage, coverage
from agencygraph.checks.formats.lines import Lines
from agencygraph.checks.formats.page import Sheet, page
from agencygraph.checks.formats.sarif import sarif
from agencygraph.model import Finding, Place
from agencygraph.pipeline import checking
from agencygraph.pipeline.checking import Checked
from tests.checks.reports import subject

TEXT = """110年度服務成果報告
陳報機關：法務部行政執行署示範分署
資料時間：110年1月至12月

一、於110年5月3日（星期三）辦理座談會，計32人參加。
二、網址為http://www.示範<b>，請洽服務台。
四、受理案件共計128件（電話61件、信函42件、親訪24件）。
五、民眾可連結健保局網站查詢，或電洽(02)2345-6789轉12。
"""


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    path = tmp_path_factory.mktemp("reports") / "報告 1.txt"
    path.write_text(TEXT, "utf-8")
    return checking.check([path], coverage=True)


def known(log: dict[str, Any]) -> dict[str, Any]:
    """What a model of SARIF 2.1.0 made by others reads of a log; it refuses values that the standard does not allow."""
    told: dict[str, Any] = Sarif.model_validate(log).model_dump(mode="json", by_alias=True, exclude_unset=True)
    return told


def test_sarif_is_as_the_standard_wants_it(checked: Checked) -> None:
    entries = {one.fingerprint: entry(one, "explained", "已說明") for one in checked.findings[:1]}
    findings = [replace(one, accepted=one.fingerprint in entries) for one in checked.findings]
    log = sarif(findings, checked.texts, "1.0", "zh", entries)
    assert known(log) == log
    results = log["runs"][0]["results"]
    assert len(results) == len(checked.findings) > 3
    ids = [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]]
    assert all(ids[one["ruleIndex"]] == one["ruleId"] for one in results)
    assert results[0]["suppressions"] == [{"kind": "external", "status": "accepted", "justification": "已說明"}]


def test_sarif_points_at_the_passage(checked: Checked) -> None:
    log = sarif(checked.findings, checked.texts, "1.0")
    lines = TEXT.split("\n")
    for result in log["runs"][0]["results"]:
        for location in result.get("locations", []):
            region = location["physicalLocation"]["region"]
            if region["startLine"] == region["endLine"]:
                line = lines[region["startLine"] - 1]
                assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == region["snippet"]["text"]


def test_sarif_of_nothing_is_valid() -> None:
    log = sarif([], {}, "1.0", "en")
    assert known(log) == log


class _Tags(HTMLParser):
    """The tags that are open, and all names of tags and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(name for name, _ in attrs)}
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_tells_each_finding_and_loads_nothing(checked: Checked) -> None:
    text = page(Sheet(checked.findings, checked.texts, {}, checked.sections, 9, 5, 1, checked.coverage))
    parser = _Tags()
    parser.feed(text)
    assert parser.open == []
    assert parser.seen.isdisjoint({"script", "link", "img", "src", "href", "b1", "iframe"})
    assert "示範<b>" not in text and "示範&lt;b&gt;" in text
    assert all(one.fingerprint in text for one in checked.findings if one.computed)
    assert not re.search(r"url\(|@import", text)


def test_a_page_without_findings_says_so() -> None:
    assert "未發現" in page(Sheet([])) and "Nothing was found" in page(Sheet([], language="en"))


def test_many_findings_of_one_rule_are_one_list() -> None:
    many = [Finding("UnitMissing", "note", f"數據{n}：缺少單位。", fingerprint=f"f{n}") for n in range(9)]
    text = page(Sheet(many))
    assert text.count("<article>") == 1 and text.count("缺少單位") == 1 and "數據8" in text


def test_hostile_names_and_quotes_are_escaped() -> None:
    place = Place("<script>.txt", 0, 4, "<img src=x>")
    text = page(Sheet([Finding("SUM", "error", "<script>alert(1)</script>", (place,), "1", "<i>", "f")]))
    assert "<script" not in text and "<img" not in text


@pytest.fixture(scope="module")
def covered() -> Coverage:
    read = subject(TEXT.partition("\n\n")[2])
    assert read.document is not None
    return coverage(read.document, read.facts, rules.load())


def test_each_number_has_one_state(covered: Coverage) -> None:
    told = {number.quote: (number.state, number.why) for number in covered.numbers}
    assert told["61"][0] == told["128"][0] == "covered"
    assert told["(02)2345-6789轉12"] == ("excluded", "phone")
    assert sum(covered.counts.values()) == len(covered.numbers)
    assert 0 < covered.share <= 1


def test_numbers_do_not_overlap_and_none_is_lost(covered: Coverage) -> None:
    spans = [number.span for number in covered.numbers]
    assert all(left.end <= right.start for left, right in pairwise(spans))
    inside = {at for span in spans for at in range(span.start, span.end)}
    assert all(at in inside for at, char in enumerate(covered.text) if char.isdecimal())


def test_a_number_that_no_fact_holds_is_an_orphan() -> None:
    read = subject("一、展場編排3.75，屬良好。\n二、依第12條辦理，門牌為中山路8號。")
    assert read.document is not None
    found = coverage(read.document, read.facts, rules.load())
    assert [number.quote for number in found.orphans] == ["3.75"]
    assert {number.why for number in found.numbers} >= {"article", "address"}


def test_lines_and_columns() -> None:
    lines = Lines("甲\r\n乙丙\n\n丁")
    assert [lines.at(n) for n in (0, 3, 4, 7)] == [(1, 1), (2, 1), (2, 2), (4, 1)]
    assert list(lines.over(3, 8)) == [(2, "乙丙", 0, 2), (4, "丁", 0, 1)]


def test_dates_and_bodies_are_accounted_for() -> None:
    read = subject(
        "一、自109年5月4日起，於戶政事務所設置「示範系統」。\n二、民國88年6月7日，天氣晴。\n"
        "三、南投縣政府稅務局派員2名至本分署駐點；印製「彰化縣政府開門」摺頁。"
    )
    assert read.document is not None
    found = coverage(read.document, read.facts, rules.load())
    assert {one.quote: one.state for one in found.dates if one.quote.startswith(("109", "民國"))} == {
        "109年5月4日": "covered",
        "民國88年6月7日": "orphan",
    }
    assert {one.quote: one.state for one in found.bodies}["南投縣政府稅務局"] == "covered"
    assert {one.why for one in found.bodies} >= {"reports", "partners"}
    assert found.accounted < 1
