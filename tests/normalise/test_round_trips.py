"""What is written out is read back as the same value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencygraph.model import Frame
from agencygraph.normalise import chinese, find, frame_after, number, percent, roc

FRAME = Frame(2021, None, "2021-01", "2021-12")
DAYS = st.dates(date(1975, 1, 1), date(2040, 12, 31))


@given(st.integers(0, 10**16 - 1))
def test_chinese_numerals(value: int) -> None:
    assert number(chinese(value)) == value


@given(st.integers(0, 10**12))
def test_arabic_numerals_with_commas(value: int) -> None:
    assert number(f"{value:,}") == value


@given(st.integers(1, 9999), st.integers(0, 9999), st.sampled_from([("億", "萬"), ("兆", "億"), ("萬", "")]))
def test_magnitude_words(high: int, low: int, units: tuple[str, str]) -> None:
    text = f"{high:,}{units[0]}" + (f"{low:,}{units[1]}" if low else "")
    sizes = {"兆": 10**12, "億": 10**8, "萬": 10**4, "": 1}
    assert number(text) == high * sizes[units[0]] + low * sizes[units[1]]
    found = find(f"合計{text}件", FRAME)
    assert [(mention.kind, mention.number) for mention in found] == [("number", number(text))]


@given(st.integers(0, 10_000))
def test_shares(hundredths: int) -> None:
    share = Decimal(hundredths) / 100
    assert percent(f"{share}%") == percent(f"百分之{share}") == share


@given(DAYS)
def test_days(day: date) -> None:
    written = roc(day.isoformat())
    for text in (written, f"民國{written}", f"{day.year}年{day.month}月{day.day}日", day.isoformat()):
        found = find(f"於{text}辦理", FRAME)
        assert [(mention.kind, mention.values) for mention in found] == [("date", (day.isoformat(),))]


@given(DAYS)
def test_months_in_chinese_numerals(day: date) -> None:
    text = f"民國{chinese(day.year - 1911)}年{chinese(day.month)}月"
    assert [mention.values for mention in find(text, FRAME)] == [(f"{day:%Y-%m}",)]


@given(DAYS, DAYS)
def test_periods(one: date, other: date) -> None:
    low, high = sorted((one.isoformat(), other.isoformat()))
    for text in (f"自{roc(low)}起至{roc(high)}止", f"{roc(low)}至{roc(high)}", f"{roc(low)}~{roc(high)}"):
        assert [(mention.kind, mention.values) for mention in find(text, FRAME)] == [("period", (low, high))]


@given(DAYS)
def test_the_year_named_holds(day: date) -> None:
    after = frame_after(f"自{roc(day.isoformat())}起", FRAME)
    assert (after.year, after.month, after.start, after.end) == (day.year, day.month, "2021-01", "2021-12")


LETTERS = "一二十百千萬億零〇兩半第年月日季週時點分至起止、及~-./:%()0123456789,餘多近成個林科長大明號樓"


@given(st.text(alphabet=LETTERS, max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    found = find(text, FRAME)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize("text", ["", "件", "餘", "一a", "5五", "12,34"])
def test_what_is_no_numeral(text: str) -> None:
    assert number(text) is None


def test_bounds() -> None:
    with pytest.raises(ValueError, match="below 10"):
        chinese(-1)
    with pytest.raises(ValueError, match="first ROC year"):
        roc("1911")


def test_this_year_stays_the_reports_after_another_was_named() -> None:
    after = frame_after("沿用102年9月之規定", FRAME)
    assert [mention.values for mention in find("本年3月及5月6日", after)] == [("2021-03",), ("2021-05-06",)]
    assert [mention.values for mention in find("10月8日", after)] == [("2013-10-08",)]


def test_without_a_year_there_is_no_date() -> None:
    assert [mention.kind for mention in find("3月6日", Frame())] == []
