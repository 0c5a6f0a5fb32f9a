"""The unit of a figure in a table that names none itself: told by heads, lines over the table, the text around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from agencygraph import tables
from agencygraph.matching.cells import Placed
from agencygraph.matching.counts import COUNTS
from agencygraph.matching.quantities import QuantityReader
from agencygraph.matching.stated import COUNTER, SCALED, Stated, stated
from agencygraph.matching.values import Stretch
from agencygraph.model import Table

IN_BRACKETS = re.compile(r"[(]([^()]{1,6})[)]$")
_PERCENT = re.compile("%$|(?:增減|成長|增加|減少|達成|執行|結案|辦結|滿意|占有|市占|所占|百分)(?:比?率|度比|比|比例)$")
_WORDS = re.compile("|".join(COUNTS))
_COUNTED = re.compile(
    rf"(?P<measure>(?<![^,。;:、\s])[^,。;:、()\d\s]{{2,24}}?(?P<word>{_WORDS.pattern}))"
    r"(?=[之的]?(?:[依按以]|統計|比較|分析|一覽|概況|情形|明細|表|如|分布|變化|增減|[(:。]|$))"
)
LEADING = re.compile(
    r"^附?[圖表]\s*(?:\d+|[一二三四五六七八九十]+)(?:[-—.]\d+)*[:.、\s]*|(?:民國)?\d{2,4}年(?:度|第?[\d一二三四]季|\d{1,2}(?:[-~至]\d{1,2})?月(?:份|底)?|[上下]半年)?"
)
_UNIT_HEAD = re.compile("(?:計[量數]|數量)?單位")
_BRACKETS = re.compile("[(][^()]*[)]$")
_TOTALLED = re.compile("(?<=.)(?:合計|總計|小計|共計)$")
_LINE = 120
_AROUND = 3
_TELLING = 100


class TableUnits:
    """Units of the figures in the tables of a document."""

    def __init__(self, reader: QuantityReader) -> None:
        self.reader, self.reading = reader, reader.reading
        self._several = re.compile(f"{SCALED.pattern}|%|{reader.unit.pattern}")
        self._told: dict[int, dict[int | None, str]] = {}
        self._stated: dict[int, Stated] = {}
        self._sums: dict[int, dict[int, str]] = {}

    def of(self, table: Table, cell: Placed, lines: Sequence[str], offset: int) -> str:
        """The unit of a cell that names none: that of its heads, else the table's; 金額 counts in the table's 千元.

        `lines` stand over the table; `offset` is the cell's place under a head over several columns.
        """
        heads = (*cell.row_heads, *cell.column_heads)
        named = self._named(table)
        own, whole = self._head_unit(cell, heads, named, offset), tables.unit(self.reading.document, table)
        own = (
            own
            or self._beside(table, cell)
            or self._in_order(table, cell.column, named)
            or named.rest
            or next((unit for line in reversed(lines) if (unit := tables.stated_unit(line))), "")
        )
        thousands = own == "元" and SCALED.fullmatch(whole) and whole.endswith(own)
        if thousands and not any(own in self.plain(head) for head in heads):
            return whole
        return own or whole or self._titled(lines)

    def _titled(self, lines: Sequence[str]) -> str:
        """The unit in brackets at the end of the table's title: 車輛檢驗數(輛)."""
        found = IN_BRACKETS.search("".join(lines[-1:]))
        return found[1] if found and self._several.fullmatch(found[1]) else ""

    def counted(self, lines: Sequence[str]) -> tuple[str, str]:
        """What the caption says is counted, and its unit (火災次數統計: 次); empty where it names none or several."""
        caption = LEADING.sub("", "".join(lines[-1:]))
        found = _COUNTED.search(caption)
        return (found["measure"], COUNTS[found["word"]]) if found and len(_WORDS.findall(caption)) == 1 else ("", "")

    def told(self, table: Table, cells: Iterable[Placed], column: int) -> str:
        """The unit with which the text around tells a total of the table, or two of its figures; of a table whose
        columns measure different things only those of the column.
        """
        first = table.rows[0].paragraph
        if first not in self._told:
            self._told[first] = self._retold(table, list(cells))
        found = self._told[first]
        return found.get(None, "") or found.get(column, "")

    def summed(self, table: Table, cells: Sequence[Placed], column: int) -> str:
        """The unit of the column that, in every row, is the sum of this one and its neighbours."""
        first = table.rows[0].paragraph
        if first not in self._sums:
            self._sums[first] = self._summed(table, cells)
        return self._sums[first].get(column, "")

    def is_unit(self, head: Stretch) -> bool:
        """Whether a head is a unit and no more: in a column headed 單位."""
        text = self.plain(head)
        return bool(self.reader.unit.fullmatch(text) or SCALED.fullmatch(text))

    def plain(self, at: Stretch) -> str:
        """The words of a stretch, white space left out."""
        return re.sub(r"\s", "", self.reading.marked[at.paragraph].plain(at.start, at.end))

    def _beside(self, table: Table, cell: Placed) -> str:
        """The unit that a cell of the same row tells under the head 單位."""
        heads, line = table.rows[0].cells, table.rows[cell.row].cells
        told = next((one.text for head, one in zip(heads, line, strict=False) if _UNIT_HEAD.fullmatch(head.text)), "")
        return told if self._several.fullmatch(told) else ""

    def _in_order(self, table: Table, column: int, named: Stated) -> str:
        """The unit of a column where as many units are stated, without names, as the table has columns of figures."""
        if not named.order:
            return ""
        columns = sorted({cell.column for cell in tables.records(table)})
        fits = len(columns) == len(named.order) and column in columns
        return named.order[columns.index(column)] if fits else ""

    def _named(self, table: Table) -> Stated:
        """What the lines at a table state of several units."""
        first = table.rows[0].paragraph
        if first not in self._stated:
            told = (line for line in tables.lines_at(self.reading.document, table) if len(line) <= _LINE)
            self._stated[first] = stated(told, self._several)
        return self._stated[first]

    def _head_unit(self, cell: Placed, heads: Sequence[Stretch], named: Stated, offset: int) -> str:
        """The unit that a head names, or that the lines at the table name for it; of several ("件 %" over two columns)
        the one in the column's place.
        """
        bracketed = any(IN_BRACKETS.search(self.plain(head)) for head in cell.column_heads)
        if len(cell.row_heads) > 1 and not bracketed and self.is_unit(cell.row_heads[-1]):
            return self.plain(cell.row_heads[-1])
        for head in reversed(heads):
            text = self.plain(head)
            found = IN_BRACKETS.search(text)
            several = [m[0] for m in self._several.finditer(found[1])] if found else []
            if found and len(several) > 1 and len("".join(several)) >= len(found[1]) - len(several) + 1:
                return several[offset] if offset < len(several) else ""
            if found and (found[1] == "%" or self.reader.unit.fullmatch(found[1]) or SCALED.fullmatch(found[1])):
                return found[1]
            bare = _TOTALLED.sub("", _BRACKETS.sub("", text))
            if head in cell.column_heads and COUNTER.fullmatch(bare):
                return bare
            if told := named.of(bare):
                return told
            if _PERCENT.search(bare):
                return "%"
            for word, unit in COUNTS.items():
                if bare.endswith(word):
                    return unit
        return ""

    def _retold(self, table: Table, cells: list[Placed]) -> dict[int | None, str]:
        """Units by column, under None that of the whole table where its columns are times and totals."""
        told = self._figures_around(table)
        alike = all(self._is_time_or_total(cell) for cell in cells)
        seen: dict[int | None, dict[str, set[object]]] = {}
        for cell in cells:
            number = self._number(cell)
            for unit in told.get(number, ()) if number and number >= _TELLING else ():
                place = seen.setdefault(None if alike else cell.column, {}).setdefault(unit, set())
                place |= {number, ("total", number)} if cell.total else {number}
        return {
            column: next(iter(units))
            for column, units in seen.items()
            if len(units) == 1 and len(next(iter(units.values()))) > 1
        }

    def _summed(self, table: Table, cells: Sequence[Placed]) -> dict[int, str]:
        values: dict[int, dict[int, Decimal]] = {}
        units: dict[int, str] = {}
        for cell in cells:
            if number := self._number(cell):
                values.setdefault(cell.column, {})[cell.row] = number
            units.setdefault(cell.column, self.of(table, cell, (), 0))
        out: dict[int, str] = {}
        for total, unit in units.items():
            if not unit or unit == "%" or total not in values:
                continue
            for step in (-1, 1):
                parts: list[int] = []
                while (at := total + step * (len(parts) + 1)) in values and not units[at]:
                    parts.append(at)
                    if len(parts) > 1 and _adds_up(values[total], [values[part] for part in parts]):
                        out |= dict.fromkeys(parts, unit)
        return out

    def _is_time_or_total(self, cell: Placed) -> bool:
        marked = self.reading.marked
        return bool(cell.column_heads) and all(
            tables.is_total(self.plain(head))
            or any(m.kind in ("date", "period") for m in marked[head.paragraph].inside(head.start, head.end))
            for head in cell.column_heads[-1:]
        )

    def _number(self, cell: Placed) -> Decimal | None:
        return next(
            (m.number for m in self.reading.marked[cell.at.paragraph].inside(cell.at.start, cell.at.end) if m.number),
            None,
        )

    def _figures_around(self, table: Table) -> dict[Decimal, set[str]]:
        """The units of the figures in the few paragraphs before and after a table, by their value."""
        document = self.reading.document
        first, last = table.rows[0].paragraph, table.rows[-1].paragraph
        found: dict[Decimal, set[str]] = {}
        for paragraph in document.paragraphs[max(0, first - _AROUND) : last + 1 + _AROUND]:
            if paragraph.role == "row" or paragraph.section != table.section:
                continue
            marked = self.reading.marked[paragraph.index]
            for at, mention in marked.mentions.items():
                if mention.number is not None and (unit := self.reader.unit_of(marked, at)[0]):
                    found.setdefault(mention.number, set()).add(unit)
        return found


def _adds_up(total: Mapping[int, Decimal], parts: Sequence[Mapping[int, Decimal]]) -> bool:
    """Whether the parts come to the total in each of two or more rows."""
    return len(total) > 1 and all(
        sum(part.get(row, Decimal(0)) for part in parts) == whole for row, whole in total.items()
    )
