"""Rules that read tables: cells by the heads of their row and column."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from agencygraph import tables
from agencygraph.matching import headed
from agencygraph.matching.headed import Grid
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, facts, patterns, wanted
from agencygraph.matching.scopes import fits
from agencygraph.matching.stated import MEASURED, Stated, larger, stated
from agencygraph.matching.values import Found, Stretch, canonical
from agencygraph.model import Fact, Folded, Table
from agencygraph.rules import CellRule, Room


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its place in marked text, and the places of the heads over and beside it."""

    at: Stretch
    row_heads: tuple[Stretch, ...]
    column_heads: tuple[Stretch, ...]
    row: int
    column: int
    total: bool


def read(reading: Reading, room: Room, rule: CellRule) -> Iterator[Fact]:
    """The facts of the rows of tables whose heads fit, in the order of the text."""
    for table in reading.document.tables:
        first = table.rows[0].paragraph
        if not fits(reading, room, rule.where, first, 0, len(reading.marked[first].text)):
            continue
        grid = _grid(reading, table)
        hits = _across(reading, room, rule, grid) if rule.across else _named(reading, room, rule, table, grid)
        for hit in hits:
            for fact in facts(reading, room, rule.id, rule.emit, hit, "match", rule.each, rule.need):
                if wanted(room, rule.want, fact):
                    yield fact


def _grid(reading: Reading, table: Table) -> Grid:
    """The cells of a table as places in marked text, None for empty ones."""
    every = [row.paragraph for row in table.rows]
    return [
        [_place(reading, chain((row.paragraph,), every), cell) if cell.text else None for cell in row.cells]
        for row in table.rows
    ]


def _named(reading: Reading, room: Room, rule: CellRule, table: Table, grid: Grid) -> Iterator[Hit]:
    """One hit for each row below the header in which two columns have a name of the rule, or all that it has; of a
    table that is headed at its side one for each column.
    """
    heads = {name: patterns(room, words) for name, words in rule.heads.items()}
    found = list(headed.lines(reading, grid, heads, rule.days, total=rule.total))
    if not found and not rule.total:
        found = [replace(line, own=False) for line in headed.lines(reading, list(zip_longest(*grid)), heads, side=True)]
    above = stated(tables.lines_at(reading.document, table), MEASURED)
    for line in found:
        for hit in _hit(reading, line.cells, line.own):
            told = {name: value for name, at in line.cells.items() if (value := _times(reading, line, name, at, above))}
            yield replace(hit, told={**told, **line.told}, elsewhere={**line.within, **hit.elsewhere})


def _times(reading: Reading, line: headed.Line, name: str, at: Stretch, above: Stated) -> Found | None:
    """What a cell's one number comes to where its head or a line over the table says in what it counts."""
    factor = larger(headed.words(reading, line.heads[name]), above) if name in line.heads else None
    numbers = [m.number for m in reading.marked[at.paragraph].inside(at.start, at.end) if m.number is not None]
    if factor is None or len(numbers) != 1:
        return None
    return Found((canonical(numbers[0] * factor),), (reading.passage(at.paragraph, at.start, at.end),))


def _across(reading: Reading, room: Room, rule: CellRule, grid: Grid) -> Iterator[Hit]:
    """One hit for each cell below a head that the rule asks for."""
    words = patterns(room, rule.across)
    columns: dict[int, Stretch] = {}
    for line in grid:
        if columns and not headed.is_total(reading, line):
            for at, head in columns.items():
                if at < len(line) and (cell := line[at]):
                    beside = {"row": line[0]} if at and line[0] else {}
                    for hit in _hit(reading, {"cell": cell, **beside}):
                        yield replace(hit, elsewhere={"head": head})
        for at, cell in enumerate(line):
            for pattern in words:
                if cell and (found := pattern.fullmatch(reading.marked[cell.paragraph].text, cell.start, cell.end)):
                    span = found.span("head") if "head" in pattern.groupindex else found.span()
                    columns.setdefault(at, Stretch(cell.paragraph, *span))


def _hit(reading: Reading, cells: dict[str, Stretch], own: bool = False) -> Iterator[Hit]:
    """The row of the last cell, where the cells are a row's own, else that of the first cell; cells of other rows stand
    elsewhere, and then, where they are not a row's own, the first cell alone is cited.
    """
    if cells:
        row = max(cell.paragraph for cell in cells.values()) if own else next(iter(cells.values())).paragraph
        first = next(cell for cell in cells.values() if cell.paragraph == row)
        whole = len(reading.marked[first.paragraph].text)
        spans = {name: (at.start, at.end) for name, at in cells.items() if at.paragraph == first.paragraph}
        elsewhere = {name: at for name, at in cells.items() if at.paragraph != first.paragraph}
        start, end = (first.start, first.end) if elsewhere and not own else (0, whole)
        yield Hit(first.paragraph, start, end, 0, whole, spans, elsewhere)


def placed(reading: Reading, table: Table) -> Iterator[Placed]:
    """The body cells of a table, row by row, the side heads of each row among them under their own column head."""
    where = [row.paragraph for row in table.rows]
    for cell in tables.records(table):
        at = _place(reading, where, cell.text)
        if at is None:
            continue
        left = tuple(p for head in cell.row_heads if (p := _place(reading, where, head)))
        above = tuple(p for head in cell.column_heads if (p := _place(reading, where, head)))
        yield Placed(at, left, above, cell.row, cell.column, cell.total)


def _place(reading: Reading, rows: Iterable[int], cell: Folded) -> Stretch | None:
    for paragraph in rows:
        marked = reading.marked[paragraph]
        at = marked.folded.at
        if not at or not at[0] <= cell.at[0] <= at[-1] or cell.at[0] not in at:
            continue
        start = marked.folded.at.index(cell.at[0])
        if marked.folded.text[start] == "\t":
            start += 1
        low = bisect.bisect_right(marked.at, start) - 1
        high = bisect.bisect_left(marked.at, start + len(cell.text))
        return Stretch(paragraph, low, high)
    return None
