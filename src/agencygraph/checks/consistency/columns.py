"""PCT in tables: a column of percents that other columns give row by row, as a share or as a change between two years.

Which columns these are is read off the rows: where most rows (at least two) agree with one reading, the others must.
One row that does not agree is doubted only where its percent, or the column's head, leaves no doubt what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from agencygraph.checks.consistency.grids import Grid, Line, grids
from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject

_SHARES = re.compile("率|比[率例重]|百分比|[占佔]比|%")
_GROWS = re.compile("增減|增加|成長|減少|增長|年增|變動|消長|升降|增幅|比較|差異")
_YEAR = re.compile(r"(?<!\d)(\d{2,4})年")
_NOW, _THEN = re.compile("本[年期月]|今年|當[年期]"), re.compile("[上去前]年|[上前]期|同期")
_MANY = 40
"""The most columns of a table that are compared with each other."""


_Row = tuple[int, Figure, Decimal]
"""The place of a row, its percent or difference, and what two other columns give."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """Two columns that may give a third: `then` and `now` of a change, or the whole and the part of a share."""

    first: Line
    second: Line
    grows: bool
    percent: bool

    def value(self, row: int) -> Decimal | None:
        """What the two columns give in a row."""
        one, other = self.first.figures.get(row), self.second.figures.get(row)
        if one is None or other is None or one.value <= 0:
            return None
        told = other.value - one.value if self.grows else other.value
        return told * 100 / one.value if self.percent else told


def check(subject: Subject) -> Iterator[Result]:
    """The columns, and rows, of percents and differences of all tables."""
    if subject.document is None:
        return
    for grid in grids(subject.document):
        for across in (False, True):
            yield from _lines(grid, across)


def _lines(grid: Grid, across: bool) -> Iterator[Result]:
    lines = grid.lines(across)
    if len(lines) < 3 or len(lines) > _MANY:
        return
    for told in lines:
        shares = bool(_SHARES.search(told.head)) or all(f.unit == "%" for f in told.figures.values())
        grows = bool(_GROWS.search(told.head))
        if not (shares or grows):
            continue
        others = [one for one in lines if one is not told and not _SHARES.search(one.head)]
        yield from _best(told, list(_readings(others, shares, grows)), grid.heads(across))


def _readings(lines: Sequence[Line], percent: bool, grows: bool) -> Iterator[_Reading]:
    plain_lines = [one for one in lines if not _GROWS.search(one.head)]
    if grows:
        for one, other in combinations(plain_lines, 2):
            then, now = (other, one) if _later(one.head, other.head) else (one, other)
            yield _Reading(then, now, True, percent)
        if percent:  # the difference has a column of its own
            changes = [one for one in lines if _GROWS.search(one.head)]
            yield from (_Reading(then, change, False, True) for change in changes for then in plain_lines)
    else:
        for one, other in combinations(plain_lines, 2):
            yield from (_Reading(one, other, False, True), _Reading(other, one, False, True))


def _later(one: str, other: str) -> bool:
    """Whether the head of one line names a later year than that of another."""
    first, second = _YEAR.search(one), _YEAR.search(other)
    if first and second:
        return int(first[1]) > int(second[1])
    return bool(_NOW.search(one) and _THEN.search(other)) or bool(_THEN.search(other) and not _THEN.search(one))


def _best(told: Line, readings: Sequence[_Reading], heads: dict[int, str]) -> Iterator[Result]:
    """The results of the reading that most rows agree with."""
    judged = []
    for reading in readings:
        rows = [
            (row, figure, value) for row, figure in told.figures.items() if (value := reading.value(row)) is not None
        ]
        good = sum(_fits(figure, value) for _, figure, value in rows)
        judged.append((good, rows, reading))
    if not judged:
        return
    good, rows, reading = max(judged, key=lambda one: one[0])
    bad = [(row, figure, value) for row, figure, value in rows if not _fits(figure, value)]
    yield from [Held("PCT")] * good
    if len(bad) * 2 > good + 1 or (good < 2 and not (good and reading.grows)):
        return
    if reading.grows:
        yield from _ways(rows, reading, heads)
    for row, figure, value in bad:
        right = abs(value).quantize(figure.one, ROUND_HALF_UP)
        if good > 2 * len(bad) or slip(abs(figure.value), right) or abs(abs(figure.value) - right) < 10 * figure.one:
            yield _fired(figure, right, reading, row, heads.get(row, ""))


def _ways(rows: Sequence[_Row], reading: _Reading, heads: dict[int, str]) -> Iterator[Result]:
    """The rows whose sign says more where it is less, in a column that tells what is less, and rightly in most rows."""
    told = [one for one in rows if _fits(one[1], one[2]) and abs(one[1].value) > one[1].one]
    wrong = [one for one in told if (one[1].value < 0) != (one[2] < 0)]
    right = len(told) - len(wrong)
    if right < max(2, 2 * len(wrong)) or all(figure.value >= 0 for _, figure, _ in told):
        return
    for row, figure, _ in wrong:
        then, now = reading.first.figures[row], reading.second.figures[row]
        stated, computed = ("減少", "增加") if figure.value < 0 else ("增加", "減少")
        words = {"line": heads.get(row, "") or "—", "one": plain(then.value), "other": plain(now.value)}
        spans = (figure.span, now.span, then.span)
        yield Fired("PCT", "sign", spans, stated, computed, words, spans)


def _fits(figure: Figure, value: Decimal) -> bool:
    """Whether a stated percent or difference is the one computed, whatever its sign; the last digit may differ, since
    the figures that it is computed from may be rounded themselves.
    """
    return abs(abs(figure.value) - abs(value)) <= figure.one


def _fired(figure: Figure, right: Decimal, reading: _Reading, row: int, head: str) -> Fired:
    then, now = reading.first.figures[row], reading.second.figures[row]
    mark = "%" if reading.percent else ""
    words = {
        "line": head or "—",
        "one": plain(then.value),
        "other": plain(now.value),
        "slip": slip(abs(figure.value), right),
    }
    spans = (figure.span, now.span, then.span)
    return Fired("PCT", "column", spans, f"{plain(abs(figure.value))}{mark}", f"{plain(right)}{mark}", words, spans)
