"""RANK: a mark or goal that a figure is said to pass or miss: 首度突破4億元, 6分12秒，低於所訂8分鐘."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.rules import SIGNS

_ADVERBS = "(?:即|皆|均|已|仍|且|並|也|又|遠|更|尚|略|雖|大幅|明顯|顯著|首度|首次|再度|一舉|正式|成功|順利|雙雙|史上)*"
_OVER, _UNDER = "突破|衝破|跨越|超越|超過|高於|大於|多於", "低於|少於|短於|小於|不及|未達|未逾|未超過|不到"
_GOAL = "所?[訂定]|規定|目標|標準|門檻|限期?|上限|下限|基準|水準|承諾|平均"
_THAN = (
    rf"[之其為本]?(?:[^\d,、。;:()\ue000-\uf8ff]{{0,8}}(?:{_GOAL})"
    "(?:[的之]?(?:目標|標準|值|期限|上限|時間|時限|處理)){0,3}[為的之]?)"
)
_COMPARED = re.compile(rf"[,、]?{_ADVERBS}(?P<way>{_OVER}|{_UNDER})(?P<than>{_THAN})?")
_PASSES = re.compile("突破|衝破|跨越|超越")
_BY = re.compile("個?百分點|之多|[的之]?差距")
_ALL_TIME = r"(?:\d+小時)?(?:\d+分鐘?)?(?:\d+秒(?:鐘)?)?"
_TIMED = re.compile(
    rf"(?P<one>(?=\d){_ALL_TIME})[,、]?{_ADVERBS}(?P<way>高於|超過|大於|多於|{_UNDER})(?P<than>{_THAN})(?P<other>(?=\d){_ALL_TIME})"
)
_MARK = re.compile(r"(?<![未不])(?:首度|首次|已|再度|一舉|更)?(?P<way>突破|衝破|跨越)了?$")
_NOT_YET = re.compile("未能?|可望|盼|期望|目標|力[拼求]|挑戰|即將|有望|將|若|如|預[計估期]|爭取|不|曾")
_GROWN = re.compile(
    rf"[,、]?(?:較|比)(?:上年度?|去年度?|前一?年度?|[{SIGNS['date']}{SIGNS['period']}])(?:同期)?[的之]?(?P<then>{SIGNS['number']})(?P<unit>[^,。;:、()\ue000-\uf8ff]{{1,3}}),?(?P<way>增加|成長|上升|提升|增長|增)(?:率|幅度?)?(?:了|約|達|為|計)?(?P<percent>{SIGNS['percent']})"
)
_RATIO = Decimal(2)
_LEAD = 14
_UNITS = {"小時": 3600, "分": 60, "秒": 1}
_PART = re.compile("(?P<n>\\d+)(?P<unit>小時|分|秒)")


def check(subject: Subject) -> Iterator[Result]:
    """Neighbouring figures with a comparison between them, times of minutes and seconds, and marks passed by growth."""
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for one, other in pairwise(figures):
            if one.unit == other.unit and (result := _compared(marked, one, other)):
                yield result
        yield from _grown(marked, figures)
        if SIGNS["duration"] in marked.text:
            yield from _times(marked)


def _compared(marked: Marked, one: Figure, other: Figure) -> Result | None:
    """2,318件，突破2,500件; 92.1%，高於目標值95%: a mark is bare, a goal is called one."""
    found = _COMPARED.fullmatch(marked.text, one.end, other.at)
    if not found or one.unit in _UNITS or _BY.match(marked.text, other.end):
        return None
    passes = bool(_PASSES.match(found["way"]))
    if not (passes or found["than"]) or not _near(one.value, other.value):
        return None
    under = bool(re.fullmatch(_UNDER, found["way"]))
    low, high = one.interval.low, one.interval.high
    wrong = (low >= other.value) if under else (high <= other.value)
    if found["way"] in ("未逾", "未超過"):
        wrong = low > other.value
    if not wrong or (one.value == other.value and passes):
        return Held("RANK")
    words = {"way": found["way"], "mark": _told(marked, other), "figure": _told(marked, one)}
    return Fired(
        "RANK", "passed", (other.span, one.span), words["mark"], words["figure"], words, (other.span, one.span)
    )


def _near(one: Decimal, other: Decimal) -> bool:
    """Whether two figures are of one size: 低於目標值3件 may tell by how much."""
    return one > 0 and other > 0 and max(one, other) <= _RATIO * min(one, other)


def _told(marked: Marked, figure: Figure) -> str:
    return marked.plain(figure.at, figure.end)


def _times(marked: Marked) -> Iterator[Result]:
    """平均等候6分12秒，低於所訂8分鐘."""
    for found in _TIMED.finditer(marked.folded.text):
        one, other = _seconds(found["one"]), _seconds(found["other"])
        if not _near(one, other):
            continue
        under = bool(re.fullmatch(_UNDER, found["way"]))
        if (one > other) if under else (one < other):
            spans = tuple(marked.folded.span(*found.span(name)) for name in ("other", "one"))
            words = {"way": found["way"], "mark": found["other"], "figure": found["one"]}
            yield Fired("RANK", "passed", spans, found["other"], found["one"], words, spans)
        else:
            yield Held("RANK")


def _seconds(time: str) -> Decimal:
    return sum((Decimal(part["n"]) * _UNITS[part["unit"]] for part in _PART.finditer(time)), Decimal(0))


def _grown(marked: Marked, figures: Sequence[Figure]) -> Iterator[Result]:
    """徵起首度突破四億三千萬元，較107年4億886萬元成長5.1%: what the growth makes does not reach the mark."""
    starts = {figure.at: figure for figure in figures}
    for figure in figures:
        low = max(0, figure.at - _LEAD)
        way = _MARK.search(marked.text, low, figure.at)
        grown = _GROWN.match(marked.text, figure.end) if way else None
        if not way or not grown or _NOT_YET.search(marked.text, low, way.start()):
            continue
        then, percent = starts.get(grown.start("then")), starts.get(grown.start("percent"))
        if then is None or percent is None or then.unit != figure.unit or not (then.exact and percent.exact):
            continue
        most = then.interval.high * (100 + percent.interval.high) / 100
        if most > figure.value:
            yield Held("RANK")
            continue
        words = {
            "way": way["way"],
            "mark": _told(marked, figure),
            "then": _told(marked, then),
            "percent": _told(marked, percent),
            "figure": plain(most.to_integral_value()),
        }
        spans = (figure.span, then.span, percent.span)
        yield Fired("RANK", "grown", spans, words["mark"], words["figure"], words, (figure.span,))
