"""The physical lines of a text, with what a reader's eye sees: indent, width, the blank lines above."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agencygraph.text import level

_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_END = re.compile(r"[。!?！？][」』)\]】〉》”’\"']*$")
_OPEN_END = re.compile(r"(?:[,、，(「『《〈【—~-]|[第依或之於]|(?<!普)及|(?<!參)與)$")


@dataclass(slots=True)
class Line:
    """One line that is not blank, white space around it cut off.

    `start` and `end` are offsets in the text, `first` that of the line's first character; `flat` is the line with
    widths folded, character by character; `width` counts columns (a Chinese character has two); `gap` is the number
    of blank lines above; `page` says that a page begins here.
    """

    start: int
    end: int
    first: int
    flat: str
    indent: int
    width: int
    gap: int
    page: bool

    @property
    def finished(self) -> bool:
        """Whether a sentence ends with the line."""
        return bool(_END.search(self.flat))

    @property
    def dangling(self) -> bool:
        """Whether the line ends with a sign or word after which a sentence always goes on."""
        return bool(_OPEN_END.search(self.flat))


def lines(text: str) -> list[Line]:
    """The lines of a text that hold more than white space, in order; any newline style."""
    out: list[Line] = []
    flat = level(text)
    gap, page, first = 0, False, 0
    for mark in [*_BREAK.finditer(text), None]:
        end = mark.start() if mark else len(text)
        raw = text[first:end]
        kept = raw.strip()
        start = first + len(raw) - len(raw.lstrip())
        stop = start + len(kept)
        if kept and flat[start:stop].strip(" \0"):
            indent = columns(text[first:start].expandtabs(8)) if start > first else 0
            out.append(Line(start, stop, first, flat[start:stop], indent, columns(kept), gap, page))
            gap, page = 0, False
        else:
            gap += 1
        if mark:
            page = page or mark.group() == "\f"
            first = mark.end()
    return out


def columns(text: str) -> int:
    """How many columns a text takes: one for a Latin letter, two for a Chinese character."""
    return (len(text.encode("utf-8", "replace")) + len(text)) // 2
