"""What each cell of a table is about: the heads of its row and of its column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agencygraph.model import Folded, Table
from agencygraph.outline import rows

_TOTAL = re.compile(r"(合計|總計|小計|共計|總數|總和|累計|計)$")
_PERIOD = re.compile(r"(民國)?\d{2,4}年?(度|上半年|下半年|第[一二三四1-4]季|\d{1,2}月(至\d{1,2}月|\d{1,2}日)?|底)?|\d{1,2}月份?|第[一二三四1-4]季|[一二三四五六七八九十]{1,2}月份?")


@dataclass(frozen=True, slots=True)
class Cell:
    """A body cell: its place in the table, its words, the heads of its row and of its column, outermost first.

    `total` says that its row or column is a total (合計, 總計, 小計).
    """

    row: int
    column: int
    text: Folded
    row_heads: tuple[Folded, ...]
    column_heads: tuple[Folded, ...]
    total: bool = False


def records(table: Table) -> tuple[Cell, ...]:
    """The body cells that are not empty, row by row."""
    grid = [row.cells for row in table.rows]
    heads = _header_rows(grid)
    side = _header_columns(grid, heads)
    out: list[Cell] = []
    for place in range(heads, len(grid)):
        line = grid[place]
        left = tuple(cell for cell in line[:side] if cell.text)
        for column in range(side, len(line)):
            if not line[column].text:
                continue
            above = _above(grid, heads, column)
            out.append(Cell(place, column, line[column], left, above, _is_total(left) or _is_total(above)))
    return tuple(out)


def _is_total(heads: Sequence[Folded]) -> bool:
    return any(_TOTAL.search(re.sub(r"\(.*?\)", "", head.text)) for head in heads)


def _figure(text: str) -> bool:
    """Whether a cell holds a figure and not a year or a quarter that heads a row."""
    return rows.numeric(text) and not _PERIOD.fullmatch(text)


def _header_rows(grid: Sequence[Sequence[Folded]]) -> int:
    """How many rows at the top hold no figure; none when no row below does or the first has one already."""
    count = 0
    for line in grid:
        if any(_figure(cell.text) for cell in line):
            break
        count += 1
    return count if 0 < count < len(grid) else (1 if count == len(grid) > 1 else 0)


def _header_columns(grid: Sequence[Sequence[Folded]], heads: int) -> int:
    """How many columns at the left hold no figure in the body: one when there is any, two when the second is words too."""
    body = grid[heads:]
    side = 0
    width = min((len(line) for line in body), default=0)
    while side < min(2, width - 1) and not any(_figure(line[side].text) for line in body):
        side += 1
    return side


def _above(grid: Sequence[Sequence[Folded]], heads: int, column: int) -> tuple[Folded, ...]:
    """The heads over a column; a head that spans several columns stands over the empty cells to its right."""
    out: list[Folded] = []
    for place in range(heads):
        line = grid[place]
        at = min(column, len(line) - 1)
        while place + 1 < heads and at > 0 and not line[at].text:
            at -= 1
        if at >= 0 and line[at].text and column < len(line):
            out.append(line[at])
    return tuple(out)
