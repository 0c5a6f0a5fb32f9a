"""How exact a figure is, and which slip turns one into another."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agencygraph.checks.consistency.interval import Interval, around, bounds, cut, step
from agencygraph.checks.consistency.slips import NAMES, slip


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ("2萬5,045", "1"),
        ("282萬", "10000"),
        ("1,081萬6,849", "1"),
        ("3.5億", "10000000"),
        ("97.33%", "0.01"),
        ("96%", "1"),
        ("9成", "10"),
        ("九成五", "1"),
        ("12,000", "1"),
        ("２８２萬", "10000"),
    ],
)
def test_the_last_written_digit_says_how_exact_a_figure_is(written: str, one: str) -> None:
    assert step(written) == Decimal(one)


@pytest.mark.parametrize(
    ("value", "written", "before", "after", "low", "high"),
    [
        (2820000, "282萬餘", "", "元", 2820000, 2830000),
        (120000, "12萬", "總數逾", "人", 120000, 10**20),
        (120000, "12萬", "總數近", "人", -(10**20), 120000),
        (500, "500", "", "人以上", 500, 10**20),
        (1220, "1,220", "約", "平方公里", 1159, 1281),
    ],
)
def test_words_around_a_figure_make_it_a_bound(
    value: int, written: str, before: str, after: str, low: int, high: int
) -> None:
    assert bounds(Decimal(value), written, before, after) == Interval(Decimal(low), Decimal(high))


def test_nothing_around_a_figure_makes_no_bound() -> None:
    assert bounds(Decimal(5), "5", "公約第", "條") is None
    assert bounds(Decimal(5), "5", "鄰近", "個") is None


def test_counts_are_exact_and_measures_are_rounded() -> None:
    assert around(Decimal(7), Decimal(1), "件") == Interval(Decimal(7), Decimal(7))
    assert around(Decimal(7), Decimal(1), "公頃") == Interval(Decimal("6.5"), Decimal("7.5"))
    assert cut(Decimal("7.1"), Decimal("0.1"), "公頃") == Interval(Decimal("7.1"), Decimal("7.2"))


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("10816849", "18016849", "swapped"),
        ("375", "374", "digit"),
        ("1234", "134", "lost"),
        ("2500", "25000", "shift"),
        ("97.33", "79.33", "swapped"),
        ("25045", "28305", ""),
        ("3", "8", ""),
        ("12", "12", ""),
        ("0", "5", ""),
    ],
)
def test_a_slip_has_a_name(one: str, other: str, kind: str) -> None:
    assert slip(Decimal(one), Decimal(other)) == kind
    assert kind == "" or kind in NAMES


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_a_slip_is_the_same_both_ways(one: int, other: int) -> None:
    assert slip(Decimal(one), Decimal(other)) == slip(Decimal(other), Decimal(one))


@given(st.decimals(0, 1000, places=2), st.decimals(0, 1000, places=2))
def test_rounded_figures_agree_with_what_they_were_rounded_from(a: Decimal, b: Decimal) -> None:
    parts = around(a.quantize(Decimal(1)), Decimal(1), "%") + around(b.quantize(Decimal(1)), Decimal(1), "%")
    assert parts.meets(Interval(a + b, a + b))
