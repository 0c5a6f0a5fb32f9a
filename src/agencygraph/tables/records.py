"""What each cell of a table is about: the heads of its row and of its column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from agencygraph.model import Folded, Table
from agencygraph.outline import rows

_TOTAL = re.compile(r"(合計|總計|小計|共計|總數|總和|總件數)$|^計$")
_MONTH = r"\d{1,2}月(份|至\d{1,2}月|\d{1,2}日)?"
_QUARTER = r"(第[一二三四1-4]季|上半年|下半年|Q[1-4])"
_PERIOD = re.compile(
    rf"(民國)?\d{{2,4}}年(度|{_QUARTER}|{_MONTH}|底)?|{_MONTH}|{_QUARTER}|[一二三四五六七八九十]+月份?"
)
_BARE = re.compile(r"[\d,]+(?:\.\d+)?%?")
_BAND = re.compile(
    r"(?:未滿|逾)?\d[\d,.]*[^\d]{1,3}(?:以上|以下|未滿|以內|及以上)|\d[\d,.]*[-~至到]\d[\d,.]*[^\d%]{1,3}"
)
_RESULT = re.compile(
    "(?:活動|執行|辦理|宣導)?(?:成果|成效|績效|數量)|.{0,4}物資|捐贈(?:內容|數量|金額|項目)?|募集(?:內容|數量)?"
)
_LINE_NAME = re.compile(r"[\d-]{3,}(?:專線|熱線|電話|信箱)")
_YEAR_HEAD = re.compile("(?:民國)?(?:會計|統計)?年(?:度|別|份)?別?")
_DAY = re.compile(r"(?:(?:民國)?\d{2,4}[年./-])?\d{1,2}[月./-]\d{1,2}日?(?:[至~、-].*)?")
_LOWER = re.compile(r"[^\d]{0,6}(?:[數額比率例次量幅]|[(][^()]*[)]|%)|[人件元戶家次]|")
"""What may stand below a complete row of heads and still be one: 件數, (元), %."""
_HEADS = 3
_SERIAL = re.compile(r"\d{1,3}[.、]?")

Grid = Sequence[Sequence[Folded]]


_NOT_ADDED = re.compile(
    "(?<!效)率(?:/|$)|比[率例重]|百分[比點]|[占佔]比|平均|人均|中位|%|‰|增減|成長|[增減升降漲跌]幅|幅度|單價|排名|上年|去年|同期|目標|達成|累計|餘額|日期"
    "|差[額異]|每|指數|名次|分數|不重複|歸戶|滿意度|密度|濃度|溫度|倍數|[(][^()]*/[^()]*[)]"
)


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
    """The body cells that are not empty, row by row; `row` and `column` count from 0 in `table.rows`. Where the heads
    come again further right (月份, 件數, 月份, 件數), each group of columns has row heads of its own.
    """
    grid = [row.cells for row in table.rows]
    years = bare_years(table)
    width = _repeated(grid, _header_rows(grid))
    if not width:
        return tuple(_records(grid, years))
    groups = range(0, max(map(len, grid)), width)
    found = [replace(cell, column=cell.column + at) for at in groups for cell in _records(_cut(grid, at, width), years)]
    return tuple(sorted(found, key=lambda cell: cell.row))


def _repeated(grid: Grid, heads: int) -> int:
    """After how many columns the heads come again, the first of them over the names of rows; 0 where they do not. Two
    where there are no heads and every row tells names with a figure each (1月, 120人, 2月, 98人).
    """
    if not heads:
        paired = all(
            len(line) % 2 == 0 and all(figure(cell.text) == at % 2 for at, cell in enumerate(line)) for line in grid
        )
        return 2 if paired and max(map(len, grid)) > 2 else 0
    told = [cell.text for cell in grid[heads - 1]]
    sizes = [size for size in range(2, len(told) // 2 + 1) if len(told) % size == 0]
    size = next((size for size in sizes if all(told) and told == told[:size] * (len(told) // size)), 0)
    names = [line[at].text for line in grid[heads:] for at in range(0, len(line), size)] if size else []
    return size if any(names) and not any(figure(text) for text in names) else 0


def _cut(grid: Grid, at: int, width: int) -> Grid:
    """A group of columns of all rows."""
    return [line[at : at + width] for line in grid]


def _records(grid: Grid, years: frozenset[str]) -> Iterator[Cell]:
    heads = _header_rows(grid)
    side = _header_columns(grid, heads, years)
    width = Counter(len(line) for line in grid[heads:]).most_common(1)[0][0] if grid[heads:] else 0
    above = [_above(grid[:heads], column, width, side) for column in range(width)]
    counted = _counted([line for line in grid[heads:] if len(line) == width], width)
    outer: tuple[Folded, ...] = ()
    for place in range(heads, len(grid)):
        line = grid[place]
        outer = _row_heads(line[:side], outer, grid[:heads], years)
        gap = _gap(line, counted, side, width)
        for column in range(side, len(line)):
            over = above[column + gap] if column + gap < len(above) else ()
            if line[column].text:
                total = any(is_total(head.text) for head in (*outer, *over))
                yield Cell(place, column + gap, line[column], outer, over, total)


def bare_years(table: Table) -> frozenset[str]:
    """The cells that name a year by its number only: in a row (106, 107, 108) over the table, or below 年度."""
    grid = [row.cells for row in table.rows]
    over = [cell.text for line in grid[:_HEADS] if _years(line) for cell in line[1:]]
    corner = next((line[0].text for line in grid[:1] if line), "")
    below = [line[0].text for line in grid[1:] if line] if _YEAR_HEAD.fullmatch(corner) else []
    return frozenset(text for text in (*over, *below) if text.isdecimal() and _is_year(int(text)))


def _is_year(number: int) -> bool:
    """Whether a number may be a year: of the Republic from 1991 on, or of our era."""
    return 80 <= number <= 140 or 1990 <= number <= 2060


def _counted(full: Grid, width: int) -> frozenset[int]:
    """The columns that hold a figure in every row that is complete."""
    return frozenset(at for at in range(width) if full and all(figure(line[at].text) for line in full))


def _gap(line: Sequence[Folded], counted: frozenset[int], side: int, width: int) -> int:
    """How far the figures of a row that lacks cells stand to the right of their places: a total under blanks."""
    missing = width - len(line)
    told = [at for at in range(side, len(line)) if _BARE.fullmatch(line[at].text)]
    if missing <= 0 or not told or not all(cell.text for cell in line) or counted.issuperset(told):
        return 0
    return missing if all(at + missing in counted for at in told) else 0


def additive(head: str) -> bool:
    """Whether figures under a head can be added up: no rates, no averages, no changes."""
    return not _NOT_ADDED.search(head)


def is_total(head: str) -> bool:
    """Whether a head says that its row or column is a total (合計, 總計, 小計); brackets do not count."""
    return bool(_TOTAL.search(re.sub(r"\(.*?\)", "", head)))


def figure(text: str) -> bool:
    """Whether a cell holds a figure and not a year, a quarter or a band (65歲以上) that heads a row."""
    return rows.numeric(text) and not any(p.fullmatch(text) for p in (_PERIOD, _BAND, _LINE_NAME))


def _header_rows(grid: Grid) -> int:
    """How many rows at the top hold no figure; one when the whole table is words."""
    count = 0
    for line in grid:
        if any(figure(cell.text) for cell in line) and not _years(line):
            break
        if count and _is_body(grid[count - 1], line):
            break
        count += 1
    if count < len(grid):
        return count
    return 1 if len(grid) > 1 and not any(re.search(r"\d", cell.text) for cell in grid[0]) else 0


def _is_body(head: Sequence[Folded], line: Sequence[Folded]) -> bool:
    """Whether a row without figures is no head: it holds a day, or the row above already names each column."""
    if any(_DAY.fullmatch(cell.text) for cell in line):
        return True
    names = [cell.text for cell in head]
    complete = len(names) > 2 and all(names) and len(set(names)) == len(names) == len(line)
    return (
        complete
        and bool(line[0].text)
        and line[0].text != names[0]
        and not all(_LOWER.fullmatch(c.text) for c in line[1:])
    )


def _years(line: Sequence[Folded]) -> bool:
    """Whether the cells after the first are bare years in a row (106, 107, 108), with a total perhaps."""
    years = [int(cell.text) for cell in line[1:] if cell.text.isdecimal()]
    named = all(cell.text.isdecimal() or _TOTAL.search(cell.text) or not cell.text for cell in line[1:])
    rising = all(after - before == 1 for before, after in pairwise(years))
    return named and len(years) > 1 and rising and _is_year(years[0])


def _header_columns(grid: Grid, heads: int, years: frozenset[str]) -> int:
    """How many columns at the left are heads: a serial number and names, or names, or two levels of names."""
    body = grid[heads:]
    width = min((len(line) for line in body), default=0)
    side = 0
    while side < min(3, width - 1):
        column = [line[side].text for line in body]
        serial = side == 0 and len(column) > 1 and all(_SERIAL.fullmatch(text) for text in column)
        figures = any(figure(text) and text not in years for text in column)
        figures = figures or (
            side > 0 and any(_RESULT.fullmatch(line[side].text) for line in grid[:heads] if side < len(line))
        )
        if not serial and (figures or (side and not _figures_right(body, side))):
            break
        side += 1
    return side


def _figures_right(body: Grid, side: int) -> bool:
    """Whether figures stand to the right of a column, so that it may still be a head."""
    return any(figure(cell.text) for line in body for cell in line[side + 1 :])


def _row_heads(
    cells: Sequence[Folded], last: tuple[Folded, ...], header: Grid, years: frozenset[str]
) -> tuple[Folded, ...]:
    """The heads of a row: an empty outer one is the row's above, a lone empty one the corner of the header."""
    found = [cell for cell in cells if cell.text and (cell.text in years or not _SERIAL.fullmatch(cell.text))]
    if len(cells) > 1 and cells and not cells[0].text and last and found:
        return (last[0], *found)
    if not found and len(cells) == 1 and header and header[0] and header[0][0].text:
        return (header[0][0],)
    return tuple(found)


def _above(header: Grid, column: int, width: int, side: int) -> tuple[Folded, ...]:
    """The heads over a column, the outermost first."""
    out: list[Folded] = []
    for place, line in enumerate(header):
        at = _place(line, column, width, side, place)
        while 0 < at < len(line) and not line[at].text and place + 1 < len(header) and at > side:
            at -= 1
        if 0 <= at < len(line) and line[at].text:
            out.append(line[at])
    return tuple(out)


def _place(line: Sequence[Folded], column: int, width: int, side: int, row: int) -> int:
    """Where a header row holds the head of a column, although it has fewer cells than the body.

    A lower header row begins further right (the corner spans it); in an upper one each head spans the same number
    of columns, or the last one spans what is left.
    """
    if len(line) >= width or column < side:
        return column
    if row:
        return column - (width - len(line))
    heads, columns = len(line) - side, width - side
    if heads > 0 and columns % heads == 0:
        return side + (column - side) // (columns // heads)
    return min(column, len(line) - 1)
