"""Rows of tables that were flattened to text: which lines are rows, and where their cells are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from agencygraph.model import Folded
from agencygraph.outline import markers
from agencygraph.outline.lines import Line
from agencygraph.text import fold, join, level

_COLUMN_GAP = re.compile(r"(?:[ \u00a0]{2,}|[ ]*　[　 ]*)")
_MARKDOWN_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)+\|?")
_TAG_ROW = re.compile(r"<tr\b.*?(?:</tr\s*>|(?=<tr\b)|$)", re.IGNORECASE | re.DOTALL)
_TAG_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)(?=<t[dh]\b|</t[dh]|</tr|$)", re.IGNORECASE | re.DOTALL)
_BETWEEN_TAGS = re.compile(r"[^<>]+(?=<|$)")
_NUMERIC = re.compile(r"約?[\d,.%()\s~\-+]*\d[\d,.%()\s兆億萬千百餘]*[一-鿿]{0,3}|[─—-]+")
_BREAKS = "\n\r\v\f\x85\u2028\u2029"
_BREAK = re.compile(f"[{_BREAKS}]")
_TITLE = re.compile(r"[(]?附?[表圖]\s?[\d一二三四五六七八九十]+(?:[-–.之][\d一二三四五六七八九十]+)?[):：.、]?$")
"""The number of a table, parted by a gap from its title: the line is no row."""
_UNIT = re.compile(r"[(（]?(?:金額)?單位[:：][^,，。;；]{1,16}")
_LETTER = re.compile("[一-鿿]")
_WINDOW = 512
_SAID = re.compile(r"[，；。]")
_LONGEST = 60
_HEAD = 10
_CORNER = 6
"""How much farther to the right a line of heads over columns begins than the row below it."""
_BARE_FIGURE = re.compile(r"[-+△▲]?[\d,]*\d(?:\.\d+)?[%％]?|[-─—–]+")
_ONE_BLANK = re.compile("[ \u00a0]")


def is_rule(flat: str) -> bool:
    """Whether a line is the |---|---| under a Markdown header."""
    return bool(_MARKDOWN_RULE.fullmatch(flat))


def markup_rows(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The rows (<tr>) of a table that stands as HTML in `text[start:end]`, as passages."""
    return [match.span() for match in _TAG_ROW.finditer(text, start, end)]


def cells(text: str, start: int, end: int) -> tuple[Folded, ...]:
    """The cells of the row that is `text[start:end]`: between tags, bars, tabs, or wide gaps, whichever it has."""
    piece = text[start:end]
    if re.match(r"\s*<tr\b", piece, re.IGNORECASE):
        return tuple(_untagged(text, match.span(1)) for match in _TAG_CELL.finditer(text, start, end))
    if "|" in piece or "｜" in piece:
        bars = [start - 1, *(start + i for i, letter in enumerate(piece) if letter in "|｜"), end]
        spans = [(a + 1, b) for a, b in pairwise(bars)]
        if not piece[: spans[0][1] - start].strip():
            spans = spans[1:]
        if spans and not text[spans[-1][0] : spans[-1][1]].strip():
            spans = spans[:-1]
    elif "\t" in piece:
        tabs = [start - 1, *(start + i for i, letter in enumerate(piece) if letter == "\t"), end]
        spans = [(a + 1, b) for a, b in pairwise(tabs)]
    else:
        low, high = start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        spans = _by_gaps(text, low, high)
        if len(spans) == 1:
            spans = _by_blanks(text, low, high)
    return tuple(fold(text, a, b) for a, b in spans)


def bounds(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole row that the words at `text[start:end]` stand in: its line, or its <tr> in HTML."""
    first, reach = -1, _WINDOW
    while first < 0 and reach < 2 * start + _WINDOW:
        low = max(0, start - reach)
        first = max(text.rfind(mark, low, start) for mark in _BREAKS)
        reach *= 2
    first += 1
    found = _BREAK.search(text, end)
    last = found.start() if found else len(text)
    for row in markup_rows(text, first, last) if "<" in text[first:last] else ():
        if row[0] <= start < row[1]:
            return row
    return first, last


def _untagged(text: str, span: tuple[int, int]) -> Folded:
    """The words of an HTML cell without its tags."""
    return join(fold(text, *match.span()) for match in _BETWEEN_TAGS.finditer(text, *span))


def _by_gaps(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces between wide gaps; a gap inside brackets parts nothing."""
    spans, last, depth, at = [], start, 0, start
    for gap in _COLUMN_GAP.finditer(text, start, end):
        depth += sum(text.count(sign, at, gap.start()) for sign in "(（") - sum(
            text.count(sign, at, gap.start()) for sign in ")）"
        )
        at = gap.end()
        if depth > 0:
            continue
        spans.append((last, gap.start()))
        last = gap.end()
    spans.append((last, end))
    return spans


def _by_blanks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The pieces between single blanks; words before the first of several figures are one piece."""
    cuts = [gap.span() for gap in _ONE_BLANK.finditer(text, start, end)]
    spans = list(zip([start, *(b for _, b in cuts)], [*(a for a, _ in cuts), end], strict=True))
    figures = _figures_at_end(text, spans)
    return [(start, spans[-figures - 1][1]), *spans[-figures:]] if 0 < figures < len(spans) else spans


def _figures_at_end(text: str, spans: Sequence[tuple[int, int]]) -> int:
    count = 0
    while count < len(spans) and _BARE_FIGURE.fullmatch(level(text[slice(*spans[-1 - count])])):
        count += 1
    return count


def found(text: str, lines: Sequence[Line]) -> frozenset[int]:
    """The indexes of lines that are rows: parted by tabs or bars, by wide gaps several lines long, or by single blanks
    where a head and as many figures in each of the lines below it show it.
    """
    out: set[int] = set()
    run: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        count = _strong(text, line)
        if count:
            out.add(index)
            _close(lines, run, out)
            continue
        count = _weak(text, line)
        if count and run and not _alike(run[-1][1], count) and not _stretched(text, lines[run[-1][0]], line):
            _close(lines, run, out)
        if count:
            run.append((index, count))
        else:
            _close(lines, run, out)
    _close(lines, run, out)
    out |= {index - 1 for index in out if index and index - 1 not in out and _over(text, lines, index)}
    return frozenset(out | _narrow(text, lines, out))


def _over(text: str, lines: Sequence[Line], row: int) -> bool:
    """Whether the line right above a row holds heads over several columns: it begins far to the right."""
    line, below = lines[row - 1], lines[row]
    side = min(one.indent for one in lines[row : row + 2])
    if below.gap or line.indent < side + _CORNER or "\t" in text[below.first : below.end] or "|" in below.flat:
        return False
    count = _weak(text, line)
    parts = [text[a:b] for a, b in _by_gaps(text, line.start, line.end)]
    return 2 <= count < len(_by_gaps(text, below.start, below.end)) and max(map(len, parts)) <= _HEAD


def _narrow(text: str, lines: Sequence[Line], known: set[int]) -> set[int]:
    """The lines of tables whose cells only single blanks part: a line of heads, then words and two or more figures."""
    out: set[int] = set()
    counts = [0 if index in known else _named_figures(text, line) for index, line in enumerate(lines)]
    for head in range(len(lines) - 2):
        below = counts[head + 1]
        if below < 2 or counts[head] == below or counts[head + 2] != below or head in known:
            continue
        if len(_by_blanks(text, lines[head].start, lines[head].end)) == below + 1 and not lines[head].finished:
            end = next((at for at in range(head + 1, len(lines)) if counts[at] != below), len(lines))
            out |= set(range(head, end))
    return out


def _named_figures(text: str, line: Line) -> int:
    """How many figures stand at the end of a line that begins with words; 0 where it has no words or no figures."""
    pieces = _by_blanks(text, line.start, line.end)
    if len(pieces) < 3 or _BARE_FIGURE.fullmatch(level(text[slice(*pieces[0])])):
        return 0
    return len(pieces) - 1 if _figures_at_end(text, pieces) == len(pieces) - 1 else 0


def _strong(text: str, line: Line) -> int:
    """How many cells tabs or bars part the line into, 0 when it is no row by itself."""
    raw = text[line.first : line.end]
    if "<tr" in raw or "<TR" in raw:
        return 1
    if "\t" not in raw and "|" not in line.flat:
        return 0
    if line.flat.count("|") >= 2 or is_rule(line.flat):
        return line.flat.count("|")
    parts = [part for part in raw.strip().split("\t") if part.strip()]
    if "\t" not in raw.strip() or len(parts) < 2:
        return 0
    if _numbered(line) and len(parts) < 3:
        return 0
    return len(parts) if all(len(part) <= _LONGEST and not part.rstrip().endswith("。") for part in parts) else 0


def _weak(text: str, line: Line) -> int:
    """How many short pieces wide gaps part the line into, 0 when it cannot be a row."""
    barred = line.flat.count("|") == 1
    if line.finished or not (barred or "  " in line.flat or "　" in text[line.start : line.end]):
        return 0
    by_gaps = (text[a:b] for a, b in _by_gaps(text, line.start, line.end))
    parts = [part.strip() for part in (line.flat.split("|") if barred else by_gaps)]
    if len(parts) < 2 or any(len(part) > _LONGEST or part.endswith(("。", "，", "；")) for part in parts):
        return 0
    if any(_SAID.search(part) for part in parts) and not (len(parts) == 2 and len(parts[0]) <= _HEAD):
        return 0
    if barred and "" in parts:
        return 0
    if not barred and (_TITLE.match(parts[0]) or _UNIT.fullmatch(parts[-1])):
        return 0
    stray = len(parts[0]) < 2 or (len(parts[1]) < 2 and not parts[1].isdecimal())
    if len(parts) == 2 and not barred and (_numbered(line) or stray):
        return 0
    return len(parts)


def _alike(one: int, other: int) -> bool:
    return one == other or (min(one, other) > 2 and abs(one - other) <= max(2, max(one, other) // 2))


def _stretched(text: str, upper: Line, lower: Line) -> bool:
    """Whether the upper line has letters that stand alone (項　目) and as many cells as the lower one, or some more,
    when each two or more of them are one.
    """
    parts = [text[a:b] for a, b in _by_gaps(text, upper.start, upper.end)]
    letters = "".join("x" if _LETTER.fullmatch(part) else " " for part in parts)
    words = sum(len(run) // 2 for run in letters.split())
    least = len(parts) - sum(len(run) - 1 for run in letters.split())
    below = len(_by_gaps(text, lower.start, lower.end))
    return bool(words) and least - 1 <= below <= len(parts) - words


def _close(lines: Sequence[Line], run: list[tuple[int, int]], out: set[int]) -> None:
    """Keeps a run of weak rows when it is long enough; spoken lists of two words need three lines."""
    wide = sum(count > 2 for _, count in run)
    if len(run) >= 3 or (len(run) == 2 and wide):
        out |= {index for index, _ in run}
    run.clear()


def numeric(text: str) -> bool:
    """Whether a cell holds a figure (with at most a short unit)."""
    return bool(_NUMERIC.fullmatch(level(text)))


def _numbered(line: Line) -> bool:
    """Whether a line begins with the marker of an item; a bare number may be a cell."""
    return any(marker.style.name != "arabic-bare" for marker in markers.read(line.flat))
