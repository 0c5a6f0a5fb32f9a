"""Puts the cells of rows that blanks part under their columns: by where they stand in their lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from agencygraph.model import Folded
from agencygraph.outline.lines import columns
from agencygraph.tables.records import figure
from agencygraph.text import join

_LETTER = re.compile("[一-鿿]")
_WIDEST = 14
_HEADS, _UPPER = 3, 2
_APART = 3
"""How wide a gap beside a stretched word is: so many halves of the gaps within it."""
_EMPTY = Folded("", ())

Cells = tuple[Folded, ...]


@dataclass(frozen=True, slots=True)
class _Band:
    """From which to which column of letters a cell, or a column of cells, reaches."""

    left: int
    right: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def off(self, other: _Band) -> float:
        """How far apart the two are, measured where they are nearest: left, right, or middle."""
        return min(abs(self.left - other.left), abs(self.right - other.right), abs(self.middle - other.middle))


def aligned(text: str, lines: Sequence[tuple[int, Cells]]) -> list[Cells]:
    """The cells of each line (with the offset of its first letter), empty ones put where a line has none, and a head
    whose letters are stretched (課　程) put together; as they are where the columns do not stand apart.
    """
    width = _width([_tightened(text, cells) for _, cells in lines])
    told = [(start, _tightened(text, cells, width)) for start, cells in lines]
    bands = [[_band(text, start, cell) for cell in cells] for start, cells in told]
    whole = [line for line in bands if len(line) == width]
    if not 2 < width <= _WIDEST or len(whole) < 2:
        return [cells for _, cells in told]
    over = [
        _Band(min(cell.left for cell in column), max(cell.right for cell in column))
        for column in zip(*whole, strict=True)
    ]
    if any(left.right > right.left for left, right in pairwise(over)):
        return [cells for _, cells in told]
    out = [cells for _, cells in told]
    first = next((i for i, cells in enumerate(out) if _figures(cells)), _HEADS)
    head = next(i for i, cells in enumerate(out) if len(cells) == width)
    for i, (cells, line) in enumerate(zip(out[:], bands, strict=True)):
        if not 0 < len(cells) < width or (i < head and head >= first and not i + 1 < first == _UPPER):
            continue
        out[i] = _spanning(cells, line, over) if i < head else _under(cells, line, over)
        if i + 1 == head and len(out[i]) < width:
            lacking = len(out[i])
            below = out[head]
            out[i : i + 2] = [(*out[i], *below[lacking:]), (*below[:lacking], *[_EMPTY] * (width - lacking))]
    return out


def _width(lines: Iterable[Cells]) -> int:
    """How many cells a line of heads has, where another line has as many and none with figures more, else most lines
    with figures.
    """
    every = list(lines)
    sizes = Counter(map(len, every))
    counted = Counter(len(cells) for cells in [line for line in every if _figures(line)] or every)
    heads = [len(line) for line in every[:_HEADS] if not _figures(line)]
    told = max((size for size in heads if sizes[size] > 1), default=0)
    return told if told >= max(counted) else max(counted, key=lambda size: (counted[size], size))


def _figures(cells: Cells) -> bool:
    return any(figure(cell.text) for cell in cells)


def _band(text: str, start: int, cell: Folded) -> _Band:
    if not cell.at:
        return _Band(0, 0)
    return _Band(columns(text[start : cell.at[0]]), columns(text[start : cell.at[-1] + 1]))


def _tightened(text: str, cells: Cells, width: int = 0) -> Cells:
    """A line in which the letters of a stretched word are put together: they stand alone, all equally far apart, and
    farther from what is beside them; of one that has more cells than its table has columns (`width`), the nearest ones
    until it has as many.
    """
    if len(cells) == width:
        return cells
    gaps = [columns(text[a.at[-1] + 1 : b.at[0]]) if a.at and b.at else 0 for a, b in pairwise(cells)]
    letters = [at for at in range(len(gaps)) if all(_LETTER.fullmatch(cell.text) for cell in cells[at : at + 2])]
    within = [at for at in letters if _stretched(gaps, at)]
    if not 0 < width < len(cells):
        return _joined(cells, within)
    near = sorted(letters, key=lambda at: (at not in within, gaps[at]))
    closed, left = near[: len(cells) - width], near[len(cells) - width :]
    sure = not left or (closed[-1] in within or gaps[closed[-1]] < gaps[left[0]])
    return _joined(cells, closed if sure else within)


def _stretched(gaps: Sequence[int], at: int) -> bool:
    """Whether the gap lies within a word: the next ones to both sides that are not as wide are much wider."""
    left = next((gap for gap in reversed(gaps[:at]) if abs(gap - gaps[at]) > 1), None)
    right = next((gap for gap in gaps[at:] if abs(gap - gaps[at]) > 1), None)
    beside = [gap for gap in (left, right) if gap is not None]
    return bool(beside) and all(2 * gap >= _APART * gaps[at] for gap in beside)


def _joined(cells: Cells, closed: Sequence[int]) -> Cells:
    """The cells with those put together between which the closed gaps lie."""
    out: list[list[Folded]] = []
    for at, cell in enumerate(cells):
        if at - 1 in closed:
            out[-1].append(cell)
        else:
            out.append([cell])
    return tuple(join(pieces) for pieces in out)


def _under(cells: Cells, line: Sequence[_Band], over: Sequence[_Band]) -> Cells:
    """The cells of a line that has too few, each in the column at which it, all in all, stands best."""

    def cost(at: tuple[int, ...]) -> float:
        return sum(cell.off(over[column]) for cell, column in zip(line, at, strict=True))

    best = min(combinations(range(len(over)), len(cells)), key=cost)
    return _placed(cells, best, len(over))


def _spanning(cells: Cells, line: Sequence[_Band], over: Sequence[_Band]) -> Cells:
    """The heads of a line that has too few, each in the first of the columns over whose middle it stands; as many cells
    as there are columns up to the last one that has a head.
    """

    def cost(at: tuple[int, ...]) -> float:
        spans = (_Band(over[a].left, over[b - 1].right) for a, b in pairwise(at))
        return sum(abs(head.middle - span.middle) for head, span in zip(line, spans, strict=True))

    best = min(combinations(range(len(over) + 1), len(cells) + 1), key=cost)
    return _placed(cells, best[:-1], best[-1])


def _placed(cells: Cells, at: Sequence[int], width: int) -> Cells:
    told = dict(zip(at, cells, strict=True))
    return tuple(told.get(column, _EMPTY) for column in range(width))
