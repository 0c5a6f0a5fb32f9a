"""Puts consecutive rows together into tables."""

from __future__ import annotations

from dataclasses import replace

from agencygraph.model import Document, Paragraph, Row, Table
from agencygraph.outline import rows


def fill(document: Document) -> Document:
    """The document with a `Table` for each run of rows; its caption is the paragraph just above, if in its section."""
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


def _table(document: Document, run: list[Paragraph]) -> Table:
    above = run[0].index - 1
    caption = above if above >= 0 and document.paragraphs[above].section == run[0].section else None
    return Table(run[0].section, caption, tuple(_row(document, paragraph) for paragraph in run))


def _row(document: Document, paragraph: Paragraph) -> Row:
    span = paragraph.folded.span()
    start, end = rows.bounds(document.source.text, span.start, span.end)
    return Row(paragraph.index, rows.cells(document.source.text, start, end))
