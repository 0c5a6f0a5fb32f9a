"""The rows of a table that no line rules: which lines make a row, whether it is a table."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from agencygraph.readers import pdf_columns, pdf_merges
from agencygraph.readers.headings import marked
from agencygraph.readers.pdf_cells import NEAR, NUMBER, Held, Level, Row
from agencygraph.readers.pdf_columns import Line, Region
from agencygraph.readers.sheets import Cell, Grid

_FIGURE = re.compile(r"[\d,.%()\-–—~]*\d[\d,.%()\-–—~]*[一-鿿%]{0,2}|[-–—]")
_TOGETHER = re.compile(r"[（「『《【〔]*(?:[!-~–—]+|.)[）」』》】〕，。、；：]*")
_STOP, _SAID = re.compile(r"[，。；]"), re.compile(r"\w|^$|[-–—－]")
_LEADER = re.compile(r"[.．…‥·・\s]{4,}")
_DEEP = re.compile(r"[（(]?\d{1,2}([-–.]\d{1,2}){1,3}[)）.、]?")
_LONGEST, _SHORT = 40, 15
_LINE = 1.45
_BESIDE = 0.75


@dataclass(slots=True)
class Found:
    """A table in the lines `start` to `stop`."""

    start: int
    stop: int
    grid: Grid


def found(lines: Sequence[Line], region: Region) -> Found | None:
    """The table that a region holds; None where it looks like a list or like running text."""
    own = lines[region.start : region.stop]
    sizes = sorted([line.size for line in own if not line.text.isascii()] or [line.size for line in own])
    size = sizes[len(sizes) * 4 // 5]
    columns = pdf_columns.columns(lines, region, size)
    if len(columns) < 2:
        return None
    levels = [_level(lines[at], at, columns, size) for at in range(region.start, region.stop)]
    rooms = _rooms(levels, columns, size)
    pitch = _pitch(levels, rooms, size)
    rows, floating = _rows(levels, pitch, rooms, size)
    floating += pdf_merges.adrift(rows, pitch)
    _trim(rows, floating)
    pdf_merges.folded(rows, floating)
    pdf_merges.spanned(rows, size)
    pdf_merges.summed(rows, size)
    if not rows or not pdf_merges.merged(rows, floating, pitch):
        return None
    if not _is_table(rows, size):
        return None
    return Found(rows[0].levels[0].place, rows[-1].levels[-1].place + 1, _grid(rows))


def _level(line: Line, place: int, columns: Sequence[tuple[float, float]], size: float) -> Level:
    """A line's pieces in the columns that they stand in or cover."""
    middles = [(one[1] + other[0]) / 2 for one, other in pairwise(columns)]
    out: list[Held] = []
    for piece in line.pieces:
        slack = min(0.2 * size, (piece.right - piece.left) / 2)
        first = bisect_left([right for _, right in columns], piece.left + slack)
        last = bisect_left([left for left, _ in columns], piece.right - slack) - 1
        if first > last:
            first = last = bisect_left(middles, piece.middle) if piece.sure or not out else out[-1].last
        if out and piece.sure and first <= out[-1].last:
            first = min(last, out[-1].last + 1)
            out[-1].last = max(out[-1].first, min(out[-1].last, first - 1))
        if out and first <= out[-1].last:
            before = out[-1]
            before.text += piece.text
            before.last, before.right = max(before.last, last), piece.right
        else:
            out.append(Held(piece.text.strip(), first, last, piece.left, piece.right, line.base, piece.sure))
    return Level(place, line.base, out)


def _pitch(levels: Sequence[Level], rooms: Sequence[float], size: float) -> float:
    """How far apart the lines of a cell stand: as near as any two of a column do, or as lines that filled it do."""
    above: dict[int, Held] = {}
    steps: list[tuple[float, bool, bool]] = []
    for level in levels:
        for held in level.held:
            upper = above.get(held.first)
            step = upper.base - held.base if upper else 0.0
            if upper and 0.8 * size < step < 1.75 * size:
                low = upper.text.isascii() and held.text.isascii()
                steps.append((step, low, _fills(upper, held, rooms, size)))
            above[held.first] = held
    tall = [step for step, low, _ in steps if not low]
    least = min(tall or [step for step, _, _ in steps], default=_LINE * size)
    return max((step for step, _, full in steps if full and step < 1.3 * least), default=least)


def _fills(upper: Held, lower: Held, rooms: Sequence[float], size: float) -> bool:
    """Whether a line left no room for the first word of the next, so that it had to break."""
    word = _TOGETHER.match(lower.text)
    width = sum(0.5 if sign.isascii() else 1 for sign in word[0]) if word else 1
    return upper.right - upper.left + (width + 0.4) * size >= rooms[lower.first]


def _rooms(levels: Sequence[Level], columns: Sequence[tuple[float, float]], size: float) -> list[float]:
    """How wide a line can be in each column before it breaks."""
    out: list[float] = []
    margin = min(size, *(other[0] - one[1] for one, other in pairwise(columns)))
    for place, (left, right) in enumerate(columns):
        mine = [held for level in levels for held in level.held if held.first == held.last == place]
        if place + 1 < len(columns):
            after = columns[place + 1][0]
            even = sum(held.left < left + 0.3 * size for held in mine) * 5 >= 3 * len(mine)
            before = columns[place - 1][1] if place else left
            right = after - margin if even else (right + after - margin) / 2
            left = left if even else (before + left + margin) / 2
        out.append(right - left)
    return out


def _rows(levels: Sequence[Level], pitch: float, rooms: Sequence[float], size: float) -> tuple[list[Row], list[Level]]:
    """Lines as rows, and lines that stand between two rows: cells that are merged over both."""
    spaced = _spaced(levels, pitch, rooms, size)
    rows: list[Row] = []
    floating: list[Level] = []
    for level in levels:
        row = rows[-1].levels if rows else []
        if not row or row[-1].base - level.base > NEAR * pitch:
            rows.append(Row([level]))
            continue
        mine = level.columns
        upper = next((at for at in range(len(row) - 1, -1, -1) if row[at].columns & mine), None)
        over = row[-1] if upper is None else row[upper]
        apart = _BESIDE if upper is None else NEAR
        step = over.base - level.base
        if step > apart * pitch or (
            step > _BESIDE * pitch and _begins(over, level, rooms, size) > (8 if spaced else 0)
        ):
            middle = (over.base + level.base) / 2
            if upper is not None and any(abs(one.base - middle) < 0.3 * pitch for one in row[upper + 1 :]):
                floating += row[upper + 1 :]
                del row[upper + 1 :]
            rows.append(Row([level]))
        else:
            row.append(level)
    return rows, floating


def _spaced(levels: Sequence[Level], pitch: float, rooms: Sequence[float], size: float) -> bool:
    """Whether rows stand farther apart than the lines of a cell do."""
    begun = near = far = 0
    for upper, lower in pairwise(levels):
        step = upper.base - lower.base
        far += step > NEAR * pitch
        if _BESIDE * pitch < step <= NEAR * pitch:
            near += 1
            begun += _begins(upper, lower, rooms, size) > 0
    return far > 0 and begun * 2 <= near


def _parts(upper: Level, lower: Level) -> bool:
    """Whether a cell lies over several cells of the line below."""
    return any(
        one.first < one.last and sum(one.first <= other.first <= one.last for other in lower.held) > 1
        for one in upper.held
    )


def _begins(upper: Level, lower: Level, rooms: Sequence[float], size: float) -> int:
    """How many cells say that a line begins a row, less those that say it goes on with the one above."""
    votes = 9 if _parts(upper, lower) else 0
    mine, others = lower.columns, upper.columns
    if mine >= others:
        votes += min(2, len(others) - 1)
    elif len(mine) * 2 <= len(others):
        votes -= 1
    above = {held.first: held for held in upper.held}
    for held in lower.held:
        one = above.get(held.first)
        if one is None:
            votes += held.first == 0
        elif NUMBER.fullmatch(one.text) and NUMBER.fullmatch(held.text):
            votes += 2
        elif held.first == held.last:
            votes += -1 if _fills(one, held, rooms, size) else 1
    return votes


def _trim(rows: list[Row], floating: list[Level]) -> None:
    """Drop lines with a single cell at both ends, but for one above cells that reach down beside it."""
    while rows and not rows[0].parted:
        below = rows[1].levels[0].base if len(rows) > 1 else rows[0].middle
        if any(below < level.base < rows[0].middle for level in floating):
            break
        del rows[0]
    while rows and not rows[-1].parted:
        del rows[-1]
    bases = [level.base for row in rows for level in row.levels]
    floating[:] = [level for level in floating if bases and bases[-1] < level.base < bases[0]]


def _is_table(rows: Sequence[Row], size: float) -> bool:
    """Whether rows hold data rather than a list or running text."""
    if len(rows) < 2:
        return False
    used = sorted(set().union(*(row.filled for row in rows)))
    if len(used) < 2 or sum(len(row.filled) > 1 for row in rows) * 5 < 3 * len(rows):
        return False
    texts = {column: [row.text(column) for row in rows] for column in used}
    if any(_stacked(row, column, size) for row in rows for column in used) or _listed(texts, used):
        return False
    if any(_LEADER.search(text) for cells in texts.values() for text in cells):
        return False
    if sum(_prose(rows, column) for column in used) > 1:
        return False
    if sum(max(map(len, texts[column])) > _LONGEST for column in used) > 1:
        return False
    figures = max(sum(bool(_FIGURE.fullmatch(text)) for text in texts[column]) for column in used)
    if len(rows) == 2:
        return len(used) > 2 and all(row.columns >= set(used) for row in rows) and figures > 0
    return len(used) > 2 or figures * 2 > len(rows)


def _stacked(row: Row, column: int, size: float) -> bool:
    """Whether a cell holds what cannot be one: amounts below each other, lines beside each other."""
    mine = row.held(column)
    if any(upper.base - lower.base < 0.5 * size for upper, lower in pairwise(mine)):
        return True
    amounts = [held.text for held in mine if NUMBER.fullmatch(held.text) and "%" not in held.text]
    return len(amounts) > 1


def _prose(rows: Sequence[Row], column: int) -> bool:
    """Whether the lines of a column are pieces of sentences."""
    lines = [held.text for row in rows for held in row.held(column)]
    return len(lines) > 1 and sum(bool(_STOP.search(line)) for line in lines) * 4 >= len(lines)


def _listed(texts: dict[int, list[str]], used: Sequence[int]) -> bool:
    """Whether the first column only marks what the others say, or numbers it where there is one other."""
    first = texts[used[0]]
    told = len(used) == 2 and max(map(len, texts[used[1]])) > _SHORT
    marks = [
        text
        for text in first
        if (told and _DEEP.fullmatch(text))
        or (len(text) < 5 and ((marked(text) and len(used) == 2) or not _SAID.search(text)))
    ]
    return len([text for text in marks if text]) * 2 >= len(first)


def _grid(rows: Sequence[Row]) -> Grid:
    used = sorted(set().union(*(row.filled for row in rows)))
    grid: Grid = []
    reaching: dict[int, int] = {}
    for row in rows:
        cells: list[Cell] = []
        covered = -1
        for column in used:
            if reaching.get(column, 0) > 0:
                reaching[column] -= 1
            elif column > covered:
                down = row.down.get(column, ("", 1))[1]
                covered = max((held.last for held in row.held(column)), default=column)
                reaching[column] = down - 1
                cells.append(Cell([row.text(column)], sum(column <= other <= covered for other in used), down))
        grid.append(cells)
    return grid
