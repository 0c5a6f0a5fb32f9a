"""PCT: a share whose part or whole stands elsewhere: 第3季3,146場次，占26.87%, with the total in a table.

Many figures could be meant, so that only a percent is doubted that none of them gives and one of them would give if
two digits changed places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from agencygraph.checks.consistency.contexts import GENERAL, bigrams
from agencygraph.checks.consistency.result import Fired, Result
from agencygraph.checks.consistency.shares import share
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.checks.consistency.tellings import cells
from agencygraph.matching.marked import Marked

_SHARE = re.compile(
    r"(?P<who>[^,。;:]{0,16}?)(?:[占佔](?P<base>[^,。;:占佔]{0,14})|(?P<rate>[^,。;:]{1,8}(?:率|比[率例重])))[^,。;:率\d]{0,4}$"
)
_OTHER = re.compile(
    "較|比(?![率例重])|上年|去年|前年|同期|增加|減少|成長|增減|增幅|降幅|減幅|升|降|目標|分數|得分|平均|利率"
)
_OF = re.compile("[件人次場家戶張筆份名位]?[之當的]?中(?!心)")
_FINE = Decimal("0.01")
_NAME, _LARGE, _MANY = 12, 100, 9999


@dataclass(frozen=True, slots=True)
class _Named:
    """A figure of text or table with the words right before it, or its heads; `chapter` is where it stands."""

    figure: Figure
    unit: str
    name: frozenset[str]
    chapter: int


@dataclass(frozen=True)
class _Register:
    """All whole figures of a report with what they are named."""

    subject: Subject

    @cached_property
    def every(self) -> list[_Named]:
        """The figures, by value and unit once in each chapter."""
        found = [
            _Named(f, f.unit, _name(self.subject.marked[index], figures[:place], f), _chapter(self.subject, index))
            for index, figures in self.subject.figures.items()
            for place, f in enumerate(figures)
        ]
        for cell in cells(self.subject):
            chapter = _chapter(self.subject, cell.figure.paragraph)
            found.append(_Named(cell.figure, cell.figure.unit, bigrams(cell.words), chapter))
        whole = (one for one in found if one.figure.exact and one.unit != "%" and one.figure.value > 1)
        return [one for one in whole if one.figure.value == int(one.figure.value)]


def check(subject: Subject) -> Iterator[Result]:
    """Each share with two decimals that no pair of figures gives, and one pair gives but for a slip."""
    register = _Register(subject)
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        for place, percent in enumerate(figures):
            told = percent.unit == "%" and percent.exact and percent.one == _FINE and 0 < percent.value < 100
            if told and (result := _judge(register, marked, percent, figures[:place])):
                yield result


def _judge(register: _Register, marked: Marked, percent: Figure, before: Sequence[Figure]) -> Result | None:
    clause = marked.plain(max(marked.sentence(percent.at, percent.end)[0], percent.at - 30), percent.at)
    found = _SHARE.search(clause)
    if not found or _OTHER.search(clause[found.start() :]):
        return None
    last = next((f for f in reversed(before) if f.unit != "%"), None)
    low = marked.sentence(percent.at, percent.end)[0]
    beside = last if last is not None and last.at >= low and last.exact else None
    chapter = _chapter(register.subject, percent.paragraph)
    likely: list[tuple[Figure, Figure]] = []
    for part, whole, close in _pairs(register, marked, found, beside, percent):
        if _fits(percent, part.figure, whole.figure):
            return None
        here = part.figure.paragraph == whole.figure.paragraph
        joined = part.chapter == whole.chapter == chapter
        near = close or here or (joined and _beside_swap(percent, part.figure, whole.figure))
        slipped = slip(percent.value, _right(percent, part.figure, whole.figure)) == "swapped"
        if (near and slipped) or (here and _miscounted(percent, part.figure, whole.figure)):
            likely.append((part.figure, whole.figure))
    if not likely or len({(part.value, whole.value) for part, whole in likely}) > 1:
        return None
    count, total = likely[0]
    said = (count.span, percent.span, total.span)
    result = share(int(count.value), int(total.value), percent.value, percent.one, said, False)
    return result if isinstance(result, Fired) and result.case != "truncated" else None


def _pairs(
    register: _Register, marked: Marked, found: re.Match[str], beside: Figure | None, percent: Figure
) -> Iterator[tuple[_Named, _Named, bool]]:
    """Part and whole that a share may be of, and whether a name speaks for the one that stands elsewhere."""
    who, base = bigrams(found["who"] or "") - GENERAL, bigrams(found["base"] or "") - GENERAL
    every = register.every
    if beside is not None:
        own = next((one for one in every if one.figure.span == beside.span), None)
        if own is None:
            return
        for one in every:
            if one.unit in ("", own.unit) and one.figure.value > beside.value:
                yield own, one, bool(base & one.name)
        if _OF.match(marked.text, beside.end):
            yield from ((one, own, bool(who & one.name)) for one in every if _part(one, own))
        return
    here = [one for one in every if one.figure.paragraph == percent.paragraph and one.figure.at < percent.at]
    named = [one for one in here if who & one.name]
    for part in named:
        yield from ((part, one, True) for one in here if _part(part, one))


def _part(part: _Named, whole: _Named) -> bool:
    return part.unit in ("", whole.unit) and part.figure.value < whole.figure.value


def _name(marked: Marked, before: Sequence[Figure], figure: Figure) -> frozenset[str]:
    low = max(figure.at - _NAME, before[-1].end if before else 0)
    return bigrams(marked.plain(low, figure.at))


def _chapter(subject: Subject, index: int) -> int:
    document = subject.document
    above = document.chain(document.paragraphs[index].section) if document else ()
    return above[0].index if above else 0


def _right(percent: Figure, part: Figure, whole: Figure) -> Decimal:
    return (part.value * 100 / whole.value).quantize(percent.one, ROUND_HALF_UP)


def _fits(percent: Figure, part: Figure, whole: Figure) -> bool:
    return abs(part.value * 100 / whole.value - percent.value) <= percent.one


def _miscounted(percent: Figure, part: Figure, whole: Figure) -> bool:
    """Whether the percent fits once two digits of a part of three digits or more change places."""
    meant = (percent.value * whole.value / 100).quantize(Decimal(1), ROUND_HALF_UP)
    fits = abs(meant * 100 / whole.value - percent.value) <= percent.one / 2
    return fits and whole.value <= _MANY and part.value >= _LARGE and slip(part.value, meant) == "swapped"


def _beside_swap(percent: Figure, part: Figure, whole: Figure) -> bool:
    """Whether two neighbouring digits of the percent changed places."""
    told, right = f"{percent.value:f}".replace(".", ""), f"{_right(percent, part, whole):f}".replace(".", "")
    wrong = [at for at, (x, y) in enumerate(zip(told, right, strict=False)) if x != y]
    return len(told) == len(right) and len(wrong) == 2 and wrong[1] == wrong[0] + 1
