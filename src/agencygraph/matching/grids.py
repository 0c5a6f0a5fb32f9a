"""Rules that read figures in tables: the unit stands in the cell, in a head or in the caption; heads name the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from agencygraph import tables
from agencygraph.matching.answered import is_poll
from agencygraph.matching.cells import Placed, placed
from agencygraph.matching.counts import COUNTS
from agencygraph.matching.listings import counts_nothing, tells_founding, tells_no_part
from agencygraph.matching.mentions import HERE
from agencygraph.matching.quantities import QuantityReader, span_of
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, fact, passage
from agencygraph.matching.stated import COUNTER, SCALED, times
from agencygraph.matching.units import IN_BRACKETS, LEADING, TableUnits
from agencygraph.matching.values import Found, Stretch, canonical, written
from agencygraph.model import Fact, Table
from agencygraph.rules import QuantityRule, Room

_NUMBERING = re.compile(r"^(?:[(][一二三四五六七八九十\d]{1,3}[)]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.](?!\d))")
_GENERIC = re.compile("|".join((*COUNTS, COUNTER.pattern, "數量", "計", "項目", "總件數", "百分率")))
_ROC = 1911
_OF_TABLE = re.compile("(?:之|的)?(?:統計|一覽|情形|概況|分析|結果|明細|彙整|成果|比較)*表?$")
_LONGEST = 20
_FEW = 3
"""A table of no more columns counts one thing by kinds."""
_HEADS = 2
"""The first lines of a table, among which its heads are."""
_COUNTING = re.compile(
    "(?:[件人戶家筆張通份案票則輛批]數|人次|場次|次數|金額|[稅款總]額|數量|面積|時數|(?<![務作案])量)$"
)
_GROUP = re.compile("(?:資料|概況|情形|數據|項目|內容|規模|現況)$")
"""How a head over several columns ends that says no more than that they belong together."""
_KINDS = re.compile("(?:案件|服務|業務)?(?:類別|類型|性質|種類|分類|別|項目類別)")
_OF_ANYTHING = re.compile("^(?:[各單].*)?$|(?:業務|工作|績效|成果|概況|情形|項目|報告|統計)$")
"""Captions that do not say what is counted."""
_SORTING = re.compile(
    "(?:案件|申辦|受理|繳款|服務|申請|陳情)?(?:來源|管道|方式|途徑|類別|類型|性質|種類|分類|對象|身分|性別|年齡)別?"
)
"""Heads over several columns that say by what these are parted."""
_SORTED = re.compile("[-－—─:：,，、]*[依按以][^-－—─:：,，、]{2,10}[別分]$")
_BY_TIME = re.compile("[年月季期]|增減|成長|比較|合計|總計")
_OWN_COUNT = re.compile(
    f"{_BY_TIME.pattern}|[數率額量次]$|^(?:新收|終結|未結|申請|准予|受理|辦結|核准|駁回|收件|結案)$"
)
"""Heads that say by themselves what is counted, or when."""
_NORM = re.compile("(?:收費|規費|費額|罰鍰|裁罰|補助|給付|獎勵)(?:標準|基準|數額表)|費率表|級距")
"""What a table is of whose figures are prices and norms: nothing was counted."""
_TOTAL = re.compile(r"合計|總計|小計|共計|總數")
_SUMMING = re.compile(f"{_TOTAL.pattern}|累計|累積|同期|實績|年度|月份|季別|[預決]算數?$|實際數?$")
_CHANGE = re.compile(
    "(?:較?[上去前]年(?:同期)?)?(?:比較)?(?:增減|成長|增加|減少|變動)(?:率|幅度?|比率|百分比|情形|數|件數|量)?"
)
"""Heads that tell how much something changed."""
_HELD_AGAINST = re.compile(r"^\D{0,6}較")
"""A head that names the period with which the report's own is compared: 較109年增減."""
_PRESENT = re.compile("全年度?|本期|本年度?|今年度?|當[期年月]|本月|實[際績](?:值|數)?|數值|統計值")
"""Heads of figures that are the row's own."""
_WORDS = re.compile(r"(?![底止份度期至自迄起(])[^\d()]{2,}")
_PEOPLE = frozenset(("人", "人次", "名", "位"))
_NAMING = re.compile("(?:活動|工作|計畫|專案|措施|業務|服務)(?:名稱|項目|內容)?$|^(?:名稱|主題|項目|事由)$")
_OUTCOME = re.compile("(?:活動|辦理|執行|實施)?(?:成果|成效|效益|情形|概況|備註)")
"""A column that tells of dated events what came of them: people there are those who took part."""


def read(reading: Reading, room: Room, rule: QuantityRule) -> Iterator[Fact]:
    """The figures that a quantity rule finds, those in running text first, then those in tables."""
    reader = QuantityReader(reading, room, rule)
    yield from reader.facts()
    grids = _GridReader(reader)
    for table in reading.document.tables:
        yield from grids.facts(table)


class _GridReader:
    def __init__(self, reader: QuantityReader) -> None:
        self.reader, self.reading = reader, reader.reading
        self.units = TableUnits(reader)
        self._years: frozenset[str] = frozenset()
        self._summed: tuple[bool, bool] | None = None

    def facts(self, table: Table) -> Iterator[Fact]:
        """The figures in the cells of a table; a total row or column is the whole of its line."""
        if is_poll(table, tables.lines_at(self.reading.document, table)):
            return
        self._years = tables.bare_years(table)
        self._summed = None
        cells = list(placed(self.reading, table))
        first: dict[tuple[int, tuple[Stretch, ...]], int] = {}
        for cell in cells:
            first.setdefault((cell.row, cell.column_heads), cell.column)
        found = list(self._read(table, cells, first))
        if len({row["unit"].values for _, row in found if row["unit"].values != ("%",)}) == 1:
            self._summed = _summed(table)
            found = list(self._read(table, cells, first))
        totals = _Totals([pair for pair in found if pair[0].total], self.units)
        for cell, row in found:
            index = cell.at.paragraph
            hit = Hit(index, cell.at.start, cell.at.end, 0, len(self.reading.marked[index].text), {})
            context = tuple(span_of(self.reading, head) for head in (*cell.row_heads, *cell.column_heads))
            if whole := totals.over(cell, row):
                row["whole"] = Found(("?",), whole["value"].spans)
            yield fact(
                self.reading,
                self.reader.room,
                self.reader.rule.id,
                row,
                index,
                passage(self.reading, hit, "scope"),
                context,
            )

    def _read(
        self, table: Table, cells: list[Placed], first: dict[tuple[int, tuple[Stretch, ...]], int]
    ) -> Iterator[tuple[Placed, dict[str, Found]]]:
        """The cells that hold a figure, with its columns; `first` is the first column below the same heads."""
        for cell in cells:
            marked = self.reading.marked[cell.at.paragraph]
            numbers = (at for at in range(cell.at.start, cell.at.end) if at in marked.mentions)
            at = next((at for at in numbers if marked.mentions[at].number is not None), None)
            if at is not None:
                offset = cell.column - first[cell.row, cell.column_heads]
                if row := self._cell(table, cells, cell, at, offset):
                    yield cell, row

    def _cell(self, table: Table, cells: list[Placed], cell: Placed, at: int, offset: int) -> dict[str, Found]:
        index = cell.at.paragraph
        marked = self.reading.marked[index]
        unit, end = self.reader.unit_of(marked, at)
        names = self._names(table, cell)
        heads = [*names, *cell.column_heads]
        over = [self.units.plain(head) for head in cell.column_heads]
        captions = self._captions(table)
        lines = [self.reading.marked[i].folded.text for i in captions]
        every = (head.text for line in table.rows[:_HEADS] for head in line.cells)
        came = ["參加人數"] if unit in _PEOPLE and any(map(_OUTCOME.fullmatch, over)) else []
        if counts_nothing(every, [*over, *came], "".join(lines[-1:])):
            return {}
        unit = unit or self.units.of(table, cell, lines, offset)
        counted, counter = ("", "") if unit else self.units.counted(lines)
        unit = unit or counter or self.units.told(table, cells, cell.column)
        summed = "" if unit else self.units.summed(table, cells, cell.column)
        unit = unit or summed
        told = "".join(map(self.units.plain, heads)) + "".join(lines[-1:])
        reasons = self.reader.exclude.get("survey", ())
        if not unit or end > cell.at.end or _NORM.search(told) or any(p.search(told + HERE + unit) for p in reasons):
            return {}
        if self._limits(cell, at):
            return {}
        periods = {i: p for i, head in enumerate(heads) if (p := self._period(head))}
        caption = self._caption(table, captions)
        counts = _counts(table, caption, kinds=not periods)
        measure, parts = self._crossed(heads, periods, len(names), caption, unit) or self._named(
            heads, periods, len(names) - 1, counted, caption, counts
        )
        if any(map(_OUTCOME.fullmatch, over[-1:])):
            measure, parts = self._come_of(table, cell, at, (measure, parts))
        if summed and (word := next((word for word, one in COUNTS.items() if one == summed), "")):
            measure, parts = (
                (caption.removesuffix(word) + word, [measure, *parts])
                if caption != measure
                else (caption + word, parts)
            )
        place = (table.rows[0].paragraph, 0) if self._founded(table, cell) else (index, cell.at.start)
        period = self._same_months(heads, periods) or self._captioned(table) or self.reader.periods.of(*place)
        scaled = SCALED.fullmatch(unit)
        row = self.reader.row(index, at, end, scaled[2] if scaled else unit, measure, "，".join(parts), period)
        if scaled and (factor := times(unit)):
            value = Decimal(row["value"].values[0]) * factor
            row["value"] = Found((canonical(value),), row["value"].spans)
        return row

    def _come_of(self, table: Table, cell: Placed, at: int, named: tuple[str, list[str]]) -> tuple[str, list[str]]:
        """The measure of a figure in a column of outcomes: the words before it in its cell, else what the row names."""
        line, top = table.rows[cell.row].cells, table.rows[0].cells
        name = next((one.text for one, head in zip(line, top, strict=False) if _NAMING.search(head.text)), "")
        marked = self.reading.marked[cell.at.paragraph]
        low, high = self.reader.wording.phrases.stripped(marked.text, cell.at.start, at)
        words = marked.plain(low, high)
        if len(words) > 1 and not re.search(r"[\d,。;]", words):
            return words, [name] if name else named[1]
        return (name, []) if name else named

    def _limits(self, cell: Placed, at: int) -> bool:
        """Whether the words in the cell itself make its figure a limit, a price or the like: 限5件以內."""
        marked = self.reading.marked[cell.at.paragraph]
        sign = HERE + ("%" if marked.mentions[at].kind == "percent" else "")
        text = marked.text[cell.at.start : at] + sign + marked.text[at + 1 : cell.at.end]
        return cell.at.start < at and any(p.search(text) for words in self.reader.exclude.values() for p in words)

    def _named(
        self, heads: list[Stretch], periods: dict[int, Found], side: int, counted: str, caption: str, counts: bool
    ) -> tuple[str, list[str]]:
        """The measure of a cell and what it is a part of, by its heads and the caption; `side` is the last row head,
        `counts` whether the caption tells what its rows count.
        """
        said = {
            i: _generic(
                _NUMBERING.sub("", IN_BRACKETS.sub("", self._undated(h) if i in periods else self.units.plain(h)))
            )
            for i, h in enumerate(heads)
            if not (0 < i == side and self.units.is_unit(h))
        }
        words = [word for word in said.values() if not _PRESENT.fullmatch(word)]
        own = [word for word in words if word and not _GENERIC.fullmatch(word) and not _TOTAL.fullmatch(word)]
        generic = next((word for word in words if _GENERIC.fullmatch(word)), "")
        if counts and own and all(i <= side for i, word in said.items() if word in own):
            counted = counted or _joined(caption, generic)
        sided = [IN_BRACKETS.search(self.units.plain(head)) for head in heads]
        by_kind = len(own) > 1 and len(own) == len(said) and not re.search("率$|比$|增減|[預決]算", own[-1])
        if by_kind and sided[side] and not any(sided[side + 1 :]):
            own = [*own[:side], *own[side + 1 :], own[side]]
        totals = [word for word in words if _TOTAL.fullmatch(word)]
        dated = [written(self.reading, heads[i]) for i in periods]
        if counted:
            return counted, [*own, *totals, *dated]
        if len(own) == 1 and (not dated or generic) and not totals and caption and generic:
            return _joined(caption, generic), [*own, *dated]
        if len(own) > 1 and _CHANGE.fullmatch(own[-1]):
            return own[-2] + own[-1], [*own[:-2], *totals, *dated]
        if generic and len(own) > 1 and len(own) == side + 1:
            return _joined(own[0], generic), [*own[1:], *totals, *dated]
        if generic and len(own) > 1 and _GROUP.search(own[-1]):
            return generic, [*own[:-1], *totals, *dated]
        if own:
            return own[-1], [*own[:-1], *totals, *dated]
        return _joined(caption, generic), [*totals, *dated]

    def _crossed(
        self, heads: list[Stretch], periods: dict[int, Found], side: int, caption: str, unit: str
    ) -> tuple[str, list[str]] | None:
        """The measure and the parts of a cell of a table of kinds by kinds, or of kinds by time: what the caption names
        where rows and columns are summed or the rows are times, else what the row names where only columns are.
        `side` is how many of the heads are the row's. None for other tables, and where not all is counted alike.
        """
        if not self._summed:
            return None
        down, across = self._summed
        said = [IN_BRACKETS.sub("", self.units.plain(head)) for head in heads]
        dated = side == 1 and 0 in periods and not self._undated(heads[0])
        if any(_GENERIC.fullmatch(_generic(word)) for word in said if not _TOTAL.fullmatch(word)):
            return None
        if any(_OWN_COUNT.search(word) and not _TOTAL.fullmatch(word) for word in said[side:]):
            return None
        titled = bool(caption) and not _OF_ANYTHING.search(caption)
        said = [word for i, word in enumerate(said) if i in (0, len(said) - 1) or not _SORTING.fullmatch(word)]
        caption = _joined(caption, "所占比率") if unit == "%" else caption
        if titled and side and ((down and across) or (dated and len(said) > 1 and not _CHANGE.fullmatch(said[-1]))):
            return caption, said[1:] if dated else said
        if across and not down and side == 1 and len(said) > 1 and not periods:
            return said[0], said[1:]
        return None

    def _undated(self, head: Stretch) -> str:
        """What a head that names a period says besides: 全年受理量 counts 受理量."""
        marked, rest, last = self.reading.marked[head.paragraph], "", head.start
        for at in range(head.start, head.end):
            if at in marked.mentions and marked.mentions[at].kind in ("date", "period"):
                rest, last = rest + marked.plain(last, at), at + 1
        rest = IN_BRACKETS.sub("", re.sub(r"\s", "", rest + marked.plain(last, head.end)))
        return rest if _WORDS.fullmatch(rest) and not _SUMMING.search(rest) else ""

    def _names(self, table: Table, cell: Placed) -> list[Stretch]:
        """The heads of a cell's row without those that only describe it (地址, 啟用日期); a period stays."""
        top, line = table.rows[0].cells, table.rows[cell.row].cells
        heads = {one.text: head.text for one, head in zip(line, top, strict=False)}
        first, *others = cell.row_heads or [None]
        kept = [head for head in others if head and not tells_no_part(heads.get(self.units.plain(head), ""))]
        return [*([first] if first else []), *kept]

    def _founded(self, table: Table, cell: Placed) -> bool:
        """Whether the row tells since when something exists (啟用日期): that is no time in which it was counted."""
        top, line = table.rows[0].cells, table.rows[cell.row].cells
        return any(one.text and tells_founding(head.text) for one, head in zip(line, top, strict=False))

    def _captions(self, table: Table) -> list[int]:
        above = list(self.reading.above[table.rows[0].paragraph])
        return [*above, *([table.caption] if table.caption is not None and table.caption not in above else [])]

    def _captioned(self, table: Table) -> Found | None:
        """The period that the caption names: 109年底."""
        if table.caption is None:
            return None
        for at, mention in self.reading.marked[table.caption].mentions.items():
            if mention.kind in ("date", "period") and len(mention.values[0]) <= len("2021-01"):
                return self.reader.periods.when(table.caption, at, mention)
        return None

    def _caption(self, table: Table, lines: list[int]) -> str:
        """What the caption names, else the nearest words above that name something and hold no figure."""
        if table.caption is not None and (title := _title(self.reading.marked[table.caption].folded.text)):
            return title
        for line in reversed(lines):
            marked = self.reading.marked[line]
            for low, high in reversed(list(zip(marked.clauses, marked.clauses[1:], strict=False))):
                if any(m.kind in ("number", "percent", "date", "period") for m in marked.inside(low, high)):
                    low, high = self.reader.wording.phrases.stripped(marked.text, low, high)
                text = written(self.reading, Stretch(line, low, high)) if high > low else ""
                if (
                    len(text) > 2
                    and not re.search(r"[0-9]|單位|新[臺台]幣|如[下后後]", text)
                    and not SCALED.fullmatch(text)
                ):
                    return text[-30:]
        return ""

    def _same_months(self, heads: list[Stretch], periods: dict[int, Found]) -> Found | None:
        """The first period that the heads name; months (上半年) beside a year or 94年同期 are those of that year."""
        first = next(iter(periods.values()), None)
        for i, found in periods.items():
            year = found.values[0]
            same = re.search("年度?同期", self.units.plain(heads[i]))
            if len(year) != len("2005") or (found.values[-1] != year and not same):
                continue
            finer = (one.values for k, one in periods.items() if k != i and len(one.values[0]) > len(year))
            if months := next(finer, ()):
                return Found(tuple(year + month[len(year) :] for month in months), found.spans)
        return first

    def _period(self, head: Stretch) -> Found | None:
        """The period that a head names, also one that is a year by its number only."""
        number = self.units.plain(head)
        if _HELD_AGAINST.search(number):
            return None
        if number in self._years:
            year = str(int(number) + (_ROC if len(number) < len("2021") else 0))
            return Found((year, year), (span_of(self.reading, head),))
        for mention in self.reading.marked[head.paragraph].inside(head.start, head.end):
            if mention.kind in ("date", "period"):
                return Found((mention.values[0], mention.values[-1]), (span_of(self.reading, head),))
        return None


def _summed(table: Table) -> tuple[bool, bool]:
    """Whether a table sums its columns in a row of its own, and its rows in a column."""
    down = any(line.cells and _TOTAL.fullmatch(line.cells[0].text) for line in table.rows[_HEADS - 1 :])
    across = any(_TOTAL.fullmatch(head.text) for line in table.rows[:_HEADS] for head in line.cells[1:])
    return down, across


class _Totals:
    """The figures of a table's total rows and columns, by their row and by their column heads."""

    def __init__(self, totals: list[tuple[Placed, dict[str, Found]]], units: TableUnits) -> None:
        self._units = units
        self._rows: dict[int, list[int]] = {}
        self._below: dict[tuple[Stretch, ...], list[int]] = {}
        self._values = [values for _, values in totals]
        self._over: list[set[Stretch]] = []
        for place, (total, _) in enumerate(totals):
            plain = {head for head in total.column_heads if not _TOTAL.search(units.plain(head))}
            self._over.append(plain)
            if len(plain) < len(total.column_heads):
                self._rows.setdefault(total.row, []).append(place)
            if any(_TOTAL.search(units.plain(head)) for head in total.row_heads):
                self._below.setdefault(total.column_heads, []).append(place)

    def over(self, cell: Placed, row: dict[str, Found]) -> dict[str, Found] | None:
        """The first total with the same unit in the row or the column of a figure; None for one that adds to none."""
        if cell.total or not all(tables.additive(self._units.plain(h)) for h in (*cell.row_heads, *cell.column_heads)):
            return None
        beside = [place for place in self._rows.get(cell.row, ()) if self._over[place] <= set(cell.column_heads)]
        places = sorted({*beside, *self._below.get(cell.column_heads, ())})
        alike = (self._values[place] for place in places if self._values[place]["unit"].values == row["unit"].values)
        return next(alike, None)


def _counts(table: Table, caption: str, kinds: bool) -> bool:
    """Whether a caption tells what is counted (受理件數), or the rows are kinds of it, and are not themselves that."""
    firsts = [line.cells[0].text for line in table.rows if line.cells]
    top = [head.text for head in table.rows[0].cells]
    summed = len(firsts) >= _FEW and any(map(_TOTAL.fullmatch, firsts)) and not _OF_ANYTHING.search(caption)
    sorts = bool(_KINDS.fullmatch(firsts[0])) and len(top) <= _FEW
    kinds = (kinds and sorts) or (summed and (len(top) == _HEADS or all(map(_BY_TIME.search, top[1:]))))
    return (kinds or bool(_COUNTING.search(caption))) and not any(
        line.cells[0].text and line.cells[0].text in caption for line in table.rows[1:]
    )


def _generic(word: str) -> str:
    """A head without 全年, 總 and the like where only what is counted is left: 全年件數."""
    bare = re.sub("^(?:全年度?|本年度?|年度|本期|累計|合計|總|共)", "", word)
    return bare if _GENERIC.fullmatch(bare) and not _TOTAL.fullmatch(word) else word


def _joined(caption: str, counted: str) -> str:
    """The caption with the word for what is counted: 受理案件 and 件數 are 受理案件數; a bare counter adds nothing."""
    if COUNTER.fullmatch(counted) or counted in caption:
        return caption
    return caption + (counted[1:] if len(counted) > 1 and caption.endswith(counted[0]) else counted)


def _title(caption: str) -> str:
    """What a caption is of, without number, year, unit and 統計表; empty where it is a sentence or names nothing."""
    told = re.split("[(]|單位:", LEADING.sub("", LEADING.sub("", caption)))[0]
    told = re.sub("(?:分列|臚列|彙整)?如[下后後](?:表[一二三四五六七八九十0-9]*(?:所示)?)?[:。]?$", "", told)
    name = _OF_TABLE.sub("", _SORTED.sub("", told))
    return name if 1 < len(name) <= _LONGEST and not re.search(r"[\d,。;:]|如[下后後]|[圖表]$", name) else ""
