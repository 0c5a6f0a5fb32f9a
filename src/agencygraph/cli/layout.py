"""Text in cells of a terminal: Chinese characters are two cells wide, and some may not begin a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len

_PIECE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,:/%#_@~+-]*|.", re.DOTALL)
_NOT_FIRST = frozenset("，。、；：！？」』）》〉】％,.;:!?)%")
_NOT_LAST = frozenset("「『（《〈【(")
_LEAST = 12


def pad(text: str, width: int, *, right: bool = False) -> str:
    """The text filled up with blanks to a width in cells, on the left when it is to stand right."""
    fill = " " * max(0, width - cell_len(text))
    return fill + text if right else text + fill


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells: Latin words stay whole, no line starts with 、 or 」."""
    lines: list[list[str]] = [[]]
    used = 0
    for piece in _pieces(" ".join(text.split()), width):
        size = cell_len(piece)
        if used + size > width and lines[-1]:
            start = _carried(lines[-1], piece)
            lines.append(start)
            used = sum(map(cell_len, start))
        lines[-1].append(piece)
        used += size
    return ["".join(line).strip() for line in lines]


def _carried(line: list[str], piece: str) -> list[str]:
    """What a full line gives to the next one, so that this does not begin, nor that end, with the wrong sign."""
    if len(line) > 1 and (piece in _NOT_FIRST or line[-1] in _NOT_LAST):
        return [line.pop()]
    return []


def _pieces(text: str, width: int) -> list[str]:
    found: list[str] = []
    for piece in _PIECE.findall(text):
        found += [piece] if cell_len(piece) <= width else list(piece)
    return found


def widths(cells: Sequence[Sequence[str]], room: int, gap: int) -> list[int]:
    """A width for each column (given as all its texts, head first) so that together they fit into `room` cells.

    The widest column gives way first. Columns that cannot be shown at all, the last ones first, get no width: the list
    is then shorter than `cells`.
    """
    natural = [max(map(cell_len, column)) for column in cells]
    floors = [min(_LEAST, wide) for wide in natural]
    while floors and sum(floors) + gap * (len(floors) - 1) > room and len(floors) > 1:
        floors.pop()
    shown = natural[: len(floors)]
    while sum(shown) + gap * (len(shown) - 1) > room:
        widest = max(range(len(shown)), key=lambda at: shown[at] - floors[at])
        if shown[widest] <= floors[widest]:
            break
        shown[widest] -= 1
    return shown
