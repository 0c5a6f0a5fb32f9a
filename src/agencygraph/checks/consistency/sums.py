"""SUM: a stated whole against its parts in the same clause, brackets, enumeration or list.

Parts are compared only where they are plainly all: not after 其中, not in an open list (等), no comparison with another
year. A list may go on with things that are no parts; so a whole that the first parts make up already is fine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import reduce

from agencygraph.checks.consistency.enumerations import Group, groups
from agencygraph.checks.consistency.interval import Interval
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject

_LARGE = 100
"""A figure from which on a chance of one digit is no longer likely to explain a difference."""

_NEAR = Decimal("0.05")
"""How far a total in weak words may be from its parts, as a share of it, and still be meant as their total."""


def check(subject: Subject) -> Iterator[Result]:
    """The checks of all wholes that the text states with their parts."""
    for group in groups(subject):
        yield judge(group)


def judge(group: Group) -> Result:
    """Whether a whole and its parts agree."""
    whole, parts = group.whole, group.parts
    if group.form == "among" and group.open and (more := _more(group)):
        return more
    if adds_up(whole, parts) or _early(group):
        return Held("SUM")
    if reduce(lambda a, b: a + b, (part.floor for part in parts)).meets(whole.interval):
        return fired("truncated", group)
    bigger = any(part.interval.low > whole.interval.high for part in parts)
    if bigger and group.form != "among" and not suspect(whole, parts)[1]:  # what is more is no part
        return Unable("SUM", "weak")
    if group.strong and not group.open and _likely(group):
        return fired("differs", group)
    if _nearly(group):
        return fired("nearly", group)
    if group.form == "among":
        return Held("SUM")
    return Unable("SUM", "open" if group.open else "weak")


def adds_up(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the intervals of the parts, added up, meet that of the whole."""
    return _added(parts).meets(whole.interval)


def _added(parts: Sequence[Figure]) -> Interval:
    return reduce(lambda a, b: a + b, (part.interval for part in parts))


def _early(group: Group) -> bool:
    """Whether the parts before or behind a break make up the whole."""
    pieces = [part for at in group.breaks for part in (group.parts[:at], group.parts[at:])]
    return any(adds_up(group.whole, piece) for piece in pieces if len(piece) > 1)


def _more(group: Group) -> Fired | None:
    """The finding that a part is more than its whole."""
    more = [part for part in group.parts if part.interval.low > group.whole.interval.high]
    if not more:
        return None
    part, whole = more[0], group.whole
    words = {"part": plain(part.value), "whole": plain(whole.value), "unit": whole.unit}
    return Fired("SUM", "exceeds", (part.span, whole.span), plain(part.value), None, words, (part.span, whole.span))


def _likely(group: Group) -> bool:
    """Whether parts and whole are of one order, so that the whole can be meant as their total."""
    total = sum((part.value for part in group.parts), Decimal(0))
    one_order = total <= 2 * group.whole.value and group.whole.value <= 2 * total
    return group.form in ("brackets", "list") or one_order or bool(suspect(group.whole, group.parts)[1])


def _nearly(group: Group) -> bool:
    """Whether parts that need not be all are off by so little, or by such a slip, that they must be meant as all."""
    whole, parts = group.whole, group.parts
    if len(parts) < 2 or not (whole.exact and all(part.exact for part in parts)):
        return False
    total = sum((part.value for part in parts), Decimal(0))
    doubtful, kind = suspect(whole, parts)
    off = abs(total - whole.value)
    one_order = total <= 2 * whole.value and whole.value <= 2 * total
    if not one_order:
        return False
    if group.form == "following" and group.open and len(parts) < 3:
        return whole.value >= 10 * _LARGE and (off * 200 <= whole.value or kind == "swapped")
    if group.form == "among" and 0 < (total - whole.value) * 10 <= whole.value:
        return True
    if group.form == "announced" and len(parts) > 2 and off * 10 <= whole.value:
        return True
    near = off * 100 <= whole.value if whole.value >= 10 * _LARGE else len(parts) > 2 and off * 16 <= whole.value
    return near or (bool(kind) and doubtful.value >= _LARGE)


def explained(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a whole is so near its parts, or off by such a slip, that it must be meant as their total."""
    total = sum((part.value for part in parts), Decimal(0))
    return abs(total - whole.value) <= _NEAR * whole.value or bool(suspect(whole, parts)[1])


def suspect(whole: Figure, parts: Sequence[Figure]) -> tuple[Figure, str]:
    """The figure that one slip puts right, and the slip; the whole and no slip where none does."""
    total = sum((part.value for part in parts), Decimal(0))
    found = [
        (figure, slip(figure.value, right))
        for figure, right in (
            (whole, total),
            *((part, whole.value - (total - part.value)) for part in parts),
        )
    ]
    explained = [(figure, kind) for figure, kind in found if kind]
    if len(explained) == 1 or (explained and explained[0][0] is whole):
        return explained[0]
    return whole, ""


def fired(case: str, group: Group) -> Fired:
    """The finding that a whole and its parts do not agree, the figure first that one slip puts right."""
    whole, parts = group.whole, group.parts
    total = sum((part.value for part in parts), Decimal(0))
    doubtful, kind = suspect(whole, parts)
    right = total if doubtful is whole else whole.value - (total - doubtful.value)
    words = {
        "whole": plain(whole.value),
        "unit": whole.unit,
        "parts": " + ".join(plain(part.value) for part in parts),
        "difference": plain(abs(whole.value - total)),
        "slip": kind,
        "total": plain(total),
        "doubtful": plain(doubtful.value),
        "right": plain(right),
    }
    spans = (doubtful.span, *(f.span for f in (whole, *parts) if f is not doubtful))
    figures = tuple(figure.span for figure in (whole, *parts))
    return Fired("SUM", case, spans, plain(whole.value), plain(total), words, figures)
