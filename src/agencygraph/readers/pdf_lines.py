"""Letters of a PDF page to lines in reading order: runs, columns of text, rows, tables parted by gaps only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import mean, median
from typing import NamedTuple

from agencygraph.readers import pdf_columns, pdf_rows
from agencygraph.readers.headings import marked
from agencygraph.readers.numerals import raised
from agencygraph.readers.pdf_letters import Letter
from agencygraph.readers.sheets import Block, Grid

_WORD = 0.18
_GAP = 0.9
_NARROW, _SPACE, _BLANK = 0.15, 0.35, 0.45
_LATIN = re.compile(r"[!-~]")
_UNBROKEN = re.compile(r"[（「『《【]*[!-~]*[）」』》】，。、；：]*")
_COLUMN_ROWS = 5
_RAISED, _SMALL = "⁰¹²³⁴⁵⁶⁷⁸⁹", 0.42
_PARTED = 1.4


class Cut(NamedTuple):
    """A gap within a run: how many characters stand before it, its two ends, whether no word space explains it."""

    at: int
    left: float
    right: float
    sure: bool


@dataclass(slots=True)
class Run:
    """Letters next to each other on one line."""

    text: str
    left: float
    right: float
    base: float
    size: float
    last: float
    """Where its last letter begins."""
    cuts: list[Cut] = field(default_factory=list)
    """Where gaps are, the narrow ones included."""


@dataclass(slots=True)
class Placed:
    """A table that was found, and where it lies."""

    grid: Grid
    left: float
    right: float
    bottom: float
    top: float


Row = list[Run]


def blocks(letters: Sequence[Letter], tables: Sequence[Placed] = ()) -> Iterator[Block]:
    """The lines and tables of a page in reading order."""
    rows = _rows(_runs(letters))
    marks = sorted(tables, key=lambda table: -table.top)
    for table in marks:
        above = [row for row in rows if row[0].base > (table.top + table.bottom) / 2]
        yield from _columns(above)
        yield table.grid
        rows = rows[len(above) :]
    yield from _columns(rows)


def words(letters: Sequence[Letter]) -> list[str]:
    """The lines of a table's cell."""
    return [_joined(row) for row in _rows(_runs(letters))]


def _runs(letters: Sequence[Letter]) -> list[Run]:
    """Letters that follow each other closely on one line, as one text; raised and lowered ones included."""
    out: list[Run] = []
    for letter in letters:
        last = out[-1] if out else None
        if last and _follows(last, letter):
            gap = letter.left - last.right
            blank = _blank(last, letter.text, gap, letter.spaced)
            if gap > _NARROW * last.size and not _raised(last, letter):
                sure = not letter.spaced and not _script(last, letter.text, gap)
                last.cuts.append(Cut(len(last.text), last.right, letter.left, sure))
            last.text += blank + (raised(letter.text) if _raised(last, letter) else letter.text)
            last.right, last.last = max(last.right, letter.right), letter.left
            if letter.size > last.size * 1.2:
                last.base, last.size = letter.base, letter.size
        else:
            out.append(Run(letter.text, letter.left, letter.right, letter.base, letter.size, letter.left))
    return out


def _follows(run: Run, letter: Letter) -> bool:
    gap = letter.left - run.right
    size = max(run.size, letter.size)
    small = letter.size <= 0.8 * run.size and gap < 0.25 * size
    level = abs(letter.base - run.base) < (0.5 if small else 0.15) * size
    return level and letter.left > run.last - 0.1 * size and gap < _GAP * min(run.size, letter.size)


def _blank(run: Run, text: str, gap: float, spaced: bool = False) -> str:
    """The blank before `text`: one that is written, or a gap that parts two Latin words or is as wide as a blank."""
    latin = bool(_LATIN.match(run.text[-1])), bool(_LATIN.match(text))
    words = run.text[-1].isalnum() and run.text[-1] not in _RAISED and text.isalnum()
    em = (run.right - run.last) * (2 if latin[0] else 1)
    wide = (gap > _WORD * run.size and all(latin)) or (gap > _BLANK * em and words)
    return " " if spaced or wide else ""


def _script(run: Run, text: str, gap: float) -> bool:
    """Whether a gap is what programs set between Latin and other letters."""
    return gap < _SPACE * run.size and bool(_LATIN.match(run.text[-1])) != bool(_LATIN.match(text))


def _raised(run: Run, letter: Letter) -> bool:
    """Whether a letter is a small one that stands high, like the mark of a footnote."""
    if letter.size >= 0.8 * run.size or letter.base <= run.base + 0.2 * run.size:
        return False
    if not letter.text.isdigit() or run.text[-1].isascii() or run.text[-1] in _RAISED:
        return True
    return letter.right - letter.left < _SMALL * (run.right - run.last)


def _rows(runs: Sequence[Run]) -> list[Row]:
    """Runs on one line, from the top; each row from left to right."""
    rows: list[Row] = []
    for run in sorted(runs, key=lambda run: (-run.base, run.left)):
        home = next((row for row in reversed(rows[-3:]) if _level(row, run)), None)
        if home is None:
            rows.append([run])
        else:
            home.append(run)
    for row in rows:
        row.sort(key=lambda run: run.left)
        row[:] = _merged(row)
    rows.sort(key=lambda row: -max(row, key=lambda run: run.size * len(run.text)).base)
    return rows


def _level(row: Row, run: Run) -> bool:
    """Whether a run stands on a row's line, or raised or lowered beside it without covering any of it."""
    main = max(row, key=lambda one: one.size)
    size = max(main.size, run.size)
    small = min(main.size, run.size) < 0.75 * size
    if abs(main.base - run.base) > (0.5 if small else 0.25) * size:
        return False
    return not any(min(one.right, run.right) - max(one.left, run.left) > 0.3 * size for one in row)


def _merged(row: Row) -> Row:
    """A row whose runs are as far apart as columns are."""
    out: Row = []
    for run in row:
        last = out[-1] if out else None
        if last and run.left - last.right < _GAP * min(last.size, run.size):
            gap = run.left - last.right
            if gap > _NARROW * last.size:
                last.cuts.append(Cut(len(last.text), last.right, run.left, not _script(last, run.text, gap)))
            last.text += _blank(last, run.text, gap)
            last.cuts += [cut._replace(at=cut.at + len(last.text)) for cut in run.cuts]
            last.text += run.text
            last.right, last.last = max(last.right, run.right), run.last
            last.size = max(last.size, run.size)
        else:
            out.append(run)
    return out


def _joined(row: Row) -> str:
    return "  ".join(run.text for run in row)


def _columns(rows: Sequence[Row], depth: int = 0) -> Iterator[Block]:
    """The rows, those of the left column before those of the right one where the text stands in columns."""
    gutter = _gutter(rows) if depth < 3 else None
    if gutter is None:
        yield from _lines(rows)
        return
    band: list[Row] = []
    for row in [*rows, None]:
        if row is None or any(run.left < gutter < run.right for run in row):
            for side in (
                [[run for run in one if run.right <= gutter] for one in band],
                [[run for run in one if run.left >= gutter] for one in band],
            ):
                yield from _columns([one for one in side if one], depth + 1)
            band = []
            if row is not None:
                yield from _lines([row])
        else:
            band.append(row)


def _gutter(rows: Sequence[Row]) -> float | None:
    """Where the page parts into two columns of running text: a white strip that few rows cross."""
    runs = [run for row in rows for run in row]
    if len(rows) < _COLUMN_ROWS or len(runs) < 2 * _COLUMN_ROWS:
        return None
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    best: tuple[int, float] | None = None
    for step in range(25, 76):
        x = left + (right - left) * step / 100
        crossing = sum(any(run.left < x < run.right for run in row) for row in rows)
        if (best is None or crossing < best[0]) and crossing * 4 <= len(rows):
            best = (crossing, x)
    if best is None:
        return None
    x = best[1]
    sides = (
        [[run for run in row if run.right <= x] for row in rows],
        [[run for run in row if run.left >= x] for row in rows],
    )
    size = median(run.size for run in runs)
    return x if all(_running([row for row in side if row], size) for side in sides) else None


def _running(rows: Sequence[Row], size: float) -> bool:
    """Whether lines look like running text: many, long ones, few of them cut short or parted by gaps."""
    if len(rows) < _COLUMN_ROWS or sum(map(len, rows)) > _PARTED * len(rows):
        return False
    widths = [row[-1].right - row[0].left for row in rows]
    return max(widths) > 9 * size and mean(widths) > 0.55 * max(widths)


def _lines(rows: Sequence[Row]) -> Iterator[Block]:
    """Rows as lines, and as tables where they are parted at the same places."""
    pitch = _pitch(rows)
    size = _usual(rows)
    edge = max((row[-1].right for row in rows), default=0.0)
    tables = {table.start: table for table in _tables(rows)}
    at = 0
    last: Row | None = None
    while at < len(rows):
        if last is not None and last[0].base - rows[at][0].base > 1.7 * pitch:
            yield ""
        if at in tables:
            stop = tables[at].stop
            yield tables[at].grid
        else:
            stop = at + 1
            while stop < len(rows) and stop not in tables and _broken(rows[stop - 1], rows[stop], size, edge):
                stop += 1
            yield "".join(_joined(row) for row in rows[at:stop])
        last = rows[stop - 1]
        at = stop


def _tables(rows: Sequence[Row]) -> Iterator[pdf_rows.Found]:
    """The tables in rows that only gaps part."""
    if sum(len(row) > 1 or len(row[0].cuts) > 1 for row in rows) < 2:
        return
    lines = [_line(row) for row in rows]
    for region in pdf_columns.regions(lines):
        table = pdf_rows.found(lines, region)
        if table is not None:
            yield table


def _line(row: Row) -> pdf_columns.Line:
    """A row with its narrow gaps too."""
    pieces: list[pdf_columns.Piece] = []
    for run in row:
        at, left, sure, blank = 0, run.left, True, " " if pieces else ""
        for cut in run.cuts:
            pieces.append(pdf_columns.Piece(blank + run.text[at : cut.at], left, cut.left, sure))
            at, left, sure, blank = cut.at, cut.right, cut.sure, ""
        pieces.append(pdf_columns.Piece(blank + run.text[at:], left, run.right, sure))
    main = max(row, key=lambda run: run.size * len(run.text))
    widest = max((run.right - run.last for run in row if not run.text[-1].isascii()), default=0.0)
    size = widest if 0.5 * main.size < widest < 1.5 * main.size else main.size
    return pdf_columns.Line(pieces, main.base, size, len(row))


def _broken(upper: Row, lower: Row, size: float, edge: float) -> bool:
    """Whether the margin broke a line of larger letters than the text's: its length tells nobody that it was full."""
    one, other = upper[-1], lower[0]
    large = one.size > 1.1 * size and abs(one.size - other.size) < 0.1 * one.size
    close = one.base - other.base < 2 * one.size and other.left <= upper[0].left + one.size
    word = _UNBROKEN.match(other.text)
    room = (3 + (len(word[0]) if word else 0) / 2) * one.size
    return large and close and edge - one.right < room and not marked(other.text)


def _usual(rows: Sequence[Row]) -> float:
    """The size of running text: the smallest that a good part of the letters has."""
    sizes = sorted(run.size for row in rows for run in row for _ in run.text)
    return sizes[len(sizes) // 6] if sizes else 0.0


def _pitch(rows: Sequence[Row]) -> float:
    steps = [upper[0].base - lower[0].base for upper, lower in pairwise(rows)]
    return median(steps) if steps else 0.0
