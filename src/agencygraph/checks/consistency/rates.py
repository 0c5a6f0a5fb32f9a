"""RATE: what is done so often a month against the total that is stated for the period."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from agencygraph.checks.consistency.result import Fired, Held, Result, Unable, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.rules import SIGNS

_EVERY = re.compile(r"(?<!平均)每(?P<each>個?月|季|半年|年|週|周|星期)(?P<words>[^,。;:\ue000-\uf8ff]{0,12})$")
_AVERAGE = re.compile(r"[,;(]?(?:即|約?合)?(?:平均每(?P<a>個?月|季)|每(?P<b>個?月|季)平均)[^,。;:\ue000-\uf8ff]{0,6}$")
_TWICE = re.compile(r"每[^,。;:\ue000-\uf8ff]{1,4}$")
"""每所每年2場: so many for each of several."""

_LOOSE = re.compile("至少|最多|以上|不得|原則上|約|或|平均|不定期|第")
_LESS = re.compile("停[駛辦開診課止]|暫停|取消|扣除|適逢|未辦|順延|[因遇][^,。;]{0,8}(?:停|未|減)")
_CUE = re.compile(
    r"(?:(?:全年度?|本年度?|年內)(?:合計|共計|總計|累計|共|計)?|合計|共計|總計|累計|共|計)(?P<verb>[^,。;:、\ue000-\uf8ff]{0,6})$"
)
_YEARLY = {"月": 12, "個月": 12, "季": 4, "半年": 2, "年": 1, "週": 52, "周": 52, "星期": 52}
_NO_RATE = ("元", "%", "小時", "時", "分鐘", "天", "日")
_REACH, _LARGE, _MOST = 110, 100, 1000


def check(subject: Subject) -> Iterator[Result]:
    """Each stated frequency with the total that the same paragraph states behind it."""
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for place, rate in enumerate(figures):
            if place and (average := _AVERAGE.fullmatch(marked.text[figures[place - 1].end : rate.at])):
                yield _mean(subject, marked, rate, figures[place - 1], average["a"] or average["b"])
                continue
            every = _EVERY.search(marked.text[max(0, rate.at - 18) : rate.at])
            if (
                not every
                or _TWICE.search(marked.text[: max(0, rate.at - len(every[0]))])
                or _LOOSE.search(every["words"])
                or not rate.exact
                or rate.unit in _NO_RATE
            ):
                continue
            total = next((f for f in figures[place + 1 :] if _closes(marked, rate, f, every["words"])), None)
            if total is not None:
                yield _each_of(subject, marked, figures, rate, total, every) or _judge(
                    subject, marked, rate, total, every["each"]
                )


def _each_of(
    subject: Subject, marked: Marked, figures: Sequence[Figure], rate: Figure, total: Figure, every: re.Match[str]
) -> Result | None:
    """A rate of each of several, whose total is that of all of them: 12個分隊每月各辦理2場次，全年共288場次."""
    once = rate.value * _YEARLY[every["each"]] * months_of(subject, marked, total) / 12
    if not once or total.value == once:
        return None
    low = marked.sentence(rate.at, rate.end)[0]
    several = [f for f in figures if low <= f.at < total.at and f is not rate and f.unit not in ("%", rate.unit)]
    several = [f for f in several if f.exact and f.value == int(f.value) and 1 < f.value <= _MOST]
    if any(f.value * once == total.value for f in several):
        return Held("RATE")
    if "各" not in marked.text[marked.clause(rate.at, rate.end)[0] : rate.at]:
        return Unable("RATE", "unlike") if total.value % once == 0 and total.value >= 3 * once else None
    kinds = [(f, kind) for f in several if (kind := slip(total.value, f.value * once)) in ("swapped", "digit")]
    return _all_of(rate, total, once, *kinds[0]) if len(kinds) == 1 else Unable("RATE", "unlike")


def _all_of(rate: Figure, total: Figure, once: Decimal, number: Figure, kind: str) -> Fired:
    """The finding that a total is not that of so many, each with the rate."""
    expected = plain(number.value * once)
    factors = f"{plain(number.value)}{number.unit} × {plain(rate.value)}{rate.unit} × {plain(once / rate.value)}"
    words = {"factors": factors, "unit": total.unit, "total": plain(total.value), "expected": expected, "slip": kind}
    spans = (total.span, rate.span, number.span)
    return Fired("RATE", "chain" if kind == "swapped" else "chained", spans, words["total"], expected, words, spans)


def _closes(marked: Marked, rate: Figure, total: Figure, words: str) -> bool:
    """Whether a figure is the total of what a rate repeats: 合計, and the same verb before both."""
    cue = _CUE.search(marked.plain(max(0, total.at - 12), total.at))
    if not cue or total.at - rate.end > _REACH or total.unit == "%":
        return False
    verb = cue["verb"][:2]
    return (len(verb) == 2 and verb in words) or (total.unit == rate.unit and (not cue["verb"] or not words))


def _judge(subject: Subject, marked: Marked, rate: Figure, total: Figure, each: str) -> Result:
    months = months_of(subject, marked, total)
    if not months:
        return Unable("RATE", "period")
    periods = Decimal(_YEARLY[each]) * months / 12
    expected = rate.value * periods
    if abs(expected - total.value) <= (rate.value if each in ("週", "周", "星期") else 0):
        return Held("RATE")
    kind = slip(total.value, expected)
    if periods != periods.to_integral_value() or (total.unit != rate.unit and not kind):
        return Unable("RATE", "unlike")
    if total.value < expected and _LESS.search(marked.plain(total.end, marked.sentence(total.at, total.end)[1])):
        return Unable("RATE", "unlike")
    case = "differs" if kind and (kind == "swapped" or total.value >= _LARGE) else "unlikely"
    spans = (total.span, rate.span)
    words = _words(rate, total, each, periods, expected, kind)
    return Fired("RATE", case, spans, plain(total.value), plain(expected), words, spans)


def _mean(subject: Subject, marked: Marked, rate: Figure, total: Figure, each: str) -> Result:
    """A stated mean against the total right before it: 全年發布96則，平均每月8則."""
    months = months_of(subject, marked, total)
    if not months or rate.unit != total.unit or not (rate.exact and total.exact):
        return Unable("RATE", "unlike" if months else "period")
    periods = Decimal(_YEARLY[each]) * months / 12
    mean = total.value / periods
    if abs(mean - rate.value) < rate.one:
        return Held("RATE")
    right = mean.quantize(rate.one, ROUND_HALF_UP)
    kind = slip(rate.value, right)
    if periods != periods.to_integral_value() or (abs(mean - rate.value) * 5 > mean and not kind):
        return Unable("RATE", "unlike")
    spans = (rate.span, total.span)
    words = _words(rate, total, each, periods, right, kind)
    return Fired("RATE", "mean", spans, plain(rate.value), plain(right), words, spans)


def _words(rate: Figure, total: Figure, each: str, periods: Decimal, expected: Decimal, kind: str) -> dict[str, str]:
    """What a finding says of a rate and its total; `expected` is the figure that would fit."""
    return {
        "each": each,
        "rate": plain(rate.value),
        "unit": rate.unit,
        "periods": plain(periods),
        "total": plain(total.value),
        "expected": plain(expected),
        "slip": kind,
    }


def months_of(subject: Subject, marked: Marked, total: Figure) -> int:
    """How many months a total covers: by the period named last before it, else by the report's."""
    start, end = subject.start, subject.end
    low, _ = marked.sentence(total.at, total.end)
    for at in sorted(marked.mentions):
        mention = marked.mentions[at]
        if low <= at < total.at and marked.text[at] == SIGNS["period"]:
            start, end = mention.values[0], mention.values[-1]
    if not start or not end:
        return 0
    first = int(start[:4]) * 12 + (int(start[5:7]) if len(start) > 4 else 1)
    last = int(end[:4]) * 12 + (int(end[5:7]) if len(end) > 4 else 12)
    return max(0, last - first + 1)
