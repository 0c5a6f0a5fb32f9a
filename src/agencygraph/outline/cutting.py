"""Cuts the lines of a report into blocks: what begins a paragraph, what goes on, what stands under which marker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from agencygraph.model import Folded
from agencygraph.outline import markers, rows, wrapping
from agencygraph.outline.lines import Line
from agencygraph.outline.markers import Marker
from agencygraph.outline.tree import Tree
from agencygraph.text import fold, join

_DATED = re.compile(r"\d{2,4}[./]\d{1,2}[./]\d{1,2}(?=\s|至|~|-|\(|$)")
_UNFINISHED = re.compile(r"(?:[第依按或之至於~]|(?<!普)及|(?<!參)與)$")
_LOOSE = re.compile(r"arabic-(comma|dot|half)|chinese$|chinese-half|dotted|dashed|stem|letter|roman|branch")
_EMPHASIS = re.compile(r"(?<!\*)\*\*(?!\*)")
_SAID = re.compile(r"[,;:。\d]")
_SUMS_UP = re.compile(r"以上(?!午)|上述|上開|前開|前述|綜上|綜合上述|合計|總計")
_HEAD_WIDTH = 48
_REACH = 30
_TOLD = 2000
_SPACED = frozenset("-*•·‧+~–—－＊")


@dataclass(slots=True)
class Block:
    """A paragraph that is being put together: its section, its folded lines, and its last words as `told`."""

    section: int
    marked: bool = False
    row: bool = False
    closed: bool = False
    lines: int = 0
    told: str = ""
    pieces: list[Folded] = field(default_factory=list)

    def folded(self) -> Folded:
        """The lines as one text."""
        return join(self.pieces)


class Cutter:
    """Goes through the lines once; `blocks` and `tree` are the result."""

    def __init__(self, text: str, lines: Sequence[Line], row_lines: frozenset[int]) -> None:
        self.text, self.lines, self.row_lines = text, lines, row_lines
        self.found = [[] if i in row_lines else markers.read(line.flat) for i, line in enumerate(lines)]
        plain = [i for i in range(len(lines)) if i not in row_lines]
        wrap = wrapping.measure([lines[i] for i in plain], [bool(self.found[i]) for i in plain])
        self.wrap = wrap
        self.place = {i: n for n, i in enumerate(plain)}
        self.chronicle = sum(bool(_DATED.match(line.flat)) for line in lines) >= 2
        self.tree = Tree()
        self.blocks: list[Block] = []

    def run(self) -> None:
        """Cuts all lines."""
        for index in range(len(self.lines)):
            if index in self.row_lines:
                self._row(index)
            elif not self._marked(index):
                self._plain(index)

    def _row(self, index: int) -> None:
        line = self.lines[index]
        spans = rows.markup_rows(self.text, line.start, line.end) or [(line.first, line.end)]
        for start, end in spans:
            folded = join(rows.cells(self.text, start, end))
            if folded.text and not rows.is_rule(line.flat):
                self.blocks.append(Block(self.tree.here, row=True, closed=True, pieces=[folded]))

    def _marked(self, index: int) -> bool:
        """Opens the sections of the line's markers, if they are markers."""
        found = self.found[index]
        if not found:
            return False
        line = self.lines[index]
        if found[0].style.name == "hash" and len(self.tree.nodes) == 1:
            self._begin(line, found[0].end)
            return True
        found[0] = self._letter_or_roman(found[0], line)
        if not self._accepts(found[0], index):
            return False
        for marker in found:
            section = self.tree.add(marker, line.indent)
        block = Block(section, marked=True)
        self.blocks.append(block)
        self._append(block, line, found[-1].end)
        return True

    def _letter_or_roman(self, marker: Marker, line: Line) -> Marker:
        """I. and v. are letters where letters are being counted, Roman numbers elsewhere."""
        roman = markers.as_roman(marker, line.flat)
        if roman is None or (self.tree.counts_on(marker) and not self.tree.counts_on(roman)):
            return marker
        return roman

    def _accepts(self, marker: Marker, index: int) -> bool:
        """Whether what looks like a marker is one, given the paragraph before it."""
        block = self.blocks[-1] if self.blocks else None
        line = self.lines[index]
        if marker.style.name == "arabic-bare" and "\t" in self.text[line.start : line.end]:
            return False
        counts_on = self.tree.counts_on(marker)
        if block is None or block.closed or not block.told:
            return counts_on or not marker.doubtful or self._begins_list(marker, index)
        last = self.lines[index - 1]
        if not self._goes_on(block, index):
            return counts_on or not marker.doubtful or self._begins_list(marker, index)
        if marker.doubtful or _UNFINISHED.search(last.flat) or markers.told(block.told, marker, -1):
            return False
        if marker.key in _SPACED:
            return not last.dangling and self.tree.is_open(marker)
        if markers.told(line.flat, marker, 1) and not counts_on:
            return False
        if self.wrap.width and _LOOSE.match(marker.style.name):
            return counts_on or marker.value[-1] == 1 or self.tree.is_open(marker)
        return True

    def _begins_list(self, marker: Marker, index: int) -> bool:
        """Whether a doubtful 1 is followed by a 2 in the same style soon."""
        later = self.found[index + 1 : index + 1 + _REACH]
        return marker.value == (1,) and any(m[0].key == marker.key and m[0].value == (2,) for m in later if m)

    def _goes_on(self, block: Block, index: int) -> bool:
        """Whether the paragraph wants to be continued by the line; never over the rule of a table that parts them."""
        if index - 1 not in self.place:
            return False
        last = self.lines[index - 1]
        place, first = self.place[index - 1], block.lines == 1
        return wrapping.goes_on(self.wrap, place, last, self.lines[index], block.told, first, block.marked)

    def _plain(self, index: int) -> None:
        """A line without a marker: goes on, or begins a paragraph."""
        line = self.lines[index]
        block = self.blocks[-1] if self.blocks else None
        if block and not block.closed and self._continues(block, index):
            self._append(block, line, 0)
            return
        self._close_list(index)
        self._begin(line, 0)

    def _begin(self, line: Line, start: int) -> None:
        """Begins a paragraph without a marker; a line of a cover sheet is one by itself."""
        if _SUMS_UP.match(line.flat):
            self.tree.leave_item()
        label = bool(markers.labels().match(line.flat))
        block = Block(self.tree.here, closed=label and not line.dangling)
        self.blocks.append(block)
        self._append(block, line, start)

    def _close_list(self, index: int) -> None:
        """A short unmarked head below which a list begins anew stands beside that list, not in its last item."""
        line = self.lines[index]
        after = self.found[index + 1] if index + 1 < len(self.lines) else []
        if after and after[0].value == (1,) and line.width <= _HEAD_WIDTH and not _SAID.search(line.flat):
            self.tree.close(after[0])

    def _continues(self, block: Block, index: int) -> bool:
        """Whether the open paragraph goes on in a line without a marker."""
        if not block.told:
            return True
        line, last = self.lines[index], self.lines[index - 1]
        if self.chronicle and _DATED.match(line.flat):
            return False
        if markers.labels().match(line.flat) and not last.dangling:
            return False
        lead = self.text[line.first : line.start]
        if lead.startswith("　　") and not last.dangling and last.finished:
            return False
        return self._goes_on(block, index)

    def _append(self, block: Block, line: Line, start: int) -> None:
        """Adds a line from `start` on, without the ** of Markdown."""
        for piece in _pieces(line, start):
            block.pieces.append(fold(self.text, line.start + piece[0], line.start + piece[1]))
        block.told = (block.told + line.flat[start:])[-_TOLD:]
        block.lines += 1


def _pieces(line: Line, start: int) -> list[tuple[int, int]]:
    """The parts of a line between the ** of Markdown."""
    if "**" not in line.flat:
        return [(start, len(line.flat))]
    marks = [(start, start), *(m.span() for m in _EMPHASIS.finditer(line.flat, start)), (len(line.flat),) * 2]
    return [(left[1], right[0]) for left, right in pairwise(marks)]
