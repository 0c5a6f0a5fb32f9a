"""The front page of a report: lines that are broken, labels, what is no front page."""

from __future__ import annotations

import pytest

from agencygraph import matching, outline, rules, tables
from agencygraph.matching.engine import read_head
from agencygraph.matching.reading import Head
from agencygraph.model import Source
from agencygraph.rules import load


def head(text: str) -> Head:
    return read_head(outline.outline(Source("report.txt", text, "utf-8", "")), load())[0]


def test_a_title_on_several_lines() -> None:
    found = head("法務部行政執行署\n彰化分署\n109年度\n服務品質\n執行成果\n\n壹、前言\n一、緣起\n")
    assert found.agency == "法務部行政執行署彰化分署"
    assert found.title.endswith("109年度服務品質執行成果")


def test_a_line_broken_within_a_word() -> None:
    found = head("109年度為民服務成果報\n告\n填報單位：財政部南區國稅局臺東分\n局\n統計期間：109年1月至6月\n一、前言\n")
    assert (found.title, found.agency) == ("109年度為民服務成果報告", "財政部南區國稅局臺東分局")


def test_a_name_that_stands_again_is_not_cut() -> None:
    found = head("嘉義縣衛生局梅山衛生所群112年度工作報告\n填報單位：嘉義縣衛生局梅山衛生所群\n一、前言\n")
    assert found.agency == "嘉義縣衛生局梅山衛生所群"


def test_the_day_of_filing_is_no_period() -> None:
    found = head("填報機關：臺灣苗栗地方檢察署\n填報日期：111年1月15日\n110年度服務躍升執行成效\n一、前言\n")
    assert (found.period_start, found.roc_year) == ("2021", "110")


def test_a_western_year_is_no_year_of_the_republic() -> None:
    assert head("屏東縣政府稅務局2019年度服務品質報告\n一、服務\n").roc_year == "108"


def test_who_reports_in_person_is_no_agency() -> None:
    assert head("內政部業務報告\n報告人：部長　李大明\n一、前言\n").agency == "內政部"


@pytest.mark.parametrize(
    ("period", "start", "end", "year"),
    [
        ("110年1月至6月", "2021-01", "2021-06", "110"),
        ("2021-01/2021-06", "2021-01", "2021-06", "110"),
        ("110年度", "2021", "2021", "110"),
        ("", "", "", ""),
    ],
)
def test_the_period_that_is_given_beside_a_report(period: str, start: str, end: str, year: str) -> None:
    head = matching.beside("工作報告", "示範局", period)
    assert (head.period_start, head.period_end, head.roc_year) == (start, end, year)


def test_what_a_report_does_not_say_is_taken_from_beside_it() -> None:
    beside = matching.beside("施政報告", "示範縣政府衛生局", "110年1月至6月")
    text = "一、長照服務\n本局受理申請12件。\n"
    facts = matching.match(tables.fill(outline.outline(Source("a.txt", text, "utf-8", ""))), rules.load(), beside)
    head = next(fact for fact in facts if fact.kind == "reports")
    assert head.text("agency") == "示範縣政府衛生局"
    assert "agency" in head.evidence.derived
    assert {fact.text("host") for fact in facts if fact.kind == "statistics"} == {"示範縣政府衛生局"}
