"""Tables as figures in rows and columns, and the lines of them that a total closes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from agencygraph import tables
from agencygraph.checks.consistency.interval import Interval, around, cut, step
from agencygraph.checks.consistency.subject import Figure
from agencygraph.model import Document, Folded, Table
from agencygraph.normalise import number
from agencygraph.normalise.numbers import COUNTER_WORD

_CELL = re.compile(
    r"(?P<way>[增減])?(?P<number>-?\d[\d,]*(?:\.\d+)?(?:[十百千萬億兆](?:\d[\d,]*(?:\.\d+)?)?)*)(?P<unit>[^\d()]{0,5})(?:\(.*\))?"
)
_UNIT = re.compile(rf"\((?:單位[:：]?)?((?:千|萬|百萬|億)?{COUNTER_WORD})\)$")
_ALONE = re.compile(rf"(?:千|萬|百萬|億)?{COUNTER_WORD}")
_CAPTION = re.compile(rf"單位[:：]((?:千|萬|百萬|億)?{COUNTER_WORD})(?=[)）;；、,，]|$)")
_TOTAL = re.compile(r"(?:合計|總計|小計|共計|總數|總和)(?:/|$)|(?:^|/)(?:計|全年度?)(?:/|$)")
_SUBTOTAL = re.compile("小計(?:/|$)")
_YEARS = 200
_PERCENT = re.compile(r"\([^()]*[%‰][^()]*\)|百分點")
_QUOTIENT = re.compile(r"\(([^()/]+/[^()/]+)\)$")


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one row or column, by their place in it; `head` are the words at its head, `unit` is the
    unit that the head names in brackets.
    """

    across: bool
    at: int
    head: str
    figures: dict[int, Figure]
    unit: str = ""

    @property
    def additive(self) -> bool:
        """Whether figures of such a line can be added: no rates, no averages, no differences."""
        return self.unit != "%" and "/" not in self.unit and tables.additive(self.head)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's figures as rows and as columns, with the heads over the places of each; `unit` is its caption's."""

    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    unit: str = ""

    def lines(self, across: bool) -> tuple[Line, ...]:
        """The rows, or the columns."""
        return self.rows if across else self.columns

    def heads(self, across: bool) -> dict[int, str]:
        """What stands over the places of a row, or beside those of a column."""
        return {line.at: line.head for line in self.lines(not across)}


@dataclass(frozen=True, slots=True)
class Split:
    """A total's place in every row (or column), and the places of its parts."""

    across: bool
    total: int
    parts: tuple[int, ...]


def grids(document: Document) -> Iterator[Grid]:
    """The tables of a document that hold figures in at least one row."""
    for _, grid in tables_of(document):
        yield grid


def tables_of(document: Document) -> Iterator[tuple[Table, Grid]]:
    """The same, each with the table that it was read off."""
    for table in document.tables:
        above = max(0, table.rows[0].paragraph - 1) if table.rows else 0
        named = _CAPTION.search("\n".join(document.paragraphs[at].text for at in {above, table.caption or above}))
        grid = replace(_grid(table), unit=named[1] if named else "")
        if grid.rows:
            yield table, grid


def _grid(table: Table) -> Grid:
    rows: dict[int, dict[int, Figure]] = {}
    columns: dict[int, dict[int, Figure]] = {}
    heads: dict[tuple[bool, int], str] = {}
    units: dict[tuple[bool, int], str] = {}
    for cell in tables.records(table):
        heads[True, cell.row] = _words(cell.row_heads)
        heads[False, cell.column] = _words(cell.column_heads)
        units[True, cell.row], units[False, cell.column] = _unit(cell.row_heads), _unit(cell.column_heads)
        if figure := _figure(table.rows[cell.row].paragraph, cell.text):
            rows.setdefault(cell.row, {})[cell.column] = figure
            columns.setdefault(cell.column, {})[cell.row] = figure
    return Grid(
        tuple(Line(True, at, heads[True, at], found, units[True, at]) for at, found in sorted(rows.items())),
        tuple(Line(False, at, heads[False, at], found, units[False, at]) for at, found in sorted(columns.items())),
    )


def _words(heads: Sequence[Folded]) -> str:
    named = heads[:-1] if _of_units(heads) else heads
    return "/".join(re.sub(r"\(.*?\)", "", head.text) for head in named)


def _of_units(heads: Sequence[Folded]) -> bool:
    """Whether the innermost of several heads is a unit: a column of units beside the names."""
    return len(heads) > 1 and bool(_ALONE.fullmatch(heads[-1].text))


def _unit(heads: Sequence[Folded]) -> str:
    """The unit that the innermost head names in brackets, or is: 金額(元), 收件(單位:件), 規費收入 千元."""
    if _of_units(heads):
        return heads[-1].text
    if heads and _PERCENT.search(heads[-1].text):
        return "%"
    found = (_QUOTIENT.search(heads[-1].text) or _UNIT.search(heads[-1].text)) if heads else None
    return found[1] if found else ""


def _figure(paragraph: int, cell: Folded) -> Figure | None:
    found = _CELL.fullmatch(cell.text)
    value = number(found["number"].removeprefix("-")) if found else None
    if found is None or value is None:
        return None
    value = -value if found["way"] == "減" or found["number"].startswith("-") else value
    unit, one = found["unit"].strip(), step(found["number"])
    if unit.startswith("年") and value < _YEARS and unit != "年":  # 112年底: a head
        return None
    loose = Interval(value, value + one) if unit.startswith("餘") else None
    span = cell.span(0, found.end("unit"))
    exact, floor = loose or around(value, one, unit), loose or cut(value, one, unit)
    return Figure(paragraph, 0, found.end("unit"), value, unit, exact, floor, one, loose is None, span)


def splits(grid: Grid, across: bool) -> Iterator[list[Split]]:
    """For each total among the places of the rows (or columns), the ways in which the others may be its parts."""
    heads = grid.heads(across)
    places = sorted(heads)
    totals = [place for place in places if _TOTAL.search(heads[place])]
    plain = [place for place in places if place not in totals and tables.additive(heads[place])]
    for total in totals:
        before = max((place for place in totals if place < total), default=-1)
        after = min((place for place in totals if place > total), default=places[-1] + 1)
        inner = [place for place in totals if _SUBTOTAL.search(heads[place]) and place != total]
        ways = (
            [place for place in plain if before < place < total],
            [place for place in plain if total < place < after],
            inner if not _SUBTOTAL.search(heads[total]) else [],
            [place for place in plain if place < total],
            [place for place in plain if place > total],
            plain,
            *([place for place in plain if (place - total) % wide == 0] for wide in (2, 3)),
        )
        unique = dict.fromkeys(tuple(way) for way in ways if len(way) > 1)
        yield [Split(across, total, way) for way in unique]


def pieces(line: Line, split: Split) -> tuple[Figure, list[Figure]] | None:
    """The total of a line and its parts; None where the total or more than empty parts are missing."""
    whole = line.figures.get(split.total)
    parts = [line.figures[place] for place in split.parts if place in line.figures]
    return (whole, parts) if whole and len(parts) > 1 else None


def total_of(parts: Sequence[Figure]) -> Decimal:
    """The sum of figures as written."""
    return sum((part.value for part in parts), Decimal(0))
