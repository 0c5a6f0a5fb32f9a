"""Periods that follow from the report's own."""

from __future__ import annotations

import pytest

from agencygraph.matching.periods import as_fine, earlier


@pytest.mark.parametrize(
    ("told", "whole", "stated"),
    [
        (("2020", "2020"), ("2021-01-01", "2021-12-31"), ("2020-01-01", "2020-12-31")),
        (("2020-02", "2020-02"), ("2021-01-01", "2021-12-31"), ("2020-02-01", "2020-02-29")),
        (("2020", "2020"), ("2021-01", "2021-06"), ("2020-01", "2020-12")),
        (("2020-03-05", ""), ("2021-01", "2021-12"), ("2020-03-05", "")),
        (("", "2021-09"), ("2021", "2021"), ("", "2021-09")),
        (("2020", "2020"), ("", ""), ("2020", "2020")),
    ],
)
def test_a_period_is_told_as_finely_as_the_reports(
    told: tuple[str, str], whole: tuple[str, str], stated: tuple[str, str]
) -> None:
    assert as_fine(told, whole) == stated


@pytest.mark.parametrize(
    ("words", "whole", "period"),
    [
        ("去年", ("2021-01-01", "2021-06-30"), ("2020", "2020")),
        ("上年度同期", ("2021-01", "2021-06"), ("2020-01", "2020-06")),
        ("108年同期", ("2020-02-01", "2020-02-29"), ("2019-02-01", "2019-02-28")),
        ("前期", ("2021-01", "2021-06"), ("", "")),
        ("去年", ("", ""), ("", "")),
        ("去年同期", ("2019-07", "2021-06"), ("", "")),
    ],
)
def test_the_period_that_words_hold_against_the_reports(
    words: str, whole: tuple[str, str], period: tuple[str, str]
) -> None:
    assert earlier(words, whole) == period
