"""The unit of a figure in a table that names none itself: told by heads, lines over the table, the text around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from agencygraph import tables
from agencygraph.matching.cells import Placed
from agencygraph.matching.quantities import QuantityReader
from agencygraph.matching.values import Stretch
from agencygraph.model import Table

IN_BRACKETS = re.compile(r"[(]([^()]{1,6})[)]$")
SCALED = re.compile(r"([百千十]?[萬億]|[千百])(元|人|件|戶|公噸|人次)")
COUNTS = {
    "件數": "件",
    "金額": "元",
    "人次": "人次",
    "人數": "人",
    "比率": "%",
    "百分比": "%",
    "比例": "%",
    "場次": "場次",
    "戶數": "戶",
    "家數": "家",
    "次數": "次",
    "筆數": "筆",
    "份數": "份",
    "面積": "公頃",
    "梯次": "梯次",
    "場數": "場",
}
"""Words that say what is counted, with its unit."""
_PERCENT = re.compile("%$|(?:增減|成長|增加|減少|達成|執行|結案|辦結|滿意|占有|市占|所占|百分)(?:比?率|度比|比|比例)$")
_WORDS = re.compile("|".join(COUNTS))
_COUNTED = re.compile(
    rf"(?P<measure>(?<![^,。;:、\s])[^,。;:、()\d\s]{{2,24}}?(?P<word>{_WORDS.pattern}))"
    r"(?=[之的]?(?:[依按以]|統計|比較|分析|一覽|概況|情形|明細|表|如|分布|變化|增減|[(:。]|$))"
)
_LEADING = re.compile(
    r"^[圖表]\s*[\d一二三四五六七八九十]+(?:[-—.]\d+)*[:.、\s]*|(?:民國)?\d{2,4}年(?:度|第?[\d一二三四]季|\d{1,2}(?:[-~至]\d{1,2})?月(?:份|底)?|[上下]半年)?"
)
_AROUND = 3
_TELLING = 100


class TableUnits:
    """Units of the figures in the tables of a document."""

    def __init__(self, reader: QuantityReader) -> None:
        self.reader, self.reading = reader, reader.reading
        self._several = re.compile(f"{SCALED.pattern}|%|{reader.unit.pattern}")
        self._told: dict[int, dict[int | None, str]] = {}

    def of(self, table: Table, cell: Placed, lines: Sequence[str], offset: int) -> str:
        """The unit of a cell that names none: that of its heads, else the table's; 金額 counts in the table's 千元.

        `lines` stand over the table; `offset` is the cell's place under a head over several columns.
        """
        heads = (*cell.row_heads, *cell.column_heads)
        own, whole = self._head_unit(cell, heads, lines, offset), tables.unit(self.reading.document, table)
        thousands = own == "元" and SCALED.fullmatch(whole) and whole.endswith(own)
        if thousands and not any(own in self.plain(head) for head in heads):
            return whole
        return own or whole

    def counted(self, lines: Sequence[str]) -> tuple[str, str]:
        """What the caption says is counted, and its unit (火災次數統計: 次); empty where it names none or several."""
        caption = _LEADING.sub("", "".join(lines[-1:]))
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

    def is_unit(self, head: Stretch) -> bool:
        """Whether a head is a unit and no more: in a column headed 單位."""
        text = self.plain(head)
        return bool(self.reader.unit.fullmatch(text) or SCALED.fullmatch(text))

    def plain(self, at: Stretch) -> str:
        """The words of a stretch, white space left out."""
        return re.sub(r"\s", "", self.reading.marked[at.paragraph].plain(at.start, at.end))

    def _head_unit(self, cell: Placed, heads: Sequence[Stretch], lines: Sequence[str], offset: int) -> str:
        """The unit that a head names; of several ("件 %" over two columns) the one in the column's place."""
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
            if _PERCENT.search(text):
                return "%"
            for word, unit in COUNTS.items():
                if text.endswith(word):
                    return unit
        return next((unit for line in lines if (unit := tables.stated_unit(line))), "")

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
