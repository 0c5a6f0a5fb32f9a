"""Whether and where a text was broken into lines of a fixed width, and whether a line goes on in the next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agencygraph.outline.lines import Line

_WIDEST = 130
_FULL = 0.75
_PUNCTUATION = re.compile(r"[,;。、]")
_GOES_ON = re.compile(r"[,。、;:)」』〉》】%!?]")
_LATIN_WORD = re.compile(r"[!-~]{4,}")
_COUNTER = re.compile(
    r"(?:[件人則家份元場名位戶筆個項處台臺部輛張座間次歲天日月年時分%萬億餘]|人次|戶次|家次)+(?:[,、。;()]|\d|[有計共為者之]|$)"
)
_PROSE = re.compile(r"[,;。]")
_NOTE = re.compile("(?:備|附)?註[一二三四五六七八九十\\d]*:|說明:|資料來源")
_SENTENCE = 24
_BRIM = 0.9
_NEAR = 4


@dataclass(frozen=True, slots=True)
class Wrap:
    """The text's line breaking: `width` in columns (0 where lines are paragraphs), `local` the width near each line."""

    width: int
    local: tuple[int, ...]

    def full(self, index: int, line: Line) -> bool:
        """Whether a line is so long that the margin may have broken it."""
        return self.width > 0 and line.width >= _FULL * min(self.width, self.local[index])


def measure(lines: Sequence[Line], marked: Sequence[bool]) -> Wrap:
    """Looks at all lines: `marked[i]` says that line i begins with a marker."""
    widths = sorted(line.width for line in lines)
    if not widths:
        return Wrap(0, ())
    wide = widths[min(len(widths) - 1, int(len(widths) * 0.95))]
    near_edge = [
        bool(_PUNCTUATION.search(line.flat))
        for line, follows in zip(lines, [*marked[1:], True], strict=True)
        if line.width >= 0.8 * wide and not line.finished and not follows
    ]
    spoken = sum(near_edge) * 2 >= len(near_edge) >= max(2, len(lines) // 10)
    wrapped = 24 <= wide <= _WIDEST and widths[-1] <= 2 * wide and spoken
    if not wrapped:
        return Wrap(0, ())
    local = tuple(max(line.width for line in lines[max(0, i - _NEAR) : i + _NEAR + 1]) for i in range(len(lines)))
    return Wrap(wide, local)


def goes_on(wrap: Wrap, index: int, line: Line, after: Line, told: str, first: bool, marked: bool) -> bool:
    """Whether `line` (widths folded in `told`: the paragraph so far) is continued by the unmarked line `after`.

    `index` is the line's place in the list that was measured; `first` says that the paragraph is this one line so
    far, `marked` that it began with a marker, so that it may be a heading.
    """
    if (line.finished and not _open_bracket(told)) or _NOTE.match(after.flat):
        return False
    if line.dangling or _GOES_ON.match(after.flat) or _open_bracket(told):
        return True
    if line.flat[-1].isdigit() and _COUNTER.match(after.flat):
        return True
    if wrap.width:
        if not marked and not (first and len(told) < _SENTENCE) and _mid_sentence(told, after):
            return True
        if line.flat.endswith((":", ";")):
            return line.width >= _BRIM * wrap.local[index] and not _short(wrap, index, line, after)
        return wrap.full(index, line) and not (first and _short(wrap, index, line, after))
    if line.flat.endswith((":", ";")):
        return False
    return line.width >= (56 if first and marked else 40) and (bool(_PUNCTUATION.search(told)) or line.width >= 76)


def _mid_sentence(told: str, after: Line) -> bool:
    """Whether a line of prose stops before its sentence ends, above more prose."""
    return told[-1] not in ":;)」" and bool(_PROSE.search(told) and _PROSE.search(after.flat))


def _short(wrap: Wrap, index: int, line: Line, after: Line) -> bool:
    """Whether a paragraph's first line stops before the margin: the line below is wider, or a head among wider ones."""
    if after.width >= line.indent + line.width + 6 and not _LATIN_WORD.match(after.flat):
        return True
    if _PUNCTUATION.search(line.flat.partition("、")[2] or line.flat):
        return False
    indented = 0 < line.indent <= after.indent <= line.indent + 6
    return line.width < 0.85 * wrap.local[index] or (
        indented and after.indent + after.width >= line.indent + line.width + 6
    )


def _open_bracket(told: str) -> bool:
    """Whether a bracket or quotation was opened shortly before the end and not closed."""
    tail = told[-150:]
    if not _OPENS.search(tail):
        return False
    return any(tail.rfind(left) > tail.rfind(right) and tail.count(left) > tail.count(right) for left, right in _PAIRS)


_OPENS = re.compile(r"[(「『《【]")
_PAIRS = (("(", ")"), ("「", "」"), ("『", "』"), ("《", "》"), ("【", "】"))
