"""The years, months and spans of time that a plain question names, in ROC years or those of our era."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agencygraph.questions.running import year

GAP = "\0"
_YEAR = r"(?:民國|西元|\broc\s*)?(?<!\d)(\d{2,4})(?!\d)"
_MONTH = r"(?:\s*年\s*|[-/])(1[0-2]|0?[1-9])(?:月份?|(?!\d))"
_POINT = rf"{_YEAR}(?:{_MONTH}|\s*(?:會計)?年?度?)"
_SPAN = re.compile(
    rf"(?:\b(?:from|between)\s+)?{_POINT}\s*(?:到|至|~|～|-|–|\bto\b|\band\b|\buntil\b)\s*{_POINT}(?:之?間)?"
)
_AFTER = re.compile(
    rf"(?:\b(?:since|after|from)\s+|自\s*){_POINT}\s*(?:以後|之後|以來|起)?|{_POINT}\s*(?:以後|之後|以來|起)"
)
_BEFORE = re.compile(rf"\b(?:before|until|up to)\s+{_POINT}|{_POINT}\s*(?:以前|之前)")
_MONTHS = re.compile(rf"{_POINT}\s*(?:到|至|~|～|-|–)\s*(1[0-2]|[1-9])月份?")
_AT = re.compile(_POINT)
_IN_CHINESE = re.compile(r"[一二三四五六七八九〇零]{2,4}(?=\s*年)")
_ONLY_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月份?|(十[一二]?|[一二三四五六七八九])月份?")
_NAMED = re.compile(
    r"\b(january|february|march|april|may|june|july|august|september|october|november|december)\b(?:\s+(?:of\s+)?(\d{4}))?"
)
_CHINESE = {sign: place for place, sign in enumerate("一二三四五六七八九", 1)} | {"十": 10, "十一": 11, "十二": 12}
_ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_YEARS = (range(80, 200), range(1991, 2111))


@dataclass(frozen=True, slots=True)
class Moment:
    """When: `start` and `end` are ISO years or months, one of them empty in an open span; `month` stands alone."""

    start: str = ""
    end: str = ""
    month: int = 0

    @property
    def span(self) -> bool:
        """Whether it is more than one year or month."""
        return self.start != self.end

    @property
    def in_month(self) -> bool:
        """Whether it is one month of one year."""
        return "-" in self.start and not self.span

    def __str__(self) -> str:
        if self.month:
            return f"{self.month}月"
        return f"{self.start}–{self.end}" if self.span else self.start


def find(asked: str) -> tuple[str, Moment | None]:
    """The folded question with what says when taken out, and when; None where it does not say."""
    asked = _IN_CHINESE.sub(
        lambda told: "".join(str("〇一二三四五六七八九零".index(one) % 10) for one in told[0]), asked
    )
    if (found := _MONTHS.search(asked)) and found[2] and (points := _points(found.groups()[:2])):
        moment = Moment(points[0], f"{points[0][:4]}-{int(found[3]):02}")
        return asked[: found.start()] + GAP + asked[found.end() :], moment
    for pattern, parts in ((_SPAN, 2), (_AFTER, 1), (_BEFORE, 1), (_AT, 1)):
        for found in pattern.finditer(asked):
            points = _points(found.groups())
            if len(points) != parts:
                continue
            start, end = points[0], points[-1]
            moment = Moment("" if pattern is _BEFORE else start, "" if pattern is _AFTER else end)
            return asked[: found.start()] + GAP + asked[found.end() :], _with_named(asked, moment)
    if found := _ONLY_MONTH.search(asked):
        number = int(found[1]) if found[1] else _CHINESE[found[2]]
        return asked[: found.start()] + GAP + asked[found.end() :], Moment(month=number)
    if (found := _NAMED.search(asked)) and found[1] != "may":
        return asked[: found.start()] + GAP + asked[found.end() :], Moment(month=_ENGLISH.index(found[1][:3]) + 1)
    return asked, None


def _with_named(asked: str, moment: Moment) -> Moment:
    """A year with the English month before it: March 2021."""
    found = _NAMED.search(asked)
    if not found or not found[2] or found[2] != moment.start or moment.span:
        return moment
    iso = f"{found[2]}-{_ENGLISH.index(found[1][:3]) + 1:02}"
    return Moment(iso, iso)


def _points(groups: tuple[str | None, ...]) -> list[str]:
    """The points of time of pairs of groups, a year and its month; nothing where a number is no year of a report."""
    points = []
    for at in range(0, len(groups), 2):
        told, month = groups[at], groups[at + 1]
        if told is None:
            continue
        if not any(int(told) in years for years in _YEARS):
            return []
        points.append(f"{year(told)}" + (f"-{int(month):02}" if month else ""))
    return points
