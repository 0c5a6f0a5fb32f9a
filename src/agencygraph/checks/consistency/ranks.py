"""RANK: the one that is called the most or least of a list or table, and figures that pass a mark or a goal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agencygraph.checks.consistency.grids import Grid, Line, tables_of
from agencygraph.checks.consistency.links import bare, label
from agencygraph.checks.consistency.result import Fired, Held, Result, plain
from agencygraph.checks.consistency.subject import Figure, Subject
from agencygraph.matching.marked import Marked
from agencygraph.model import Paragraph
from agencygraph.normalise import number

_EACH = "[各四全]?[季月項年站區構面]*"
_MOST = f"最高|最多|最大|最優|最佳|最好|居冠|居首|奪冠|拔得頭籌|居{_EACH}之[冠首]|為{_EACH}之[冠首]"
_LEAST = f"最低|最少|最小|最差|居末|墊底|殿後|居{_EACH}之末"
_TOP = re.compile(rf"(?P<most>{_MOST})|(?P<least>{_LEAST})")
_BEST = frozenset(("最優", "最佳", "最好", "居冠", "居首", "奪冠", "最差", "墊底", "居末", "拔得頭籌"))
_NAMED = re.compile(
    rf"(?:^|[,;、。:])(?:其中|又|並|且|仍|而|當中|其|主要|及|與)*以(?P<who>[^,。;:、以\ue000-\uf8ff]{{2,14}}?)(?:方面|一項|部分)?[的之為]?(?P<top>{_MOST}|{_LEAST})"
)
_BOUND = re.compile("[,。;:、()「」]")
_OTHER = re.compile(
    "除|次|第二|其餘|以外|之外|增|減|成長|較|比|前|歷年|去年|上年|同期|全國|近|五都|六都|上半年|下半年|倍|連續|之一|[一二兩三]者"
)
_PARTLY = re.compile("上半年|下半年|除|以外|之外")
_NO_LINE = re.compile("合計|總計|小計|共計|平均|全年|累計|總數|^計$|去年|上年|同期|增減")
_LOW = re.compile(r"(?:較|偏|略)(?P<low>[低少])|(?:較|偏|略)(?P<high>[高多])")
_FIGURE = re.compile(r"(?:計|有|達|之|的|,)?(?P<n>\d[\d,.萬]*)[^\d,、;。]{0,4}")
_FEWEST, _LONGEST = 3, 60


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of the line `who` in the line `what`, with the other cells of `what`."""

    who: str
    what: str
    figure: Figure
    others: tuple[tuple[str, Figure], ...]


def check(subject: Subject) -> Iterator[Result]:
    """Superlatives of running text, against the list before them or the table that names both."""
    document = subject.document
    if document is None:
        return
    table: dict[str, list[_Cell]] | None = None
    for paragraph in document.paragraphs:
        if paragraph.role == "row" or not (_TOP.search(paragraph.text) or _LOW.search(paragraph.text)):
            continue
        marked = subject.marked.get(paragraph.index)
        if marked is not None:
            yield from _listed(marked, subject.figures[paragraph.index])
        if table is None:
            table = _cells(subject)
        if table:
            yield from _tabled(paragraph, table)
            yield from _sided(paragraph, table)


def _listed(marked: Marked, figures: Sequence[Figure]) -> Iterator[Result]:
    """服務態度94.2%、處理速度88.6%、環境設施90.4%，以服務態度最優."""
    for found in _NAMED.finditer(marked.text):
        low = marked.text.rfind("。", 0, found.start("who")) + 1
        before = [f for f in figures if low <= f.at < found.start()]
        run = _run(marked, before)
        best = found["top"] in _BEST
        if len(run) < _FEWEST or (best and run[0].unit != "%"):
            continue
        names = [bare(label(marked, figure)) for figure in run]
        names[0] = re.split("分?別?為", names[0])[-1]
        who = bare(found["who"])
        if names.count(who) != 1 or len(set(names)) != len(names):
            continue
        mine = run[names.index(who)]
        most = bool(_TOP.match(found["top"]) and _TOP.match(found["top"])["most"])  # type: ignore[index]
        others = [figure for figure in run if (figure.value > mine.value if most else figure.value < mine.value)]
        if not others or not all(figure.exact for figure in run):
            yield Held("RANK")
            continue
        right = max(others, key=lambda f: f.value) if most else min(others, key=lambda f: f.value)
        span = marked.span(found.start("who"), found.end("top"))
        words = _words(who, found["top"], mine, names[run.index(right)], right)
        yield Fired("RANK", "listed", (span, mine.span, right.span), who, names[run.index(right)], words, (span,))


def _run(marked: Marked, figures: Sequence[Figure]) -> list[Figure]:
    """The last figures of one unit that follow each other as items of a list."""
    if not figures:
        return []
    run = [figures[-1]]
    for figure in reversed(figures[:-1]):
        between = marked.text[figure.end : run[0].at]
        if figure.unit != run[0].unit:
            break
        if not re.fullmatch(r"(?:\([^()]*\))?[、,;及和與][^、,;。()]{1,14}", between):
            break
        run.insert(0, figure)
    return run


def _cells(subject: Subject) -> dict[str, list[_Cell]]:
    """The cells of all tables by the heads that may be called the most or least."""
    found: dict[str, list[_Cell]] = {}
    for _, grid in tables_of(subject.document) if subject.document else ():
        for across in (True, False):
            for what in grid.lines(across):
                for cell in _of(grid, what, across):
                    found.setdefault(cell.who, []).append(cell)
    return found


def _of(grid: Grid, what: Line, across: bool) -> Iterator[_Cell]:
    """The cells of a line that can be compared: three or more, no totals among them."""
    heads, head = grid.heads(across), _last(what.head)
    inner = [
        (_last(heads[at]), figure) for at, figure in what.figures.items() if not _NO_LINE.search(heads.get(at, ""))
    ]
    names = [name for name, _ in inner]
    if len(inner) < _FEWEST or len(set(names)) != len(names) or not head or _NO_LINE.search(head):
        return
    if len({figure.unit for _, figure in inner}) > 1:
        return
    for name, figure in inner:
        if len(name) > 1:
            yield _Cell(name, head, figure, tuple(inner))


def _last(head: str) -> str:
    return re.split("[/(]", head.strip())[-1] if not head.endswith(")") else head.split("(")[0].split("/")[-1]


def _tabled(paragraph: Paragraph, table: dict[str, list[_Cell]]) -> Iterator[Result]:
    """第3季報考人數居四季之冠, 及格率以第4季最佳: a line and a column of one table, and which is the most."""
    text = paragraph.text
    for found in _TOP.finditer(text):
        least = max(0, found.start() - _LONGEST)
        low = max((cut.end() for cut in _BOUND.finditer(text, least, found.start())), default=least)
        clause = text[low : found.start()]
        sentence = text[text.rfind("。", 0, found.start()) + 1 : found.start()]
        if _OTHER.search(clause) or _PARTLY.search(sentence):
            continue
        cells = _meant(clause, table)
        if len(cells) != 1:
            continue
        (cell,) = cells
        most = bool(found["most"])
        if found[0] in _BEST and not (cell.what.endswith(("率", "度", "比例")) or found[0] in ("居冠", "居首", "居末")):
            continue
        values = [figure.value for _, figure in cell.others]
        top = max(values) if most else min(values)
        if cell.figure.value == top:
            yield Held("RANK")
            continue
        name, right = next(one for one in cell.others if one[1].value == top)
        span = paragraph.folded.span(low, found.end())
        words = _words(f"{cell.who}{cell.what}", found[0], cell.figure, name, right)
        yield Fired("RANK", "tabled", (span, cell.figure.span, right.span), cell.who, name, words, (span,))


def _meant(clause: str, table: dict[str, list[_Cell]]) -> list[_Cell]:
    """The cells that a clause names by both heads: 第3季報考人數, 報考人數以第3季."""
    found = []
    for who in table:
        if who not in clause:
            continue
        for cell in table[who]:
            filled = (
                re.escape(cell.who) + "(?:的|之)?" + re.escape(cell.what),
                re.escape(cell.what) + "(?:則|亦|又|均|,)?以" + re.escape(cell.who),
            )
            if any(
                re.search(f"(?:^|[^一-鿿]|其中|又|以|而){pattern}(?:為|達|計|的|之|均)*$", clause) for pattern in filled
            ) or _told_with(cell, clause):
                found.append(cell)
    return found


def _told_with(cell: _Cell, clause: str) -> bool:
    """Whether a clause ends with the line's name and the cell's own figure: 7月1,806輛."""
    at = clause.rfind(cell.who)
    told = _FIGURE.fullmatch(clause[at + len(cell.who) :])
    return bool(told and number(told["n"]) == cell.figure.value and len(told["n"].replace(",", "")) > 2)


def _sided(paragraph: Paragraph, table: dict[str, list[_Cell]]) -> Iterator[Result]:
    """註：第三季因颱風停班，徵起金額較低: what a note calls low stands below the mean of its table."""
    text = paragraph.text
    for found in _LOW.finditer(text):
        low = text.rfind("。", 0, found.start()) + 1
        sentence = re.sub(r"^備?註\d?[:.、]?", "", text[low : found.start()])
        clause = _BOUND.split(sentence)[-1]
        if "因" not in sentence or re.search("年|同期|其他|增|減|比", sentence):
            continue
        cells = [
            cell
            for who in table
            if sentence.startswith(who)
            for cell in table[who]
            if clause in (cell.what, f"致{cell.what}")
        ]
        if len(cells) != 1:
            continue
        (cell,) = cells
        mean = sum((figure.value for _, figure in cell.others), Decimal(0)) / len(cell.others)
        if (cell.figure.value <= mean) if found["low"] else (cell.figure.value >= mean):
            yield Held("RANK")
            continue
        pick = min if found["low"] else max
        name, right = pick(cell.others, key=lambda one: one[1].value)
        span = paragraph.folded.span(low, found.end())
        words = _words(f"{cell.who}{cell.what}", found[0], cell.figure, name, right)
        yield Fired("RANK", "sided", (span, cell.figure.span, right.span), cell.who, name, words, (span,))


def _words(who: str, top: str, mine: Figure, name: str, right: Figure) -> dict[str, str]:
    return {"who": who, "top": top, "mine": plain(mine.value), "other": name, "right": plain(right.value)}
