"""Rules that read tables: cells by the heads of their row and column."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from agencygraph import tables
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, facts, patterns
from agencygraph.matching.scopes import fits
from agencygraph.matching.values import Stretch
from agencygraph.model import Fact, Folded, Table
from agencygraph.rules import CellRule, Room


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its place in marked text, and the places of the heads over and beside it."""

    at: Stretch
    row_heads: tuple[Stretch, ...]
    column_heads: tuple[Stretch, ...]
    row: int
    total: bool


def read(reading: Reading, room: Room, rule: CellRule) -> Iterator[Fact]:
    """The facts of the rows of tables whose heads fit, in the order of the text."""
    heads = {name: patterns(room, words) for name, words in rule.heads.items()}
    for table in reading.document.tables:
        first = table.rows[0].paragraph
        if not fits(reading, room, rule.where, first, 0, len(reading.marked[first].text)):
            continue
        rows: dict[int, dict[str, Stretch]] = {}
        for cell in placed(reading, table):
            if cell.total:
                continue
            groups = rows.setdefault(cell.row, {})
            for head in cell.column_heads:
                for name, words in heads.items():
                    if name not in groups and any(p.search(_words(reading, head)) for p in words):
                        groups[name] = cell.at
        yield from _facts(reading, room, rule, table, rows)


def _facts(reading: Reading, room: Room, rule: CellRule, table: Table, rows: dict[int, dict[str, Stretch]]) -> Iterator[Fact]:
    for row, groups in sorted(rows.items()):
        paragraph = table.rows[row].paragraph
        if any(name not in groups for name in rule.need):
            continue
        whole = len(reading.marked[paragraph].text)
        spans = {name: (at.start, at.end) for name, at in groups.items() if at.paragraph == paragraph}
        hit = Hit(paragraph, 0, whole, 0, whole, spans)
        yield from facts(reading, room, rule.id, rule.emit, hit, "match", rule.each, rule.need)


def placed(reading: Reading, table: Table) -> Iterator[Placed]:
    """The body cells of a table, row by row, the side heads of each row among them under their own column head."""
    where = {row.paragraph: row for row in table.rows}
    for cell in tables.records(table):
        at = _place(reading, where, cell.text)
        if at is None:
            continue
        left = tuple(p for head in cell.row_heads if (p := _place(reading, where, head)))
        above = tuple(p for head in cell.column_heads if (p := _place(reading, where, head)))
        yield Placed(at, left, above, cell.row, cell.total)


def _place(reading: Reading, rows: dict[int, object], cell: Folded) -> Stretch | None:
    for paragraph in rows:
        marked = reading.marked[paragraph]
        if not marked.folded.at or not marked.folded.at[0] <= cell.at[0] <= marked.folded.at[-1]:
            continue
        start = marked.folded.at.index(cell.at[0])
        if marked.folded.text[start] == "\t":
            start += 1
        low = bisect.bisect_right(marked.at, start) - 1
        high = bisect.bisect_left(marked.at, start + len(cell.text))
        return Stretch(paragraph, low, high)
    return None


def _words(reading: Reading, at: Stretch) -> str:
    return re.sub(r"\s", "", reading.marked[at.paragraph].plain(at.start, at.end))
