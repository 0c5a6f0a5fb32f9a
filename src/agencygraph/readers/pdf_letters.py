"""The letters of a PDF page with their places, turned so that they read from left to right and from top to bottom."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pypdfium2.raw as pdfium

from agencygraph.text.letters import RADICALS

_GONE = frozenset({0, 0xFFFE, 0xFFFF, 0xFEFF, 0xAD, 10, 13})
_HYPHEN = 2
_SLANT = 0.05
_QUARTER = math.pi / 2


class Letter(NamedTuple):
    """A character in the box `left` to `right`, `bottom` to `top`, on a `base` line; `spaced` after a blank."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    spaced: bool

    @property
    def size(self) -> float:
        """How high its line is."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Turn:
    """How the page is turned to read it: by `quarters` of a circle, or `upright` for columns of vertical writing."""

    quarters: int = 0
    upright: bool = False

    @property
    def turned(self) -> bool:
        """Whether the page is turned at all."""
        return self.upright or self.quarters != 0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it lies for the reader."""
        if self.upright:
            return -y, x
        for _ in range(self.quarters):
            x, y = y, -x
        return x, y

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box of the page as it lies for the reader."""
        (a, b), (c, d) = self.point(left, bottom), self.point(right, top)
        return min(a, c), min(b, d), max(a, c), max(b, d)


@dataclass(frozen=True, slots=True)
class Letters:
    """The letters of a page in reading direction, those that stand across it, and how many have no known character."""

    along: list[Letter]
    across: list[Letter]
    unknown: int
    turn: Turn


class _Raw(NamedTuple):
    text: str
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    quarters: int
    spaced: bool


def letters(page: pdfium.FPDF_TEXTPAGE) -> Letters:
    """The letters of a text page; slanted ones (watermarks) left out."""
    raw, unknown = _raw(page)
    level = [letter for letter in raw if letter.quarters == 0]
    if len(level) * 4 > len(raw) and _vertical(level):
        turn = Turn(upright=True)
        return Letters(_turned(raw, turn), [], unknown, turn)
    main = Counter(letter.quarters for letter in raw).most_common(1)[0][0] if raw else 0
    turn = Turn(main)
    along = [letter for letter in raw if letter.quarters == main]
    across: list[Letter] = []
    for quarters in range(4):
        if quarters != main:
            across += _turned([letter for letter in raw if letter.quarters == quarters], Turn(quarters))
    return Letters(_turned(along, turn), across, unknown, turn)


def _raw(page: pdfium.FPDF_TEXTPAGE) -> tuple[list[_Raw], int]:
    out: list[_Raw] = []
    unknown, spaced, half = 0, False, 0
    rect, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for index in range(pdfium.FPDFText_CountChars(page)):
        code = pdfium.FPDFText_GetUnicode(page, index)
        if pdfium.FPDFText_HasUnicodeMapError(page, index) == 1:
            unknown += 1
            continue
        if 0xD800 <= code < 0xDC00:
            half = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((half - 0xD800) << 10) + code - 0xDC00 if half else 0
            half = 0
        text = "-" if code == _HYPHEN else plain(chr(code))
        made_up = pdfium.FPDFText_IsGenerated(page, index) == 1
        if code in _GONE or made_up or not text.strip():
            spaced = spaced or (text.isspace() and not made_up)
            continue
        angle = pdfium.FPDFText_GetCharAngle(page, index) / _QUARTER
        if abs(angle - round(angle)) > _SLANT or not pdfium.FPDFText_GetLooseCharBox(page, index, rect):
            continue
        pdfium.FPDFText_GetCharOrigin(page, index, x, y)
        box = (rect.left, rect.bottom, rect.right, rect.top)
        if all(math.isfinite(value) for value in (*box, x.value, y.value)):
            out.append(_Raw(text, box, (x.value, y.value), -round(angle) % 4, spaced))
            spaced = False
    return out, unknown


def plain(letter: str) -> str:
    """The character that a PDF font's radical stands for (⼀ → 一); any other as it is, without control characters."""
    if "\u2e80" <= letter <= "\u2fdf":
        found = RADICALS.get(letter) or unicodedata.normalize("NFKC", letter)
        return found if len(found) == 1 else letter
    return "" if unicodedata.category(letter) in ("Cc", "Cs", "Cn") else letter


def _vertical(raw: Sequence[_Raw]) -> bool:
    """Whether most letters stand below the one before them."""
    below = beside = 0
    for one, other in pairwise(raw):
        size = max(one.box[3] - one.box[1], 0.1)
        across, down = abs(other.origin[0] - one.origin[0]), one.origin[1] - other.origin[1]
        below += across < size * 0.2 and 0.5 * size < down < 2 * size
        beside += down < size * 0.2 and across > size * 0.2
    return below > 10 and below > 2 * beside


def _turned(raw: Sequence[_Raw], turn: Turn) -> list[Letter]:
    out: list[Letter] = []
    for text, box, origin, _, spaced in raw:
        left, bottom, right, top = turn.box(*box) if turn.turned else box
        base = (bottom + top) / 2 if turn.upright else turn.point(*origin)[1]
        letter = Letter(text, left, bottom, right, top, base, spaced)
        if letter.size > 0 and not (out and _again(out[-1], letter)):
            out.append(letter)
    return out


def _again(last: Letter, letter: Letter) -> bool:
    """Whether a letter is drawn over itself to look bold."""
    width = max(last.right - last.left, 0.1)
    return (
        last.text == letter.text
        and abs(last.left - letter.left) < 0.3 * width
        and abs(last.base - letter.base) < 0.2 * last.size
    )
