"""DATE: hours of a day that end before they begin, and how long they are said to last."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agencygraph.checks.consistency.result import Fired, Held, Result
from agencygraph.matching.marked import Marked

_HALF = "上午|早上|清晨|凌晨|中午|下午|午後|傍晚|晚上|晚間|夜間"
_TIME = (
    f"(?P<half{{n}}>{_HALF})?"
    r"(?P<hour{n}>[012]?\d)"
    r"(?:[時點](?:(?P<minute{n}>[0-5]?\d)分|(?P<half_hour{n}>半))?|:(?P<digits{n}>[0-5]\d))"
)
_RANGE = re.compile(
    rf"(?<![\d:.]){_TIME.format(n=1)}(?:許|整)?起?[至到~–—-](?P<next>翌[日晨]|[次隔]日|當日|同日)?{_TIME.format(n=2)}(?![\d:])止?"
)
_LASTS = re.compile(
    r"(?:[^,。;:()\d]{0,8}[,(])?(?:前後)?(?:歷時|為時|歷經|長達|持續)(?:了|達)?"
    r"(?:(?P<hours>\d{1,2}(?:\.\d)?)個?小時(?P<half>半)?)?(?:(?P<minutes>\d{1,3})分鐘?)?(?![餘多\d])"
)
_LATE = frozenset({"下午", "午後", "傍晚", "晚上", "晚間", "夜間"})
_EARLY = frozenset({"上午", "早上", "清晨", "凌晨"})
_NOON, _DAY, _EVENING, _MORNING = 12 * 60, 24 * 60, 17 * 60, 10 * 60


def check(marked: Marked) -> Iterator[Result]:
    """The checks of all hours that a text writes as from one to another."""
    text = marked.folded.text
    for found in _RANGE.finditer(text):
        start, end = _minutes(found, 1), _minutes(found, 2)
        if start is None or end is None:
            continue
        length = _length(found, start, end)
        if length is None:
            yield Fired("DATE", "hours", (marked.folded.span(*found.span()),), found[0], None)
            continue
        yield Held("DATE")
        lasts = _LASTS.match(text, found.end())
        told = _told(lasts) if lasts else 0
        if lasts and told and told != length:
            span = (marked.folded.span(found.start(), lasts.end()),)
            words = {"hours": found[0]}
            yield Fired("DATE", "lasting", span, _said(told), _said(length), words)


def _minutes(found: re.Match[str], place: int) -> int | None:
    """The minute of the day that is written, that of the afternoon where the words say so; None where none is."""
    hour = int(found[f"hour{place}"])
    minute = 30 if found[f"half_hour{place}"] else int(found[f"minute{place}"] or found[f"digits{place}"] or 0)
    if found[f"half{place}"] in _LATE and hour < 12:
        hour += 12
    return 60 * hour + minute if hour <= 24 else None


def _length(found: re.Match[str], start: int, end: int) -> int | None:
    """The minutes between two times; None where the second lies before the first.

    上午9時至5時 ends in the afternoon, 下午2時至4時 as well; hours that begin in the evening may end in the morning.
    """
    if (found["next"] or "")[:1] in tuple("翌次隔"):
        return end + _DAY - start
    if not found["half2"] and end <= start and end + _NOON <= _DAY and end + _NOON > start:
        end += _NOON
    overnight = end <= _MORNING and (start >= _EVENING or (start >= _NOON and found["half2"] in _EARLY))
    if end <= start and overnight:
        end += _DAY
    return end - start if end > start else None


def _told(lasts: re.Match[str]) -> int:
    """How many minutes something is said to last."""
    hours = float(lasts["hours"] or 0) + (0.5 if lasts["half"] else 0)
    return round(60 * hours) + int(lasts["minutes"] or 0)


def _said(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (f"{hours}小時" if hours else "") + (f"{rest}分" if rest else "")
