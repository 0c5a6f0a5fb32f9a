"""PCT in running text: shares of a stated whole, rates of two counts, changes against an earlier figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from agencygraph.checks.consistency.enumerations import Group, groups
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable, plain
from agencygraph.checks.consistency.shares import share
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked

_BEHIND = re.compile(r"[,、]?[(]?(?:約?[占佔](?:總數|全部|全體|總件數|總金額)?(?:之|的)?|比[率例](?:為|達)?|計|即)?$")
_CHANGED = re.compile(
    r"(?P<before>(?:較|比|與)[^。;]{0,24}?(?:同期|上年|去年|前年|年度?|月底?)[^。;]{0,14}?)(?P<y>#)[^。;#]{0,10}?[,]?"
    r"(?P<way>增加|成長|增|上升|減少|減|下降|衰退|負成長)(?:了|約|達|為)?(?:(?P<d>#)-*[,、]?[(]?(?:約|增幅|減幅|增加|減少|成長率?|即)?(?:為|達)?)?(?P<p>%)?"
)
_LEAD = re.compile("[^較比與。;#]{0,30}")
_LESS = ("減少", "減", "下降", "衰退", "負成長")


def check(subject: Subject) -> Iterator[Result]:
    """Percents behind the parts of a stated whole, and changes against an earlier figure."""
    by_group = [_shares(subject, group) for group in groups(subject)]
    for results in by_group:
        yield from results
    for index, figures in subject.figures.items():
        yield from _changes(subject.marked[index], figures)


def _shares(subject: Subject, group: Group) -> list[Result]:
    whole = group.whole
    if not whole.exact or whole.value <= 0 or whole.value != int(whole.value):
        return []
    told = [(part, percent) for part in group.parts if part.exact and (percent := _percent(subject, part))]
    found = [share(int(p.value), int(whole.value), q.value, q.one, (p.span, q.span, whole.span), False) for p, q in told]
    held = sum(isinstance(one, Held) for one in found)
    if held * 2 >= len(found) or all(isinstance(one, Fired) and _near(one) for one in found):
        return list(found)
    return [Unable("PCT", "denominator")] * len(found)


def _near(fired: Fired) -> bool:
    """Whether a stated percent is so near the right one, or off by such a slip, that the whole must be meant."""
    stated, right = Decimal((fired.stated or "0").strip("%")), Decimal((fired.computed or "0").strip("%"))
    return abs(stated - right) < 2 or bool(fired.words.get("slip"))


def _percent(subject: Subject, part: Figure) -> Figure | None:
    """The percent that stands right behind a count."""
    text = subject.marked[part.paragraph].text
    for figure in subject.figures[part.paragraph]:
        if figure.unit == "%" and 0 <= figure.at - part.end <= 10 and figure.exact:
            return figure if _BEHIND.fullmatch(text[part.end : figure.at]) else None
    return None


def _changes(marked: Marked, figures: Sequence[Figure]) -> Iterator[Result]:
    """Now and then, the difference, and the percent of change: two of them must fit the others."""
    for place, now in enumerate(figures):
        behind = figures[place + 1 : place + 6]
        if now.unit == "%" or not behind:
            continue
        shape, at = _shape(marked, now, behind)
        lead = _LEAD.match(shape)
        found = _CHANGED.match(shape, lead.end()) if lead else None
        then = at.get(found.start("y")) if found else None
        if found and then and then.unit == now.unit:
            difference = at.get(found.start("d")) if found["d"] else None
            percent = at.get(found.start("p")) if found["p"] else None
            yield from _change(now, then, difference, percent, found["way"] in _LESS)


def _shape(marked: Marked, now: Figure, behind: Sequence[Figure]) -> tuple[str, dict[int, Figure]]:
    """The rest of the sentence behind a figure with # for figures and % for percents, and the figures by place."""
    start, end = now.end, marked.sentence(now.at, now.end)[1]
    text = list(marked.text[start:end])
    at = {figure.at - start: figure for figure in behind if figure.end <= end}
    for place, figure in at.items():
        text[place : figure.end - start] = ("%" if figure.unit == "%" else "#").ljust(figure.end - figure.at, "-")
    return "".join(text), at


def _change(now: Figure, then: Figure, difference: Figure | None, percent: Figure | None, less: bool) -> Iterator[Result]:
    if not (now.exact and then.exact) or then.value <= 0:
        return
    low, high = now.interval.low - then.interval.high, now.interval.high - then.interval.low
    if less:
        low, high = -high, -low
    if difference is not None and difference.unit == now.unit:
        if difference.interval.low <= high and low <= difference.interval.high:
            yield Held("PCT")
        else:
            right = abs(now.value - then.value)
            yield _wrong(now, then, difference, right, plain(difference.value), plain(right))
    if percent is not None:
        one = percent.one
        ends = [low * 100 / then.interval.high, high * 100 / then.interval.low, low * 100 / then.interval.low, high * 100 / then.interval.high]
        if min(ends) - one <= percent.value <= max(ends) + one:
            yield Held("PCT")
        else:
            right = (abs(now.value - then.value) * 100 / then.value).quantize(one, ROUND_HALF_UP)
            sure = difference is not None and percent.at - difference.end <= 6
            yield _wrong(now, then, percent, right, f"{percent.value:f}%", f"{right:f}%", sure)


def _wrong(
    now: Figure, then: Figure, told: Figure, right: Decimal, stated: str, computed: str, sure: bool = False
) -> Result:
    kind = slip(told.value, right)
    if not (kind or sure) and abs(told.value - right) > max(right, told.value) * Decimal("0.05"):
        return Unable("PCT", "denominator")
    words = {"now": plain(now.value), "then": plain(then.value), "unit": now.unit, "slip": kind}
    spans = (told.span, now.span, then.span)
    return Fired("PCT", "change", spans, stated, computed, words, (told.span,))
