"""Merged cells of a table that no line rules: over columns of its head, halfway down rows, beside their column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from agencygraph.readers.pdf_cells import NEAR, NUMBER, Held, Level, Row, joined

_TOTAL = re.compile(r"[合總]\s*計|總\s*數|總\s*和")


def adrift(rows: list[Row], pitch: float) -> list[Level]:
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


def folded(rows: Sequence[Row], floating: Sequence[Level]) -> None:
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


def spanned(rows: Sequence[Row], size: float) -> None:
    """Let the head's cells that stand in the middle over several columns cover them."""
    for upper, lower in pairwise(rows[:3]):
        below = {held.first: held for held in lower.all if not NUMBER.fullmatch(held.text)}
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


def summed(rows: Sequence[Row], size: float) -> None:
    """Let the name of a total that stands in the middle of the first columns of the last row begin in the first."""
    last = rows[-1].all if rows else []
    name = min(last, key=lambda held: held.first, default=None)
    if name is None or not name.first or not _TOTAL.match(name.text):
        return
    after = min((held.left for held in last if held.first > name.last), default=name.right)
    left = min(held.left for row in rows for held in row.all)
    if abs((left + after) / 2 - name.middle) < 0.7 * size + 0.1 * (after - left):
        name.first = 0


def merged(rows: Sequence[Row], floating: Sequence[Level], pitch: float) -> bool:
    """Give the cells that stand halfway down several rows to the first of them; whether all that float found a home."""
    afloat = [held for level in floating for held in level.held]
    for column in sorted({0} | {held.first for held in afloat}):
        own = [held for held in afloat if held.first == column]
        homes = _homes(rows, _cells(rows, column, own, pitch), pitch)
        if homes is None and own and min(held.base for held in own) > rows[1].levels[0].base:
            rows[0].down[column] = (joined([held.text for held in own]), 2)
            continue
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
        if out and out[-1][0][-1].base - mine[0].base <= NEAR * pitch and (loose or out[-1][1]):
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
