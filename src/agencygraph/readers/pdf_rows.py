"""The rows of a table that no line rules: which lines make a row, which cells are merged, whether it is a table."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from agencygraph.readers import pdf_columns
from agencygraph.readers.headings import marked
from agencygraph.readers.pdf_columns import Line, Region
from agencygraph.readers.sheets import Cell, Grid

_FIGURE = re.compile(r"[\d,.%()\-–—~]*\d[\d,.%()\-–—~]*[一-鿿%]{0,2}|[-–—]")
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
_TOGETHER = re.compile(r"[（「『《【〔]*(?:[!-~–—]+|.)[）」』》】〕，。、；：]*")
_FIGURES = re.compile(r"[\d,.]+%?")
_GROUP, _CUT_GROUP = re.compile(r",\d{3}$"), re.compile(r",\d{1,2}$")
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}")
_STOP, _SAID = re.compile(r"[，。；]"), re.compile(r"\w|^$|[-–—－]")
_TOTAL = re.compile(r"[合總小共]\s*計|總\s*數|總\s*和")
_LEADER = re.compile(r"[.．…‥·・\s]{4,}")
_LONGEST = 40
_LINE = 1.45
_NEAR = 1.12
_BESIDE = 0.75


@dataclass(slots=True)
class Held:
    """What a line has in the columns `first` to `last`."""

    text: str
    first: int
    last: int
    left: float
    right: float
    base: float
    sure: bool = True
    """Whether no word space explains the gap before it."""

    @property
    def middle(self) -> float:
        """The place halfway along it."""
        return (self.left + self.right) / 2

    @property
    def columns(self) -> range:
        """The columns that it covers."""
        return range(self.first, self.last + 1)


@dataclass(slots=True)
class Level:
    """A line of a table: the place of the line, how high it stands, what it holds."""

    place: int
    base: float
    held: list[Held]

    @property
    def columns(self) -> set[int]:
        """The columns that it covers."""
        return {column for held in self.held for column in held.columns}


@dataclass(slots=True)
class Row:
    """The lines of a row of a table; `down` holds the cells that reach into rows below, by column."""

    levels: list[Level]
    down: dict[int, tuple[str, int]] = field(default_factory=dict)

    @property
    def all(self) -> list[Held]:
        """All that it holds, line by line."""
        return [held for level in self.levels for held in level.held]

    def held(self, column: int) -> list[Held]:
        """What begins in a column, from the top."""
        return [held for held in self.all if held.first == column]

    def text(self, column: int) -> str:
        """The words of a cell."""
        return self.down[column][0] if column in self.down else joined([held.text for held in self.held(column)])

    @property
    def filled(self) -> set[int]:
        """The columns that something begins in."""
        return {held.first for held in self.all} | set(self.down)

    @property
    def parted(self) -> bool:
        """Whether it has several cells."""
        return len({held.first for held in self.all if held.sure}) > 1

    @property
    def middle(self) -> float:
        """The height halfway down it."""
        return (self.levels[0].base + self.levels[-1].base) / 2

    @property
    def columns(self) -> set[int]:
        """The columns that something covers."""
        return {column for held in self.all for column in held.columns}


@dataclass(slots=True)
class Found:
    """A table in the lines `start` to `stop`."""

    start: int
    stop: int
    grid: Grid


def found(lines: Sequence[Line], region: Region) -> Found | None:
    """The table that a region holds; None where it looks like a list or like running text."""
    sizes = sorted(line.size for line in lines[region.start : region.stop])
    size = sizes[len(sizes) * 4 // 5]
    columns = pdf_columns.columns(lines, region, size)
    if len(columns) < 2:
        return None
    levels = [_level(lines[at], at, columns, size) for at in range(region.start, region.stop)]
    rooms = _rooms(levels, columns, size)
    pitch = _pitch(levels, rooms, size)
    rows, floating = _rows(levels, pitch, rooms, size)
    floating += _adrift(rows, pitch)
    _trim(rows, floating)
    _folded(rows, floating)
    _spanned(rows, size)
    _summed(rows, size)
    if not rows or not _merged(rows, floating, pitch):
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
            if upper and 0.8 * size < step < 2 * size:
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
        if not row or row[-1].base - level.base > _NEAR * pitch:
            rows.append(Row([level]))
            continue
        upper = next((at for at in range(len(row) - 1, -1, -1) if row[at].columns & level.columns), None)
        over = row[-1] if upper is None else row[upper]
        apart = _BESIDE if upper is None else _NEAR
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
        far += step > _NEAR * pitch
        if _BESIDE * pitch < step <= _NEAR * pitch:
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
    if lower.columns >= upper.columns:
        votes += min(2, len(upper.columns) - 1)
    elif len(lower.columns) * 2 <= len(upper.columns):
        votes -= 1
    above = {held.first: held for held in upper.held}
    for held in lower.held:
        one = above.get(held.first)
        if one is None:
            votes += held.first == 0
        elif _NUMBER.fullmatch(one.text) and _NUMBER.fullmatch(held.text):
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


def _adrift(rows: list[Row], pitch: float) -> list[Level]:
    """Take out the rows that stand halfway between two others and have only what both lack: cells merged over both."""
    out: list[Level] = []
    steps = [upper.middle - lower.middle for upper, lower in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    for place in range(len(rows) - 2, 0, -1):
        above, row, below = rows[place - 1 : place + 2]
        midway = abs((above.middle + below.middle) / 2 - row.middle) < 0.3 * pitch
        alone = above.columns & below.columns and not row.columns & (above.columns | below.columns)
        if midway and alone and above.middle - below.middle < 1.5 * usual:
            out += rows.pop(place).levels
    return out


def _folded(rows: Sequence[Row], floating: Sequence[Level]) -> None:
    """Put cells that stand beside their column, over what its other cells leave free, into it: most are of a head."""
    where: dict[int, set[int]] = {}
    loose = [Row([level]) for level in floating]
    for place, row in enumerate([*rows, *loose]):
        for held in row.all:
            if held.first == held.last:
                where.setdefault(held.first, set()).add(place if place < len(rows) else 0)
    moved: dict[int, list[int]] = {}
    for column in sorted(where, key=lambda column: len(where[column])):
        own = where[column]
        if max(own) > 1 and len(own) * 3 > len(rows):
            continue
        beside = [other for other in (column - 1, column + 1) if other in where and other not in moved]
        homes = [other for other in beside if len(where[other]) > len(own) and not where[other] & own]
        if homes:
            moved[column] = homes if own == {0} else homes[:1]
            for home in moved[column]:
                where[home] |= own
    every = [held for row in [*rows, *loose] for held in row.all]
    for held in every:
        single = held.first == held.last
        first, last = moved.get(held.first, [held.first]), moved.get(held.last, [held.last])
        held.first, held.last = (first[0], last[-1]) if single else (first[-1], last[0])
    number = {
        column: at for at, column in enumerate(sorted({edge for held in every for edge in (held.first, held.last)}))
    }
    for held in every:
        held.first, held.last = number[held.first], number[held.last]


def _spanned(rows: Sequence[Row], size: float) -> None:
    """Let the head's cells that stand in the middle over several columns cover them."""
    for upper, lower in pairwise(rows[:3]):
        below = {held.first: held for held in lower.all if not _NUMBER.fullmatch(held.text)}
        wider = False
        for held in upper.all:
            others = {column for other in upper.all if other is not held for column in other.columns}
            held.first, held.last = _reach(held, below, others, size)
            wider = wider or held.first < held.last
        if not wider:
            return


def _reach(held: Held, below: dict[int, Held], others: set[int], size: float) -> tuple[int, int]:
    """The columns that a cell of a head covers: as many as it stands in the middle of."""
    best = held.first, held.last
    for first in range(held.first, -1, -1):
        if first in others or first not in below:
            break
        for last in range(held.last, len(below) + first):
            if last in others or last not in below:
                break
            left, right = below[first].left, below[last].right
            middle = abs((left + right) / 2 - held.middle) < 0.7 * size + 0.1 * (right - left)
            if last - first > best[1] - best[0] and middle:
                best = first, last
    return best


def _summed(rows: Sequence[Row], size: float) -> None:
    """Let the name of a total that stands in the middle of the first columns of the last row begin in the first."""
    last = rows[-1].all if rows else []
    name = min(last, key=lambda held: held.first, default=None)
    if name is None or not name.first or not _TOTAL.match(name.text):
        return
    after = min((held.left for held in last if held.first > name.last), default=name.right)
    left = min(held.left for row in rows for held in row.all)
    if abs((left + after) / 2 - name.middle) < 0.7 * size + 0.1 * (after - left):
        name.first = 0


def _merged(rows: Sequence[Row], floating: Sequence[Level], pitch: float) -> bool:
    """Give the cells that stand halfway down several rows to the first of them; whether all that float found a home."""
    afloat = [held for level in floating for held in level.held]
    for column in sorted({0} | {held.first for held in afloat}):
        own = [held for held in afloat if held.first == column]
        homes = _homes(rows, _cells(rows, column, own, pitch), pitch)
        if homes is None or not (own or _led(rows, homes, column)):
            if own:
                return False
            continue
        for row in rows:
            for level in row.levels:
                level.held = [held for held in level.held if held.first != column]
        for first, last, text in homes:
            rows[first].down[column] = (text, last - first + 1)
    return True


def _cells(rows: Sequence[Row], column: int, afloat: Sequence[Held], pitch: float) -> list[tuple[float, str]]:
    """The cells of a column with the heights of their middles, from the top; floating lines near each other are one."""
    parts = [(mine, False) for row in rows if (mine := row.held(column))] + [([held], True) for held in afloat]
    out: list[tuple[list[Held], bool]] = []
    for mine, loose in sorted(parts, key=lambda part: -part[0][0].base):
        if out and out[-1][0][-1].base - mine[0].base <= _NEAR * pitch and (loose or out[-1][1]):
            out[-1] = ([*out[-1][0], *mine], loose)
        else:
            out.append((mine, loose))
    return [((mine[0].base + mine[-1].base) / 2, joined([held.text for held in mine])) for mine, _ in out]


def _led(rows: Sequence[Row], homes: Sequence[tuple[int, int, str]], column: int) -> bool:
    """Whether the first of the rows below the head lacks its cell: it then stands farther down, in the middle."""
    return len(homes) > 1 and homes[1][1] > homes[1][0] and not rows[homes[1][0]].held(column)


def _homes(rows: Sequence[Row], told: Sequence[tuple[float, str]], pitch: float) -> list[tuple[int, int, str]] | None:
    """The first and last row of each cell, so that all stand in the middle; None where they do not."""
    out: list[tuple[int, int, str]] = []
    start = 0
    for middle, text in told:
        high = rows[start].levels[0].base if start < len(rows) else 0.0
        stop = next(
            (
                at
                for at in range(start, len(rows))
                if abs((high + rows[at].levels[-1].base) / 2 - middle) < 0.35 * pitch
            ),
            None,
        )
        if stop is None:
            return None
        out.append((start, stop, text))
        start = stop + 1
    return out if start == len(rows) else None


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
    amounts = [held.text for held in mine if _NUMBER.fullmatch(held.text) and "%" not in held.text]
    return len(amounts) > 1


def _prose(rows: Sequence[Row], column: int) -> bool:
    """Whether the lines of a column are pieces of sentences."""
    lines = [held.text for row in rows for held in row.held(column)]
    return len(lines) > 1 and sum(bool(_STOP.search(line)) for line in lines) * 4 >= len(lines)


def _listed(texts: dict[int, list[str]], used: Sequence[int]) -> bool:
    """Whether the first column only marks what the others say, or numbers it where there is one other."""
    first = texts[used[0]]
    marks = [text for text in first if len(text) < 5 and ((marked(text) and len(used) == 2) or not _SAID.search(text))]
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


def joined(lines: Sequence[str]) -> str:
    """The lines of a cell as one; a number that was torn is whole again."""
    out = ""
    for line in filter(None, lines):
        apart = out and out[-1].isascii() and line[0].isascii() and not _is_torn(out, line)
        out += (" " if apart else "") + line
    return out


def _is_torn(before: str, after: str) -> bool:
    """Whether a number was torn at the end of a line: 30|2(55.9%), 109.6.1|2、109.6.19; not 1,234|56.7%, 8:30|13:30."""
    if not (before[-1].isdigit() and after[0].isdigit()) or _GROUP.search(before):
        return False
    return bool(_CUT_GROUP.search(before)) if _FIGURES.fullmatch(after) else not _CLOCK.match(after)
