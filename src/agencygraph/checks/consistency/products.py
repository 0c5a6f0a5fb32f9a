"""RATE: a schedule against how often something took place, money by the hour, means by the item.

每月第一個星期二…全年12場; 每小時158元…1,330萬元 over the hours of a table; 12場, 540人, 平均每場45人.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from agencygraph.checks.consistency.result import Fired, Held, Result, Unable, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.checks.consistency.tellings import cells
from agencygraph.matching.marked import Marked
from agencygraph.normalise.numbers import COUNTER_WORD

_SCHEDULE = re.compile(
    r"(?<!平均)[每逢]+(?P<each>雙月|單月|個?月|季|半年|週|周|星期)(?:(?P<days>第[1-5](?:[、,及和與]第?[1-5])*|第?[一二三四五、,及和與第]+)個?(?:[星禮][期拜]|[週周])?)?"
)
_TIMES = re.compile(
    r"(?:全年度?|本年度?|年內|年底[止前]?|一年(?:下來|來)?|\d+年度?|今年|12月[底止]*)[^。;]{0,3}?(?P<verb>[^。;,\ue000-\uf8ff]{0,8}?)(?:了|計|共|已|合計|總計|累計|共計)*$"
)
_EVENTS = frozenset(("場", "場次", "次", "趟", "梯次", "梯", "回", "期", "天", "日", "車次"))
_LOOSE = re.compile("至少|最多|以上|不得|原則|約|不定期|或|視|另|加開|臨時|增|含|包括|停辦|暫停|取消|延")
_EXTENDED = re.compile("擴[及大增]")
_PER_YEAR = {"雙月": 6, "單月": 6, "月": 12, "個月": 12, "季": 4, "半年": 2, "週": 53, "周": 53, "星期": 53}
_REACH, _ROWS = 90, 12
_FEW_DAYS = 5
"""From how many days on a mean by the day is one."""


_PRICE = re.compile(rf"每(?P<unit>小時|公里|公斤|公噸|{COUNTER_WORD})[^,。;:、()\ue000-\uf8ff]{{0,8}}$")
_LIMIT = re.compile("最[高多低少]|至[多少]|上限|下限|不[超得]")
"""What is paid by the unit at most is no price."""
_MEAN = re.compile(
    rf"(?:平均每一?(?P<a>{COUNTER_WORD}|據點)|每一?(?P<b>{COUNTER_WORD}|據點)平均)[^,。;:\ue000-\uf8ff]{{0,6}}$"
)
_DAILY = re.compile(
    r"(?:平均)?每一?(?P<each>[日天]|(?:工作|上班)[天日]|開[館放]日)(?:約?平均)?[^,。;:\ue000-\uf8ff]{0,6}$"
)
_DAYS = ("日", "天")
_DIFFERS = re.compile("(?:增加?|減少?|成長|多出?|少|每[^,。;:]{0,8}|平均[^,。;:]{0,8})$")
_SAME = {"場次": "場", "人次": "人", "人時": "小時", "時": "小時", "件次": "件", "班次": "班", "名": "人", "位": "人"}


def check(subject: Subject) -> Iterator[Result]:
    """Schedules, prices by the unit and means by the item, each with the figures around it."""
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        yield from _schedules(subject, marked, figures)
        for place, figure in enumerate(figures):
            before = marked.text[max(0, figure.at - 16) : figure.at]
            if _DAILY.search(before):
                yield from _daily(subject, marked, figure, figures[:place])
            elif mean := _MEAN.search(before):
                yield from _mean(marked, figure, mean["a"] or mean["b"], figures[:place])
            elif (
                figure.unit == "元" and figure.exact and (price := _PRICE.search(before)) and not _LIMIT.search(before)
            ):
                yield from _money(subject, marked, figure, price["unit"], figures[place + 1 :])


def _schedules(subject: Subject, marked: Marked, figures: Sequence[Figure]) -> Iterator[Result]:
    """How often something took place in the year, against the most that its schedule allows."""
    if subject.start[:4] != subject.end[:4] or not subject.start:
        return
    plain_text = marked.plain(0, len(marked.text))
    for found in _SCHEDULE.finditer(plain_text):
        most = _PER_YEAR[found["each"]] * max(1, len(re.findall("[一二三四五1-5]", found["days"] or "")))
        start = _place(marked, found.end())
        if _EXTENDED.search(plain_text[max(0, found.start() - 30) : found.start()].split("。")[-1]):
            continue  # the total is that of all places
        clause = marked.clause(start - 1, start)[1]
        if any(start <= figure.at < clause for figure in figures):  # so many a month: a rate, not a day
            continue
        sentence = slice(*(marked.at[min(at, len(marked.at) - 1)] for at in marked.sentence(start - 1, start)))
        if len(_SCHEDULE.findall(plain_text[sentence])) > 1:
            continue  # the total is that of several schedules
        for figure in figures:
            if not start <= figure.at <= start + _REACH or figure.unit not in _EVENTS or not figure.exact:
                continue
            between = marked.plain(start, figure.at)
            if not _TIMES.search(between[-18:]) or _LOOSE.search(between) or between.count("。") > 1:
                continue
            words = re.split("[,。;:上下]", plain_text[found.start() : found.end() + 6])[0]
            yield _often(figure, most, words, found["each"])
            break


def _place(marked: Marked, at: int) -> int:
    """The position in the marked text of an offset in its folded text."""
    return next((place for place, offset in enumerate(marked.at) if offset >= at), len(marked.text))


def _often(figure: Figure, most: int, words: str, each: str) -> Result:
    count = int(figure.value)
    exact = Decimal(most if most % 53 else most // 53 * 52)
    if count <= most and slip(figure.value, exact) != "swapped":
        return Held("RATE")
    kind = slip(figure.value, exact)
    told = {
        "each": each,
        "rate": words,
        "unit": figure.unit,
        "periods": plain(exact),
        "total": plain(figure.value),
        "expected": plain(exact),
        "slip": kind,
    }
    return Fired("RATE", "schedule", (figure.span,), plain(figure.value), plain(exact), told, (figure.span,))


def _money(subject: Subject, marked: Marked, price: Figure, unit: str, behind: Sequence[Figure]) -> Iterator[Result]:
    """A price by the unit, and an amount behind it that is the price of a stated number of these units."""
    high = marked.sentence(price.at, price.end)[1]
    amounts = [
        figure for figure in behind if figure.unit == "元" and figure.end <= high and figure.value > price.value * 10
    ]
    if len(amounts) != 1:
        return
    amount = amounts[0]
    counts = [
        figure for figure in _around(subject, price.paragraph) if _one(figure.unit) == _one(unit) and figure.value > 1
    ]
    worth = [(figure, figure.value * price.value) for figure in counts]
    if any(
        abs(value - amount.value) <= amount.one or amount.interval.low <= value <= amount.interval.high
        for _, value in worth
    ):
        yield Held("RATE")
        return
    cut = [(figure, value // amount.one * amount.one) for figure, value in worth]
    near = [
        (f, v)
        for f, v in cut
        if slip(amount.value, v) in ("swapped", "digit") or slip(amount.value, v + amount.one) in ("swapped", "digit")
    ]
    if len(near) != 1:
        yield Unable("RATE", "unlike")
        return
    figure, value = near[0]
    told = {
        "each": unit,
        "rate": plain(price.value),
        "unit": "元",
        "periods": plain(figure.value),
        "total": plain(amount.value),
        "expected": plain(value),
        "slip": slip(amount.value, value),
    }
    spans = (amount.span, price.span, figure.span)
    yield Fired("RATE", "price", spans, plain(amount.value), plain(value), told, spans)


def _one(unit: str) -> str:
    return _SAME.get(unit, unit)


def _around(subject: Subject, index: int) -> list[Figure]:
    """The figures of a paragraph, of three before it, and of tables that end there, those of other years left out."""
    near = [figure for one in range(index - 3, index + 1) for figure in subject.figures.get(one, ())]
    told = [cell.figure for cell in cells(subject)]
    return near + [figure for figure in told if 0 < index - figure.paragraph < _ROWS]


def _daily(subject: Subject, marked: Marked, mean: Figure, before: Sequence[Figure]) -> Iterator[Result]:
    """A mean by the day against a total and the days that its paragraph tells before it, else those of the period."""
    lead = marked.plain(max(0, mean.at - 16), mean.at)
    if "平均" not in lead or not mean.exact or mean.unit == "%":
        return
    low = marked.sentence(mean.at, mean.end)[0]
    totals = [f for f in before if f.exact and _one(f.unit) == _one(mean.unit) and f.value > mean.value]
    totals = [f for f in totals if not _DIFFERS.search(marked.plain(max(0, f.at - 8), f.at))]
    told = [f for f in before if f.unit in _DAYS and f.value >= _FEW_DAYS]
    numbers = [f.value for f in told] or [Decimal(days) for days in _days(subject)]
    means = [(total, number, total.value / number) for total in totals for number in numbers]
    if any(abs(value - mean.value) < mean.one for _, _, value in means):
        yield Held("RATE")
        return
    right = [(total, number, value.quantize(mean.one, ROUND_HALF_UP)) for total, number, value in means]
    near = [one for one in right if _slipped(mean.value, one[2])]
    beside = [one for one in right if told and one[0].at >= low and abs(one[2] - mean.value) * 10 <= one[2]]
    found = near or (beside if len(right) == 1 else [])
    if len(found) != 1:
        yield Unable("RATE", "unlike")
        return
    total, number, value = found[0]
    spans = (mean.span, total.span, *(f.span for f in told if f.value == number))
    words = {
        "each": "日",
        "rate": plain(mean.value),
        "unit": mean.unit,
        "periods": plain(number),
        "total": plain(total.value),
        "expected": plain(value),
        "slip": slip(mean.value, value),
    }
    yield Fired("RATE", "mean", spans, plain(mean.value), plain(value), words, spans)


def _slipped(told: Decimal, right: Decimal) -> bool:
    """Whether a figure of three digits or more is one slip away from the right one."""
    digits = len(f"{right:f}".replace(".", "").strip("0"))
    return slip(told, right) in (("swapped", "digit") if digits > 3 else ("swapped",)) and digits > 2


def _days(subject: Subject) -> list[int]:
    """How many days the report's period has, by the calendar."""
    start, end = subject.start, subject.end
    if not start or not end:
        return []
    first, last = int(start[5:7] or 1), int(end[5:7] or 12)
    months = range(int(start[:4]) * 12 + first - 1, int(end[:4]) * 12 + last)
    return [sum(calendar.monthrange(one // 12, one % 12 + 1)[1] for one in months)]


def _mean(marked: Marked, mean: Figure, each: str, before: Sequence[Figure]) -> Iterator[Result]:
    """A mean by the item against total and number of items, where the paragraph tells one of each before it."""
    low = marked.sentence(mean.at, mean.end)[0]
    near = [figure for figure in before if figure.exact and figure.at >= low]
    numbers = [figure for figure in near if _one(figure.unit) == _one(each) and figure.value > 1]
    totals = [figure for figure in near if _one(figure.unit) == _one(mean.unit) and figure not in numbers]
    if not numbers or not totals or not mean.exact or mean.unit == "%":
        return
    means = [(total, number, total.value / number.value) for total in totals for number in numbers]
    if any(abs(value - mean.value) < mean.one for _, _, value in means):
        yield Held("RATE")
        return
    total, number, value = means[-1]
    right = value.quantize(mean.one, ROUND_HALF_UP)
    kind = slip(mean.value, right)
    if len(means) > 1 or not (kind or abs(value - mean.value) * 5 <= value):
        yield Unable("RATE", "unlike")
        return
    told = {
        "each": each,
        "rate": plain(mean.value),
        "unit": mean.unit,
        "periods": plain(number.value),
        "total": plain(total.value),
        "expected": plain(right),
        "slip": kind,
    }
    spans = (mean.span, total.span, number.span)
    yield Fired("RATE", "mean", spans, plain(mean.value), plain(right), told, spans)
