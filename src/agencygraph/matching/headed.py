"""The rows of a table by the names of their columns, with what a row leaves unsaid filled in from above or the left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import groups
from agencygraph.matching.values import Found, Stretch
from agencygraph.normalise import WEEK
from agencygraph.text import Expression

Grid = Sequence[Sequence[Stretch | None]]
Heads = Mapping[str, list[Expression]]

_TOTAL = re.compile("合計|總計|小計|共計|總數|計")
_NOTHING = re.compile("[-—–─―~無]+")
_AS_ABOVE = re.compile("(?:同上|同前|如上|〃|″|〞|々|\"|''|\")(?:[(][^()]*[)])?")
_AS_LEFT = re.compile("同左|←")
_DAY = re.compile("(?:每?(?:週|周|星期|禮拜))?([一二三四五六日])")
_TICK = re.compile("[●◎✓✔√Vvˇ☑■★*]")
_RING = re.compile("[○〇◯Oo]")
_LEAST_DAYS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """The named cells of a row and the heads of their columns; `within` holds what groups of the heads' patterns found
    in them, `told` the weekdays that are ticked in the row.

    `own` says that the cells are those of a row of the text and not of a column.
    """

    cells: dict[str, Stretch]
    heads: dict[str, Stretch]
    within: dict[str, Stretch] = field(default_factory=dict)
    told: dict[str, Found] = field(default_factory=dict)
    own: bool = True


def words(reading: Reading, at: Stretch) -> str:
    """What stands there, without white space."""
    return re.sub(r"\s", "", reading.marked[at.paragraph].plain(at.start, at.end))


def is_total(reading: Reading, line: Sequence[Stretch | None]) -> bool:
    """Whether a row says by its first cell that it is a total."""
    first = next((cell for cell in line if cell), None)
    return first is not None and bool(_TOTAL.fullmatch(words(reading, first)))


def lines(
    reading: Reading, grid: Grid, heads: Heads, days: str = "", side: bool = False, total: bool = False
) -> Iterator[Line]:
    """The rows below the first header that names two columns, or all that are asked for; `days` names the group for
    the weekdays that are ticked. Of heads at the side (`side`), at most every second may have no name. The row of the
    total is read where it is asked for (`total`), and then no other.
    """
    for at, line in enumerate(grid):
        stack = [line, *grid[at + 1 : at + 2]] if _goes_on(grid[at : at + 2]) else [line]
        columns = _columns(reading, heads, stack)
        told = sum(cell is not None for cell in line)
        if len(columns) >= min(2, len(heads)) and (not side or 2 * len(columns) >= told):
            within = _within(reading, heads, stack, columns)
            body = [row for row in grid[at + len(stack) :] if is_total(reading, row) == total]
            yield from _body(reading, body, stack, columns, days, within)
            return


def _goes_on(pair: Grid) -> bool:
    """Whether the second of two rows goes on with the header: it lacks the first cell and fills gaps of the other."""
    if len(pair) < 2 or not pair[0] or not pair[0][0] or len(pair[0]) != len(pair[1]) or pair[1][0]:
        return False
    return any(lower and not upper for upper, lower in zip(*pair, strict=True))


def _stacked(stack: Grid, column: int) -> Iterator[Stretch]:
    """The heads over a column, the lowest first; the head of several columns stands over the first of them."""
    lower = stack[-1][column] if column < len(stack[-1]) else None
    if lower:
        yield lower
    for line in stack[:-1]:
        told = [cell for cell in line[: column + 1] if cell] if lower else [line[column]]
        if told and told[-1]:
            yield told[-1]


def _columns(reading: Reading, heads: Heads, stack: Grid) -> dict[str, int]:
    """The column of each name: of those that no name before has taken, the one whose head shows its first pattern."""
    told = [
        [reading.marked[cell.paragraph].text[cell.start : cell.end] for cell in _stacked(stack, column)]
        for column in range(len(stack[0]))
    ]
    found: dict[str, int] = {}
    for name, patterns in heads.items():
        free = [at for at in range(len(told)) if at not in found.values()]
        fits = (at for pattern in patterns for at in free if any(map(pattern.search, told[at])))
        if (column := next(fits, None)) is not None:
            found[name] = column
    return found


def _within(reading: Reading, heads: Heads, stack: Grid, columns: Mapping[str, int]) -> dict[str, Stretch]:
    """What the named groups of the patterns find in the heads that they chose: (?P<verb>開辦)日期."""
    out: dict[str, Stretch] = {}
    for name, column in columns.items():
        for cell in _stacked(stack, column):
            text = reading.marked[cell.paragraph].text[cell.start : cell.end]
            found = next((match for pattern in heads[name] if (match := pattern.search(text))), None)
            for group, (low, high) in groups(found).items() if found else ():
                out.setdefault(group, Stretch(cell.paragraph, cell.start + low, cell.start + high))
    return out


def _body(
    reading: Reading, body: Grid, stack: Grid, columns: dict[str, int], days: str, within: dict[str, Stretch]
) -> Iterator[Line]:
    """The rows below a header; where its heads come again, further right, a row holds as many lines."""
    over = {name: next(_stacked(stack, at)) for name, at in columns.items()}
    weekdays = _weekdays(reading, stack) if days else {}
    tick = _TICK if any(_ticked(reading, line, weekdays, _TICK) for line in body) else _RING
    width = _period(reading, stack[0])
    last: list[Stretch | None] = []
    for line in body:
        last = _filled(reading, line, last)
        ticked = _ticked(reading, line, weekdays, tick)
        for shift in range(0, len(stack[0]), width):
            cells = _named(reading, last, {name: at + shift for name, at in columns.items()})
            if cells and any(cell in line for cell in cells.values()):
                yield Line(cells, over, within, {days: ticked} if ticked else {})


def _named(reading: Reading, line: Sequence[Stretch | None], columns: dict[str, int]) -> dict[str, Stretch]:
    cells = {name: line[at] for name, at in columns.items() if at < len(line)}
    return {name: at for name, at in cells.items() if at and not _NOTHING.fullmatch(words(reading, at))}


def _period(reading: Reading, header: Sequence[Stretch | None]) -> int:
    """After how many columns the heads come again: 編號, 名稱, 編號, 名稱."""
    told = [words(reading, cell) if cell else "" for cell in header]
    sizes = (size for size in range(2, len(told) // 2 + 1) if len(told) % size == 0)
    return next((size for size in sizes if all(told) and told == told[:size] * (len(told) // size)), len(told))


def _filled(reading: Reading, line: Sequence[Stretch | None], above: Sequence[Stretch | None]) -> list[Stretch | None]:
    """A row with what it says by 同上 and 同左, and what the merged cells at its beginning hold for it."""
    out: list[Stretch | None] = []
    leading = True
    for at, cell in enumerate(line):
        told = words(reading, cell) if cell else ""
        leading = leading and not told
        if at < len(above) and (leading or _AS_ABOVE.fullmatch(told)):
            out.append(above[at])
        elif out and _AS_LEFT.fullmatch(told):
            out.append(out[-1])
        else:
            out.append(cell)
    return out


def _weekdays(reading: Reading, stack: Grid) -> dict[int, str]:
    """The columns that are headed by a day of the week, if there are several."""
    for line in stack:
        told = {at: _DAY.fullmatch(words(reading, cell)) for at, cell in enumerate(line) if cell}
        found = {at: WEEK[day[1]] for at, day in told.items() if day}
        if len(found) >= _LEAST_DAYS:
            return found
    return {}


def _ticked(
    reading: Reading, line: Sequence[Stretch | None], weekdays: dict[int, str], tick: re.Pattern[str]
) -> Found | None:
    """The days whose column is ticked in a row."""
    told = [(at, cell) for at, cell in enumerate(line) if cell and at in weekdays]
    ticked = [(at, cell) for at, cell in told if tick.fullmatch(words(reading, cell))]
    spans = tuple(reading.passage(cell.paragraph, cell.start, cell.end) for _, cell in ticked)
    return Found(tuple(weekdays[at] for at, _ in ticked), spans) if ticked else None
