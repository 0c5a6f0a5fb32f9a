"""Periods of figures that follow from the report's own: told as finely, or the earlier one that it compares with."""

from __future__ import annotations

import calendar
import re

Period = tuple[str, str]

_YEAR = len("2021")
_ROC = 1911
_MONTHS = "-01", "-12"
_NAMED = re.compile(r"(\d{2,3})年度?同[期月]")
_YEAR_BEFORE = re.compile("上年|去年|前一?年")


def as_fine(period: tuple[str, ...], whole: Period) -> Period:
    """The start and the end of a period, as finely as those of the whole report where they are told more coarsely:
    in a report from 2021-01-01 to 2021-12-31 the year 2020 runs from 2020-01-01 to 2020-12-31.
    """
    first, last = period[0], period[-1]
    if first and len(first) < len(whole[0]):
        first += (_MONTHS[0] if len(first) == _YEAR else "") + "-01"
        first = first[: len(whole[0])]
    if last and len(last) < len(whole[1]):
        last += _MONTHS[1] if len(last) == _YEAR else ""
        last += "" if len(last) == len(whole[1]) else f"-{_days(last)}"
    return first, last


def earlier(words: str, whole: Period) -> Period:
    """The period that words hold against the report's own (去年, 上年度同期, 109年同期); empty where they do not say."""
    if not all(whole) or whole[0][:_YEAR] != whole[1][:_YEAR]:
        return "", ""
    named = _NAMED.search(words)
    if not named and not _YEAR_BEFORE.search(words):
        return "", ""
    year = str(int(named[1]) + _ROC if named else int(whole[1][:_YEAR]) - 1)
    if "同" not in words:
        return year, year
    return _in_year(whole[0], year), _in_year(whole[1], year)


def _in_year(date: str, year: str) -> str:
    """The same month or day in another year, the last of February where there is no such day."""
    moved = year + date[_YEAR:]
    return moved[:-2] + str(_days(moved)) if moved.endswith("-02-29") else moved


def _days(date: str) -> int:
    """How many days the month of a date has."""
    return calendar.monthrange(int(date[:_YEAR]), int(date[_YEAR + 1 : _YEAR + 3]))[1]
