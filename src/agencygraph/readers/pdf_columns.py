"""Tables that no line rules: stretches of a page's lines whose letters leave the same white strips free."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from agencygraph.readers.headings import marked

WIDE = 0.8
_THIN = 0.12
_SUPPORT = 3
_FAR = 6.0
_MOST = 300
_PENDING = 2
_CAPTION = re.compile(r"\s*[附續]?[表圖]\s?[-\d一二三四五六七八九十]|[（(]?\s*(?:單位|資料來源|備註|註\s?\d*)\s?[:：]")
_SENTENCE = re.compile(r"[。；：:，]$")


@dataclass(slots=True)
class Piece:
    """Letters of a line without a gap between them, with the blank before; `sure` where a column may begin here."""

    text: str
    left: float
    right: float
    sure: bool = False

    @property
    def middle(self) -> float:
        """The place halfway along it."""
        return (self.left + self.right) / 2


@dataclass(slots=True)
class Line:
    """A line of a page: its pieces from left to right, how high it stands, how large its letters are."""

    pieces: list[Piece]
    base: float
    size: float
    runs: int
    """How many parts it has where only gaps as wide as a letter part."""

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.pieces[-1].right

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def parted(self) -> bool:
        """Whether its gaps tell of columns."""
        return self.runs > 1 or sum(piece.sure for piece in self.pieces) > 1


@dataclass(slots=True)
class Strip:
    """A white strip: in how many lines a sure gap lies on it, or mere word space, and how many lines cover it."""

    left: float
    right: float
    rows: int = 0
    spaces: int = 0
    covered: int = 0

    def counts(self, size: float) -> bool:
        """Whether it parts columns: it is wide, or seen in several lines."""
        wide = self.right - self.left >= WIDE * size
        return (wide or (self.rows >= _SUPPORT and self.spaces * 4 <= self.rows)) and self.covered <= self.rows

    @property
    def shown(self) -> bool:
        """Whether sure gaps lie on it more often than word space does."""
        return self.rows >= _SUPPORT - 1 and self.spaces < self.rows


@dataclass(slots=True)
class Region:
    """Lines `start` to `stop` that leave the same strips free, but for those with cells over several columns."""

    start: int
    stop: int
    strips: list[Strip]
    """From left to right; the first and the last are what lies beside the region."""

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.strips[0].right

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.strips[-1].left


def regions(lines: Sequence[Line]) -> list[Region]:
    """The stretches of lines that may be tables, from the top; no line lies in two."""
    out: list[Region] = []
    floor, at = len(lines), len(lines) - 1
    while at >= 0:
        if not lines[at].parted or ends(lines[at], lines[at].left):
            at -= 1
            continue
        region = _grown(lines, at)
        if region.stop - region.start > 1:
            _lengthened(lines, region, floor)
            out.append(region)
            floor = region.start
        at = region.start - 1
    return out[::-1]


def _grown(lines: Sequence[Line], last: int) -> Region:
    """The region that ends with a line: the lines above it as long as they leave strips free."""
    first = lines[last]
    region = Region(last, last + 1, _white(first))
    pending: list[int] = []
    for at in range(last - 1, max(-1, last - _MOST), -1):
        line, lower = lines[at], lines[at + 1]
        if line.base - lower.base > _FAR * max(line.size, lower.size) or ends(line, region.left):
            break
        covered, strips = _narrowed(region, line)
        known = region.stop - region.start
        if not covered and not (known < _SUPPORT and _covered(line, strips)):
            for place in pending:
                _cover(region, lines[place])
            pending = []
            region.start, region.strips = at, _narrowed(region, line)[1]
        elif known > 1 and len(pending) < _PENDING and spans(region, line):
            pending.append(at)
        else:
            break
    for at in pending:
        if at != region.start - 1 or not (lines[at].parted or _close(lines[at], lines[at + 1], 2)):
            break
        _cover(region, lines[at])
        region.start = at
    return region


def _lengthened(lines: Sequence[Line], region: Region, floor: int) -> None:
    """Add the lines below that belong to the last row: the rest of its cells, or one whose cells cover strips."""
    while region.stop < floor:
        line, upper = lines[region.stop], lines[region.stop - 1]
        step = upper.base - line.base
        if ends(line, region.left) or step > 2 * line.size:
            return
        covered, strips = _narrowed(region, line)
        if covered:
            if not (line.parted and spans(region, line)):
                return
            _cover(region, line)
        else:
            if not _close(upper, line) and not _goes_on(region, upper, line):
                return
            region.strips = strips
        region.stop += 1


def ends(line: Line, left: float) -> bool:
    """Whether a line cannot stand within a table: a caption, a heading with a number."""
    if _CAPTION.match(line.text):
        return True
    return line.runs == 1 and line.left < left + 3 * line.size and len(line.text) > 4 and marked(line.text)


def _goes_on(region: Region, upper: Line, lower: Line) -> bool:
    """Whether a line is the rest of one that filled its column above it."""
    if len(runs(lower.pieces, lower.size)) > 1 or _SENTENCE.search(lower.text):
        return False
    edges = [(one.right, other.left) for one, other in pairwise(region.strips)]
    for left, right in edges:
        if left - lower.size < lower.left and lower.right <= right + 0.1 * lower.size:
            above = [piece for piece in upper.pieces if left <= piece.left and piece.right <= right]
            return bool(above) and right - above[-1].right < 1.2 * lower.size
    return False


def _close(upper: Line, lower: Line, most: float = 0.95) -> bool:
    """Whether two lines stand nearer than the lines of one text do: cells beside each other."""
    return upper.base - lower.base < most * max(upper.size, lower.size)


def _white(line: Line) -> list[Strip]:
    """What a line leaves free: its gaps, and what lies beside it."""
    gaps = (Strip(one.right, other.left, int(other.sure), int(not other.sure)) for one, other in pairwise(line.pieces))
    return [Strip(-inf, line.left), *gaps, Strip(line.right, inf)]


def _covered(line: Line, strips: Sequence[Strip]) -> bool:
    """Whether a wide gap of a line lies on no strip: letters above or below cover it."""
    for one, other in pairwise(line.pieces):
        wide = other.left - one.right >= WIDE * line.size
        if wide and not any(strip.left < other.left and one.right < strip.right for strip in strips):
            return True
    return False


def _narrowed(region: Region, line: Line) -> tuple[list[Strip], list[Strip]]:
    """The strips that count and that a line covers, and what it and the region both leave free."""
    white = _white(line)
    out: list[Strip] = []
    kept: set[int] = set()
    here = there = 0
    while here < len(region.strips) and there < len(white):
        one, other = region.strips[here], white[there]
        left, right = max(one.left, other.left), min(one.right, other.right)
        if right - left >= _THIN * line.size:
            out.append(Strip(left, right, one.rows + other.rows, one.spaces + other.spaces, one.covered))
            kept.add(here)
        if one.right < other.right:
            here += 1
        else:
            there += 1
    missed = [strip for place, strip in enumerate(region.strips) if place not in kept]
    return [strip for strip in missed if strip.counts(line.size) or (strip.shown and not line.parted)], out


def _cover(region: Region, line: Line) -> None:
    """Take a line into a region whose cells cover some of its strips."""
    for strip in _narrowed(region, line)[0]:
        strip.covered += 1


def columns(lines: Sequence[Line], region: Region, size: float) -> list[tuple[float, float]]:
    """Where the columns of a region lie: between strips that more lines show than deny."""
    kept = [strip for strip in region.strips[1:-1] if strip.rows >= strip.covered]
    for place in sorted(range(len(kept)), key=lambda place: kept[place].right - kept[place].left):
        strip = kept[place]
        wide = strip.right - strip.left >= WIDE * size
        if not (strip.rows if wide else _confirmed(lines[region.start : region.stop], kept, place, size)):
            kept[place] = Strip(inf, inf)
    strips = [strip for strip in kept if strip.left < inf]
    edges = [region.left, *(edge for strip in strips for edge in (strip.left, strip.right)), region.right]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _confirmed(lines: Sequence[Line], kept: Sequence[Strip], place: int, size: float) -> bool:
    """Whether a narrow strip parts columns: no word space explains most gaps on it, or what is before them differs."""
    strip = kept[place]
    left = max((one.right for one in kept[:place] if one.left < inf), default=-inf)
    right = min((one.left for one in kept[place + 1 :] if one.left < inf), default=inf)
    votes = 0
    starts: list[float] = []
    for line in lines:
        begun = inf
        for one, other in pairwise(line.pieces):
            begun = min(begun, one.left if one.left >= left else inf)
            if begun < inf and one.right <= strip.left and strip.right <= other.left and other.right <= right:
                votes += 1 if other.sure else -1
                starts.append(begun)
    votes += 2 * sum(abs(line.left - strip.right) < 0.15 * size for line in lines)
    even = starts and max(starts) - min(starts) < 0.5 * size
    return votes >= 0 and strip.rows >= _SUPPORT - 1 if even else bool(starts) or strip.rows >= _SUPPORT - 1


def spans(region: Region, line: Line) -> bool:
    """Whether the pieces of a line that cover strips look like merged cells: set in the middle or at the left."""
    strips = [strip for strip in region.strips if strip.counts(line.size)]
    columns = [(one.right, other.left) for one, other in pairwise(strips)]
    parts = runs(line.pieces, line.size)
    slack = (4 if len(parts) > 2 else 1.5) * line.size
    for piece in parts:
        held = [(left, right) for left, right in columns if left < piece.right and piece.left < right]
        if len(held) < 2:
            continue
        aside = abs(piece.middle - (held[0][0] + held[-1][1]) / 2)
        whole = len(held) == len(columns)
        if whole or min(aside, abs(piece.left - held[0][0])) > slack or _SENTENCE.search(piece.text):
            return False
    return True


def runs(pieces: Sequence[Piece], size: float) -> list[Piece]:
    """Pieces put together where a word space may explain the gap between them."""
    out: list[Piece] = []
    for piece in pieces:
        if out and not piece.sure and piece.left - out[-1].right < WIDE * size:
            out[-1] = Piece(out[-1].text + piece.text, out[-1].left, piece.right, out[-1].sure)
        else:
            out.append(piece)
    return out
