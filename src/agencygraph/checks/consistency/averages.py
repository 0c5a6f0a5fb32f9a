"""RATE: what falls to each of a number, wherever the paragraph tells number and total: 平均每場86人次, 每梯次40人.

The other checks of rates ask for one order of words. Here every number of the things and every total in the paragraph
are tried: where one pair gives the figure, all is well; else one pair must explain it by a slip, or be the only one of
its sentence and near it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import product

from agencygraph.checks.consistency import chains, multiples, products, rates
from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.model import Span
from agencygraph.normalise.numbers import COUNTER_WORD

_PERIOD = "個?月|季|年|週|周|星期|半年"
_DAY = "[日天]|(?:個?工作|上班|營業|開[館放])[日天]"
_EACH = re.compile(
    rf"(?P<mean>平均)?每一?個?(?P<each>{_PERIOD}|{_DAY}|{COUNTER_WORD}|[^每,。;:、()\d]{{1,3}}?)"
    rf"(?:每一?(?P<span>{_PERIOD}))?(?P<late>平均)?(?:\([^()]*\))?(?P<words>[^每,。;:、()\d]{{0,8}})$"
)
_LOOSE = re.compile("至[少多]|最多|最高|上限|以上|以下|約|或|不等|原則|限|滿|超過|逾|未達|各|第|得")
_WORK = re.compile("個?(?:工作|上班|營業|開[館放])[天日]")
_WHOLE = re.compile("(?:全年度?|合計|共計|總計|累計)[^,。;:、\\ue000-\\uf8ff]{0,8}$")
_CHANGE = re.compile(
    "(?:增加?|減少?|成長|多出?|少|較[^,。;:]{0,8}|比[^,。;:]{0,8}|目標[^,。;:]{0,6}|上年[^,。;:]{0,6})$"
)
_WEEKS = ("週", "周", "星期", "個星期")
_MONTHS = {"月": 1, "個月": 1, "季": 3, "年": 12, "半年": 6}
_SAME = {
    **{"場次": "場", "人次": "人", "件次": "件", "班次": "班", "名": "人", "位": "人", "人時": "小時", "時": "小時"},
    **{"校": "所", "工作天": "天", "工作日": "天", "個工作天": "天", "個工作日": "天", "上班日": "天", "日": "天"},
    **{"開館日": "天", "營業日": "天", "營業天": "天", "開放日": "天", "梯": "梯次", "案": "件", "堂課": "堂"},
}
_NO_RATE = ("%", "度")
_LONG, _SHARP = 3, 4
"""How many digits make a slip in a figure, and one of its digits being wrong, unlikely to be chance."""


@dataclass(frozen=True, slots=True)
class _Rate:
    """A figure for each of a kind; `months` are those of a period, `mean` says that it is an average."""

    figure: Figure
    each: str
    months: int
    mean: bool


@dataclass(frozen=True, slots=True)
class _Pair:
    """A number of things and a total that may give a rate; `number` is None for the periods of the report."""

    count: Decimal
    number: Figure | None
    total: Figure
    near: bool

    @property
    def value(self) -> Decimal:
        return self.total.value / self.count


def check(subject: Subject) -> Iterator[Result]:
    """The results of the other checks of rates, then those of the rates that none of them reports."""
    said: set[Span] = set()
    for module in (rates, products, multiples, chains):
        for result in module.check(subject):
            if isinstance(result, Fired):
                if module is chains and said.intersection(result.spans):
                    continue
                said.update(result.spans)
            yield result
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        told = [rate for figure in figures if (rate := _rate(marked, figure))]
        each = {rate.figure.at for rate in told}
        others = [f for f in figures if f.at not in each and f.exact and f.unit != "%"]
        for rate in told:
            if rate.figure.span not in said and (result := _judge(subject, marked, rate, others)):
                yield result


def _rate(marked: Marked, figure: Figure) -> _Rate | None:
    low = marked.sentence(figure.at, figure.end)[0]
    found = _EACH.search(marked.plain(max(low, figure.at - 26), figure.at))
    if not found or figure.unit in _NO_RATE or not figure.exact or _LOOSE.search(found["words"]):
        return None
    each = found["each"].removeprefix("個") if found["each"] not in _MONTHS else found["each"]
    months = _MONTHS.get(found["span"] or "", 0)
    return _Rate(figure, each, months, bool(found["mean"] or found["late"]))


def _judge(subject: Subject, marked: Marked, rate: _Rate, others: Sequence[Figure]) -> Result | None:
    pairs = list(_pairs(subject, marked, rate, others))
    if any(_fits(rate.figure, pair) for pair in pairs):
        return Held("RATE")
    beside = [pair for pair in pairs if pair.near]
    likely = [pair for pair in beside if _explained(rate, pair, 2)]
    if not likely and len(beside) == 1 and abs(beside[0].value - rate.figure.value) * 8 <= rate.figure.value:
        likely = beside
    if not likely:
        likely = [pair for pair in beside if _in_a_row(rate, pair, others)]
    if not likely and len(beside) == 1 and _yearly(marked, rate, beside[0]):
        likely = beside
    if not likely:
        likely = [pair for pair in pairs if not pair.near and _explained(rate, pair, _LONG)]
    return _fired(rate, likely[0]) if len({pair.value for pair in likely}) == 1 else None


def _in_a_row(rate: _Rate, pair: _Pair, others: Sequence[Figure]) -> bool:
    """Whether rate, number and total follow each other and are near: 每梯次40人，辦理28梯次，訓練1,040人."""
    if pair.number is None or not rate.figure.at < pair.number.at < pair.total.at:
        return False
    between = [f for f in others if rate.figure.at < f.at < pair.total.at and f is not pair.number]
    near = abs(pair.value - rate.figure.value) * 8 <= rate.figure.value
    return not between and near and _divides(pair.total.value, rate.figure.value)


def _yearly(marked: Marked, rate: _Rate, pair: _Pair) -> bool:
    """Whether a rate by the month stands beside a total that is called that of the year."""
    lead = marked.plain(max(0, pair.total.at - 14), pair.total.at)
    return pair.number is None and bool(_WHOLE.search(lead)) and abs(pair.value - rate.figure.value) * 3 <= pair.value


def _pairs(subject: Subject, marked: Marked, rate: _Rate, others: Sequence[Figure]) -> Iterator[_Pair]:
    """All numbers of the things that the rate is of, with all totals that are more than it."""
    low, high = marked.sentence(rate.figure.at, rate.figure.end)
    here = [f for f in others if not _CHANGE.search(marked.plain(max(0, f.at - 10), f.at))]
    totals = [f for f in here if _one(f.unit) == _one(rate.figure.unit) and f.value > rate.figure.value]
    months = _months(subject)
    if rate.each in _MONTHS:
        numbers: list[tuple[Decimal, Figure | None]] = [(Decimal(months) / _MONTHS[rate.each], None)] if months else []
    elif rate.each in _WEEKS:
        weeks = [(Decimal(round(months * 52 / 12)), None)] if months else []
        numbers = [*weeks, *((one, None) for one in _lengths(marked, _WEEKS))]
    else:
        times = Decimal(months) / rate.months if rate.months and months else Decimal(1)
        numbers = [(f.value * times, f) for f in here if _counts(marked, f, rate.each)]
    for (count, number), total in product(numbers, totals):
        if count > 1 and number is not total and total.value > count:
            near = low <= total.at < high and (number is None or low <= number.at < high)
            yield _Pair(count, number, total, near)


def _lengths(marked: Marked, units: Sequence[str]) -> list[Decimal]:
    """The lengths of time in a paragraph that are told in some units: 為期12週."""
    every = (m for m in marked.mentions.values() if m.kind == "duration" and m.upper is None and not m.approximate)
    return [m.number for m in every if m.number is not None and m.values[:1] and m.values[0] in units]


def _counts(marked: Marked, figure: Figure, each: str) -> bool:
    """Whether a figure is a number of the things that a rate is of: 26場 of 場, 250個工作天 of 日."""
    if _one(figure.unit) == _one(each):
        return True
    noun = _WORK.match(marked.text, figure.end)
    days = bool(noun) and _one(each) == "天"
    return days or (len(each) > 1 and marked.text.startswith(each, figure.end))


def _months(subject: Subject) -> int:
    """How many months the report covers."""
    start, end = subject.start, subject.end
    if not start or not end:
        return 0
    first, last = int(start[5:7] or 1), int(end[5:7] or 12)
    return (int(end[:4]) - int(start[:4])) * 12 + last - first + 1


def _fits(rate: Figure, pair: _Pair) -> bool:
    """Whether a total is the rate times the number, or the rate the total by the number, rounded or cut off."""
    whole = rate.value * pair.count
    return abs(pair.value - rate.value) < rate.one or abs(whole - pair.total.value) < max(pair.total.one, Decimal(1))


def _explained(rate: _Rate, pair: _Pair, least: int) -> bool:
    """Whether one slip in the rate, in the number or in the total makes them fit."""
    told = rate.figure
    right = pair.value.quantize(told.one, ROUND_HALF_UP)
    whole = pair.value == right
    size = _digits(right)
    kinds = [(slip(told.value, right), size)] if rate.mean or whole else []
    if told.one == 1 or not rate.mean:
        made = told.value * pair.count
        kinds.append((slip(pair.total.value, made), _digits(made)))
    if pair.number is not None and _divides(pair.total.value, told.value):
        count = pair.total.value / told.value
        kinds.append((slip(pair.number.value, count), _digits(count)))
    return any((kind == "swapped" and n >= least) or (kind == "digit" and n >= _SHARP) for kind, n in kinds)


def _divides(total: Decimal, part: Decimal) -> bool:
    return part > 0 and total % part == 0


def _digits(value: Decimal) -> int:
    """How many digits a figure has without point and noughts at its ends."""
    return len(f"{value.normalize():f}".replace(".", "").strip("0"))


def _one(unit: str) -> str:
    return _SAME.get(unit, unit)


def _fired(rate: _Rate, pair: _Pair) -> Fired:
    told = rate.figure
    right = pair.value.quantize(told.one, ROUND_HALF_UP)
    expected = told.value * pair.count
    words = {
        "each": rate.each,
        "rate": plain(told.value),
        "unit": told.unit,
        "periods": plain(pair.count),
        "total": plain(pair.total.value),
        "expected": plain(right if rate.mean else expected),
        "slip": slip(told.value, right) if rate.mean else slip(pair.total.value, expected),
    }
    number = (pair.number.span,) if pair.number else ()
    if rate.mean:
        spans = (told.span, pair.total.span, *number)
        return Fired("RATE", "mean", spans, plain(told.value), plain(right), words, spans)
    spans = (pair.total.span, told.span, *number)
    return Fired("RATE", "unlikely", spans, plain(pair.total.value), plain(expected), words, spans)
