"""Dates and periods in running text, ROC and CE, with the year in force."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from agencygraph.model import Frame, Mention
from agencygraph.normalise.atoms import Atom, atoms
from agencygraph.normalise.calendar import Day, Now, year_of
from agencygraph.normalise.claims import Claims

_TO = re.compile(r"(?:(?:起|開始|起算),?)?(?:至|到|迄|~|-|–|—|〜)+")
_LIST = re.compile(r"[、及和與暨,]|以及")
_UNTIL = re.compile(r"(?:截至|截止至?|迄至|(?<!預)計至|統計至|累計至|算至|結算至)$")
_TILL = re.compile(r"(?<![延展改提移順遲增降升減低高滑少加縮])(?:至|到|迄)$")
_COMPARED = re.compile(r"(?:較|相較於|比|與|對照|相對於)$")
_COMPARING = re.compile(r"(?:之)?(?:同期|相比|相較|比較|平均)")
_YEARLY = ("每年", "歷年", "逐年", "各年", "每")
_STOP = re.compile(r"為?止")
_DOING = re.compile(
    "(?:起|開始)?,?(?:開辦|實施|辦理|施行|推動|推行|成立|上線|執行|啟用|試辦|營運|運作|以來|統計|累計)?,?[至到迄]"
)
_SPAN_BEFORE = re.compile(
    r"(?:[滿達近逾約每共超最第前後另刑距已隔]|歷時|歷經|為期|將近|未滿|未來|過去|任期|徒刑|期限|連續|長達|至少|以上|未逾|保存)$"
)
_SPAN_AFTER = re.compile(
    "來|以上|以下|以內|期(?![間末初中])|資|之久|之內|餘|多|代|老|歷史|慶|壽|級|齡|生(?!效)|半|租|刑|保固"
)
_LOOSE_AFTER = re.compile(r"間|內|後|前")
_DAY_BEFORE = re.compile(r"[於在自至、,;(及並從與]$|月份?\t$")
_DAY_AFTER = re.compile(r"內|以內|以上|以下|期|間|之|份|後|未|游|次|行程|課程|者|遊|為限|時")


@dataclass(frozen=True, slots=True)
class Point:
    """Neighbouring atoms that name one moment, one list of moments or one span (全年, 第3季, 1~12月)."""

    start: int
    end: int
    days: tuple[Day, ...]
    span: bool = False
    bare: bool = False  # only a day of the month, so that it may follow another in a list
    edge: bool = False

    @property
    def possible(self) -> bool:
        """Whether the calendar has all of its days."""
        return all(day.possible for day in self.days)


def find_dates(claims: Claims, frame: Frame) -> Now:
    """Claim every date and period; gives back what relative dates refer to after the text."""
    points, now = _points(claims.text, Now.of(frame))
    rest = []
    for point in points:
        if claims.free(point.start, point.end) and point.days:
            rest.append(point)
        elif not point.days:  # 每年3月: known, but no date
            claims.shut(point.start, point.end)
    while rest:
        mention, rest = _mention(claims.text, rest, frame)
        claims.take(mention)
    return now


def _points(text: str, now: Now) -> tuple[list[Point], Now]:
    found: list[Point] = []
    for group in _groups(text):
        now = _after_an_aside(text, group[0], now, found)
        point = _read(text, group, now, found[-1] if found else None)
        if point is None:
            continue
        if point.days and point.possible and not _is_compared(text, point):
            now = now.after(point.days[-1])
        found.append(point)
    return found, now


def _is_compared(text: str, point: Point) -> bool:
    """Whether the point is only what something is held against, so that it does not come into force."""
    return bool(_COMPARED.search(text[max(0, point.start - 3) : point.start]) or _COMPARING.match(text, point.end))


def _groups(text: str) -> Iterator[list[Atom]]:
    """Atoms that touch and whose kinds follow each other from coarse to fine."""
    group: list[Atom] = []
    for atom in atoms(text):
        if group and group[-1].end == atom.start and _follows(group[-1], atom):
            group.append(atom)
            continue
        if group:
            yield group
        group = [atom]
    if group:
        yield group


_FINER = {
    "year": ("month", "quarter", "half", "whole", "own"),
    "relative": ("month", "quarter", "half", "whole", "own"),
    "own": ("month", "day", "quarter", "half", "whole", "own"),
    "month": ("day",),
}


def _follows(left: Atom, right: Atom) -> bool:
    if left.kind == "month" and len(left.numbers) > 1 and not (left.span and len(right.numbers) == 1):
        return False
    return right.kind in _FINER.get(left.kind, ())


def _read(text: str, group: list[Atom], now: Now, before: Point | None) -> Point | None:
    """The point that the atoms name, None where they name a stretch of time, a yearly date or nothing that is known."""
    first, start, end = group[0], group[0].start, group[-1].end
    edge = group[-1].edge
    if first.kind in ("full", "compact", "slash"):
        day = _written_out(first, now)
        return Point(start, end, (day,)) if day and (day.possible or first.era) else None
    if first.kind == "day":
        return _lone_day(text, first, now, before)
    goes_on = before is not None and not before.days and _TO.fullmatch(text, before.end, start)
    if text.endswith(_YEARLY, 0, start) or goes_on:
        return Point(start, end, ())
    years = _years(text, group, now)
    if not years:  # a month of a year that nobody named is no date, and no length of time either
        return None if first.kind == "year" else Point(start, end, ())
    if not _is_year(first) and _turned(text, first, now, before):
        years = (years[0] + 1,)
    if now.base is not None and _own_again(text, first, before):
        years = (now.base,)
    finer = [atom for atom in group if not _is_year(atom)]
    if not finer:
        whole = tuple(Day(year) for year in years)
        return Point(start, end, whole, first.span and len(whole) == 2, edge=edge)
    if len(years) > 1:
        return None
    days = _within(years[0], finer, now)
    if days is None:
        return None
    return Point(start, end, days[0], days[1], edge=edge)


def _turned(text: str, month: Atom, now: Now, before: Point | None) -> bool:
    """Whether the year has turned since the date before: 100年12月13日三讀通過,6月27日公布 in a report on 101."""
    if before is None or not before.days or before.days[-1].day is None or now.year is None or now.base is None:
        return False
    earlier = bool(month.numbers) and month.numbers[0] < (before.days[-1].month or 0)
    return earlier and before.days[-1].year == now.year < now.base


def _after_an_aside(text: str, atom: Atom, now: Now, found: list[Point]) -> Now:
    """The same with 本年 in force again, where only the sentence before, among dates of 本年, named a later year.

    5月3日召開,下次訂於112年1月9日。檢討會於6月9日召開: in a report on 111 the last date is one of 111.
    """
    if not found or now.base is None or now.year is None or now.year <= now.base:
        return now
    if "。" not in text[found[-1].end : atom.start]:
        return now
    own = any(p.days and p.days[-1].year == now.base and p.days[-1].month for p in found)
    return replace(now, year=now.base) if own else now


def _own_again(text: str, atom: Atom, before: Point | None) -> bool:
    """Whether months (1~12月份), a half-year or a quarter follow the day of something else, or the latter a sentence on
    another year: 自101年7月1日起實施,1~12月份計9件 and 101年7月1日揭牌,上半年計9件 count in 本年, and so does
    經費編入110年度。上半年計9件.
    """
    if before is None or not before.days:
        return False
    between = text[before.end : atom.start]
    if atom.kind == "month" and atom.span:
        return before.days[-1].day is not None and bool(re.search("[,。;]", between))
    apart = "[,。;]" if before.days[-1].day is not None else "[。;]"
    return atom.kind in ("half", "quarter") and bool(re.search(apart, between))


def _is_year(atom: Atom) -> bool:
    return atom.kind in ("year", "relative") or (atom.kind == "own" and "年" in atom.text)


def _written_out(atom: Atom, now: Now) -> Day | None:
    """2016-03-01, 108/3/6, 民國1080306, 3/6(三); None where it is no date."""
    if atom.kind == "slash":
        return None if now.year is None else Day(now.year, *atom.numbers[:2])
    if atom.kind == "compact":
        digits = f"{atom.numbers[-1]:07d}"
        parts = (int(digits[:-4]), int(digits[-4:-2]), int(digits[-2:]))
    else:
        parts = (atom.numbers[0], atom.numbers[1], atom.numbers[2])
    if not (60 <= parts[0] <= 130 or 1900 <= parts[0] <= 2100 or (atom.era and parts[0] <= 130)):
        return None
    return Day(year_of(parts[0]), parts[1], parts[2])


def _lone_day(text: str, atom: Atom, now: Now, before: Point | None) -> Point | None:
    """A day without a month: one that continues a list or a span, or stands where only a date can."""
    follows = before is not None and before.days and before.days[-1].day is not None and not before.span
    glue = text[before.end : atom.start] if before is not None else ""
    if follows and before is not None and (_TO.fullmatch(glue) or _LIST.fullmatch(glue)):
        last = before.days[-1]
    elif now.named and now.year and _DAY_BEFORE.search(text[: atom.start]) and not _DAY_AFTER.match(text, atom.end):
        last = Day(now.year, now.month, 1)
    else:
        return None
    days = tuple(Day(last.year, last.month, number) for number in atom.numbers)
    return Point(atom.start, atom.end, days, atom.span and len(days) == 2, bare=True)


def _years(text: str, group: list[Atom], now: Now) -> tuple[int, ...]:
    first = group[0]
    if not _is_year(first):
        return () if now.year is None else (now.year,)
    if first.kind == "relative":
        year = _relative(first.text, now)
        return () if year is None else (year,)
    if first.kind == "own":
        return tuple(year_of(number) for number in first.numbers)
    return tuple(year_of(number) for number in first.numbers) if _is_calendar_year(text, group) else ()


def _relative(word: str, now: Now) -> int | None:
    if word[0] in "同":
        return now.year
    shift = {"去": -1, "上": -1, "前": -1 if "度" in word else -2, "翌": 1, "次": 1, "明": 1}.get(word[0], 0)
    return None if now.base is None else now.base + shift


def _is_calendar_year(text: str, group: list[Atom]) -> bool:
    """Whether N年 is a year of the calendar and no stretch of N years."""
    atom, finer = group[0], len(group) - 1
    numbers = atom.numbers
    if any(1900 <= number <= 2100 for number in numbers):
        return all(number >= 1900 for number in numbers)
    if not numbers or not all(1 <= number <= 130 for number in numbers):
        return False
    if atom.era or (finer == 2 and group[-1].kind == "day"):
        return True
    if min(numbers) < 60:
        return False
    if finer or "度" in atom.text or atom.edge or atom.text.endswith("初"):
        return True
    if _SPAN_BEFORE.search(text[max(0, atom.start - 2) : atom.start]) or _SPAN_AFTER.match(text, atom.end):
        return False
    return not _LOOSE_AFTER.match(text, atom.end) or (numbers[-1] > 100 and numbers[-1] % 10 != 0)


def _within(year: int, finer: list[Atom], now: Now) -> tuple[tuple[Day, ...], bool] | None:
    """The days that month, day, quarter or half name in a year, and whether they are the two ends of a span."""
    first = finer[0]
    if first.kind in ("quarter", "half", "whole"):
        low, high = _months(first)
        return (Day(year, low), Day(year, high)), True
    months = first.numbers or ((now.month,) if now.month is not None else ())
    if not months:
        return None
    if len(finer) == 1:
        return tuple(Day(year, month) for month in months), first.span and len(months) == 2
    if len(months) == 2:  # 1至8月26日
        return (Day(year, months[0]), Day(year, months[1], finer[-1].numbers[0])), True
    days = tuple(Day(year, months[0], day) for day in finer[-1].numbers)
    return days, finer[-1].span and len(days) == 2


def _months(atom: Atom) -> tuple[int, int]:
    if atom.kind == "whole":
        return 1, 12
    if atom.kind == "half":
        return (1, 6) if atom.text[0] in "上前" else (7, 12)
    quarter = atom.numbers[0] if atom.numbers else 1
    return (1 if atom.text[0] == "前" else quarter * 3 - 2), quarter * 3


def _mention(text: str, points: list[Point], frame: Frame) -> tuple[Mention, list[Point]]:
    """The mention that begins with the first point, and the points after it."""
    first, rest = points[0], points[1:]
    if first.possible and rest and rest[0].possible and _ties(text, first, rest[0]):
        start = first.start - 1 if text.endswith(("自", "從", "由"), 0, first.start) else first.start
        low, high = first.days[0], rest[0].days[-1]
        if (high.year, high.month or 99, high.day or 99) >= (low.year, low.month or 0, low.day or 0):
            end = _stop(text, rest[0].end)
            return Mention("period", start, end, (low.iso, high.iso)), rest[1:]
    if not first.possible:
        written = text[first.start : first.end]
        return Mention("impossible", first.start, first.end, (written,)), rest
    if first.span:
        return _span(text, first), rest
    until = _until(text, first)
    if until is not None:
        return until, rest
    return _listed(text, first, rest)


def _ties(text: str, left: Point, right: Point) -> bool:
    """Whether the words between two points make them the ends of a period."""
    glue = text[left.end : right.start]
    if left.span and right.span:  # 第1季至第3季
        return bool(_TO.fullmatch(glue))
    if left.span or right.span or len(left.days) > 1 or len(right.days) > 1:
        return False
    if _TO.fullmatch(glue):
        return True
    begins = text.endswith(("自", "從", "由"), 0, left.start)
    return begins and bool(_DOING.fullmatch(glue)) and (right.edge or bool(_STOP.match(text, right.end)))


def _stop(text: str, end: int) -> int:
    stop = _STOP.match(text, end)
    return stop.end() if stop else end


def _span(text: str, point: Point) -> Mention:
    low, high = point.days[0], point.days[-1]
    until = _UNTIL.search(text[max(0, point.start - 4) : point.start])
    if until:
        start = point.start - len(until.group())
        return Mention("period", start, _stop(text, point.end), ("", high.iso))
    if low.iso > high.iso:
        return Mention("impossible", point.start, point.end, (text[point.start : point.end],))
    return Mention("period", point.start, _stop(text, point.end), (low.iso, high.iso))


def _until(text: str, point: Point) -> Mention | None:
    """截至108年9月底, 至108年12月止: a period whose start is not said."""
    until = _UNTIL.search(text[max(0, point.start - 4) : point.start])
    if until is None and (point.edge or _STOP.match(text, point.end)):
        until = _TILL.search(text[max(0, point.start - 2) : point.start])
    if until is None or len(point.days) > 1:
        return None
    values = ("", point.days[0].iso)
    return Mention("period", point.start - len(until.group()), _stop(text, point.end), values)


def _listed(text: str, first: Point, rest: list[Point]) -> tuple[Mention, list[Point]]:
    """A date with the days that follow it in a list: 9月10日、12日及14日."""
    days, end, used = first.days, first.end, 0
    for left, right in pairwise([first, *rest]):
        glue = text[left.end : right.start]
        if not (right.bare and right.possible and not right.span and _LIST.fullmatch(glue)):
            break
        days, end, used = (*days, *right.days), right.end, used + 1
    return Mention("date", first.start, end, tuple(day.iso for day in days)), rest[used:]


def carry(frame: Frame, now: Now) -> Frame:
    """The frame after a text: the year and month named last in force, the report's period unchanged."""
    return replace(frame, year=now.year, month=now.month, carried=True)
