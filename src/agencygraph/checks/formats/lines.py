"""Lines and columns of offsets in a text."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

_BREAK = re.compile(r"\r\n|[\n\r]")


class Lines:
    """The lines of a text, ended by any newline; lines and columns count from 1, columns in code points."""

    def __init__(self, text: str) -> None:
        self.text = text
        ends = [(found.start(), found.end()) for found in _BREAK.finditer(text)]
        self._starts = [0, *(end for _, end in ends)]
        self._ends = [*(start for start, _ in ends), len(text)]

    def at(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset."""
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def over(self, start: int, end: int) -> Iterator[tuple[int, str, int, int]]:
        """Each line that a passage touches: its number, its words, and where in it the passage begins and ends."""
        for line in range(self.at(start)[0], self.at(max(start, end - 1))[0] + 1):
            low, high = self._starts[line - 1], self._ends[line - 1]
            words = self.text[low:high]
            begin, stop = max(0, start - low), min(high, end) - low
            if words[begin:stop].strip():
                yield line, words, begin, stop
