"""Rules that read tables: cells by the heads of their row and column."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from agencygraph import tables
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, facts, patterns
from agencygraph.matching.scopes import fits
from agencygraph.matching.values import Stretch
from agencygraph.model import Fact, Folded, Table
from agencygraph.rules import CellRule, Room
from agencygraph.text import Expression

Grid = Sequence[Sequence[Stretch | None]]

_TOTAL = re.compile("合計|總計|小計|共計|總數|計")


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
        hits = _across(reading, room, rule, grid) if rule.across else _named(reading, room, rule, grid)
        for hit in hits:
            yield from facts(reading, room, rule.id, rule.emit, hit, "match", rule.each, rule.need)


def _grid(reading: Reading, table: Table) -> Grid:
    """The cells of a table as places in marked text, None for empty ones."""
    where = [row.paragraph for row in table.rows]
    return [[_place(reading, where, cell) if cell.text else None for cell in row.cells] for row in table.rows]


def _named(reading: Reading, room: Room, rule: CellRule, grid: Grid) -> Iterator[Hit]:
    """One hit for each row below the header in which two columns have a name of the rule, or all that it has; of a
    table that is headed at its side one for each column.
    """
    heads = {name: patterns(room, words) for name, words in rule.heads.items()}
    found = list(_below(reading, heads, grid))
    yield from found or _below(reading, heads, list(zip_longest(*grid)))


def _below(reading: Reading, heads: Mapping[str, list[Expression]], grid: Grid) -> Iterator[Hit]:
    columns: dict[int, str] = {}
    for line in grid:
        if columns:
            named = {name: line[at] for at, name in columns.items() if at < len(line)}
            if not _total(reading, line):
                yield from _hit(reading, {name: cell for name, cell in named.items() if cell})
            continue
        found: dict[str, int] = {}
        for at, cell in enumerate(line):
            name = next(
                (n for n, words in heads.items() if cell and n not in found and _says(reading, cell, words)), ""
            )
            if name:
                found[name] = at
        if len(found) >= min(2, len(heads)):
            columns = {at: name for name, at in found.items()}


def _across(reading: Reading, room: Room, rule: CellRule, grid: Grid) -> Iterator[Hit]:
    """One hit for each cell below a head that the rule asks for."""
    words = patterns(room, rule.across)
    columns: dict[int, Stretch] = {}
    for line in grid:
        if columns and not _total(reading, line):
            for at, head in columns.items():
                if at < len(line) and (cell := line[at]):
                    for hit in _hit(reading, {"cell": cell}):
                        yield replace(hit, elsewhere={"head": head})
        for at, cell in enumerate(line):
            for pattern in words:
                if cell and (found := pattern.fullmatch(reading.marked[cell.paragraph].text, cell.start, cell.end)):
                    span = found.span("head") if "head" in pattern.groupindex else found.span()
                    columns.setdefault(at, Stretch(cell.paragraph, *span))


def _hit(reading: Reading, cells: dict[str, Stretch]) -> Iterator[Hit]:
    """The row of the first cell; cells of other rows stand elsewhere, and then the first cell alone is cited."""
    if cells:
        first = next(iter(cells.values()))
        whole = len(reading.marked[first.paragraph].text)
        spans = {name: (at.start, at.end) for name, at in cells.items() if at.paragraph == first.paragraph}
        elsewhere = {name: at for name, at in cells.items() if at.paragraph != first.paragraph}
        start, end = (first.start, first.end) if elsewhere else (0, whole)
        yield Hit(first.paragraph, start, end, 0, whole, spans, elsewhere)


def _total(reading: Reading, line: Sequence[Stretch | None]) -> bool:
    first = next((cell for cell in line if cell), None)
    return first is not None and bool(_TOTAL.fullmatch(_words(reading, first)))


def _says(reading: Reading, cell: Stretch, words: list[Expression]) -> bool:
    return any(pattern.search(reading.marked[cell.paragraph].text, cell.start, cell.end) for pattern in words)


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
        if not marked.folded.at or not marked.folded.at[0] <= cell.at[0] <= marked.folded.at[-1]:
            continue
        start = marked.folded.at.index(cell.at[0])
        if marked.folded.text[start] == "\t":
            start += 1
        low = bisect.bisect_right(marked.at, start) - 1
        high = bisect.bisect_left(marked.at, start + len(cell.text))
        return Stretch(paragraph, low, high)
    return None


def _words(reading: Reading, at: Stretch) -> str:
    return re.sub(r"\s", "", reading.marked[at.paragraph].plain(at.start, at.end))
