"""Years, months and days as numbers, and as the ISO text that is exactly as fine."""

from __future__ import annotations

import calendar as days
from dataclasses import dataclass
from datetime import date, timedelta

from agencygraph.model import Frame

ROC = 1911


@dataclass(frozen=True, slots=True)
class Day:
    """A point in time as fine as it is written: a year, a month, a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def possible(self) -> bool:
        """Whether the calendar has it."""
        if self.month is None:
            return True
        if not 1 <= self.month <= 12:
            return False
        return self.day is None or 1 <= self.day <= days.monthrange(self.year, self.month)[1]

    @property
    def iso(self) -> str:
        """2016, 2016-03 or 2016-03-01."""
        parts = (f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None))
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Now:
    """What relative dates refer to: `base` is 本年, `year` and `month` those named last."""

    base: int | None
    year: int | None
    month: int | None
    named: bool = False  # a month was named in this text

    @classmethod
    def of(cls, frame: Frame) -> Now:
        """The start of a text: 本年 is the year in which the report's period ends, where that is known."""
        base = int(frame.end[:4]) if frame.end else None if frame.carried else frame.year
        base = base if frame.own is None else frame.own
        return cls(base, frame.year if frame.year is not None else base, frame.month)

    def after(self, day: Day) -> Now:
        """The same after `day` was named."""
        month = self.month if day.month is None else day.month
        return Now(self.base, day.year, month, self.named or day.month is not None)


def year_of(number: int) -> int:
    """The CE year of a year as written: 108 and 2019 are both 2019."""
    return number if number >= 1000 else number + ROC


def roc(iso: str) -> str:
    """An ISO date in the ROC calendar, as fine as it is: 2019-03 is 108年3月."""
    year, *rest = (int(part) for part in iso.split("-"))
    if year <= ROC:
        raise ValueError(f"{iso} lies before the first ROC year")
    return f"{year - ROC}年" + "".join(f"{part}{unit}" for part, unit in zip(rest, "月日", strict=False))


def every_day(values: tuple[str, ...], most: int = 14) -> tuple[str, ...]:
    """The days from the first to the last of two ISO dates, these two alone where there are more than `most`."""
    first, last = (date.fromisoformat(value) for value in values)
    count = (last - first).days + 1
    return tuple((first + timedelta(i)).isoformat() for i in range(count)) if count <= most else values
