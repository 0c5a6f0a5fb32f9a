"""A body named in full and in short is one body."""

from __future__ import annotations

import pytest

from agencygraph import matching, outline, tables
from agencygraph.authority import short_form
from agencygraph.model import Fact, Source
from agencygraph.reconcile.settle import settle
from agencygraph.rules import load

FRONT = "年度服務成果報告\n陳報機關：法務部行政執行署北海分署\n資料期間：110年1月至12月\n"


def partners(text: str) -> dict[str, Fact]:
    document = tables.fill(outline.outline(Source("report.txt", text, "utf-8", "")))
    settled = settle(matching.match(document, load()))
    return {fact.text("organisation"): fact for fact in settled if fact.kind == "partners"}


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("執行署", "法務部行政執行署"),
        ("苗栗縣稅務局", "苗栗縣政府稅務局"),
        ("社會局", "臺南市政府社會局"),
        ("台東監理站", "臺東監理站"),
    ],
)
def test_a_name_in_short(short: str, full: str) -> None:
    assert short_form(short, full)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("臺灣銀行", "臺灣土地銀行"),
        ("臺灣高等檢察署", "臺灣高等檢察署臺南檢察分署"),
        ("臺南市政府社會局", "臺南市政府衛生局"),
        ("嘉義分署", "臺中分署"),
    ],
)
def test_a_name_of_another(one: str, other: str) -> None:
    assert not short_form(one, other)


def test_the_full_name_stands_with_the_roles_of_both() -> None:
    text = "一、派駐\n苗栗縣稅務局派駐本分署2人。\n二、宣導\n110年5月4日參加苗栗縣政府稅務局舉辦之租稅宣導活動。\n"
    found = partners(FRONT + text)
    assert {"stationed", "event"} <= set(found["苗栗縣政府稅務局"].text("role").split(";"))
    assert "苗栗縣稅務局" not in found


def test_the_agency_itself_and_kinds_of_bodies_are_none() -> None:
    text = "一、協調\n北海分署與苗栗監理站、新竹監理站建立聯繫窗口，監理站派員參加。\n"
    assert set(partners(FRONT + text)) == {"苗栗監理站", "新竹監理站"}


def test_without_an_agency_the_ministry_that_acts_and_its_parts_are_none() -> None:
    text = (
        "一、農業\n農業部推廣有機農業，與國立中興大學合作育種。另臺灣糖業公司釋出土地，農業部農糧署辦理抽驗。\n"
        "報行政院核定後，送立法院審議。由農業部農田水利署與海東營造公司施工。\n"
    )
    found = partners(text)
    assert {name: fact.text("role") for name, fact in found.items()} == {
        "國立中興大學": "cooperation",
        "臺灣糖業公司": "other",
        "農業部農田水利署": "cooperation",
        "海東營造公司": "cooperation",
    }
