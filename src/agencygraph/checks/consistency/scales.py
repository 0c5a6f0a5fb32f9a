"""UNIT: money of a table told in the text a power of ten off: 規費收入 萬元 243,984 and 規費收入計2億4,398萬4,000元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from agencygraph.checks.consistency.grids import Grid, tables_of
from agencygraph.checks.consistency.interval import Interval
from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.subject import Figure, Subject

SCALES = {"元": 1, "千元": 1000, "萬元": 10_000, "百萬元": 1_000_000, "億元": 100_000_000}
_POWERS = (-4, -3, -2, -1, 1, 2, 3, 4)
_LEAST, _WINDOW, _NAME = 4, 24, 3
_OTHER = re.compile("較|比(?![率例重])|上年|去年|前年|同期|增加|減少|成長|平均|每|目標|預算")


def in_full(figure: Figure, unit: str) -> tuple[Figure, str]:
    """A figure in 千元, 萬元 … as one in 元; others as they are."""
    times = Decimal(SCALES.get(unit, 1))
    if times == 1:
        return figure, unit
    low, high = figure.interval.low * times, figure.interval.high * times
    floor = Interval(figure.floor.low * times, figure.floor.high * times)
    value, one = figure.value * times, figure.one * times
    return replace(figure, value=value, one=one, interval=Interval(low, high), floor=floor), "元"


def check(subject: Subject) -> Iterator[Result]:
    """The lines of tables in units of money, each with the sums of the text that their heads stand before."""
    document = subject.document
    if document is None:
        return
    told = [
        (subject.marked[index].plain(max(0, figure.at - _WINDOW), figure.at), figure)
        for index, figures in subject.figures.items()
        for figure in figures
        if figure.unit == "元" and figure.exact and _digits(figure.value) >= _LEAST
    ]
    for _, grid in tables_of(document) if told else ():
        yield from _judge(grid, told)


def _judge(grid: Grid, told: Sequence[tuple[str, Figure]]) -> Iterator[Result]:
    columns = {line.at: line.unit for line in grid.columns}
    for row in grid.rows:
        name = row.head.split("/")[-1]
        near = [figure for words, figure in told if len(name) >= _NAME and name in words and not _OTHER.search(words)]
        for at, cell in row.figures.items() if near else ():
            unit = cell.unit or row.unit or columns.get(at, "") or grid.unit
            if unit not in SCALES or _digits(cell.value) < _LEAST:
                continue
            amount = in_full(cell, unit)[0]
            if any(_meet(amount, figure, 0) for figure in near):
                yield Held("UNIT")
                continue
            found = next((f for f in near if any(_meet(amount, f, power) for power in _POWERS)), None)
            if found:
                value = plain(cell.value)
                words = {"line": name, "value": value, "unit": unit, "other": f"{plain(found.value)} 元"}
                spans = (cell.span, found.span)
                yield Fired("UNIT", "scale", spans, f"{value} {unit}", f"{plain(found.value)} 元", words, spans)


def _meet(amount: Figure, figure: Figure, power: int) -> bool:
    """Whether a sum of a table, so many powers of ten larger, is that of the text to its last digit."""
    times = Decimal(10) ** power
    return abs(amount.value * times - figure.value) <= max(figure.one / 2, amount.one * times / 2 if power <= 0 else 0)


def _digits(value: Decimal) -> int:
    return len(f"{value.normalize():f}".replace(".", "").strip("0"))
