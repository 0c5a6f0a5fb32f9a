"""Puts consecutive rows together into tables, and finds what stands over them: title, period, unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from agencygraph.model import Document, Folded, Paragraph, Row, Table
from agencygraph.outline import rows
from agencygraph.text import join

_TITLE = re.compile(r"^表[\d一二三四五六七八九十]|[表況形計果][:)]?$|情形|統計|如下[表:]")
_SIDE_LINE = re.compile(r"\(?(單位|金額單位|新[臺台]幣|資料|期間|時間|製表|中華民國|\d{2,4}年)[^。]{0,30}$")
_UNIT = re.compile(r"(?:單位|新[臺台]幣)[:](?:新[臺台]幣)?\(?([^\s\d():;,。、/]{1,6})\)?")
_REACH = 3
_HALF = 6


def fill(document: Document) -> Document:
    """The document with a `Table` for each run of rows; the caption is the title above it, else the line just above.

    A line with the unit, the period or the source between title and table does not hide the title.
    """
    tables: list[Table] = []
    run: list[Paragraph] = []
    for paragraph in document.paragraphs:
        if paragraph.role == "row" and (not run or run[-1].section == paragraph.section):
            run.append(paragraph)
            continue
        if run:
            tables.append(_table(document, run))
        run = [paragraph] if paragraph.role == "row" else []
    if run:
        tables.append(_table(document, run))
    return replace(document, tables=tuple(tables))


def unit(document: Document, table: Table) -> str:
    """The unit that a line over the table states for all of it (單位：件; 新臺幣：百萬元), empty where none does."""
    first = table.rows[0].paragraph
    for paragraph in reversed(document.paragraphs[max(0, first - _REACH) : first]):
        if paragraph.role == "row":
            break
        found = _UNIT.search(paragraph.text)
        if found and len(paragraph.text) <= 60:
            return found.group(1)
    return ""


def _table(document: Document, run: Sequence[Paragraph]) -> Table:
    return Table(run[0].section, _caption(document, run[0]), _rows(document, run))


def _row(document: Document, paragraph: Paragraph) -> Row:
    span = paragraph.folded.span()
    start, end = rows.bounds(document.source.text, span.start, span.end)
    return Row(paragraph.index, rows.cells(document.source.text, start, end))


def _caption(document: Document, first: Paragraph) -> int | None:
    """The title among the lines above that lie in the table's section, else the line just above."""
    above = [
        paragraph
        for paragraph in document.paragraphs[max(0, first.index - _REACH) : first.index]
        if paragraph.section == first.section and paragraph.role != "row"
    ]
    if not above:
        return None
    for paragraph in reversed(above):
        if not _SIDE_LINE.match(paragraph.text):
            named = _TITLE.search(paragraph.text) or paragraph.role != "text" or paragraph.text.endswith(":")
            return paragraph.index if named else above[-1].index
    return above[-1].index


def _rows(document: Document, run: Sequence[Paragraph]) -> tuple[Row, ...]:
    """The rows of a table; in one parted by tabs, a row that a line break inside a head had parted is one again."""
    lines = [_row(document, paragraph) for paragraph in run]
    width = Counter(len(line.cells) for line in lines).most_common(1)[0][0]
    first, last = run[0].folded.at[0], run[-1].folded.at[-1]
    if width < 3 or "\t" not in document.source.text[first:last]:
        return tuple(lines)
    out: list[Row] = []
    for line in lines:
        above = out[-1].cells if out else ()
        if above and len(above) < width and len(above) + len(line.cells) - 1 <= width and _broken(above, line.cells):
            out[-1] = Row(out[-1].paragraph, (*above[:-1], join([above[-1], line.cells[0]]), *line.cells[1:]))
        else:
            out.append(line)
    return tuple(out)


def _broken(upper: Sequence[Folded], lower: Sequence[Folded]) -> bool:
    """Whether the end of one row and the beginning of the next are two halves of a head."""
    halves = (upper[-1].text, lower[0].text)
    return all(0 < len(half) <= _HALF and not re.search(r"\d", half) for half in halves)
