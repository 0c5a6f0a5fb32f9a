"""The years, months and spans of time that a plain question names, in ROC years or those of our era."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from agencygraph.questions.running import year

GAP = "\0"
_YEAR = r"(?:民國|西元|\broc\s*)?(?<!\d)(\d{2,4})(?!\d|[萬億元件])"
_DAY = r"(?:[-/](?:[12]\d|3[01]|0?[1-9])(?!\d))?"
_MONTH = rf"(?:\s*年\s*|[-/])(1[0-2]|0?[1-9])(?:月份?[初中底]?|(?!\d){_DAY})"
_POINT = rf"{_YEAR}(?:{_MONTH}|\s*(?:會計)?年?度?[初中底末]?)"
_SPAN = re.compile(
    rf"(?:\b(?:from|between)\s+)?{_POINT}\s*起?(?:到|至|~|～|-|–|\bto\b|\band\b|\buntil\b)\s*{_POINT}(?:為止|止|之?間)?"
)
_AFTER = re.compile(
    rf"(?:\b(?:since|after|from)\s+|自\s*){_POINT}\s*(?:以後|之後|以來|起)?|{_POINT}\s*(?:以後|之後|以來|起)"
)
_BEFORE = re.compile(rf"\b(?:before|until|up to)\s+{_POINT}|{_POINT}\s*(?:以前|之前)")
_MONTHS = re.compile(rf"{_POINT}\s*(?:到|至|~|～|-|–)\s*(1[0-2]|[1-9])月份?")
_AT = re.compile(_POINT)
_NUMERALS = "〇一二三四五六七八九零○"
_IN_CHINESE = re.compile(rf"[{_NUMERALS}]{{2,4}}(?=\s*年)")
_HUNDRED = re.compile(
    r"一百(?:([一二三四五六七八九]?)十([一二三四五六七八九]?)|[零〇○]?([一二三四五六七八九]?))(?=\s*年)"
)
_MONTH_IN_CHINESE = re.compile(r"(?<=年)\s*(十[一二]?|[一二三四五六七八九])(?=月)")
_HALF = re.compile(rf"{_YEAR}\s*年?度?的?(上|下)半年")
_ONLY_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月份?|(十[一二]?|[一二三四五六七八九])月份?")
_NAMES = "january|february|march|april|may|june|july|august|september|october|november|december"
_NAMED = re.compile(rf"\b({_NAMES})\b(?:\s+(?:of\s+)?(\d{{4}}))?")
_NAMED_SPAN = re.compile(
    rf"(?:\b(?:from|between)\s+)?\b({_NAMES})(?:\s+(\d{{4}}))?\s*(?:to|and|until|-|–)\s*({_NAMES})\s+(?:of\s+)?(\d{{4}})"
)
_CHINESE = {sign: place for place, sign in enumerate("一二三四五六七八九", 1)} | {"十": 10, "十一": 11, "十二": 12}
_ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_RELATIVE = [
    (re.compile(pattern), years, months)
    for pattern, years, months in (
        (r"今年度?|本年度|這一年|\bthis year(?:'s)?", 0, None),
        (r"去年度?(?!同期)|上個?年度|\blast year(?:'s)?|\bthe previous year", -1, None),
        (r"(?<!以)前年度?|\b(?:the )?year before last", -2, None),
        (r"大前年", -3, None),
        (r"這個月|本月份?|\bthis month", 0, 0),
        (r"上個?月份?|\blast month", 0, -1),
    )
]
"""What a year or month is called by who speaks today: so many years or months from now."""
_LATELY = re.compile(
    r"(?:近|過去|最近)這?([一二兩三四五六七八九十]|\d{1,2})年(?:來|間|內)?|\b(?:the )?(?:last|past) (\w+) years"
)
_COUNTED = {"兩": 2, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
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


def find(asked: str, today: date | None = None) -> tuple[str, Moment | None]:
    """The folded question with what says when taken out, and when; None where it does not say.

    去年 is the year before that of `today`, which is the day of asking unless another is given.
    """
    asked = _in_digits(_told_from(asked, today or date.today()))
    if found := _NAMED_SPAN.search(asked):
        start, end = f"{found[2] or found[4]}-{_month(found[1]):02}", f"{found[4]}-{_month(found[3]):02}"
        return asked[: found.start()] + GAP + asked[found.end() :], Moment(start, end)
    if (found := _HALF.search(asked)) and (points := _points((found[1], None))):
        first, last = ("01", "06") if found[2] == "上" else ("07", "12")
        return asked[: found.start()] + GAP + asked[found.end() :], Moment(
            f"{points[0]}-{first}", f"{points[0]}-{last}"
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
        return asked[: found.start()] + GAP + asked[found.end() :], Moment(month=_month(found[1]))
    return asked, None


def _told_from(asked: str, today: date) -> str:
    """The question with what it says of time from today in digits: 去年 as 2025年, 近三年 as 2023年到2025年.

    Beside a year that is named, 去年 is the one before that, and stays.
    """
    if any(_points(found.groups()) for found in _AT.finditer(asked)):
        return asked
    if found := _LATELY.search(asked):
        said = found[1] or found[2]
        count = int(said) if said.isdecimal() else {**_CHINESE, **_COUNTED}.get(said, 0)
        if count:
            span = f"{today.year - count}年到{today.year - 1}年"
            return f"{asked[: found.start()]}{span}{asked[found.end() :]}"
    for pattern, years, months in reversed(_RELATIVE):
        if found := pattern.search(asked):
            at = 12 * (today.year + years) + today.month - 1 + (months or 0)
            told = f" {at // 12}年" + (f"{at % 12 + 1}月" if months is not None else "")
            return f"{asked[: found.start()]}{told}{asked[found.end() :]}"
    return asked


def _in_digits(asked: str) -> str:
    """The question with the years and months that it has in Chinese numerals in digits: 一百零五年, 一〇五年六月."""
    asked = _HUNDRED.sub(_of_a_hundred, asked)
    asked = _IN_CHINESE.sub(lambda told: "".join(map(_digit, told[0])), asked)
    return _MONTH_IN_CHINESE.sub(lambda told: str(_CHINESE[told[1]]), asked)


def _of_a_hundred(told: re.Match[str]) -> str:
    """一百一十二 as 112; a ten without a number before it is one ten."""
    tens = 10 * int(_digit(told[1] or "一")) if "十" in told[0] else 0
    return str(100 + tens + int(_digit(told[2] or told[3] or "零")))


def _digit(sign: str) -> str:
    return "0" if sign in "零○" else str(_NUMERALS.index(sign))


def _month(name: str) -> int:
    return _ENGLISH.index(name[:3]) + 1


def _with_named(asked: str, moment: Moment) -> Moment:
    """A year with the English month before it: March 2021."""
    found = _NAMED.search(asked)
    if not found or not found[2] or found[2] != moment.start or moment.span:
        return moment
    iso = f"{found[2]}-{_month(found[1]):02}"
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
