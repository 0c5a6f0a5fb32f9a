"""RATE: several rates and numbers that make a total together: 每期12日、每日6小時，全年2期共計144小時."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from agencygraph.checks.consistency.rates import months_of
from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.normalise.numbers import COUNTER_WORD
from agencygraph.rules import SIGNS

_EACH = re.compile(
    rf"(?<!平均)(?P<each>(?:每一?個?(?:月|季|週|周|日|天|小時|{COUNTER_WORD})(?:[^,。;:、(每{SIGNS['number']}]{{1,6}}(?=每))?)+)(?P<words>[^,。;:、(){SIGNS['number']}]{{0,6}})$"
)
_ONE = re.compile(rf"每一?個?(?P<unit>月|季|週|周|日|天|小時|{COUNTER_WORD})")
_CUE = "(?:全年|本年|[上下]半年|本期|今年|合計|共計|總計|累計|共|計)"
_TOTAL = re.compile(rf"{_CUE}(?:[^,。;:、]{{0,6}}|[^,。;:、]{{0,3}}\d[\d,.]*{COUNTER_WORD}、)$")
_LOOSE = re.compile(
    "平均|至[少多]|最[多高少]|以上|以下|約|或|不等|原則|限|滿|超過|逾|未達|各|分別|另|不定期|預[計定]|目標|其餘|[兩二三四五]者"
)
_SAME = {
    "場次": "場",
    "人次": "人",
    "名": "人",
    "位": "人",
    "人時": "小時",
    "時": "小時",
    "班次": "班",
    "天": "日",
    "周": "週",
    "個月": "月",
}
_COUNTED = {
    "次": ("次", "人次", "場次", "車次", "班次"),
    "回": ("回", "次"),
    "班": ("班", "班次", "人次"),
    "趟": ("趟", "車次", "次"),
}
_A_YEAR = {"月": 12, "個月": 12, "季": 4}
_TERMS = frozenset(("期", "週", "周", "個月", "月", "季"))
_DEPTH, _LARGE = 3, 20


@dataclass(frozen=True, slots=True)
class _Rate:
    """So many for each of the units of `each`."""

    figure: Figure
    each: tuple[str, ...]


def check(subject: Subject) -> Iterator[Result]:
    """Each total behind rates of its sentence, where two or more figures are to be multiplied."""
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        if "每" not in marked.text:
            continue
        for place, total in enumerate(figures):
            lead = marked.plain(max(0, total.at - 16), total.at)
            called = total.exact and total.unit != "%" and _TOTAL.search(lead)
            if called and (result := _judge(subject, marked, total, figures[:place])):
                yield result


def _judge(subject: Subject, marked: Marked, total: Figure, before: Sequence[Figure]) -> Result | None:
    low = marked.text.rfind("。", 0, total.at) + 1
    near = [figure for figure in before if figure.at >= low]
    rates = [_Rate(f, each) for f in near if (each := _each(marked, f, low))]
    first = next((rate for rate in reversed(rates) if _counts(rate.figure.unit, total.unit)), None)
    start = min((rate.figure.at for rate in rates), default=total.at)
    if first is None or _LOOSE.search(marked.plain(max(low, start - 12), total.at)) or not all(f.exact for f in near):
        return None
    numbers = [f for f in near if all(f is not rate.figure for rate in rates)] + _terms(marked, low, total)
    ways = list(_products(subject, marked, total, first, rates, numbers, _DEPTH))
    if not ways or total.value < _LARGE:
        return None
    if any(total.interval.low <= product <= total.interval.high for product, _ in ways):
        return Held("RATE")
    product, factors = max(ways, key=lambda way: way[0])
    kind = slip(total.value, product)
    others = product / first.figure.value
    altered = total.value % others == 0
    if (total.value % product == 0 and kind != "swapped") or not (kind in ("swapped", "digit") or altered):
        return None
    words = {"total": plain(total.value), "unit": total.unit, "expected": plain(product), "slip": kind}
    told = [first.figure, *factors]
    words["factors"] = " × ".join(plain(figure.value) + figure.unit for figure in told)
    spans = (total.span, *(figure.span for figure in told))
    case = "chain" if kind == "swapped" else "chained"
    return Fired("RATE", case, spans, words["total"], words["expected"], words, spans)


def _terms(marked: Marked, low: int, total: Figure) -> list[Figure]:
    """The numbers of terms (2期, 40週) before a total, which are durations and no figures."""
    found = []
    for at, mention in sorted(marked.mentions.items()):
        unit = mention.values[0] if mention.kind == "duration" and mention.number and mention.values else ""
        if low <= at < total.at and unit in _TERMS:
            span = marked.span(at)
            found.append(
                replace(total, at=at, end=at + 1, value=mention.number or Decimal(0), unit=_one(unit), span=span)
            )
    return found


def _each(marked: Marked, figure: Figure, low: int) -> tuple[str, ...]:
    """The units that a figure is told for each of, none where it is no rate."""
    found = _EACH.search(marked.text[max(low, figure.at - 20) : figure.at])
    return tuple(_one(unit) for unit in _ONE.findall(found["each"])) if found else ()


def _products(
    subject: Subject,
    marked: Marked,
    total: Figure,
    rate: _Rate,
    rates: Sequence[_Rate],
    numbers: Sequence[Figure],
    depth: int,
) -> Iterator[tuple[Decimal, list[Figure]]]:
    """What a rate comes to by the numbers of its sentence, with the figures that it is multiplied by."""
    ways: list[tuple[Decimal, list[Figure]]] = [(rate.figure.value, [])]
    for unit in rate.each:
        found: list[tuple[Decimal, list[Figure]]] = [(f.value, [f]) for f in numbers if _one(f.unit) == unit]
        for other in rates if depth else ():
            if other is not rate and _one(other.figure.unit) == unit:
                more = _products(subject, marked, total, other, rates, numbers, depth - 1)
                found += [(product, [other.figure, *told]) for product, told in more]
        if not found and unit in _A_YEAR and len(rate.each) > 1 and (span := months_of(subject, marked, total)):
            found = [(Decimal(_A_YEAR[unit] * span) / 12, [])]
        ways = [(a * b, [*told, *more]) for a, told in ways for b, more in found]
    yield from ways


def _counts(unit: str, total: str) -> bool:
    """Whether a total can be of what a rate counts: 家 and 家次, 小時 and 人時."""
    return _one(unit) == _one(total) or total == f"{unit}次" or total in _COUNTED.get(unit, ())


def _one(unit: str) -> str:
    return _SAME.get(unit, unit)
