"""Puts consecutive rows together into tables, and finds what stands over them: title, period, unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from agencygraph.model import Document, Folded, Paragraph, Row, Table
from agencygraph.outline import rows
from agencygraph.tables.aligning import aligned
from agencygraph.tables.records import figure
from agencygraph.text import join

_TITLE = re.compile(r"^表[\d一二三四五六七八九十]|[表況形計果][:)]?$|情形|統計|如下[表:]")
_SIDE_LINE = re.compile(r"\(?(單位|金額單位|新[臺台]幣|資料|期間|時間|製表|中華民國|\d{2,4}年)[^。]{0,30}$")
_UNIT = re.compile(
    r"(?:(?:(?<![^\s(。;,額])|(?<=[形表計況果較析覽月日度底]))單位|新[臺台]幣)[:](?:新[臺台]幣)?\(?([^\s\d():;,。、/]{1,6}+)(?=[\s\d():;。]|$)"
)
_NUMBERED = re.compile(r"[(]?附?[表圖]\s?[\d一二三四五六七八九十]")
_REACH = 3
_LINE = 60
_HALF = 6
_LETTER = re.compile("[一-鿿]")
_STRETCHED = 5


def fill(document: Document) -> Document:
    """The document with a `Table` for each run of rows; the caption is the title above it, else the line just above.

    A line with the unit, the period or the source between title and table does not hide the title.
    """
    tables: list[Table] = []
    run: list[_Line] = []
    for paragraph in document.paragraphs:
        line = _line(document, paragraph) if paragraph.role == "row" else None
        if run and (line is None or _begins(document, run, line)):
            tables.append(_table(document, run))
            run = []
        if line is not None:
            run.append(line)
    if run:
        tables.append(_table(document, run))
    return replace(document, tables=tuple(tables))


def unit(document: Document, table: Table) -> str:
    """The unit that a line over the table, else one right below it, states for all of it (單位：件; 新臺幣：百萬元),
    empty where none does.
    """
    return next(
        (found for line in lines_at(document, table) if len(line) <= _LINE and (found := stated_unit(line))), ""
    )


def lines_at(document: Document, table: Table) -> list[str]:
    """The few lines over a table, the nearest first, and the one right below it that is no title of the next one."""
    first, last = table.rows[0].paragraph, table.rows[-1].paragraph
    above = reversed(document.paragraphs[max(0, first - _REACH) : first])
    told = [paragraph.text for paragraph in takewhile(lambda paragraph: paragraph.role != "row", above)]
    below = [paragraph.text for paragraph in document.paragraphs[last + 1 : last + 2]]
    return [*told, *(line for line in below if not _NUMBERED.match(line))]


def stated_unit(line: str) -> str:
    """The one unit that a line states after 單位: or 新臺幣:, empty where it states none or several."""
    found = _UNIT.search(line)
    return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row with its paragraph and the passage of its whole line; `sort` is what parts its cells, `framed` says that
    the line begins with it.
    """

    paragraph: Paragraph
    row: Row
    start: int
    end: int
    sort: str
    framed: bool


def _line(document: Document, paragraph: Paragraph) -> _Line:
    text = document.source.text
    span = paragraph.folded.span()
    start, end = rows.bounds(text, span.start, span.end)
    piece = text[start:end]
    sort = next((sign for sign in ("<", "|", "\t") if sign in piece.replace("｜", "|")), " ")
    row = Row(paragraph.index, rows.cells(text, start, end))
    return _Line(paragraph, row, start, end, sort, piece.lstrip(" \u3000").replace("｜", "|").startswith(sort))


def _begins(document: Document, run: Sequence[_Line], line: _Line) -> bool:
    """Whether a row begins a table of its own: other section or sort, or, below a blank line, another width or head."""
    last = run[-1]
    if last.paragraph.section != line.paragraph.section or last.sort != line.sort:
        return True
    if len(run) < 2 or _gap(document, last, line) <= _gap(document, run[-2], last):
        return False
    headed = any(figure(cell.text) for cell in last.row.cells) and not any(figure(cell.text) for cell in line.row.cells)
    return headed or len(last.row.cells) != len(line.row.cells)


def _gap(document: Document, upper: _Line, lower: _Line) -> int:
    """How many line breaks lie between two rows."""
    return len(document.source.text[upper.end : lower.start].splitlines())


def _table(document: Document, run: Sequence[_Line]) -> Table:
    return Table(run[0].paragraph.section, _caption(document, run[0].paragraph), _rows(document.source.text, run))


def _caption(document: Document, first: Paragraph) -> int | None:
    """The title among the lines above that lie in the table's section, else the line just above."""
    near = reversed(document.paragraphs[max(0, first.index - _REACH) : first.index])
    lines = takewhile(lambda paragraph: paragraph.role != "row", near)
    above = [paragraph for paragraph in lines if paragraph.section == first.section]
    if not above:
        return None
    for paragraph in above:
        if not _SIDE_LINE.match(paragraph.text):
            named = _TITLE.search(paragraph.text) or paragraph.role != "text" or paragraph.text.endswith(":")
            return paragraph.index if named else above[0].index
    return above[0].index


def _rows(text: str, run: Sequence[_Line]) -> tuple[Row, ...]:
    """The rows of a table; in one parted by tabs, a row that a line break inside a head had parted is one again."""
    lines = [line.row for line in (_cornered(run) if run[0].sort == "|" else run)]
    if run[0].sort == " ":
        cells = aligned(text, [(line.start, line.row.cells) for line in run])
        lines = _indented(run, [Row(line.paragraph, _spaced(told)) for line, told in zip(lines, cells, strict=True)])
    figures = [line for line in lines if any(figure(cell.text) for cell in line.cells)]
    width = Counter(len(line.cells) for line in figures or lines).most_common(1)[0][0]
    if width < 3 or run[0].sort != "\t":
        return tuple(lines)
    out: list[Row] = []
    for line in lines:
        above = out[-1].cells if out else ()
        if above and len(above) < width and len(above) + len(line.cells) - 1 <= width and _broken(above, line.cells):
            out[-1] = Row(out[-1].paragraph, (*above[:-1], join([above[-1], line.cells[0]]), *line.cells[1:]))
        else:
            out.append(line)
    return tuple(out)


def _cornered(run: Sequence[_Line]) -> list[_Line]:
    """The rows of a table whose bars stand between cells only: a bar at the start of one then follows an empty cell."""
    if run[0].framed:
        return list(run)
    empty = Folded("", ())
    return [
        replace(line, row=Row(line.row.paragraph, (empty, *line.row.cells))) if line.framed else line for line in run
    ]


def _indented(run: Sequence[_Line], lines: Sequence[Row]) -> list[Row]:
    """The rows of a table parted by blanks, an empty corner put before heads that begin far to the right of names."""
    width = Counter(len(line.cells) for line in lines).most_common(1)[0][0]
    first = [
        line.cells[0].at[0] - whole.start if line.cells[0].at else 0 for line, whole in zip(lines, run, strict=True)
    ]
    names = [at for at, line in zip(first, lines, strict=True) if len(line.cells) == width]
    count = next((i for i, line in enumerate(lines) if any(figure(cell.text) for cell in line.cells)), 0)
    return [
        Row(line.paragraph, (Folded("", ()), *line.cells))
        if i < count and len(line.cells) == width - 1 and at >= max(names, default=0) + 4
        else line
        for i, (at, line) in enumerate(zip(first, lines, strict=True))
    ]


def _spaced(cells: tuple[Folded, ...]) -> tuple[Folded, ...]:
    """The cells of a row parted by blanks, its name put together where blanks stretch it: 東　區, 合　計."""
    count = len(list(takewhile(lambda cell: _LETTER.fullmatch(cell.text), cells)))
    return (join(cells[:count]), *cells[count:]) if 1 < count < min(_STRETCHED, len(cells)) else cells


def _broken(upper: Sequence[Folded], lower: Sequence[Folded]) -> bool:
    """Whether the end of one row and the beginning of the next are two halves of a head."""
    halves = (upper[-1].text, lower[0].text)
    return all(0 < len(half) <= _HALF and not re.search(r"\d", half) for half in halves)
