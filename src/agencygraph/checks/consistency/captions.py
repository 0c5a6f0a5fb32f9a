"""UNIT: the unit in a table's caption against the text that tells the same figures: 單位：人次 over what are 件."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agencygraph.checks.consistency.grids import Grid, tables_of
from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.model import Document, Span, Table

_TOTAL = re.compile("合計|總計|共計|全年|總數")
_KIN = (
    {"人", "名", "位", "人次"},
    {"件", "案", "件次", "案件"},
    {"場", "場次", "次", "梯次"},
    {"家", "戶", "間"},
    {"次", "人次"},
    {"元", "千元", "萬元", "百萬元", "億元"},
)
_LARGE = 1000


def check(subject: Subject) -> Iterator[Result]:
    """The captions of all tables whose cells have no units of their own."""
    document = subject.document
    if document is None:
        return
    told: dict[object, list[Figure]] = {}
    for figures in subject.figures.values():
        for figure in figures:
            if figure.exact and figure.unit != "%" and figure.value >= _LARGE:
                told.setdefault(figure.value, []).append(figure)
    for table, grid in tables_of(document):
        own = any(line.unit for line in (*grid.rows, *grid.columns))
        span = _caption(document, table, grid.unit)
        if grid.unit and not own and span and told:
            yield from _judge(grid, span, told)


def _judge(grid: Grid, span: Span, told: dict[object, list[Figure]]) -> Iterator[Result]:
    """The figures of the text that are those of cells: none in the caption's unit, a total or two cells in another."""
    heads = grid.heads(True)
    pairs = [
        (cell, figure, bool(_TOTAL.search(row.head + heads.get(at, ""))))
        for row in grid.rows
        for at, cell in row.figures.items()
        for figure in told.get(cell.value, ())
        if not cell.unit and len(plain(cell.value).replace(",", "").rstrip("0")) > 3
    ]
    if any(_kin(figure.unit, grid.unit) for _, figure, _ in pairs):
        yield Held("UNIT")
        return
    units = {figure.unit for _, figure, _ in pairs}
    sure = any(total for *_, total in pairs) or len({cell.value for cell, *_ in pairs}) > 1
    if len(units) != 1 or not sure:
        return
    cell, figure, _ = pairs[0]
    value, unit = plain(cell.value), figure.unit
    words = {"value": value, "one": grid.unit, "other": unit, "measure": grid.rows[0].head or "—"}
    spans = (span, cell.span, figure.span)
    yield Fired("UNIT", "two", spans, f"{value} {grid.unit}", f"{value} {unit}", words)


def _kin(one: str, other: str) -> bool:
    return one == other or any({one, other} <= family for family in _KIN)


def _caption(document: Document, table: Table, unit: str) -> Span | None:
    """The passage of the unit in the lines above a table."""
    above = max(0, table.rows[0].paragraph - 1) if table.rows else 0
    for at in dict.fromkeys((table.caption if table.caption is not None else above, above)):
        paragraph = document.paragraphs[at]
        found = re.search(f"單位[:：]{re.escape(unit)}", paragraph.text) if unit else None
        if found:
            return paragraph.folded.span(*found.span())
    return None
