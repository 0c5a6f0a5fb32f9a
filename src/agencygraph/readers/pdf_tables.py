"""Tables of a PDF page from their ruling lines: which lines belong together, the cells between them, what is merged."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2.raw as pdfium

from agencygraph.readers.pdf_cells import joined
from agencygraph.readers.pdf_letters import Letter, Turn
from agencygraph.readers.pdf_lines import Placed, words
from agencygraph.readers.sheets import Cell, Grid

_THIN = 3.0
_NEAR = 3.0
_SHORT = 4.0
_MOST = 1_500
_DEEP = 8
_WHITE = 250
_PROSE = 80

Box = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
_PLAIN: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at `at` (a height for a level one, else a place across), from `start` to `end`."""

    at: float
    start: float
    end: float


class Pen:
    """Looks at the objects of pages, in all `left` of them: a form may be drawn a thousand times in another."""

    def __init__(self, left: int) -> None:
        self._left = left

    def strokes(self, page: pdfium.FPDF_PAGE) -> Iterator[Box]:
        """The straight lines and thin boxes of a page."""
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            yield from self._drawn(pdfium.FPDFPage_GetObject(page, index), _PLAIN, 0)

    def _drawn(self, item: pdfium.FPDF_PAGEOBJECT, outer: Matrix, depth: int) -> Iterator[Box]:
        """Those of an object, and of a form's objects too."""
        self._left -= 1
        kind = pdfium.FPDFPageObj_GetType(item)
        if self._left < 0 or kind not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_FORM):
            return
        own = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(item, own)
        matrix = _times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            for box in _path(item, matrix):
                self._left -= 1
                yield box
        elif depth < _DEEP:
            for index in range(min(pdfium.FPDFFormObj_CountObjects(item), max(self._left, 0))):
                yield from self._drawn(pdfium.FPDFFormObj_GetObject(item, index), matrix, depth + 1)


def tables(
    page: pdfium.FPDF_PAGE, letters: Sequence[Letter], turn: Turn, pen: Pen
) -> tuple[list[Placed], list[Letter]]:
    """The ruled tables of a page, and the letters that stand in none."""
    level, upright = rules(page, turn, pen)
    found: list[Placed] = []
    rest = list(letters)
    for rows, columns in _groups(level, upright):
        placed, rest = _table(rows, columns, rest)
        found += placed
    return found, rest


def rules(page: pdfium.FPDF_PAGE, turn: Turn, pen: Pen) -> tuple[list[Rule], list[Rule]]:
    """The level and the upright lines drawn on a page, those that touch end to end joined."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for x0, y0, x1, y1 in pen.strokes(page):
        left, bottom, right, top = turn.box(x0, y0, x1, y1)
        if top - bottom <= _THIN < right - left:
            level.append(Rule((top + bottom) / 2, left, right))
        elif right - left <= _THIN < top - bottom:
            upright.append(Rule((left + right) / 2, bottom, top))
    return _joined(level), _joined(upright)


def _path(item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[Box]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    stroked = bool(stroke.value) and not _white(item, pdfium.FPDFPageObj_GetStrokeColor)
    filled = bool(fill.value) and not _white(item, pdfium.FPDFPageObj_GetFillColor)
    for points in _outlines(item, matrix) if stroked or filled else ():
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = (min(xs), min(ys), max(xs), max(ys))
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            yield box
        elif stroked:
            for (x0, y0), (x1, y1) in pairwise(points):
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _outlines(item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The corners of each stretch of a path; a closed one ends where it began."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    for index in range(min(pdfium.FPDFPath_CountSegments(item), _MOST)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _white(item: pdfium.FPDF_PAGEOBJECT, colour: object) -> bool:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not callable(colour) or not colour(item, *parts):
        return False
    return parts[3].value == 0 or all(part.value > _WHITE for part in parts[:3])


def _times(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, l = other  # noqa: E741
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l


def _joined(found: list[Rule]) -> list[Rule]:
    out: list[Rule] = []
    for at in _clusters(rule.at for rule in found):
        mine = sorted((rule for rule in found if at[0] <= rule.at <= at[1]), key=lambda rule: rule.start)
        middle = sum(at) / 2
        for rule in mine:
            if out and out[-1].at == middle and rule.start <= out[-1].end + _NEAR:
                out[-1] = Rule(middle, out[-1].start, max(out[-1].end, rule.end))
            else:
                out.append(Rule(middle, rule.start, rule.end))
    long = [rule for rule in out if rule.end - rule.start > _SHORT]
    return long if len(long) <= _MOST else []


def _clusters(values: Iterator[float] | Sequence[float]) -> list[tuple[float, float]]:
    """Values that lie close to each other, as (least, greatest)."""
    out: list[tuple[float, float]] = []
    for value in sorted(values):
        if out and value - out[-1][0] <= _THIN:
            out[-1] = (out[-1][0], value)
        else:
            out.append((value, value))
    return out


def _groups(level: Sequence[Rule], upright: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or touch each other, from the top."""
    home = list(range(len(level) + len(upright)))

    def root(one: int) -> int:
        while home[one] != one:
            home[one] = home[home[one]]
            one = home[one]
        return one

    for i, row in enumerate(level):
        for j, column in enumerate(upright, len(level)):
            across = row.start - _NEAR <= column.at <= row.end + _NEAR
            if across and column.start - _NEAR <= row.at <= column.end + _NEAR:
                home[root(j)] = root(i)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, row in enumerate(level):
        groups[root(i)][0].append(row)
    for j, column in enumerate(upright, len(level)):
        groups[root(j)][1].append(column)
    kept = [group for group in groups.values() if len(group[0]) > 1 and group[1]]
    return sorted(kept, key=lambda group: -max(rule.at for rule in group[0]))


def _table(level: list[Rule], upright: list[Rule], letters: list[Letter]) -> tuple[list[Placed], list[Letter]]:
    """The table that lines make, with the letters in it; none for a mere frame."""
    xs = [sum(pair) / 2 for pair in _clusters(_ends(upright, level))]
    ys = [sum(pair) / 2 for pair in _clusters(_ends(level, upright))][::-1]
    if len(xs) < 3 or len(ys) < 2:
        return [], letters
    homes = _homes(level, upright, xs, ys)
    inside: dict[tuple[int, int], list[Letter]] = defaultdict(list)
    outside: list[Letter] = []
    falling = [-y for y in ys]
    for letter in letters:
        column = bisect_right(xs, (letter.left + letter.right) / 2) - 1
        row = bisect_right(falling, -(letter.base + 0.3 * letter.size)) - 1
        if 0 <= column < len(xs) - 1 and 0 <= row < len(ys) - 1:
            inside[homes[row, column]].append(letter)
        else:
            outside.append(letter)
    if not inside:
        return [], letters
    return [Placed(_grid(homes, inside, len(ys) - 1), xs[0], xs[-1], ys[-1], ys[0])], outside


def _ends(own: Sequence[Rule], others: Sequence[Rule]) -> list[float]:
    """Where lines stand, and where those that cross them end on an open side."""
    places = [rule.at for rule in own]
    for end in (min(rule.start for rule in others), max(rule.end for rule in others)):
        reaching = sum(abs(end - edge) <= _NEAR for rule in others for edge in (rule.start, rule.end))
        if reaching > 1 and all(abs(end - place) > 2 * _NEAR for place in places):
            places.append(end)
    return places


def _homes(
    level: Sequence[Rule], upright: Sequence[Rule], xs: Sequence[float], ys: Sequence[float]
) -> dict[tuple[int, int], tuple[int, int]]:
    """For each box between the lines the box at the upper left of the cell it belongs to."""
    homes: dict[tuple[int, int], tuple[int, int]] = {}
    for row in range(len(ys) - 1):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(len(xs) - 1):
            centre = (xs[column] + xs[column + 1]) / 2
            home = (row, column)
            if column and not _drawn_at(upright, xs[column], middle):
                home = homes[row, column - 1]
            elif row and not _drawn_at(level, ys[row], centre):
                home = homes[row - 1, column]
            homes[row, column] = home
    return homes


def _drawn_at(lines: Sequence[Rule], at: float, across: float) -> bool:
    return any(abs(rule.at - at) <= _THIN and rule.start <= across <= rule.end for rule in lines)


def _grid(
    homes: dict[tuple[int, int], tuple[int, int]], inside: dict[tuple[int, int], list[Letter]], rows: int
) -> Grid:
    size: dict[tuple[int, int], tuple[int, int]] = {}
    for (row, column), home in homes.items():
        down, right = size.get(home, (0, 0))
        size[home] = (max(down, row - home[0] + 1), max(right, column - home[1] + 1))
    grid: Grid = [[] for _ in range(rows)]
    for home in sorted(size):
        down, right = size[home]
        grid[home[0]].append(Cell(list(_words(inside.get(home, []))), right, down))
    return grid


def _words(letters: Sequence[Letter]) -> list[str]:
    """What a cell holds: its lines as one, or as they are where they are sentences."""
    lines = words(letters)
    long = len(lines) > 2 and sum(map(len, lines)) > _PROSE
    if long:
        return lines
    out = joined(lines)
    return [out] if out else []
