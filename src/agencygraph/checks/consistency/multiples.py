"""RATE and UNIT: so much for each of a stated number makes the total stated: 每班30人，開設12班，共360人."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.normalise.numbers import COUNTER_WORD

_EACH = re.compile(
    rf"(?<!平均)每一?(?P<each>小時|公里|公斤|公噸|公頃|{COUNTER_WORD})(?P<words>[^,。;:、()\ue000-\uf8ff]{{0,8}})$"
)
_LOOSE = re.compile("平均|至[少多]|最多|最高|上限|以上|以下|約|或|不等|原則|限|滿|超過|逾|未達|各")
_OFTEN = re.compile(f"每|{_LOOSE.pattern}")
"""每位導師每月8小時: so much for each, time and again."""
_TOTAL = re.compile("(?:共|合計|總計|小計|計|總[^,。;:、]{1,4}?|經費|金額|支出|收入)[^,。;:、\ue000-\uf8ff]{0,5}$")
_LARGE = 50
_PERIODS = frozenset(("月", "個月", "季", "年", "週", "周", "日", "天", "次", "人次"))
_FIXED = frozenset(("元", "小時"))
"""What is the same for each where it is told of one; classes and rounds may differ in size."""

_SAME = {"場次": "場", "人次": "人", "名": "人", "位": "人", "人時": "小時", "時": "小時", "班次": "班", "件次": "件"}


def check(subject: Subject) -> Iterator[Result]:
    """Each figure for one of a kind, where the sentence tells one number of that kind and one total behind both."""
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for place, rate in enumerate(figures):
            each = _EACH.search(marked.text[max(0, rate.at - 14) : rate.at])
            if not each or not rate.exact or _OFTEN.search(each["words"]) or each["each"] in _PERIODS:
                continue
            if result := _judge(marked, figures, place, each["each"]):
                yield result


def _judge(marked: Marked, figures: Sequence[Figure], place: int, each: str) -> Result | None:
    rate = figures[place]
    low, high = marked.sentence(rate.at, rate.end)
    near = [f for f in figures if low <= f.at < high and f is not rate]
    numbers = [f for f in near if _one(f.unit) == _one(each) and f.value > 1]
    totals = [f for f in near if f.at > rate.at and _TOTAL.search(marked.text[max(0, f.at - 12) : f.at])]
    totals = [f for f in totals if f not in numbers and f.value > rate.value]
    if len(numbers) != 1 or not numbers[0].exact or len(totals) != 1 or _LOOSE.search(marked.plain(low, rate.at)[-6:]):
        return None
    number, total = numbers[0], totals[0]
    expected = rate.value * number.value
    alike = _one(total.unit) == _one(rate.unit)
    others = [f for f in near if f not in (number, total) and _one(f.unit) in (_one(rate.unit), _one(each))]
    between = marked.plain(rate.end, total.at)
    if total.interval.low <= expected <= total.interval.high:
        return Held("RATE") if alike or total.unit == "%" else _unit(rate, number, total, marked)
    kind = slip(total.value, expected)
    near_by = abs(total.value - expected) * 6 <= expected
    if not alike or others or not total.exact or _LOOSE.search(between) or not (kind or near_by):
        return None
    words = {
        "each": each,
        "rate": plain(rate.value),
        "unit": rate.unit,
        "periods": plain(number.value),
        "total": plain(total.value),
        "expected": plain(expected),
        "slip": kind,
    }
    spans = (total.span, rate.span, number.span)
    sure = kind == "swapped" or (kind == "digit" and rate.unit in _FIXED)
    case = "multiple" if sure else "unlikely"
    return Fired("RATE", case, spans, plain(total.value), plain(expected), words, spans)


def _unit(rate: Figure, number: Figure, total: Figure, marked: Marked) -> Result | None:
    """The total is the product, but in a unit that is neither that of the rate nor of the number."""
    if _one(total.unit) == _one(number.unit) or total.unit == "" or rate.value * number.value < _LARGE:
        return None
    line = re.split("[,。;:、]", marked.plain(max(0, total.at - 8), total.at))[-1] or "合計"
    value = plain(total.value)
    words = {"line": line, "unit": total.unit, "usual": rate.unit, "value": value}
    spans = (total.span, rate.span, number.span)
    return Fired("UNIT", "noun", spans, f"{value} {total.unit}", f"{value} {rate.unit}", words, spans)


def _one(unit: str) -> str:
    return _SAME.get(unit, unit)
