"""Series in running text whose members leave out the unit: 逐月人次為1月3,402、2月3,118.

The unit is told by one of the members (1月3,402、2月3,118人次), by what stands before them (各區件數:東區1,203)
or by a figure before that they add up to. Numbers without a name each may share one too: 分別為120、98人.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from agencygraph.matching.counts import COUNTS
from agencygraph.matching.marked import Marked
from agencygraph.matching.phrases import TIMES, Figure
from agencygraph.rules import SIGNS

_N, _P = SIGNS["number"], SIGNS["percent"]
_BETWEEN = re.compile("[、,]?(?:及|和|與|以及|而)?")
_BEHIND = re.compile(rf"\({_P}\)")
_CLOSED = re.compile("[、,;。)(]|及|和|與|$")
_LABEL = re.compile(rf"(?P<label>[^、,;。:()「」『』{_N}{_P}]{{1,24}})$")
_FILLED = re.compile("[為計有約達共佔占僅則各]+$")
_LEAD = re.compile(
    f"(?P<head>.*(?:分別|依序|依次|各自)?(?:為|是|計有|包括|有|即|計|受理|辦理|查獲|取締|核發|處理|收容)|.+?(?=[{TIMES}]$))(?P<label>[^為]{{1,14}})$"
)
_NUMBERING = re.compile("(?:[第號條款編路街段巷弄樓版A-Za-z/.-]|(?:^|[附如見])[表圖件]|(?<!事)項|週|周|星期)$")
_NAMES_NOTHING = re.compile(
    f"(?:及|和|與|約|計|共|另|其中|合|總|小|[兩二三四]者|全年|其餘)*|[{TIMES}](?:合|總|小|共|計)+"
)
_SHARED = re.compile("(?:分別|依序|依次|各)(?:為|有|是|達|計|約|共)*$")
_COUNTS = COUNTS | {"冊數": "冊", "頁數": "頁", "株數": "株", "頭數": "頭", "報案數": "件", "申請數": "件"}
_COUNTED = re.compile(
    rf"(?P<word>{'|'.join(sorted(_COUNTS, key=len, reverse=True))})(?:[(][^()]*[)])?(?:統計|情形|分布|變化)?"
    "(?:如下|如次)?(?:分別|依序|依次|各|則|均|計|分|為|是|有|達|以)*[:(,]?$"
)
_STATED = re.compile(
    r"[(]?單位:(?P<unit>[^()、,;。:]{1,4})[)]?[:,]?$|[(](?P<alone>[^()]{1,3})[)](?:分別|依序|各|則|為)*[:]?$"
)
_SCALED = re.compile("[千百萬億兆]$")
_ORDERED = re.compile(
    "(?:[,、]?(?:依序|依次|分別|各自|[以依按](?:月份?|季|區|稅目|國籍|類型|年齡|途徑|性質)?(?:別|分)?(?:觀之?|計|分)?|逐[日月季年]))+$"
)
_ASIDE = re.compile("[(（][^()（）]*[)）]$")
_JOINED = re.compile("^(?:及|和(?!平)|與)")
_STATED_BEHIND = re.compile("[(,]單位(?:為|:)(?P<unit>[^()、,;。:]{1,4})")
_SUMMED = re.compile(f"[,、;]?(?:合計|總計|共計|總共|共|計)(?:有|達|為|約)*{_N}")
_LEAST = 3
_TWO = 2
_REACH = 40


@dataclass(frozen=True, slots=True)
class Member:
    """A number of a series: where its name begins, its sign, where it ends with its unit, and that unit."""

    low: int
    at: int
    end: int
    unit: str


@dataclass(frozen=True, slots=True)
class Series:
    """Members that count the same, the unit of all, and where what they measure begins and ends; nothing for none."""

    members: tuple[Member, ...]
    unit: str
    head: tuple[int, int]


UnitOf = Callable[[Marked, int], tuple[str, int]]


def find(marked: Marked, unit_of: UnitOf) -> tuple[Series, ...]:
    """The series of a paragraph some of whose members leave out the unit that is known."""
    told = [_member(marked, at, unit_of) for at, m in sorted(marked.mentions.items()) if m.kind == "number"]
    if all(member is None or member.unit for member in told):
        return ()
    found = (_series(marked, run, unit_of) for run in _runs(marked, told) if any(not m.unit for m in run))
    return tuple(series for series in found if series)


def lent(marked: Marked, unit_of: UnitOf) -> dict[int, str]:
    """By place the units of numbers that share that of the last of them: 分別為120、98人."""
    out: dict[int, str] = {}
    places = [at for at, m in sorted(marked.mentions.items()) if m.kind == "number"]
    for first in places:
        if first in out or not _SHARED.search(marked.text, max(0, first - _REACH), first):
            continue
        bare = [first]
        while marked.text[bare[-1] + 1 : bare[-1] + 2] in ("、", "及", "與", "和") and bare[-1] + 2 in places:
            bare.append(bare[-1] + 2)
        unit = unit_of(marked, bare[-1])[0]
        if unit and len(bare) > 1 and not _SCALED.search(marked.plain(bare[-1], bare[-1] + 1)):
            out |= dict.fromkeys(bare[:-1], unit)
    return out


def _member(marked: Marked, at: int, unit_of: UnitOf) -> Member | None:
    """The member that a number may be: named, and with nothing but its unit behind it."""
    unit, end = unit_of(marked, at)
    closed = _CLOSED.match(marked.text, end)
    label = _LABEL.search(marked.text, max(0, at - _REACH), at)
    if not closed or not label:
        return None
    name = _FILLED.sub("", label["label"])
    if _NAMES_NOTHING.fullmatch(name) or _NUMBERING.search(name):
        return None
    return Member(label.start(), at, end, unit)


def _runs(marked: Marked, told: list[Member | None]) -> Iterator[list[Member]]:
    """Members that stand one after the other, with nothing but a comma between them."""
    run: list[Member] = []
    for member in told:
        if run and member:
            end = run[-1].end
            aside = _BEHIND.match(marked.text, end)
            ended = (run[-1].unit and not run[0].unit) or "為" in marked.text[member.low : member.at - 1]
            if not ended and _BETWEEN.fullmatch(marked.text[aside.end() if aside else end : member.low]):
                run.append(member)
                continue
        if len(run) >= _TWO:
            yield run
        run = [member] if member else []
    if len(run) >= _TWO:
        yield run


def _series(marked: Marked, run: list[Member], unit_of: UnitOf) -> Series | None:
    units = {member.unit for member in run if member.unit}
    if len(units) > 1:
        return None
    run, head = _headed(marked, run)
    own = next(iter(units), "") if run[0].unit or run[-1].unit else ""
    told = _named_before(marked, run[0].low) or _named_behind(marked, run, unit_of) or _of_total(marked, run, unit_of)
    unit = own if own and (told or len(run) >= _LEAST) else told
    if not unit:
        return None
    return Series(tuple(replace(m, unit=unit, end=m.end) for m in run), unit, head)


def _headed(marked: Marked, run: list[Member]) -> tuple[list[Member], tuple[int, int]]:
    """The members with the first one's name apart from what all of them measure, and where that stands."""
    first = run[0]
    inside = _LEAD.match(marked.text[first.low : first.at])
    if inside and _named_alike(marked, run, first.low + inside.start("label")):
        low = first.low + inside.start("label")
        return [replace(first, low=low), *run[1:]], (first.low, low)
    if first.low and marked.text[first.low - 1] in ":(":
        return run, (marked.clause(first.low - 2, first.low - 1)[0] if first.low > 1 else 0, first.low - 1)
    return run, (first.low, first.low)


def _named_alike(marked: Marked, run: list[Member], low: int) -> bool:
    """Whether the first member's name, beginning there, is of the kind of the second's: both dates, or both words."""
    first, second = marked.text[low : run[0].at], marked.text[run[1].low : run[1].at]
    times = re.compile(f"[{TIMES}]")
    return bool(times.search(first)) == bool(times.search(second))


def _named_before(marked: Marked, low: int) -> str:
    """The unit that the words before a series tell: 各區件數:, 逐月人次為, (單位:件)."""
    start = marked.sentence(max(0, low - 1), low)[0] if low else 0
    before = marked.text[start:low]
    if stated := _STATED.search(before):
        return stated["unit"] or stated["alone"]
    counted = _COUNTED.search(before)
    return _COUNTS[counted["word"]] if counted else ""


def _named_behind(marked: Marked, run: list[Member], unit_of: UnitOf) -> str:
    """The unit that the words behind a series tell: (單位:件), or that of the total it makes up: 共12件."""
    if stated := _STATED_BEHIND.match(marked.text, run[-1].end):
        return stated["unit"]
    total = _SUMMED.match(marked.text, run[-1].end)
    amount = sum(marked.mentions[m.at].number or 0 for m in run)
    if not total or marked.mentions[total.end() - 1].number != amount:
        return ""
    return unit_of(marked, total.end() - 1)[0]


def _of_total(marked: Marked, run: list[Member], unit_of: UnitOf) -> str:
    """The unit of the figure before a series that its members add up to."""
    total = total_of(marked, run)
    return unit_of(marked, total)[0] if total >= 0 else ""


def total_of(marked: Marked, run: list[Member] | tuple[Member, ...]) -> int:
    """Where the figure before a series stands that its members add up to; -1 where none does."""
    amount = sum(marked.mentions[m.at].number or 0 for m in run)
    before = [at for at, m in marked.mentions.items() if at < run[0].low and m.kind == "number" and m.number == amount]
    return max(before, default=-1)


def named(
    marked: Marked, figures: list[Figure], found: Iterable[Series], words: Callable[[int, int], str]
) -> list[Figure]:
    """The figures with those of a series as its members, and the one behind that they add up to; `words` says what a
    stretch says that is measured.
    """
    done = list(figures)
    for series in found:
        members = {m.at: m for m in series.members}
        amount = sum(marked.mentions[at].number or 0 for at in members)
        place = total_of(marked, series.members)
        total = next((f for f in done if f.at == place), None)
        before = [f.measure for f in done if f.at < series.members[0].at and f.unit == series.unit]
        measure = (
            total.measure
            if total
            else _ORDERED.sub("", _ASIDE.sub("", words(*series.head))) or next(iter(before[-1:]), "")
        )
        last = next((n for n, f in enumerate(done) if f.at == series.members[-1].at), len(done))
        for n, figure in enumerate(done):
            if member := members.get(figure.at):
                own = _JOINED.sub("", _FILLED.sub("", marked.plain(member.low, member.at)))
                whole = (total.paragraph, total.at) if total else None
                breakdown = own if measure else ""
                done[n] = replace(figure, low=member.low, measure=measure or own, breakdown=breakdown, whole=whole)
            elif (
                n == last + 1 and measure and figure.unit == series.unit and marked.mentions[figure.at].number == amount
            ):
                done[n] = replace(figure, measure=measure, breakdown="", timed=series.members[0].low)
    return done
