"""Lays out what a reader finds, paragraphs and tables, as the one text that all offsets count.

A row of a table is one line, its cells parted by tabs; a merged cell stands once, in its first row and column, and is
repeated further down only where a row would lose its second cell. A table with a single column only frames
what it holds; a row with whole paragraphs in a cell is laid out as paragraphs; a table in a cell follows its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agencygraph.readers.limits import Limits, over

_SPACE = re.compile(r"[ \t\r\n\v\f\x85\u2028\u2029]+")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFEFF])
_PROSE = 60


@dataclass(slots=True)
class Cell:
    """A cell: the blocks it holds, how many columns and rows it spans."""

    blocks: list[Block] = field(default_factory=list)
    columns: int = 1
    rows: int = 1

    @property
    def text(self) -> str:
        """Its words on one line, tables left out."""
        return " ".join(flat(block) for block in self.blocks if isinstance(block, str) and flat(block))

    @property
    def tables(self) -> list[Grid]:
        """The tables in it."""
        return [block for block in self.blocks if not isinstance(block, str)]

    @property
    def prose(self) -> bool:
        """Whether it holds several paragraphs, more than a cell of data has."""
        return sum(isinstance(block, str) and bool(block.strip()) for block in self.blocks) > 1 and (
            len(self.text) > _PROSE
        )


Grid = list[list[Cell]]
Block = str | Grid


def flat(text: str) -> str:
    """`text` on one line: each run of white space is one blank."""
    return _SPACE.sub(" ", text).strip()


class Sheet:
    """The text as it grows. Raises `UnreadableError` when it has more characters or cells than the limits allow."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        self._out: list[str] = []
        self._size = self._cells = 0
        self._pages: list[int] = []
        self._blank = True

    @property
    def text(self) -> str:
        """All that was added."""
        return "".join(self._out)

    @property
    def pages(self) -> tuple[int, ...]:
        """Where each page begins."""
        return tuple(self._pages)

    def add(self, blocks: Iterable[Block]) -> None:
        """Add paragraphs and tables in their order."""
        for block in blocks:
            if isinstance(block, str):
                self.line(block)
            else:
                self.table(block)

    def line(self, text: str) -> None:
        """Add one paragraph; line breaks in it stay, an empty one is one blank line at most."""
        kept = text.translate(_CONTROLS).rstrip()
        if kept.strip():
            self._write(kept + "\n")
            self._blank = False
        else:
            self.gap()

    def gap(self) -> None:
        """End with a blank line."""
        if not self._blank:
            self._write("\n")
            self._blank = True

    def page(self) -> None:
        """Begin a page: a form feed parts it from the one before."""
        if self._pages:
            self._write("\f")
            self._blank = True
        self._pages.append(self._size)

    def table(self, grid: Grid) -> None:
        """Add a table, with a blank line before and after."""
        if max((sum(cell.columns for cell in row) for row in grid), default=0) <= 1:
            self.add(block for row in grid for cell in row for block in cell.blocks)
            return
        self.gap()
        for row, texts in zip(grid, self._placed(grid), strict=True):
            if any(cell.prose for cell in row):
                self.add(block for cell in row for block in cell.blocks)
                continue
            if any(texts):
                self._write("\t".join(texts) + "\n")
                self._blank = False
            for cell in row:
                self.add(cell.tables)
        self.gap()

    def _write(self, text: str) -> None:
        self._size += len(text)
        if self._size > self._limits.characters:
            raise over(self._name, "characters", "字數", self._limits.characters)
        self._out.append(text)

    def _placed(self, grid: Grid) -> list[list[str]]:
        """The words of each row, column by column; columns that are empty throughout left out at the right."""
        out: list[list[str]] = []
        above: dict[int, tuple[int, str]] = {}
        for row in grid:
            texts: list[str] = []
            spanned: list[tuple[int, str]] = []
            for cell in row:
                self._skip(texts, above, spanned)
                self._count(cell.columns)
                words = cell.text.translate(_CONTROLS)
                if cell.rows > 1:
                    above |= {len(texts) + n: (cell.rows, "" if n else words) for n in range(cell.columns)}
                texts += [words, *[""] * (cell.columns - 1)]
            self._skip(texts, above, spanned)
            above = {column: (rows - 1, words) for column, (rows, words) in above.items() if rows > 1}
            if sum(map(bool, texts)) < 2:
                for column, words in spanned:
                    texts[column] = words
            out.append(texts)
        width = max((column + 1 for texts in out for column, words in enumerate(texts) if words), default=0)
        return [(texts + [""] * width)[:width] for texts in out]

    def _skip(self, texts: list[str], above: dict[int, tuple[int, str]], spanned: list[tuple[int, str]]) -> None:
        """Leave empty the columns that a cell further up spans."""
        while len(texts) in above:
            self._count(1)
            if above[len(texts)][1]:
                spanned.append((len(texts), above[len(texts)][1]))
            texts.append("")

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > self._limits.cells:
            raise over(self._name, "cells", "表格儲存格數", self._limits.cells)


def texts(rows: Sequence[Sequence[str]]) -> Grid:
    """A table of plain words."""
    return [[Cell([words]) for words in row] for row in rows]
