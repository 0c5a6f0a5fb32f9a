"""DATE: anniversaries, meetings on a weekday of a period, and the weekdays of one desk told in two ways."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterator
from decimal import Decimal

from agencygraph import normalise
from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.subject import Subject
from agencygraph.matching.marked import Marked
from agencygraph.model import Document, Span
from agencygraph.rules import SIGNS

_NAMES = tuple(normalise.WEEK.values())
_DAYS = "".join(normalise.WEEK)
_DATE, _NUMBER, _WEEKDAYS = SIGNS["date"], SIGNS["number"], SIGNS["weekdays"]
_FULL = len("2021-06-03")

_FOUNDED = "成立|設立|創立|創建|創設|肇建|設[站所局署館]|[建開][館站所局]|掛牌|揭牌|啟用|開幕|落成|營運|創刊"
_BEGUN = re.compile(
    rf"(?:(?:{_FOUNDED}|創始|始建)(?:於|自|迄)?{_DATE}|{_DATE}(?:正式|奉准|奉令|起|即|開始)*(?:{_FOUNDED}))"
)
_YEARS = re.compile(
    rf"(?P<what>{_FOUNDED}|屆滿|[適欣恰]逢|慶祝|歡慶|迎[來接])(?:屆滿|將?滿|已|迄今|邁入|第)*(?P<n>[{_NUMBER}{SIGNS['duration']}])(?P<unit>[週周]年)?"
)
_OTHER = re.compile("改制|更名|合併|遷|整併|升格|志工|臉書|粉絲|計畫|制度|簽約|合作")

_PERIOD = rf"(?:{SIGNS['period']}|{_DATE}起?[至到~-]{_DATE}止?)"
_COURSE = re.compile(
    rf"(?P<when>{_PERIOD})(?:期間|止)?[,、(]?(?P<each>{_WEEKDAYS})(?:{SIGNS['time']}[,~至-]*){{0,3}}[^,、。;:()\ue000-\uf8ff]{{0,8}}[,、(]?(?:合計|總計|共計|計|共)(?:開[辦設]?|辦理?|上課|授課|舉[辦行])?"
    rf"(?P<n>{_NUMBER})(?P<unit>堂課?|次課?|場次?|回|週|梯次)"
)
_MANY = re.compile("班|[各兩二三四五六]地|[分各][區站]|[及與、]")
_QUOTED = re.compile(
    rf"「[^「」{_WEEKDAYS}]{{0,8}}(?P<name>{_WEEKDAYS})[^「」]{{1,10}}」[,、]?[^。;「」]{{0,6}}?(?P<each>{_WEEKDAYS})(?:延|受理|開放|提供|服務|辦理|於|{SIGNS['time']}|均|皆)"
)
_DESK = re.compile(r"[^,。;:、()「」\ue000-\ue007\ue009-\ue00f]+$")
_CHANGED = re.compile("新增|增[設闢加為開]|改|調整|另|原|延長|擬|規劃|恢復|取消|為|更")
_LEAST, _LONG = 4, 24
_NAME = re.compile("[、,及與和]")
_WRITTEN = re.compile(
    r"(?:每|逢)?(?:星期|週|周|禮拜)(?P<days>[一二三四五六日天](?:[、,及和與至到~]+(?:星期|週|周)?[一二三四五六日天])*)"
)


def check(subject: Subject) -> Iterator[Result]:
    """Anniversaries, counted meetings, and weekdays of desks."""
    told = dict(_desks(subject.document)) if subject.document else {}
    for marked in subject.marked.values():
        if "週年" in marked.text or "周年" in marked.text or SIGNS["duration"] in marked.text:
            yield from _anniversary(subject, marked)
        if _WEEKDAYS in marked.text:
            yield from _course(marked)
            yield from _echo(marked)
            yield from _elsewhere(marked, told)


def _anniversary(subject: Subject, marked: Marked) -> Iterator[Result]:
    """於60年7月1日掛牌，112年7月1日成立52週年."""
    for found in _YEARS.finditer(marked.text):
        at = found.start("n")
        mention = marked.mentions[at]
        if not (found["unit"] or (mention.kind == "duration" and mention.values[0] in ("週年", "周年"))):
            continue
        low = marked.text.rfind("。", 0, at) + 1
        begun = list(_BEGUN.finditer(marked.text, low, at))
        if len(begun) != 1 or mention.number is None or mention.approximate or _OTHER.search(marked.text[low:at]):
            continue
        start = next(i for i in range(begun[0].start(), begun[0].end()) if marked.text[i] == _DATE)
        later = [i for i in range(start + 1, at) if marked.text[i] == _DATE]
        then = marked.mentions[start].values[0]
        now = marked.mentions[later[-1]].values[0] if later else subject.end[:4]
        if len(marked.mentions[start].values) != 1 or not now or len(later) > 1:
            continue
        span, other = marked.span(at, found.end()), marked.span(start)
        years = _full_years(then, now)
        if int(mention.number) in years:
            yield Held("DATE")
        elif abs(int(mention.number) - years[0]) <= 10:
            words = {"date": marked.plain(start, start + 1), "right": f"{years[0]}週年"}
            stated = marked.plain(at, found.end())
            yield Fired("DATE", "anniversary", (span, other), stated, words["right"], words, (span,))


def _full_years(then: str, now: str) -> list[int]:
    """The years from a day to another; two ways of counting where it is not known which came first in its year."""
    years = int(now[:4]) - int(then[:4])
    known = min(len(then), len(now))
    if known == _FULL and then[4:] <= now[4:]:
        return [years]
    return [years, years - 1]


def _course(marked: Marked) -> Iterator[Result]:
    """10月21日至11月4日，每週六上課，共3堂: no more than that weekday falls into the period."""
    for found in _COURSE.finditer(marked.text):
        days = [value for m in marked.inside(found.start("when"), found.end("when")) for value in m.values]
        each = marked.mentions[found.start("each")]
        mention = marked.mentions[found.start("n")]
        if len(days) != 2 or any(len(day) != _FULL for day in days) or mention.number is None or mention.approximate:
            continue
        first, last = (datetime.date.fromisoformat(day) for day in days)
        low = max(marked.text.rfind(sign, 0, found.start()) for sign in "。;") + 1
        if _MANY.search(marked.text[max(low, found.end("when")) : found.start("n")]) or last < first:
            continue
        count = sum(
            _NAMES[(first + datetime.timedelta(days=n)).weekday()] in each.values
            for n in range((last - first).days + 1)
        )
        n = int(mention.number)
        if n == count or n < count or count == 0 or n % count == 0:
            yield Held("DATE")
            continue
        span = marked.span(found.start("n"), found.end())
        when = marked.span(found.start("when"), found.end("each"))
        words = {"when": marked.plain(found.start("when"), found.end("each")), "count": str(count)}
        yield Fired("DATE", "meetings", (span, when), plain(Decimal(n)), str(count), words, (span,))


def _echo(marked: Marked) -> Iterator[Result]:
    """「星期三晚間櫃台」，每星期三延長服務: the weekday that a desk is called after."""
    for found in _QUOTED.finditer(marked.text):
        name, each = (marked.mentions[found.start(group)] for group in ("name", "each"))
        if not marked.plain(found.start("each"), found.end("each")).startswith(("每", "逢")):
            continue
        if set(name.values) & set(each.values):
            yield Held("DATE")
        else:
            other = marked.span(found.start("name"))
            yield _fired("weekdays", marked, found.start("each"), other, name.values)


def _desks(document: Document) -> Iterator[tuple[str, tuple[frozenset[str], Span]]]:
    """The weekdays in the rows of tables by the name in the first cell; a row with no name belongs to the one above.

    A name that more than one row or table gives stands with all its weekdays.
    """
    told: dict[str, tuple[frozenset[str], Span]] = {}
    for table in document.tables:
        names: list[str] = []
        for row in table.rows:
            if row.cells and row.cells[0].text and not _WRITTEN.match(row.cells[0].text):
                names = _names(row.cells[0].text)
            cells = [cell for cell in row.cells if _WRITTEN.search(cell.text)]
            days = frozenset(day for cell in cells for found in _WRITTEN.finditer(cell.text) for day in _read(found))
            if any(sign in cell.text for cell in row.cells for sign in ("不定期", "每日", "週末", "假日", "平日")):
                days = frozenset(_NAMES)
            for name in names if cells else []:
                known = told[name][0] if name in told else frozenset()
                told[name] = (known | days, cells[0].span(0, len(cells[0].text)))
    yield from told.items()


def _names(text: str) -> list[str]:
    """The names of a cell; 彌陀、永安辦公處 are two of one ending."""
    parts = [part for part in _NAME.split(re.sub(r"\(.*?\)", "", text)) if part]
    if len(parts) > 1 and all(len(part) < _LEAST for part in parts[:-1]):
        ending = parts[-1][len(parts[0]) :]
        parts = [part + ending for part in parts[:-1]] + [parts[-1]]
    return [part for part in parts if len(part) >= _LEAST and not _WRITTEN.search(part)]


def _read(found: re.Match[str]) -> set[str]:
    """The weekdays of 星期一、三及五, 週一至週五."""
    text = re.sub("星期|週|周", "", found["days"]).replace("天", "日")
    places = [_DAYS.index(sign) for sign in text if sign in _DAYS]
    through = [
        (_DAYS.index(one), _DAYS.index(other)) for one, other in re.findall(f"([{_DAYS}])[至到~]([{_DAYS}])", text)
    ]
    return {_NAMES[place] for place in places} | {_NAMES[at] for low, high in through for at in range(low, high + 1)}


def _elsewhere(marked: Marked, told: dict[str, tuple[frozenset[str], Span]]) -> Iterator[Result]:
    """A desk with a weekday right behind its name that no row of a table gives it."""
    for at in [i for i, sign in enumerate(marked.text) if sign == _WEEKDAYS] if told else ():
        desk = _DESK.search(marked.text[max(0, at - _LONG) : at])
        name = marked.plain(at - len(desk[0]), at).removesuffix("於") if desk else ""
        known = told.get(name) or next((told[one] for one in told if name.endswith(one)), None)
        low, high = marked.sentence(at, at + 1)
        if known is None or _CHANGED.search(marked.plain(low, at)[-12:] + marked.plain(at + 1, min(high, at + 8))):
            continue
        days = marked.mentions[at].values
        if set(days) <= known[0]:
            yield Held("DATE")
        else:
            yield _fired("desk", marked, at, known[1], known[0])


def _fired(case: str, marked: Marked, at: int, other: Span, right: Collection[str]) -> Fired:
    told = "、".join(_DAYS[place] for place, day in enumerate(_NAMES) if day in right)
    span = marked.span(at)
    words = {"told": marked.plain(at, at + 1), "right": f"星期{told}"}
    return Fired("DATE", case, (span, other), words["told"], words["right"], words, (span,))
