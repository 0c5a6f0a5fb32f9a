"""UNIT: cells and figures whose unit is not that of their head, their neighbours or the noun that they count."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from agencygraph.checks.consistency.grids import Grid, Line, grids
from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.model import Span

_ALIKE = (
    {"人", "名", "位", "人次", "員"},
    {"件", "案", "件數", "案件", "件次"},
    {"次", "場", "場次", "人次", "梯次"},
    {"家", "戶"},
)
_NOUNS: tuple[tuple[str, frozenset[str]], ...] = (
    (
        "件數|案件數|收件量|案量",
        frozenset(("件", "案", "宗", "則", "通", "封", "份", "張", "筆", "件次", "棟", "起", "次")),
    ),
    ("人數", frozenset(("人", "名", "位", "員", "人次"))),
    ("金額", frozenset(("元", "千元", "萬元", "百萬元", "億元"))),
    ("場次|場數|次數", frozenset(("場", "場次", "次", "梯次", "回", "班", "人次", "件次"))),
    ("時數", frozenset(("小時", "時", "分鐘", "分", "天", "日", "人時"))),
    ("戶數|家數", frozenset(("戶", "家", "間"))),
    ("面積", frozenset(("公頃", "平方公尺", "平方公里", "坪", "筆", "公畝"))),
)
_KNOWN = frozenset().union(*(units for _, units in _NOUNS))
_NOUN = tuple((re.compile(f"(?<![\\ue000-\\uf8ff])(?:{words})$"), units) for words, units in _NOUNS)
_FILLER = re.compile(r"(?:[計共達為約有已逾近]|合計|總計|累計|高達|僅|新[臺台]幣|各|分別)+$")
_JOINS = re.compile("[、,]?[及和與暨]|、")
_PEOPLE = frozenset(("人", "人次"))
_PAPERS = frozenset(("件", "案", "張", "份", "筆", "冊", "元", "公頃", "公斤", "通", "封", "則"))
_VISITS = re.compile(
    "(?:參觀|參訪|到訪|造訪|入館|入園|遊客|觀眾|觀賞|參加|參與|出席|參訓|受訓|與會|到場)[有計達者為]{0,2}$"
)
_MIXED = re.compile("(?:活動|辦理|執行|實施|服務)?(?:成果|成效|效益|績效|情形|內容|備註|說明|數量)")
"""Heads of columns in which each cell counts something else."""
_PERIOD = re.compile(r"\d年|\d月|[本上去前今]年|[一二三四]季|[上下]半年|[本上]期|同期")


def check(subject: Subject) -> Iterator[Result]:
    """The units of all tables, and of figures right behind a noun that has units of its own (件數, 人數, 金額)."""
    yield from _tables(subject)
    for index, figures in subject.figures.items():
        marked = subject.marked[index]
        yield from _bare(marked, figures)
        for figure in figures:
            words = _FILLER.sub("", marked.text[max(0, figure.at - 12) : figure.at])
            right = _of_noun(words)
            if right and figure.unit in _KNOWN and figure.unit not in right:
                noun = re.split(r"[,。;:、()]", words)[-1]
                told = {
                    "line": noun,
                    "unit": figure.unit,
                    "usual": "、".join(sorted(right)[:1]),
                    "value": plain(figure.value),
                }
                yield Fired(
                    "UNIT", "noun", (figure.span,), f"{plain(figure.value)} {figure.unit}", None, told, (figure.span,)
                )


def _bare(marked: Marked, figures: Sequence[Figure]) -> Iterator[Fired]:
    """Figures with no words of their own between them, all in one unit but one: 參觀1萬8,473人次及2萬3,615件."""
    for run in _runs(marked, figures):
        count = Counter(figure.unit for figure in run)
        usual, times = count.most_common(1)[0] if run else ("", 0)
        odd = [figure for figure in run if figure.unit != usual]
        visited = len(run) == 2 and usual in _PEOPLE and run[1].unit in _PAPERS
        visited = visited and bool(_VISITS.search(marked.plain(max(0, run[0].at - 8), run[0].at)))
        if len(odd) != 1 or not (visited or times > 1) or _alike(usual, odd[0].unit):
            continue
        figure, value = odd[0], plain(odd[0].value)
        words = {"usual": usual, "unit": figure.unit, "value": value}
        spans = (figure.span, *(other.span for other in run if other is not figure))
        yield Fired("UNIT", "item", spans, f"{value} {figure.unit}", f"{value} {usual}", words, spans[:1])


def _runs(marked: Marked, figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Figures that stand side by side with nothing but 、 or 及 between them, percents left out."""
    run: list[Figure] = []
    for figure in figures:
        if run and (figure.unit == "%" or not _JOINS.fullmatch(marked.text, run[-1].end, figure.at)):
            yield run
            run = []
        run = [*run, figure] if figure.unit != "%" else []
    yield run


def _of_noun(words: str) -> frozenset[str]:
    """The units that things are counted in that a text ends with, none for other words."""
    return next((units for noun, units in _NOUN if noun.search(words)), frozenset())


def _heads(grid: Grid) -> Iterator[Fired]:
    """Cells whose unit is not the one that the head of their column, or row, names."""
    for line in (*grid.columns, *grid.rows):
        own = frozenset((line.unit,)) if line.unit else _of_noun(line.head.split("/")[-1])
        if not own and grid.unit and line in grid.rows and not any(column.unit for column in grid.columns):
            own = frozenset((grid.unit,))
        for figure in line.figures.values():
            odd = own and figure.unit and figure.unit not in own and figure.unit in _KNOWN
            if odd and not any(_alike(figure.unit, unit) for unit in own):
                yield _cell(line, figure, line.unit or _usual(line, own))


def _usual(line: Line, own: frozenset[str]) -> str:
    """The unit of most cells of a line among those that fit it."""
    count = Counter(figure.unit for figure in line.figures.values() if figure.unit in own)
    return count.most_common(1)[0][0] if count else sorted(own)[0]


def _periods(grid: Grid) -> Iterator[Fired]:
    """Rows whose cells are of different years or months, two of them, in two units."""
    for lines, across in ((grid.rows, True), (grid.columns, False)):
        heads = grid.heads(across)
        for line in lines:
            cells = [(at, figure) for at, figure in line.figures.items() if _PERIOD.search(heads.get(at, ""))]
            if len(cells) != 2:
                continue
            (_, one), (_, other) = cells
            if one.unit and other.unit and one.unit != other.unit and not _alike(one.unit, other.unit):
                yield _cell(line, other, one.unit, one)


def _cell(line: Line, figure: Figure, usual: str, *others: Figure) -> Fired:
    words = {"unit": figure.unit, "usual": usual, "value": plain(figure.value), "line": line.head or "—"}
    spans = (figure.span, *(other.span for other in others))
    stated, computed = f"{plain(figure.value)} {figure.unit}", f"{plain(figure.value)} {usual}"
    return Fired("UNIT", "head" if not others else "periods", spans, stated, computed, words, spans)


def _tables(subject: Subject) -> Iterator[Result]:
    """One cell whose unit is not that of its head, or of all others in its row or column."""
    if subject.document is None:
        return
    for grid in grids(subject.document):
        seen: set[Span] = set()
        for result in (*_heads(grid), *_periods(grid)):
            seen.update(result.spans)
            yield result
        for line in (*grid.rows, *grid.columns):
            named = [figure for figure in line.figures.values() if figure.unit]
            count = Counter(figure.unit for figure in named)
            if len(named) < 3 or _MIXED.fullmatch(line.head or ""):
                continue
            usual, times = count.most_common(1)[0]
            odd = [figure for figure in named if figure.unit != usual]
            if len(odd) == 1 and ((line in grid.columns and _by_rows(grid, odd[0])) or odd[0].span in seen):
                continue
            if not odd:
                yield Held("UNIT")
            elif len(odd) == 1 and times >= 3 and not _alike(usual, odd[0].unit):
                others = tuple(figure.span for figure in named if figure.unit == usual)
                words = {"unit": odd[0].unit, "usual": usual, "value": plain(odd[0].value), "line": line.head or "—"}
                stated = f"{plain(odd[0].value)} {odd[0].unit}"
                computed = f"{plain(odd[0].value)} {usual}"
                yield Fired("UNIT", "cell", (odd[0].span, *others), stated, computed, words)


def _by_rows(grid: Grid, figure: Figure) -> bool:
    """Whether the row of a cell has its unit in another cell, so that rows, not columns, have units of their own."""
    row = next((line for line in grid.rows if figure in line.figures.values()), None)
    return row is not None and any(other.unit == figure.unit for other in row.figures.values() if other is not figure)


def _alike(one: str, other: str) -> bool:
    return (
        "%" in (one, other) or one.endswith(other) or other.endswith(one) or any({one, other} <= kin for kin in _ALIKE)
    )
