"""TIE: a figure told again (in a closing chapter, in the prose beside a table) that is one slip off the first telling.

Words alone seldom say that two figures are one. What speaks for it is added up: that the place tells again what was
told before, that the heads of a table's cell stand in the sentence, words in common, many digits, two of them swapped.
A pair is judged only where one of its values stands nowhere else, and no year, month or other row speaks against.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from agencygraph.checks.consistency.contexts import GENERAL, bigrams
from agencygraph.checks.consistency.enumerations import items_of_one_list
from agencygraph.checks.consistency.grids import Grid, tables_of
from agencygraph.checks.consistency.result import Fired, Result, plain
from agencygraph.checks.consistency.scales import in_full
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.checks.consistency.ties import opposite
from agencygraph.model import Document, Table
from agencygraph.normalise.numbers import COUNTER_WORD

_FRAMES = re.compile(
    "結語|結論|結尾|總結|小結|前言|緒言|引言|摘要|提要|概述|概要|綜述|回顧|亮點|結束語|總說明|重點成果"
)
_PLANS = re.compile("檢討|展望|策進")
"""Chapters that tell again what was told, but also more of it."""

_OPENS = re.compile("^(?:綜上|綜觀|綜合|總結|回顧|整體而言|總括|總的來說|總觀)")
_YEAR = re.compile(r"(?<!\d)(1?\d{2})年|(?P<before>上年|去年|前一?年|同期|上[一]?期|前期)")
_TIMES = re.compile(r"\d+月|第?[一二三四]季|[上下]半年|第[一二三四五六七八九十\d]+[梯場次期]")
_CHANGE = re.compile(
    "(?:增加|減少|成長|增長|下降|上升|提[高升]|降低|增幅|減幅|降幅|[增減]|多|少|差)(?:了|約|為|達|率為|率達|率)*$"
)
_NO_TIE = re.compile(
    "目標|將(?:再|續|持續)?(?:辦|增|擴|新)|擬|規劃|預[計定估期]|每|平均|累計|歷年|上限|以上|門檻|達成|最近|近[三五十]年"
)
_CHANGES = re.compile("增減|差異|比較|成長|消長|增加|減少")
_RATES = re.compile("率|比[率例重]|百分比|[占佔]比|%")
_HEAD_UNIT = re.compile(rf"(?P<unit>{COUNTER_WORD})數?$")
_FROM = re.compile(r"[由自從][^,。;]{0,12}\d[^,。;]{0,8}(?:增|減|降|升|提高|成長|擴)[^,。;]{0,4}[至到為]$")
_MEASURE = re.compile("[數次額量]$")
_COMPARED = re.compile("相較於?|較|比(?![率例重])|與|相對")
_AGAIN = re.compile("[上前][開述揭列]|該")
_NO_REVERSE = re.compile("免付?費|非常|無障礙|無線|不動產|不定期|未來|預[約算]|最新|比賽")
_FILLER = re.compile(r"[計共達為約有已僅逾之的]|合計|共計|總計|累計")
_OWN = re.compile("^(?:本[局所處組署院會府分]{1,2}|全[縣市署局年])+")
_KIN = (
    {"次", "人次", "場次"},
    {"人", "名", "位", "人次"},
    {"場", "場次"},
    {"件", "案", "案件", "件次"},
    {"家", "戶", "間", "處", "家次"},
    {"冊", "冊次"},
)
_WINDOW, _BESIDE, _BEHIND, _RARE, _MOST, _TITLE, _NAME = 40, 12, 6, 6, 400, 12, 2
_FEWEST, _LEAST = 2, 3
"""The fewest digits of a figure that is judged; with fewer than the second, words must say that two figures are one."""

_ENDING = 6
"""How many characters before two figures are the same where they are said to be so."""

_SURE, _LIKELY = 5, 4
"""How much must speak for two figures being one to call it an error, and a warning."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure with its words: `before` and `behind` in its sentence, or the heads of its cell; `others` are the heads
    of the table's other rows; `group` its paragraph or table.
    """

    figure: Figure
    unit: str
    before: str
    behind: str
    row: str
    column: str
    others: frozenset[str]
    about: frozenset[str]
    year: int
    times: frozenset[str]
    section: int
    group: int
    frame: bool
    plans: bool = False

    @property
    def cell(self) -> bool:
        """Whether it stands in a table."""
        return bool(self.row or self.column)


def check(subject: Subject) -> Iterator[Result]:
    """Pairs of figures a slip apart, one of which stands nowhere else, that tell of one thing."""
    document = subject.document
    if document is None:
        return
    told = [*_prose(subject, document), *_cells(subject, document)]
    shelves: dict[Decimal, list[_Told]] = {}
    for one in told:
        shelves.setdefault(one.figure.value, []).append(one)
    spread = Counter(pair for pair, _ in {(pair, one.group) for one in told for pair in one.about})
    found: list[tuple[int, _Told, _Told]] = []
    for a, b in _slips([one for one in told if one.figure.exact and _digits(one.figure.value) >= _FEWEST]):
        once = any(sum(_kin(one.unit, other.unit) for other in shelves[one.figure.value]) == 1 for one in (a, b))
        if once and _may_be_one(subject, a, b):
            found.append((_weight(a, b, spread), a, b))
    found.sort(key=lambda one: -one[0])
    done: set[int] = set()
    for weight, a, b in found:
        places = {a.figure.span.start, b.figure.span.start}
        if weight >= _LIKELY and not done & places:
            done |= places
            yield _fired("differs" if weight >= _SURE else "likely", a, b)
    for a, b in _said_again(told):
        places = {a.figure.span.start, b.figure.span.start}
        if not done & places and _may_be_one(subject, a, b):
            done |= places
            yield _fired("likely", a, b)


def _said_again(told: Sequence[_Told]) -> Iterator[tuple[_Told, _Told]]:
    """Figures told in the very words of a whole clause, with its year, once in a chapter that tells again and once
    before it: 108年度實徵淨額.
    """
    clauses: dict[tuple[str, str], list[_Told]] = {}
    for one in told:
        clause = _OWN.sub("", _FILLER.sub("", re.split("[,;:、。]", one.before)[-1]))
        dated = _YEAR.search(clause) and len(_YEAR.sub("", clause)) >= _ENDING
        if dated and one.figure.exact and _digits(one.figure.value) > _LEAST and len(one.before) < _WINDOW:
            clauses.setdefault((clause, one.unit), []).append(one)
    for those in clauses.values():
        frames, others = [one for one in those if one.frame and not one.plans], [one for one in those if not one.frame]
        values = {one.figure.value for one in those}
        if len(values) == 2 and len({one.figure.value for one in frames}) == 1 and others:
            odd = next((one for one in others if one.figure.value != frames[0].figure.value), None)
            if odd:
                yield odd, frames[0]
        elif len(values) == 2 and len(frames) == len(those) and len({one.section for one in frames}) == 2:
            first = frames[0]
            yield first, next(one for one in frames if one.figure.value != first.figure.value)


def _prose(subject: Subject, document: Document) -> Iterator[_Told]:
    own = _own_year(subject)
    for index, figures in subject.figures.items():
        marked, paragraph = subject.marked[index], document.paragraphs[index]
        chain = document.chain(paragraph.section)
        headings = [section.heading for section in chain if section.index in subject.headed]
        above = document.paragraphs[index - 1].text if index else ""
        headed = len(above) <= _TITLE and bool(_FRAMES.search(above))
        plans = any(_PLANS.search(one) for one in headings)
        frame = plans or headed or bool(_OPENS.search(paragraph.text)) or any(_FRAMES.search(one) for one in headings)
        for figure in figures:
            low, high = marked.sentence(figure.at, figure.end)
            before = marked.plain(max(low, figure.at - _WINDOW), figure.at)
            last = re.split("[,;:]", before)[-1]
            if _CHANGE.search(last) or _NO_TIE.search(last.replace("平均", "") if figure.unit == "%" else last):
                continue
            behind = re.split("[,。;:、]", marked.plain(figure.end, min(high, figure.end + _BEHIND)))[0]
            about = bigrams(f"{headings[-1] if headings else ''}|{before}|{behind}")
            year = own if _FROM.search(before) else _year(before, own)
            times = frozenset(_TIMES.findall(last))
            again = frame or bool(_AGAIN.search(last))
            yield _Told(
                figure,
                figure.unit,
                before,
                behind,
                "",
                "",
                frozenset(),
                about,
                year,
                times,
                paragraph.section,
                index,
                again,
                plans,
            )


def _cells(subject: Subject, document: Document) -> Iterator[_Told]:
    for table, grid in tables_of(document):
        caption = document.paragraphs[table.caption].text[-_WINDOW:] if table.caption is not None else ""
        yield from _table(subject, document, table, grid, caption)


def _table(subject: Subject, document: Document, table: Table, grid: Grid, caption: str) -> Iterator[_Told]:
    own, heading = _own_year(subject), document.sections[table.section].heading
    heads, lines = grid.heads(True), {line.at: line for line in grid.columns}
    rows = frozenset(_inner(row.head) for row in grid.rows)
    for row in grid.rows:
        for at, figure in row.figures.items():
            column = heads.get(at, "")
            if _CHANGES.search(column) or _CHANGES.search(row.head):
                continue
            unit = (
                figure.unit
                or row.unit
                or (lines[at].unit if at in lines else "")
                or _named(column, row.head, grid.unit)
            )
            told, unit = in_full(figure, unit)
            yield _Told(
                told,
                unit,
                "",
                "",
                _inner(row.head),
                _inner(column),
                rows - {_inner(row.head)},
                bigrams(f"{heading}|{caption}|{row.head}|{column}"),
                _year(f"{row.head}|{column}", own),
                frozenset(_TIMES.findall(f"{row.head}|{column}")),
                table.section,
                table.rows[0].paragraph,
                False,
            )


def _named(column: str, row: str, grid: str) -> str:
    """The unit that the heads of a cell name: 參加人次, 件數; % for rates."""
    for head in (column, row):
        if _RATES.search(head):
            return "%"
        if found := _HEAD_UNIT.search(_inner(head)):
            return found["unit"].removesuffix("數")
    return grid


def _inner(head: str) -> str:
    return head.split("/")[-1].strip()


def _own_year(subject: Subject) -> int:
    return int(subject.end[:4]) - 1911 if subject.end[:4].isdigit() else 0


def _year(words: str, own: int) -> int:
    """The year named last, that of the report where none is."""
    found = list(_YEAR.finditer(words))
    if not found:
        return own
    return int(found[-1][1]) if found[-1][1] else own - 1


def _digits(value: Decimal) -> int:
    return len(f"{value:f}".replace(".", "").strip("0")) if value % 1 else len(f"{value:f}".split(".")[0].rstrip("0"))


def _slips(told: Sequence[_Told]) -> Iterator[tuple[_Told, _Told]]:
    """The pairs, one of them in prose, whose values two swapped digits, or one of four digits, part."""
    traces: dict[str, list[_Told]] = {}
    for one in told:
        for trace in _traces(f"{one.figure.value:f}"):
            traces.setdefault(trace, []).append(one)
    seen: set[tuple[int, int]] = set()
    for those in traces.values():
        for a, b in combinations(those[:_MOST], 2):
            key = (a.figure.span.start, b.figure.span.start)
            if key in seen or (a.cell and b.cell) or a.figure.value == b.figure.value:
                continue
            seen.add(key)
            kind = slip(a.figure.value, b.figure.value)
            if kind == "swapped" or (kind == "digit" and _digits(a.figure.value) > _LEAST):
                yield a, b


def _traces(digits: str) -> set[str]:
    """What is left of a number when one digit is hidden, or its digits are sorted."""
    return {digits[:at] + "?" + digits[at + 1 :] for at in range(len(digits))} | {"".join(sorted(digits))}


def _may_be_one(subject: Subject, a: _Told, b: _Told) -> bool:
    """Whether nothing speaks against two figures being one: unit, year, month, another row of the table, a list."""
    if a.group == b.group or a.year != b.year or not _kin(a.unit, b.unit):
        return False
    if a.times and b.times and not a.times & b.times:
        return False
    if a.cell or b.cell:
        cell, prose = (a, b) if a.cell else (b, a)
        words = prose.before[-_BESIDE:]
        if cell.row not in words and any(len(other) > 1 and other in words for other in cell.others):
            return False
        if not _named_in(cell, prose):
            return False
        return not opposite(set(f"{cell.row}{cell.column}"), set(f"{cell.row}{cell.column}") | _last(prose))
    if opposite(_last(a), _last(b)):
        return False
    return a.frame != b.frame or not items_of_one_list(subject, a.section, b.section)


def _named_in(cell: _Told, prose: _Told) -> bool:
    """Whether a sentence names what the line of a cell is of, or the line is the total of all."""
    measures = bool(_RATES.search(cell.row) or _MEASURE.search(cell.row))
    key = _FILLER.sub("", cell.column if measures else cell.row)
    words = prose.before + prose.behind
    return len(key) < _NAME or "總" in key or key in words or bool(bigrams(key) & bigrams(words))


def _last(one: _Told) -> set[str]:
    """The characters of the last words before a figure, without those that compare and fill."""
    words = re.split("[,;:、]", one.before)[-1][-_BESIDE:]
    return set(_FILLER.sub("", _COMPARED.sub("", _NO_REVERSE.sub("", words))))


def _kin(one: str, other: str) -> bool:
    if "%" in (one, other):
        return one == other
    return one == other or not one or not other or any({one, other} <= family for family in _KIN)


def _weight(a: _Told, b: _Told, spread: Counter[str]) -> int:
    """How much speaks for two figures being one."""
    digits = _digits(a.figure.value)
    ends = _said(a), _said(b)
    same = len(ends[0]) >= _ENDING and ends[0] == ends[1]
    kind = slip(a.figure.value, b.figure.value)
    weight = 2 * same + (kind == "swapped") + min(2, max(0, digits - 4))
    if a.frame != b.frame:
        weight += 1 if a.plans or b.plans else 2
    rare = [pair for pair in (a.about & b.about) - GENERAL if spread[pair] <= _RARE]
    weight += min(2, len(rare))
    if a.unit == "%" and kind == "digit" and not bigrams(ends[0]) & bigrams(ends[1]):
        return 0  # shares of other things
    if digits < _LEAST and (a.cell or b.cell or (a.frame == b.frame and not same) or len(rare) < _LEAST):
        return 0
    if a.cell or b.cell:
        cell, prose = (a, b) if a.cell else (b, a)
        weight += max(_beside(cell.row, prose), 0) + max(_beside(cell.column, prose), 0) + (a.section == b.section)
    return weight


def _said(one: _Told) -> str:
    """The last words before a figure, without fillers."""
    return _FILLER.sub("", re.split("[,;:、。]", one.before)[-1])[-_ENDING:]


def _beside(head: str, prose: _Told) -> int:
    """How near the head of a row or column stands before a figure."""
    words = _FILLER.sub("", head)
    if len(words) < 2:
        return 0
    if words in prose.before[-_BESIDE:]:
        return 2
    return int(words in prose.before or bool((bigrams(words) - GENERAL) & bigrams(prose.before)))


def _fired(case: str, a: _Told, b: _Told) -> Fired:
    first, second = sorted((a, b), key=lambda one: one.figure.span)
    values = "、".join(f"{plain(one.figure.value)}{one.unit} ×1" for one in (first, second))
    name = _name(first) or _name(second) or "—"
    spans = (first.figure.span, second.figure.span)
    kind = slip(first.figure.value, second.figure.value)
    words = {"measure": name, "values": values, "slip": kind}
    stated, computed = (plain(each.figure.value) + "%" * (each.unit == "%") for each in (first, second))
    return Fired("TIE", case, spans, stated, computed, words, spans)


def _name(one: _Told) -> str:
    """What a figure is of, in few words."""
    if one.cell:
        return f"{one.row}{one.column}"
    return re.split("[,;:、]", one.before)[-1][-_BESIDE:] or one.behind
