"""Rules that read figures: every number with a counter, its measure, its period, what it is a part of.

A figure's measure is the noun phrase it governs: what stands to its left in its clause without fillers, else the head
of its item, else what the clause before measured. Figures in brackets after a total, and those after 其中, are parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agencygraph.matching.cells import Placed, placed
from agencygraph.matching.marked import Marked
from agencygraph.matching.mentions import HERE, around
from agencygraph.matching.reading import Reading
from agencygraph.matching.rows import Hit, fact, passage
from agencygraph.matching.values import Found, Stretch, canonical, written
from agencygraph.model import Fact, Mention, Span, Table
from agencygraph.rules import SIGNS, QuantityRule, Room
from agencygraph.rules.language import alternatives

_FIGURE = re.compile(f"[{SIGNS['number']}{SIGNS['percent']}]")
_TIME_SIGNS = SIGNS["date"] + SIGNS["period"]
_EDGES = ",。;、:()「」『』《》 " + SIGNS["number"] + SIGNS["percent"]
_NOUN_AFTER = re.compile(r"(?:個|項|種|類|大類|處|家|所|條|座|場|件|份|則|次|面|間|台|部|戶|筆|張|班|團|組)")
_AFTER = re.compile(r"[^,。;、:()「」『』" + "".join(SIGNS.values()) + "]{2,14}")
_SELF = SIGNS["self"]
_IN_BRACKETS = re.compile(r"[(]([^()]{1,6})[)]$")
_UNIT_LINE = re.compile(r"單位:([^,。;)\s]{1,6})")
_UNIT_WORDS = {"件數": "件", "金額": "元", "人次": "人次", "人數": "人", "比率": "%", "百分比": "%", "比例": "%", "場次": "場次",
               "戶數": "戶", "家數": "家", "次數": "次", "筆數": "筆", "份數": "份", "面積": "公頃"}
_GENERIC = re.compile(r"件數|金額|人次|人數|比率|百分比|數量|合計|總計|小計|計|次數|筆數|件|項目")
_THOUSANDS = re.compile(r"[千萬億百](?:元|人|件|戶|公噸|人次)")
_SCALES = {"百": 100, "千": 1000, "萬": 10000, "億": 100000000}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in marked text: its sign at `at`, its unit up to `end`, what it measures, of what it is a part."""

    at: int
    end: int
    unit: str
    measure: str
    breakdown: str
    low: int


class QuantityReader:
    """Reads the figures of a document by one rule."""

    def __init__(self, reading: Reading, room: Room, rule: QuantityRule) -> None:
        self.reading, self.room, self.rule = reading, room, rule
        units = alternatives(rule.units)
        self.unit = re.compile(rf"{units}(?:\({units}\)|/{units})?")
        self.exclude = {reason: around(room, words) for reason, words in rule.exclude.items()}
        self.fillers = re.compile(f"(?:{alternatives(rule.fillers)}|[{_TIME_SIGNS}{_SELF},])+$")
        self.openers = re.compile(f"(?:{alternatives(rule.openers)}|[{_TIME_SIGNS}{_SELF}])+")
        self.whole = re.compile(f"{alternatives(rule.whole)}$")

    def facts(self) -> Iterator[Fact]:
        """The statistics of the document, in the order of the text."""
        for index, paragraph in enumerate(self.reading.document.paragraphs):
            if paragraph.role == "row":
                continue
            before: list[Figure] = []
            for figure in self._figures(index):
                before.append(figure)
                yield self._fact(index, figure)

    def excluded(self, paragraph: int, at: int) -> str:
        """The name of the reason why a figure is no statistic; empty where it is one."""
        marked = self.reading.marked[paragraph]
        low, high = marked.sentence(at, at + 1)
        text = marked.text[low:at] + HERE + marked.text[at + 1 : high]
        for reason, words in self.exclude.items():
            if any(p.search(text) for p in words):
                return reason
        return ""

    def _figures(self, index: int) -> Iterator[Figure]:
        marked = self.reading.marked[index]
        done: list[Figure] = []
        for found in _FIGURE.finditer(marked.text):
            at = found.start()
            unit, end = self._unit(marked, at)
            if not unit or self.excluded(index, at):
                continue
            figure = self._measured(index, marked, at, end, unit, done)
            done.append(figure)
            yield figure

    def _unit(self, marked: Marked, at: int) -> tuple[str, int]:
        mention = marked.mentions[at]
        if mention.kind == "percent":
            return (mention.values[0] if mention.values else "%"), at + 1
        found = self.unit.match(marked.text, at + 1)
        if not found:
            return "", at + 1
        unit = found[0]
        return (unit[1:] if len(unit) > 1 and unit[0] == "個" and unit != "個月" else unit), found.end()

    def _measured(self, index: int, marked: Marked, at: int, end: int, unit: str, done: list[Figure]) -> Figure:
        low, high = marked.sentence(at, at + 1)
        edge = max((marked.text.rfind(c, low, at) for c in _EDGES), default=-1) + 1
        left_low = max(edge, low, done[-1].end if done and done[-1].at >= low else low)
        start, stop = self._stripped(marked.text, left_low, at)
        measure = self._words(index, start, stop)
        after = ""
        if _NOUN_AFTER.fullmatch(unit) and (noun := _AFTER.match(marked.text, end)):
            after = self._words(index, *noun.span())
        outer = self._outer(marked, at, left_low, unit, done)
        if outer is not None:
            return Figure(at, end, unit, outer.measure, measure or after, left_low)
        label = ""
        if len(measure) < 2 and marked.text[left_low - 1 : left_low] == ":":
            label_low = max((marked.text.rfind(c, low, left_low - 1) for c in ",。;、"), default=-1) + 1
            label = self._words(index, *self._stripped(marked.text, max(low, label_low), left_low - 1))
        if len(measure) < 2:
            measure = label or (done[-1].measure if done and done[-1].at >= low and not after else "")
        if len(measure) < 2:
            measure = after or self._head(index)
        elif after and after not in measure:
            measure += after
        breakdown = done[-1].breakdown if done and done[-1].at >= low and not stop - start and not label else ""
        return Figure(at, end, unit, measure, breakdown, left_low)

    def _outer(self, marked: Marked, at: int, left: int, unit: str, done: list[Figure]) -> Figure | None:
        """The total of which a figure is a part: brackets right after it, or 其中 in the same sentence."""
        low = marked.sentence(at, at + 1)[0]
        opening = marked.text.rfind("(", low, at)
        if opening >= 0 and marked.text.find(")", opening, at) < 0:
            totals = [f for f in done if f.end <= opening and f.unit == unit and opening - f.end <= 1]
            return totals[-1] if totals else None
        part = marked.text.rfind("其中", low, at)
        if part >= 0:
            totals = [f for f in done if f.at < part and f.unit == unit and f.at >= low]
            return totals[-1] if totals else None
        return None

    def _stripped(self, text: str, low: int, high: int) -> tuple[int, int]:
        while found := self.fillers.search(text[low:high]):
            if not found[0]:
                break
            high = low + found.start()
        while found := self.openers.match(text, low, high):
            if not found[0]:
                break
            low = found.end()
        return low, max(low, high)

    def _words(self, index: int, low: int, high: int) -> str:
        text = written(self.reading, Stretch(index, low, high)) if high > low else ""
        return text[-40:]

    def _head(self, index: int) -> str:
        """The head of the item that a bare figure stands in, or of the one above."""
        marked = self.reading.marked[index]
        first = re.match(r"[^,。;:" + "".join(SIGNS.values()) + "]{2,30}(?=:)", marked.text)
        if first:
            return written(self.reading, Stretch(index, *first.span()))
        for section in reversed(self.reading.document.chain(self.reading.document.paragraphs[index].section)):
            if section.heading and not re.search(r"[0-9]", section.heading):
                return section.heading.rstrip("：:。")[:30]
        return ""

    def _period(self, index: int, at: int) -> Found:
        """The period in force for a figure: the clause's, the sentence's, the paragraph's, one above, the report's."""
        marked = self.reading.marked[index]
        low = marked.sentence(at, at + 1)[0]
        mentions = sorted((i, m) for i, m in marked.mentions.items() if i < at and m.kind in ("date", "period"))
        for i, mention in reversed(mentions):
            if i >= low or mention.kind == "period":
                return self._when(index, i, mention)
        for above in reversed(self.reading.above[index]):
            for i, mention in sorted(self.reading.marked[above].mentions.items(), reverse=True):
                if mention.kind == "period":
                    return self._when(above, i, mention)
        head = self.reading.head
        return Found((head.period_start, head.period_end), ())

    def _when(self, index: int, place: int, mention: Mention) -> Found:
        span = self.reading.passage(index, place, place + 1)
        if mention.kind == "period":
            return Found((mention.values[0], mention.values[-1]), (span,))
        text = self.reading.marked[index].text
        first, last = mention.values[0], mention.values[-1]
        if text[place + 1 : place + 2] == "起":
            return Found((first, ""), (span,))
        if text[place + 1 : place + 2] in ("底", "止"):
            return Found(("", last), (span,))
        return Found((first, last), (span,))

    def _fact(self, index: int, figure: Figure) -> Fact:
        reading = self.reading
        marked = reading.marked[index]
        mention = marked.mentions[figure.at]
        number = mention.number
        assert number is not None
        here = (reading.passage(index, figure.at, figure.end),)
        period = self._period(index, figure.at)
        row = {
            "host": _single(reading.hosts[index]),
            "measure": Found((figure.measure,), ()) if figure.measure else Found((), ()),
            "value": Found((canonical(number),), here),
            "value_max": _single(canonical(mention.upper) if mention.upper is not None else ""),
            "unit": Found((figure.unit,), here),
            "breakdown": _single(figure.breakdown),
            "period_start": Found(period.values[:1], period.spans) if period.values[0] else Found((), ()),
            "period_end": Found(period.values[1:], period.spans) if period.values[1] else Found((), ()),
            "approximate": _single("true" if mention.approximate else ""),
        }
        low, high = marked.clause(figure.at, figure.end)
        hit = Hit(index, max(low, min(figure.low, figure.at)), figure.end, low, high, {})
        return fact(reading, self.room, self.rule.id, row, index, passage(reading, hit, "match"))


    def cells(self) -> Iterator[Fact]:
        """The figures in the cells of tables; the unit stands in the cell, in a head, or in the caption."""
        for table in self.reading.document.tables:
            for cell in placed(self.reading, table):
                marked = self.reading.marked[cell.at.paragraph]
                for at in range(cell.at.start, cell.at.end):
                    if _FIGURE.match(marked.text, at):
                        yield from self._cell(table, cell, at)

    def _cell(self, table: Table, cell: Placed, at: int) -> Iterator[Fact]:
        index = cell.at.paragraph
        marked = self.reading.marked[index]
        unit, end = self._unit(marked, at)
        if end > cell.at.end or (unit == "" and end < cell.at.end):
            return
        heads = [*cell.row_heads, *cell.column_heads]
        lines = [self.reading.marked[i] for i in self._captions(table)]
        around_it = "".join(_plain(self.reading, h) for h in heads) + "".join(line.text for line in lines)
        unit = unit or self._head_unit(heads, lines)
        if not unit or any(p.search(around_it + HERE) for p in self.exclude.get("survey", ())):
            return
        named = [(h, self._period_of(h)) for h in heads]
        period = next((p for _, p in named if p), None)
        words = [text for h, p in named if not p and (text := _without_unit(written(self.reading, h)))]
        own = [word for word in words if not _GENERIC.fullmatch(word)]
        measure = own[-1] if own else self._caption_measure(table, index)
        parts = own[:-1] + [written(self.reading, h) for h, p in named if p]
        context = tuple(self.reading.passage(h.paragraph, h.start, h.end) for h in heads)
        found = period or self._period(index, cell.at.start)
        yield self._row(index, at, end, unit, measure, "，".join(parts), found, context)

    def _captions(self, table: Table) -> list[int]:
        first = table.rows[0].paragraph
        above = list(self.reading.above[first])
        return [*above, *([table.caption] if table.caption is not None else [])]

    def _head_unit(self, heads: list[Stretch], lines: list[Marked]) -> str:
        for head in reversed(heads):
            text = _plain(self.reading, head)
            if (found := _IN_BRACKETS.search(text)) and (found[1] in ("%",) or self.unit.fullmatch(found[1]) or _THOUSANDS.fullmatch(found[1])):
                return found[1]
            for word, unit in _UNIT_WORDS.items():
                if text.endswith(word):
                    return unit
        for line in lines:
            if found := _UNIT_LINE.search(line.folded.text):
                return found[1]
        return ""

    def _period_of(self, head: Stretch) -> Found | None:
        for mention in self.reading.marked[head.paragraph].inside(head.start, head.end):
            if mention.kind in ("date", "period"):
                span = self.reading.passage(head.paragraph, head.start, head.end)
                return Found((mention.values[0], mention.values[-1]), (span,))
        return None

    def _caption_measure(self, table: Table, index: int) -> str:
        for line in reversed(self._captions(table)):
            text = re.split(r"[,。;:(]", self.reading.marked[line].folded.text)
            words = [part for part in text if len(part) > 2 and not re.search(r"[0-9]", part)]
            if words:
                return words[-1][-30:]
        return self._head(index)

    def _row(self, index: int, at: int, end: int, unit: str, measure: str, breakdown: str, period: Found,
             context: tuple[Span, ...]) -> Fact:
        reading = self.reading
        mention = reading.marked[index].mentions[at]
        assert mention.number is not None
        number = mention.number * (_SCALES.get(unit[0], 1) if _THOUSANDS.fullmatch(unit) else 1)
        row = {
            "host": _single(reading.hosts[index]),
            "measure": _single(measure),
            "value": Found((canonical(number),), (reading.passage(index, at, end),)),
            "unit": _single(unit[1:] if _THOUSANDS.fullmatch(unit) else unit),
            "breakdown": _single(breakdown),
            "period_start": Found(period.values[:1], period.spans) if period.values[0] else Found((), ()),
            "period_end": Found(period.values[1:], period.spans) if period.values[1] else Found((), ()),
        }
        hit = Hit(index, at, end, 0, len(reading.marked[index].text), {})
        return fact(reading, self.room, self.rule.id, row, index, passage(reading, hit, "scope"), context)


def _plain(reading: Reading, at: Stretch) -> str:
    return reading.marked[at.paragraph].plain(at.start, at.end)


def _without_unit(text: str) -> str:
    return re.sub(r"[(（][^)）]{1,6}[)）]$", "", text)


def _single(text: str) -> Found:
    return Found((text,), ()) if text else Found((), ())


def read(reading: Reading, room: Room, rule: QuantityRule) -> Iterator[Fact]:
    """The figures that a quantity rule finds, those in running text first, then those in tables."""
    reader = QuantityReader(reading, room, rule)
    yield from reader.facts()
    yield from reader.cells()
