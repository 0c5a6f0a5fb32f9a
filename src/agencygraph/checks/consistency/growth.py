"""PCT: a change and its percent where the earlier figure is not told: 受理628件，較上年增加52件，成長9.03%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.rules import SIGNS

_THEN = "(?:同期|上年度?|去年度?|前一?年度?|上一?期|前一?期|[" + SIGNS["date"] + SIGNS["period"] + "])"
_AGAINST = re.compile(
    rf"(?:較|比|與){_THEN}[^。;#{SIGNS['number']}]{{0,8}}?(?P<way>增加|成長|增|上升|多|減少|減|下降|少)了?(?:約|達|計|共)?$"
)
_SO_MUCH = re.compile(
    r"[,、]?[(]?(?:即|約)?(?:增加|減少|成長|增長|衰退|下降|上升|[增減升降漲跌])?(?:率|幅度?|比[率例])?(?:約|達|為|計)*"
)
_LESS = ("減少", "減", "下降", "少")
_WIDE = 5


def check(subject: Subject) -> Iterator[Result]:
    """Each difference with its percent right behind it, against the figures of its unit before it."""
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for place, (difference, percent) in enumerate(pairwise(figures)):
            against = _AGAINST.search(marked.text[: difference.at])
            if percent.unit != "%" or not against or not (percent.exact and difference.exact):
                continue
            if _SO_MUCH.fullmatch(marked.text[difference.end : percent.at]):
                low = marked.text.rfind("。", 0, difference.at) + 1
                before = [f for f in figures[:place] if f.at >= low and f.unit == difference.unit and f.exact]
                yield from _judge(marked, before[-_WIDE:], difference, percent, against["way"] in _LESS)


def _judge(
    marked: Marked, before: Sequence[Figure], difference: Figure, percent: Figure, less: bool
) -> Iterator[Result]:
    """The percent must be that of one of the figures before; else one slip must make it that of the nearest."""
    thens = [(now, now.value + difference.value * (1 if less else -1)) for now in before]
    thens = [(now, then) for now, then in thens if then > 0]
    rights = [(now, then, _right(difference, then, percent)) for now, then in thens]
    if not rights:
        return
    if any(abs(difference.value * 100 / then - percent.value) <= percent.one for _, then, _ in rights):
        yield Held("PCT")
        return
    slips = [(one, slip(abs(percent.value), one[2], percent.one)) for one in rights]
    digits = len(f"{percent.value / percent.one:f}")
    sure = [one for one, kind in slips if digits > 2 and (kind == "swapped" or (kind == "digit" and len(rights) == 1))]
    if len(sure) != 1 or marked.text.count(";", sure[0][0].end, difference.at):
        return
    now, then, right = sure[0]
    words = {
        "now": plain(now.value),
        "then": plain(then),
        "unit": now.unit,
        "slip": slip(abs(percent.value), right, percent.one),
    }
    spans = (percent.span, difference.span, now.span)
    yield Fired("PCT", "change", spans, f"{plain(percent.value)}%", f"{plain(right)}%", words, spans)


def _right(difference: Figure, then: Decimal, percent: Figure) -> Decimal:
    return (difference.value * 100 / then).quantize(percent.one, ROUND_HALF_UP)
