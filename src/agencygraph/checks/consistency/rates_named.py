"""PCT: a rate by its name, or a share, against the counts of its sentence: 合格5,121家次，不合格315家次，合格率94.21%.

The part is the count that bears the rate's own name, the whole the only larger one of its unit; where no count does,
one pair of counts must explain the percent by a slip.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import permutations

from agencygraph.checks.consistency.links import bare, part_of_all, side_by_side, spoken_of
from agencygraph.checks.consistency.result import Fired, Held, Result
from agencygraph.checks.consistency.shares import share
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure
from agencygraph.matching.marked import Marked

_NAMED = re.compile(
    r"(?P<stem>[^,。;:、()\ue000-\uf8ff]{2,12}?)(?:比)?率[^,。;:、()\ue000-\uf8ff]{0,3}$|(?P<who>[^,。;:、()\ue000-\uf8ff]{0,10})(?P<share>[占佔][^,。;:\ue000-\uf8ff]{0,12}|比[例重][^,。;:\ue000-\uf8ff]{0,3})$"
)
_BEARER = re.compile("[者的]?[約共計]?$")
_ADDED = re.compile("整體|總|平均|全[年部館體]|有效|其|約|本[年期]|上半年|下半年")
_OTHER = re.compile(
    "較|比(?![率例重])|上年|去年|前年|同期|增加|減少|成長|增減|降|升|目標|滿意|問卷|累進|週轉|周轉|利率|頻率|效率|匯率"
)
_NOT = "不未無非免"
_FAR, _WIDE, _LARGE = 20, 6, 100


def judge(marked: Marked, percent: Figure, before: Sequence[Figure]) -> Result | None:
    """What the counts before a percent say of it; None where they say nothing."""
    low = marked.sentence(percent.at, percent.end)[0]
    clause = marked.clause(percent.at, percent.end)[0]
    found = _NAMED.search(marked.text[max(clause, percent.at - 20) : percent.at])
    near = [f for f in before if f.at >= low and f.unit != "%"]
    if not found or not near or before[-1].unit == "%" or _OTHER.search(marked.plain(clause, percent.at)):
        return None
    counts = [f for f in near if f.exact and f.value == int(f.value) and f.value > 0][-_WIDE:]
    pairs = [(a, b) for a, b in permutations(counts, 2) if a.unit == b.unit and a.value < b.value]
    if any(_fits(percent, a, b) for a, b in pairs):
        return Held("PCT")
    if found["share"]:
        part = spoken_of(marked, bare(found["who"] or ""), counts)
        if part and any(_is(percent, part.value * 100 / all_of) for all_of in part_of_all(marked, part, counts)):
            return Held("PCT")
    pairs = [(a, b) for a, b in pairs if not side_by_side(marked, a, b)]
    stem = _ADDED.sub("", found["stem"] or _BEARER.sub("", found["who"] or ""))[-2:]
    if found["stem"] and counts and (other := _of_others(marked, percent, counts[-1], before, stem)):
        return other
    named = [(a, b) for a, b in pairs if stem and _bears(marked, a, stem)]
    if len({a.at for a, _ in named}) == 1:
        part, whole = max(named, key=lambda pair: pair[1].value)
        rest = any(part.value + f.value == whole.value for f in counts)
        close = _off(percent, part, whole) < _FAR or _swapped(percent, part, whole)
        if (rest or len(pairs) == 1) and close and not _compared(marked, part, whole):
            return _fired(percent, part, whole)
    alone = len(pairs) == 1 and bool(found["stem"])
    slips = [
        pair
        for pair in pairs
        if (_slipped(percent, *pair) or (alone and _swapped(percent, *pair))) and not _compared(marked, *pair)
    ]
    return _fired(percent, *slips[0]) if len(slips) == 1 else None


def _of_others(marked: Marked, percent: Figure, part: Figure, before: Sequence[Figure], stem: str) -> Result | None:
    """A rate of things counted in another unit (攔檢6,705輛次…舉發874件，舉發率13.04%), two digits swapped."""
    if percent.one >= Decimal("0.1") or part.value < _LARGE or not _bears(marked, part, stem):
        return None
    wholes = [f for f in before if f.at < part.at and f.exact and f.unit not in ("%", "元", part.unit)]
    wholes = [f for f in wholes if f.value > part.value and f.value == int(f.value)]
    if any(_fits(percent, part, whole) for whole in wholes):
        return Held("PCT")
    for whole in wholes:
        meant = (percent.value * whole.value / 100).quantize(Decimal(1), ROUND_HALF_UP)
        fits = abs(meant * 100 / whole.value - percent.value) <= percent.one / 2
        if (fits and slip(part.value, meant) == "swapped") or _swapped(percent, part, whole):
            return _fired(percent, part, whole)
    return None


def _bears(marked: Marked, figure: Figure, stem: str) -> bool:
    """Whether a count is named by the stem of a rate, and not by its opposite."""
    lead = re.sub("[者計共有為已之的]+$", "", marked.text[max(0, figure.at - 10) : figure.at])
    return lead.endswith(stem) and lead[: -len(stem)][-1:] not in set(_NOT)


def _compared(marked: Marked, *figures: Figure) -> bool:
    return any(_OTHER.search(marked.plain(max(0, f.at - 8), f.at)) for f in figures)


def _exact(part: Figure, whole: Figure) -> Decimal:
    return part.value * 100 / whole.value


def _off(percent: Figure, part: Figure, whole: Figure) -> Decimal:
    return abs(_exact(part, whole) - percent.value)


def _fits(percent: Figure, part: Figure, whole: Figure) -> bool:
    """Whether a percent is that of the part out of the whole, rounded or cut off."""
    return _is(percent, _exact(part, whole))


def _is(percent: Figure, exact: Decimal) -> bool:
    off = exact - percent.value
    return abs(off) <= percent.one / 2 or 0 <= off < percent.one


def _slipped(percent: Figure, part: Figure, whole: Figure) -> bool:
    """Whether two digits of the percent changed places, or one of four is wrong."""
    right = _exact(part, whole).quantize(percent.one, ROUND_HALF_UP)
    digits = len(f"{percent.value:f}".replace(".", "").lstrip("0"))
    return percent.one < 1 and slip(percent.value, right, percent.one) in (
        ("swapped", "digit") if digits > 3 else ("swapped",)
    )


def _swapped(percent: Figure, part: Figure, whole: Figure) -> bool:
    return slip(percent.value, _exact(part, whole).quantize(percent.one, ROUND_HALF_UP), percent.one) == "swapped"


def _fired(percent: Figure, part: Figure, whole: Figure) -> Result:
    said = (part.span, percent.span, whole.span)
    result = share(int(part.value), int(whole.value), percent.value, percent.one, said, False)
    return Held("PCT") if isinstance(result, Fired) and result.case == "truncated" else result
