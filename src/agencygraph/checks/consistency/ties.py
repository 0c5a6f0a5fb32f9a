"""TIE, SAMEVAL, UNIT: the same figure stated twice with different values or units, one value for two figures.

Two statements are the same figure when host, unit, period and breakdown agree and the words do: the same words around
them, or the same thing measured and a slip of the pen between the values. Items of one list are different figures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from agencygraph.checks.consistency.contexts import GENERAL, alike, bigrams, same_start, shared
from agencygraph.checks.consistency.enumerations import groups, items_of_one_list
from agencygraph.checks.consistency.grids import grids, pieces, splits
from agencygraph.checks.consistency.result import Fired, Held, Result, Unable, plain
from agencygraph.checks.consistency.slips import slip
from agencygraph.checks.consistency.statements import Statement, passage, statements
from agencygraph.checks.consistency.subject import Subject
from agencygraph.checks.consistency.sums import adds_up
from agencygraph.model import Span

_REVERSES = frozenset("未不無非免退較比每餘均最預")
_OPPOSITES = (
    "收發",
    "收支",
    "男女",
    "增減",
    "進出",
    "新舊",
    "內外",
    "上下",
    "高低",
    "前後",
    "公私",
    "新終",
    "收結",
    "大小",
    "中外",
)
_COMPARES = re.compile("上年|去年|前年|同期|較|比|增加|減少|成長|目標|預|每|達成|調整|提高|降|升|其中|最|原|占|佔|累計")
_SUM = re.compile(r"(?:合計|共計|總計|小計)[計達為有]*\s*$")
_KIN = (
    {"次", "人次", "場次"},
    {"件", "案", "案件", "件數"},
    {"人", "人次", "名", "位"},
    {"家", "戶", "間"},
    {"場", "場次"},
)
_SPECIFIC = (99, 99, 8, 5, 4, 3, 2)
"""By the number of digits of a value, how many bigrams of a measure make it the same figure but for a slip."""

_WORDS, _FEW, _SHORT = 8, 40, 4
_TELLING = 3
"""So many pairs of characters that are not general must two measures share that are not told alike."""
_MOST = 600
"""The most figures of one unit, host and period that are compared with each other."""


def check(subject: Subject) -> Iterator[Result]:
    """TIE: statements of the same figure that differ, each figure once."""
    told = [one for one in statements(subject) if one.unit != "%" and not _COMPARES.search(one.measure + one.breakdown)]
    shelves: dict[tuple[object, ...], list[Statement]] = {}
    for one in told:
        shelves.setdefault((one.unit, one.host, one.period), []).append(one)
    yield from [Unable("TIE", "many") for shelf in shelves.values() if len(shelf) > _MOST]
    candidates = (pair for shelf in shelves.values() if len(shelf) <= _MOST for pair in combinations(shelf, 2))
    pairs = [(a, b) for a, b in candidates if _comparable(subject, a, b) and _same(a, b)]
    differing = [(a, b) for a, b in pairs if not a.interval.meets(b.interval)]
    yield from [Held("TIE")] * (len(pairs) - len(differing))
    right = _confirmed(subject) if differing else set()
    for cluster in _clusters(differing):
        yield _fired(subject, _with_support(cluster, told), right)


def _comparable(subject: Subject, a: Statement, b: Statement) -> bool:
    """Whether two statements of one unit, host and period are no whole and part and no items of one list."""
    if a.paragraph == b.paragraph and not (a.row != b.row and a.total != b.total):
        return False
    if a.whole == b.place or b.whole == a.place or (a.whole >= 0 and a.whole == b.whole) or (a.row and b.row):
        return False
    if _each_tells_both(subject, a, b) or _part_and_sum(subject, a, b) or _part_and_sum(subject, b, a):
        return False
    return not items_of_one_list(subject, a.section, b.section)


def _each_tells_both(subject: Subject, a: Statement, b: Statement) -> bool:
    """Whether two paragraphs, or a paragraph and a table, tell the values of both statements: no contradiction."""
    if not a.row and not b.row and a.paragraph == b.paragraph:
        return False
    both = {(a.value, a.unit), (b.value, b.unit)}
    return all(both <= _told_beside(subject, one) for one in (a, b))


def _told_beside(subject: Subject, one: Statement) -> set[tuple[Decimal, str]]:
    """The values of the statement's paragraph; of a table all that its facts tell."""
    if one.row:
        cells = (other for other in statements(subject) if other.row and other.paragraph == one.paragraph)
        return {(cell.value, cell.unit) for cell in cells}
    return {(figure.value, figure.unit) for figure in subject.figures.get(one.paragraph, ())}


def _part_and_sum(subject: Subject, part: Statement, other: Statement) -> bool:
    """Whether one statement is a part of a total and the other one is called a sum in its own clause."""
    before = subject.text[max(0, other.span.start - 6) : other.span.start]
    return part.whole >= 0 and other.whole < 0 and bool(_SUM.search(before))


def _same(a: Statement, b: Statement) -> bool:
    """Whether the words say that two statements are one figure."""
    if a.breakdown != b.breakdown and not (a.row or b.row):
        return False
    if _of_other_kind(a, b) or _of_other_kind(b, a):
        return False
    if opposite(set(a.measure + a.breakdown), set(b.measure + b.breakdown)):
        return False
    if a.row != b.row and a.unit == "元" and slip(a.value, b.value) == "shift":
        return False  # a table in thousands, perhaps
    around, words = shared(a.near, b.near), shared(a.about, b.about)
    if min(len(a.near), len(b.near)) >= _WORDS and around >= 0.7 and (words >= 0.3 or alike(a.about, b.about) >= 0.9):
        return True
    equal, kind = a.value == b.value, slip(a.value, b.value)
    if kind == "shift" and a.unit != "元" and alike(a.about, b.about) < 0.9:
        return False  # 1,335 and 13.35 hectares: two lots of land
    if a.paragraph == b.paragraph:
        return equal or bool(kind) or abs(a.value - b.value) * 20 <= min(a.value, b.value)
    if (a.total and alike(a.near | a.about, b.about) >= 0.6) or (b.total and alike(b.near | b.about, a.about) >= 0.6):
        return equal or (bool(kind) and _digits(a, b) > 3)
    if a.breakdown != b.breakdown or not (equal or kind) or parallel(a.measure, b.measure):
        return False
    if not all(one.about - GENERAL for one in (a, b)):
        return False
    if len((a.about & b.about) - GENERAL) < _TELLING and alike(a.about, b.about) < 0.9:
        return False
    return min(len(a.about), len(b.about)) >= _SPECIFIC[min(_digits(a, b), 6)] and alike(a.about, b.about) >= (
        0.6 if _digits(a, b) > 4 or words >= 0.6 else 0.9
    )


def _of_other_kind(cell: Statement, other: Statement) -> bool:
    """Whether a table's cell counts a kind of which the other statement does not speak: one office's, all cases."""
    kind = bigrams(cell.breakdown) - GENERAL if cell.row else frozenset()
    return 2 * len(kind & (other.about | other.near)) < len(kind)


def parallel(one: str, other: str) -> bool:
    """Whether two measures differ in one short word only: 臨櫃受理件數, 網路受理件數."""
    start = same_start(one, other)
    one, other = one[start:], other[start:]
    end = same_start(one[::-1], other[::-1])
    rest = len(one) - end, len(other) - end
    return start + end > 1 and min(rest) > 0 and max(rest) <= _SHORT


def _digits(a: Statement, b: Statement) -> int:
    """How many digits, closing noughts left out, the longer of two values has: the more, the less a slip is chance."""
    return max(len(plain(one.value).replace(",", "").rstrip("0")) for one in (a, b))


def opposite(one: set[str], other: set[str]) -> bool:
    """Whether two sets of characters tell of opposite things: 收 here and 發 there, 未 on one side only."""
    mine, yours = one - other, other - one
    pairs = any({pair[0], pair[1]} <= mine | yours and (pair[0] in mine) != (pair[1] in mine) for pair in _OPPOSITES)
    return pairs or bool((mine | yours) & _REVERSES)


def _clusters(pairs: Sequence[tuple[Statement, Statement]]) -> Iterator[list[Statement]]:
    """Statements joined by pairs, each cluster in the order of the text."""
    clusters: list[dict[int, Statement]] = []
    for pair in pairs:
        joined = {one.place: one for one in pair}
        apart = []
        for cluster in clusters:
            if joined.keys() & cluster.keys():
                joined |= cluster
            else:
                apart.append(cluster)
        clusters = [*apart, joined]
    for cluster in clusters:
        yield sorted(cluster.values(), key=lambda one: one.span)


def _with_support(cluster: list[Statement], told: Sequence[Statement]) -> list[Statement]:
    """The cluster with further statements of its values in other words."""
    places = {one.place for one in cluster}
    more = [one for one in told if one.place not in places and any(_supports(one, core) for core in cluster)]
    return sorted([*cluster, *more], key=lambda one: one.span)


def _supports(one: Statement, core: Statement) -> bool:
    same = (one.value, one.unit, one.host, one.period) == (core.value, core.unit, core.host, core.period)
    return same and one.value >= 1000 and max(alike(one.about, core.about), shared(one.near, core.near)) >= 0.3


def _confirmed(subject: Subject) -> set[Span]:
    """The passages of totals that their parts make up."""
    if subject.document is None:
        return set()
    found = {group.whole.span for group in groups(subject) if adds_up(group.whole, group.parts)}
    for grid in grids(subject.document):
        for across in (True, False):
            for line in grid.lines(across):
                for ways in splits(grid, across):
                    both = [pair for split in ways if (pair := pieces(line, split))]
                    found |= {whole.span for whole, parts in both if adds_up(whole, parts)}
    return found


def _fired(subject: Subject, cluster: list[Statement], right: set[Span]) -> Fired:
    values = list(dict.fromkeys(one.value for one in cluster))
    sure = {one.value for one in cluster if any(s.start <= one.span.start < s.end for s in right)}
    doubtful = [value for value in values if value not in sure]
    kind = next((k for a, b in combinations(values, 2) if (k := slip(a, b))), "")
    first = cluster[0]
    told = "、".join(f"{plain(value)}{first.unit} ×{sum(one.value == value for one in cluster)}" for value in values)
    names = Counter(one.measure for one in cluster).most_common()
    usual = max((name for name, times in names if times == names[0][1]), key=len)
    words = {"measure": usual, "values": told, "slip": kind}
    if len(sure) == 1 and doubtful:
        case, stated, computed = "confirmed", plain(doubtful[0]), plain(next(iter(sure)))
        cluster = sorted(cluster, key=lambda one: (one.value in sure, one.span))
    else:
        case, stated, computed = "differs", plain(values[0]), plain(values[1])
    spans = tuple(passage(subject, one) for one in cluster)
    return Fired("TIE", case, spans, stated, computed, words, spans)


def _apart(a: Statement, b: Statement) -> bool:
    """Whether two statements of one period stand in different paragraphs, or it is not known where."""
    return a.period == b.period and (a.paragraph != b.paragraph or a.paragraph < 0)


def values(subject: Subject) -> Iterator[Result]:
    """SAMEVAL and UNIT: one unusual value in two places, for different things or in different units."""
    told = [
        one
        for one in statements(subject)
        if one.value >= 1000 and len(plain(one.value).replace(",", "").rstrip("0")) > 3
    ]
    seen: set[tuple[object, ...]] = set()
    shelves: dict[object, list[Statement]] = {}
    for one in told:
        shelves.setdefault(one.value, []).append(one)
    for a, b in (pair for shelf in shelves.values() for pair in combinations(shelf[:_FEW], 2)):
        if a.span == b.span or a.whole == b.place or b.whole == a.place:
            continue
        words = max(alike(a.about, b.about), shared(a.near, b.near))
        kin = a.unit != b.unit and any({a.unit, b.unit} <= family for family in _KIN)
        spans = (passage(subject, a), passage(subject, b))
        names = {"value": plain(a.value), "one": a.unit, "other": b.unit, "measure": a.measure, "second": b.measure}
        key: tuple[object, ...] = (a.value, words >= 0.6)
        if words >= 0.6 and kin and key not in seen:
            seen.add(key)
            yield Fired("UNIT", "two", spans, f"{plain(a.value)} {a.unit}", f"{plain(b.value)} {b.unit}", names)
        elif words >= 0.6 and a.unit == b.unit:
            yield Held("UNIT")
        elif words < 0.15 and _apart(a, b) and key not in seen:
            seen.add(key)
            yield Fired("SAMEVAL", "same", spans, plain(a.value), None, names)
        else:
            yield Held("SAMEVAL")
