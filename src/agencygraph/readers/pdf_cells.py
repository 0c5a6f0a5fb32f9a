"""What the cells of a PDF's tables hold: lines in their columns and rows, and the words that they make together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?")
"""An amount, which no margin breaks."""

NEAR = 1.12
"""How many pitches apart lines of one cell may stand."""

_FIGURES = re.compile(r"[\d,.]+%?")
_GROUP, _CUT_GROUP = re.compile(r",\d{3}$"), re.compile(r",\d{1,2}$")
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}")
_ADDRESS = re.compile(r"https?://(?:\S*[-/.?&=_])?$")


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


def joined(lines: Sequence[str]) -> str:
    """The lines of a cell as one; a number or a web address that was torn is whole again."""
    out = ""
    for line in filter(None, lines):
        apart = out and out[-1].isascii() and line[0].isascii() and not (_is_torn(out, line) or _ADDRESS.search(out))
        out += (" " if apart else "") + line
    return out


def _is_torn(before: str, after: str) -> bool:
    """Whether a number was torn at the end of a line: 30|2(55.9%), 109.6.1|2、109.6.19; not 1,234|56.7%, 8:30|13:30."""
    if not (before[-1].isdigit() and after[0].isdigit()) or _GROUP.search(before):
        return False
    return bool(_CUT_GROUP.search(before)) if _FIGURES.fullmatch(after) else not _CLOCK.match(after)
